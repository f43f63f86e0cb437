# What `cmake --install` gives: the program, the SDK's headers and source, and the CMake package FairleadSDK.
# Plugins bring their own install rule (fairlead_add_plugin).
include(CMakePackageConfigHelpers)

# What a user runs, without tests and benchmarks: the program and the first-party plugins.
get_property(installed_plugins GLOBAL PROPERTY FAIRLEAD_INSTALLED_PLUGINS)
add_custom_target(product DEPENDS ${installed_plugins})
if(TARGET fairlead)
  add_dependencies(product fairlead fairlead_scan)
endif()

# Integration tests run the program with the plugins, so they are built after both.
get_property(integration_tests GLOBAL PROPERTY FAIRLEAD_INTEGRATION_TESTS)
get_property(plugins GLOBAL PROPERTY FAIRLEAD_PLUGINS)
foreach(test IN LISTS integration_tests)
  add_dependencies(${test} product ${plugins})
endforeach()

if(TARGET fairlead)
  install(TARGETS fairlead RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  # Not the libexecdir of the platform: the program looks beside itself, in <prefix>/libexec/fairlead.
  install(TARGETS fairlead_scan RUNTIME DESTINATION libexec/fairlead)
endif()

set(FAIRLEAD_SDK_SOURCE_DIR "${CMAKE_INSTALL_DATADIR}/fairlead/sdk")
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/FairleadSDK")
install(DIRECTORY sdk/include/fairlead DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(DIRECTORY sdk/src/ DESTINATION "${FAIRLEAD_SDK_SOURCE_DIR}" FILES_MATCHING PATTERN "*.cpp")
install(TARGETS fairlead_sdk EXPORT FairleadSDKTargets)
set_target_properties(fairlead_sdk PROPERTIES EXPORT_NAME sdk)
install(EXPORT FairleadSDKTargets NAMESPACE Fairlead:: DESTINATION "${package_dir}")
configure_package_config_file(cmake/FairleadSDKConfig.cmake.in "${CMAKE_BINARY_DIR}/FairleadSDKConfig.cmake"
  INSTALL_DESTINATION "${package_dir}" PATH_VARS FAIRLEAD_SDK_SOURCE_DIR)
write_basic_package_version_file("${CMAKE_BINARY_DIR}/FairleadSDKConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES cmake/FairleadAddPlugin.cmake cmake/FairleadAddPluginTest.cmake cmake/fairlead_plugin.map
  "${CMAKE_BINARY_DIR}/FairleadSDKConfig.cmake" "${CMAKE_BINARY_DIR}/FairleadSDKConfigVersion.cmake"
  DESTINATION "${package_dir}")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/fairlead")
