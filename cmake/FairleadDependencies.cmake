# Everything the build needs from the system; ./dev setup installs it on Debian 12.
find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS json)
find_package(PostgreSQL REQUIRED)
find_package(PgQuery REQUIRED)

if(FAIRLEAD_CORE)
  find_package(SQLite3 REQUIRED)
  find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
  find_package(SOCI REQUIRED)
  find_package(RE2 REQUIRED)
  find_package(yaml-cpp CONFIG REQUIRED)
  find_package(CLI11 CONFIG REQUIRED)
  find_package(spdlog CONFIG REQUIRED)
endif()

if(FAIRLEAD_TESTS)
  find_package(GTest CONFIG REQUIRED)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
endif()

if(FAIRLEAD_BENCHMARKS)
  find_package(benchmark CONFIG REQUIRED)
  # Poco and SOCI are what the pool is measured against; Poco exports _XOPEN_SOURCE, so link it privately.
  find_package(Poco 1.11 CONFIG REQUIRED COMPONENTS Foundation)
endif()
