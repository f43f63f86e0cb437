// What a connection is made of, and its translation to libpq's keywords. No I/O but reading the environment.
//
// libpq takes whatever is not given from the process: PG* variables, ~/.pgpass, ~/.postgresql, service files.
// In a process that serves many tenants each of those would be somebody else's identity, so every keyword
// that can be set is set, and the few that cannot are refused when the environment has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fairlead::postgres {

struct ConnectSettings {
  std::string host;  ///< a name, an address, or the folder of a Unix socket (begins with /)
  int port = 5432;
  std::string database;
  std::string user;
  std::string sslmode = "prefer";  ///< libpq's word
  std::string sslrootcert;         ///< a path; empty: none
  std::string sslcert;
  std::string sslkey;
  std::string application_name;
  int connect_timeout_s = 5;
  std::string tenant_setting;
};

/// What is wrong with the settings, as "field: what to do", or nothing.
[[nodiscard]] std::optional<std::string> fault_in(const ConnectSettings& settings);

/// True for the name of a custom setting that may carry the tenant: two or more identifiers joined by dots.
/// The dot keeps it apart from PostgreSQL's own settings; `role` here would be a way to change identity.
[[nodiscard]] bool is_custom_setting(std::string_view name);

/// The name of an environment variable that libpq would obey and no keyword overrides, or nothing.
/// `has_password`: a password is set explicitly, so that PGPASSWORD has no effect.
[[nodiscard]] std::optional<std::string> fault_in_environment(bool has_password);

/// Keywords and values for PQconnectStartParams with expand_dbname = 0. An empty password is left out.
/// The result holds the password: wipe it.
[[nodiscard]] std::vector<std::pair<const char*, std::string>> keywords_of(const ConnectSettings& settings,
                                                                           std::string_view password);

/// A session setting that decoding relies on, as the server reports it in ParameterStatus.
struct FixedSetting {
  const char* name;
  std::string_view option;    ///< what goes into the startup packet
  std::string_view reported;  ///< empty: the server does not report this one
};

/// Sent at startup, so that RESET ALL and DISCARD ALL return to them.
[[nodiscard]] const std::vector<FixedSetting>& fixed_settings();

}  // namespace fairlead::postgres
