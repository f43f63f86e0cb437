# SOCI ships neither a CMake package nor a .pc file in Debian 12.
# Gives soci::core, soci::sqlite3 and soci::postgresql, the latter two when their back end is there.
find_path(SOCI_INCLUDE_DIR soci/soci.h)
foreach(part core sqlite3 postgresql)
  find_library(SOCI_${part}_LIBRARY soci_${part})
  mark_as_advanced(SOCI_${part}_LIBRARY)
  if(SOCI_${part}_LIBRARY AND NOT TARGET soci::${part})
    add_library(soci::${part} UNKNOWN IMPORTED)
    set_target_properties(soci::${part} PROPERTIES
      IMPORTED_LOCATION "${SOCI_${part}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${SOCI_INCLUDE_DIR}")
  endif()
endforeach()
if(TARGET soci::sqlite3)
  target_link_libraries(soci::sqlite3 INTERFACE soci::core SQLite::SQLite3)
endif()
if(TARGET soci::postgresql)
  target_link_libraries(soci::postgresql INTERFACE soci::core PostgreSQL::PostgreSQL)
endif()
mark_as_advanced(SOCI_INCLUDE_DIR)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SOCI DEFAULT_MSG SOCI_INCLUDE_DIR SOCI_core_LIBRARY SOCI_sqlite3_LIBRARY)
