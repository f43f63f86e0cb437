// The operator's log: structured lines, one JSON object each. An interface, so that tests record instead.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace fairlead {

/// Severities as in syslog (RFC 5424 section 6.2.1); the numbers are those of the plugin ABI.
enum class LogLevel : std::uint8_t { Error = 3, Warning = 4, Notice = 5, Info = 6, Debug = 7 };

[[nodiscard]] std::string_view to_string(LogLevel level) noexcept;
[[nodiscard]] std::optional<LogLevel> parse_log_level(std::string_view text) noexcept;

/// Any thread. Never given a secret.
class Log {
 public:
  virtual ~Log() = default;
  [[nodiscard]] virtual bool is_enabled(LogLevel level) const noexcept = 0;

  /// `fields_json` is the text of a JSON object, or empty.
  virtual void write(LogLevel level, std::string_view message, std::string_view fields_json) = 0;

  void error(std::string_view message, std::string_view fields_json = {}) {
    write(LogLevel::Error, message, fields_json);
  }
  void warning(std::string_view message, std::string_view fields_json = {}) {
    write(LogLevel::Warning, message, fields_json);
  }
  void info(std::string_view message, std::string_view fields_json = {}) {
    write(LogLevel::Info, message, fields_json);
  }
};

/// Lines {"ts","level","msg",...} on standard error, for levels up to `least_severe`.
[[nodiscard]] std::unique_ptr<Log> make_stderr_log(LogLevel least_severe);

/// Drops everything.
[[nodiscard]] std::unique_ptr<Log> make_null_log();

}  // namespace fairlead
