# fairlead_add_plugin(<name> SOURCES a.cpp … [LIBRARIES target …] [ABI_ONLY])
#
# Builds <name>.so, a provider plugin for Fairlead, from C++20 (or C) sources that include <fairlead/sdk.hpp>
# or <fairlead/plugin.h>. The same file serves the project and, installed with the package FairleadSDK,
# everybody else. It sets what keeps plugins apart in one process: hidden visibility, one exported symbol,
# no unique symbols, and a Boost.JSON of the plugin's own compiled in (not with ABI_ONLY, for C++ sources that
# include nothing of Fairlead but plugin.h). Install rule: lib/fairlead.
#
# Two variables of the calling folder are read: FAIRLEAD_PLUGIN_OUTPUT_DIRECTORY (where the file is built) and
# FAIRLEAD_PLUGIN_INSTALL (OFF: no install rule).
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/FairleadAddPluginTest.cmake")

function(fairlead_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ABI_ONLY" "" "SOURCES;LIBRARIES")
  if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "fairlead_add_plugin(${name}): write fairlead_add_plugin(${name} SOURCES a.cpp [LIBRARIES …] [ABI_ONLY])")
  endif()
  set(map "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/fairlead_plugin.map")

  add_library(${name} MODULE ${arg_SOURCES})
  if(NOT arg_ABI_ONLY AND arg_SOURCES MATCHES "\\.(cpp|cc|cxx)(;|$)")
    get_target_property(json_source Fairlead::sdk FAIRLEAD_JSON_SOURCE)
    if(json_source)
      target_sources(${name} PRIVATE "${json_source}")
    endif()
  endif()
  target_link_libraries(${name} PRIVATE Fairlead::sdk ${arg_LIBRARIES})
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so" NO_SONAME ON DEFINE_SYMBOL ""
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
    POSITION_INDEPENDENT_CODE ON
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS "${map}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-gnu-unique>)
  endif()

  target_link_options(${name} PRIVATE "-Wl,--version-script=${map}" -Wl,-z,now)
  # A sanitizer's runtime is found in the executable, so its symbols are undefined here by design.
  string(TOUPPER "${CMAKE_BUILD_TYPE}" config)
  get_directory_property(folder_options COMPILE_OPTIONS)
  if(NOT "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${config}} ${folder_options}" MATCHES "-fsanitize=")
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()

  if(FAIRLEAD_PLUGIN_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${FAIRLEAD_PLUGIN_OUTPUT_DIRECTORY}")
  endif()
  if(NOT DEFINED FAIRLEAD_PLUGIN_INSTALL OR FAIRLEAD_PLUGIN_INSTALL)
    # Not the libdir of the platform: the program looks beside itself, in <prefix>/lib/fairlead.
    install(TARGETS ${name} LIBRARY DESTINATION lib/fairlead)
    set_property(GLOBAL APPEND PROPERTY FAIRLEAD_INSTALLED_PLUGINS ${name})
  endif()
  set_property(GLOBAL APPEND PROPERTY FAIRLEAD_PLUGINS ${name})
endfunction()
