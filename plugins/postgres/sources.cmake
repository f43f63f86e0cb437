# The parts of the plugin that need no server, compiled into the plugin and into its unit tests.
set(FAIRLEAD_POSTGRES_PURE_SOURCES
  ${CMAKE_CURRENT_LIST_DIR}/array_literal.cpp
  ${CMAKE_CURRENT_LIST_DIR}/conninfo.cpp
  ${CMAKE_CURRENT_LIST_DIR}/failures.cpp
  ${CMAKE_CURRENT_LIST_DIR}/parse_tree.cpp
  ${CMAKE_CURRENT_LIST_DIR}/refused_functions.cpp
  ${CMAKE_CURRENT_LIST_DIR}/statement.cpp
  ${CMAKE_CURRENT_LIST_DIR}/types.cpp
  ${CMAKE_CURRENT_LIST_DIR}/values.cpp)
