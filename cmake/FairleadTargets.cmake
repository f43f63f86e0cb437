# The functions with which every folder states its targets:
#   fairlead_core_library(pool SOURCES pool.cpp DEPENDS Fairlead::base [PRIVATE_DEPENDS …])
#   fairlead_program(fairlead SOURCES main.cpp DEPENDS …)
#   fairlead_unit_test(pool SOURCES pool_test.cpp DEPENDS … [LABELS threads])
#   fairlead_integration_test(demo SOURCES demo_test.cpp DEPENDS … [LABELS …])
#   fairlead_benchmark(pool SOURCES pool_bench.cpp DEPENDS …)
# Plugins have fairlead_add_plugin, in a file of its own because it is installed with the SDK.
include(GoogleTest)

# Adds those of the given folders that have a CMakeLists.txt.
function(fairlead_add_folders)
  foreach(folder IN LISTS ARGN)
    if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
      add_subdirectory("${folder}")
    endif()
  endforeach()
endfunction()

# Boost.JSON's definitions are part of what the precompiled header was made with, so everybody has them.
target_link_libraries(fairlead_options INTERFACE Boost::headers Boost::json Threads::Threads)

if(FAIRLEAD_CORE OR FAIRLEAD_TESTS)
  add_library(fairlead_pch_core OBJECT cmake/pch/empty.cpp)
  target_link_libraries(fairlead_pch_core PRIVATE fairlead_options)
  target_precompile_headers(fairlead_pch_core PRIVATE "${CMAKE_SOURCE_DIR}/cmake/pch/core.hpp")
endif()
if(FAIRLEAD_TESTS)
  add_library(fairlead_pch_test OBJECT cmake/pch/empty.cpp)
  target_link_libraries(fairlead_pch_test PRIVATE fairlead_options GTest::gmock GTest::gtest)
  target_precompile_headers(fairlead_pch_test PRIVATE "${CMAKE_SOURCE_DIR}/cmake/pch/test.hpp")
  add_custom_target(tests_threads COMMENT "Tests labelled threads, for the thread sanitizer")
endif()

# One library per folder of core/: target fairlead_<name>, alias Fairlead::<name>, include root core/.
function(fairlead_core_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS")
  set(target fairlead_${name})
  if(arg_SOURCES)
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(Fairlead::${name} ALIAS ${target})
    target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/core")
    target_link_libraries(${target} PUBLIC fairlead_options ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS})
    target_precompile_headers(${target} REUSE_FROM fairlead_pch_core)
  else()
    add_library(${target} INTERFACE)
    add_library(Fairlead::${name} ALIAS ${target})
    target_include_directories(${target} INTERFACE "${CMAKE_SOURCE_DIR}/core")
    target_link_libraries(${target} INTERFACE fairlead_options ${arg_DEPENDS})
  endif()
endfunction()

function(fairlead_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE fairlead_options ${arg_DEPENDS})
  target_precompile_headers(${name} REUSE_FROM fairlead_pch_core)
endfunction()

# A GoogleTest binary, each of whose tests is a test of ctest with the given labels.
function(fairlead_add_gtest target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;DEPENDS;LABELS")
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE fairlead_options ${arg_DEPENDS} GTest::gmock GTest::gtest GTest::gmock_main)
  target_include_directories(${target} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_compile_definitions(${target} PRIVATE
    FAIRLEAD_TEST_SOURCE_DIR="${CMAKE_SOURCE_DIR}" FAIRLEAD_TEST_BUILD_DIR="${CMAKE_BINARY_DIR}")
  target_precompile_headers(${target} REUSE_FROM fairlead_pch_test)
  gtest_discover_tests(${target}
    TEST_PREFIX "${target}."
    DISCOVERY_TIMEOUT 120
    TEST_LIST ${target}_names
    PROPERTIES TIMEOUT ${arg_TIMEOUT})
  # gtest_discover_tests keeps only the first of several labels, so ctest sets them when it has the names.
  set(labels_file "${CMAKE_CURRENT_BINARY_DIR}/${target}_labels.cmake")
  file(WRITE "${labels_file}"
       "if(${target}_names)\n  set_tests_properties(\${${target}_names} PROPERTIES LABELS \"${arg_LABELS}\")\nendif()\n")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${labels_file}")
  if("threads" IN_LIST arg_LABELS)
    add_dependencies(tests_threads ${target})
  endif()
endfunction()

function(fairlead_unit_test folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LABELS")
  fairlead_add_gtest(unit_${folder} SOURCES ${arg_SOURCES} DEPENDS ${arg_DEPENDS} LABELS unit ${arg_LABELS} TIMEOUT 60)
endfunction()

# May start processes and servers of its own. Built after the program and the plugins it may run.
function(fairlead_integration_test folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LABELS")
  fairlead_add_gtest(integration_${folder} SOURCES ${arg_SOURCES} DEPENDS ${arg_DEPENDS}
                     LABELS integration ${arg_LABELS} TIMEOUT 180)
  set_property(GLOBAL APPEND PROPERTY FAIRLEAD_INTEGRATION_TESTS integration_${folder})
endfunction()

function(fairlead_benchmark name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS")
  add_executable(bench_${name} ${arg_SOURCES})
  target_link_libraries(bench_${name} PRIVATE fairlead_options ${arg_DEPENDS} benchmark::benchmark)
endfunction()
