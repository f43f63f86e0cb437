# How everything here is compiled: the standard, output folders, ccache and mold when present.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(FAIRLEAD_PLUGIN_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib/fairlead")

# No program here sets ENABLE_EXPORTS: CMake then links without -rdynamic (policy CMP0065), and plugins find none of
# the executable's symbols. The package test looks.
find_program(FAIRLEAD_CCACHE ccache)
if(FAIRLEAD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers are cached only with this sloppiness (ccache manual, "Precompiled headers").
  set(fairlead_launcher "${CMAKE_COMMAND}" -E env "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "${FAIRLEAD_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER ${fairlead_launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${fairlead_launcher})
endif()

find_program(FAIRLEAD_MOLD mold)
if(FAIRLEAD_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# What core libraries, programs and tests share. One interface for all of them, because a precompiled
# header is usable only by targets whose flags agree with those it was made with.
add_library(fairlead_options INTERFACE)
target_compile_options(fairlead_options INTERFACE -fPIE)
target_link_options(fairlead_options INTERFACE -pie)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Lets ccache see through a precompiled header.
  target_compile_options(fairlead_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
endif()
target_compile_definitions(fairlead_options INTERFACE BOOST_DLL_USE_STD_FS=1 _GLIBCXX_ASSERTIONS)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror=format-security)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 reports these inside std::string and std::function where nothing is wrong (GCC bugs 105329, 105562,
  # 105651); the sanitizers find the real ones.
  add_compile_options(-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread
                      -Wno-maybe-uninitialized)
endif()
if(FAIRLEAD_WERROR)
  add_compile_options(-Werror)
endif()

if(FAIRLEAD_HARDENING)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong)
  add_link_options(-Wl,-z,relro -Wl,-z,now)
  include(CheckCXXCompilerFlag)
  foreach(flag -fcf-protection -ftrivial-auto-var-init=zero)
    string(MAKE_C_IDENTIFIER "FAIRLEAD_HAS${flag}" has_flag)
    check_cxx_compiler_flag(${flag} ${has_flag})
    if(${has_flag})
      add_compile_options(${flag})
    endif()
  endforeach()
endif()
