#include "base/observe/log.hpp"

#include <chrono>
#include <string>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/clock.hpp"

namespace fairlead {

std::string_view to_string(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::Error: return "error";
    case LogLevel::Warning: return "warning";
    case LogLevel::Notice: return "notice";
    case LogLevel::Info: return "info";
    case LogLevel::Debug: return "debug";
  }
  return "error";
}

std::optional<LogLevel> parse_log_level(std::string_view text) noexcept {
  for (const LogLevel level :
       {LogLevel::Error, LogLevel::Warning, LogLevel::Notice, LogLevel::Info, LogLevel::Debug}) {
    if (to_string(level) == text) return level;
  }
  return std::nullopt;
}

namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::Error: return spdlog::level::err;
    case LogLevel::Warning: return spdlog::level::warn;
    case LogLevel::Notice:
    case LogLevel::Info: return spdlog::level::info;
    case LogLevel::Debug: return spdlog::level::debug;
  }
  return spdlog::level::err;
}

std::string to_line(LogLevel level, std::string_view message, std::string_view fields_json) {
  std::string line = "{\"ts\":\"" + to_rfc3339(std::chrono::system_clock::now()) + "\",\"level\":\"";
  line += to_string(level);
  line += "\",\"msg\":";
  line += boost::json::serialize(boost::json::string(message));
  const bool has_fields = fields_json.size() > 2 && fields_json.front() == '{' && fields_json.back() == '}';
  if (has_fields) {
    line += ',';
    line += fields_json.substr(1);
  } else {
    line += '}';
  }
  return line;
}

class StderrLog final : public Log {
 public:
  explicit StderrLog(LogLevel least_severe)
      : least_severe_(least_severe), logger_("fairlead", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
    logger_.set_pattern("%v");
    logger_.set_level(to_spdlog(least_severe));
  }
  [[nodiscard]] bool is_enabled(LogLevel level) const noexcept override { return level <= least_severe_; }
  void write(LogLevel level, std::string_view message, std::string_view fields_json) override {
    if (is_enabled(level)) logger_.log(to_spdlog(level), to_line(level, message, fields_json));
  }

 private:
  LogLevel least_severe_;
  spdlog::logger logger_;
};

class NullLog final : public Log {
 public:
  [[nodiscard]] bool is_enabled(LogLevel) const noexcept override { return false; }
  void write(LogLevel, std::string_view, std::string_view) override {}
};

}  // namespace

std::unique_ptr<Log> make_stderr_log(LogLevel least_severe) {
  return std::make_unique<StderrLog>(least_severe);
}

std::unique_ptr<Log> make_null_log() { return std::make_unique<NullLog>(); }

}  // namespace fairlead
