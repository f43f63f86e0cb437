# fairlead_add_plugin_test(<name> SOURCES notes_test.cpp … PLUGIN <target> [LIBRARIES target …] [LABELS label …])
#
# Builds a GoogleTest binary from tests that include <fairlead/testing.hpp> and the sources of the plugin that
# fairlead_add_plugin(<target> …) made, and gives each test to ctest. The plugin is compiled into the binary, so
# that fairlead_plugin_main_v1() is an ordinary function and sanitizers and debuggers see everything; its own
# libraries, definitions and include folders come with it, and Boost.JSON as it was compiled into the plugin.
# Call it in a folder at or below the one that called enable_testing().
include_guard(GLOBAL)

function(fairlead_add_plugin_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PLUGIN" "SOURCES;LIBRARIES;LABELS")
  if(NOT arg_SOURCES OR NOT arg_PLUGIN OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "fairlead_add_plugin_test(${name}): write "
                        "fairlead_add_plugin_test(${name} SOURCES a_test.cpp PLUGIN target [LIBRARIES …] [LABELS …])")
  endif()
  if(NOT TARGET ${arg_PLUGIN})
    message(FATAL_ERROR "fairlead_add_plugin_test(${name}): there is no target ${arg_PLUGIN}; "
                        "write fairlead_add_plugin(${arg_PLUGIN} …) before")
  endif()
  if(NOT TARGET GTest::gtest_main)
    find_package(GTest REQUIRED)
  endif()
  include(GoogleTest)

  # The plugin's sources, from here, and Boost.JSON if a plugin in C came without it.
  get_target_property(plugin_dir ${arg_PLUGIN} SOURCE_DIR)
  get_target_property(plugin_sources ${arg_PLUGIN} SOURCES)
  list(TRANSFORM plugin_sources PREPEND "${plugin_dir}/" REGEX "^[^/$]")
  get_target_property(json_source Fairlead::sdk FAIRLEAD_JSON_SOURCE)
  if(json_source AND NOT json_source IN_LIST plugin_sources)
    list(APPEND plugin_sources "${json_source}")
  endif()
  get_target_property(plugin_libraries ${arg_PLUGIN} LINK_LIBRARIES)

  add_executable(${name} ${arg_SOURCES} ${plugin_sources})
  target_link_libraries(${name} PRIVATE ${plugin_libraries} ${arg_LIBRARIES} GTest::gtest GTest::gtest_main)
  foreach(property INCLUDE_DIRECTORIES COMPILE_DEFINITIONS COMPILE_OPTIONS)
    get_target_property(value ${arg_PLUGIN} ${property})
    if(value)
      set_property(TARGET ${name} APPEND PROPERTY ${property} "${value}")
    endif()
  endforeach()
  set_target_properties(${name} PROPERTIES CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 60 LABELS "${arg_LABELS}")
endfunction()
