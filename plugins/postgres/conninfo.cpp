// Keyword arrays only: no value is ever spliced into a connection string, where a quote would be a way out.
#include "conninfo.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace fairlead::postgres {
namespace {

// libpq treats a file that does not exist as "none", but an empty value as "look in the home folder".
constexpr const char* kNoFile = "/nonexistent/fairlead";

constexpr bool is_identifier_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool is_identifier_part(char c) { return is_identifier_start(c) || (c >= '0' && c <= '9'); }

bool is_identifier(std::string_view text) {
  return !text.empty() && is_identifier_start(text.front()) &&
         std::all_of(text.begin(), text.end(), is_identifier_part);
}

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

std::string startup_options() {
  std::string options;
  for (const auto& setting : fixed_settings()) {
    options.append(options.empty() ? "-c " : " -c ").append(setting.name).append("=").append(setting.option);
  }
  return options;
}

}  // namespace

bool is_custom_setting(std::string_view name) {
  std::size_t parts = 0;
  for (std::size_t begin = 0; begin <= name.size(); ++parts) {
    const auto dot = std::min(name.find('.', begin), name.size());
    if (!is_identifier(name.substr(begin, dot - begin))) return false;
    begin = dot + 1;
  }
  return parts >= 2 && name.size() <= 63;
}

std::optional<std::string> fault_in(const ConnectSettings& settings) {
  for (const auto& [field, text] : {std::pair<std::string_view, std::string_view>{"host", settings.host},
                                    {"database", settings.database},
                                    {"user", settings.user},
                                    {"sslrootcert", settings.sslrootcert},
                                    {"sslcert", settings.sslcert},
                                    {"sslkey", settings.sslkey}}) {
    if (has_nul(text)) return std::string(field) + ": remove the NUL character";
  }
  if (settings.host.empty()) return "host: name the server";
  if (settings.database.empty()) return "database: name the database";
  if (settings.user.empty()) return "user: name the role to log in as";
  constexpr std::array<std::string_view, 6> kSslModes{"disable", "allow",     "prefer",
                                                      "require", "verify-ca", "verify-full"};
  if (std::find(kSslModes.begin(), kSslModes.end(), settings.sslmode) == kSslModes.end()) {
    return "sslmode: choose disable, allow, prefer, require, verify-ca or verify-full";
  }
  if (settings.host.find(',') != std::string::npos) return "host: give one host, not a list";
  if (settings.sslmode.starts_with("verify-") && settings.sslrootcert.empty()) {
    return "sslrootcert: sslmode " + settings.sslmode + " needs the file with the certificate authority";
  }
  if (settings.sslcert.empty() != settings.sslkey.empty()) return "sslkey: sslcert and sslkey go together";
  if (!is_custom_setting(settings.tenant_setting)) {
    return "tenant_setting: write a custom setting such as fairlead.tenant, with a dot in it";
  }
  return std::nullopt;
}

std::optional<std::string> fault_in_environment(bool has_password) {
  constexpr std::array kObeyed{"PGHOSTADDR", "PGSERVICE", "PGREQUIREPEER", "PGDATESTYLE", "PGTZ", "PGGEQO"};
  for (const char* name : kObeyed) {
    if (std::getenv(name) != nullptr) return name;
  }
  if (!has_password && std::getenv("PGPASSWORD") != nullptr) return "PGPASSWORD";
  return std::nullopt;
}

std::vector<std::pair<const char*, std::string>> keywords_of(const ConnectSettings& settings,
                                                             std::string_view password) {
  const auto or_none = [](const std::string& path) { return path.empty() ? std::string(kNoFile) : path; };
  std::vector<std::pair<const char*, std::string>> keywords{
      {"host", settings.host},
      {"port", std::to_string(settings.port)},
      {"dbname", settings.database},
      {"user", settings.user},
      {"passfile", kNoFile},
      {"connect_timeout", std::to_string(settings.connect_timeout_s)},
      {"client_encoding", "UTF8"},
      {"options", startup_options()},
      {"application_name", settings.application_name},
      {"fallback_application_name", "fairlead"},
      {"keepalives", "1"},
      {"keepalives_idle", "30"},
      {"keepalives_interval", "10"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "10000"},
      {"sslmode", settings.sslmode},
      {"sslcompression", "0"},
      {"sslcert", or_none(settings.sslcert)},
      {"sslkey", or_none(settings.sslkey)},
      {"sslrootcert", or_none(settings.sslrootcert)},
      {"sslcrl", kNoFile},
      {"sslcrldir", kNoFile},
      {"sslsni", "1"},
      {"ssl_min_protocol_version", "TLSv1.2"},
      {"ssl_max_protocol_version", "TLSv1.3"},
      {"channel_binding", "prefer"},
      {"gssencmode", "disable"},
      {"krbsrvname", "postgres"},
      {"gsslib", "gssapi"},
      {"replication", "false"},
      {"target_session_attrs", "any"},
  };
  if (!password.empty()) keywords.emplace_back("password", std::string(password));
  return keywords;
}

const std::vector<FixedSetting>& fixed_settings() {
  static const std::vector<FixedSetting> settings{
      {"DateStyle", "ISO,MDY", "ISO, MDY"},
      {"IntervalStyle", "iso_8601", "iso_8601"},
      {"TimeZone", "UTC", "UTC"},
      // The parser that classifies statements reads '\' in plain literals as the standard says; so must the
      // server.
      {"standard_conforming_strings", "on", "on"},
      {"extra_float_digits", "1", ""},
      {"bytea_output", "hex", ""},
  };
  return settings;
}

}  // namespace fairlead::postgres
