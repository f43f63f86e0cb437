#include "runtime/call_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <boost/json/serialize.hpp>

#include "runtime/json_values.hpp"

namespace fairlead::runtime {
namespace {

class FileCallLog final : public CallLog {
 public:
  FileCallLog(int descriptor, Log& log) : descriptor_(descriptor), log_(log) {}
  ~FileCallLog() override { ::close(descriptor_); }
  FileCallLog(const FileCallLog&) = delete;
  FileCallLog& operator=(const FileCallLog&) = delete;

  void write(const std::string& line) override {
    const std::string text = line + "\n";
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    const bool is_whole = written == static_cast<ssize_t>(text.size());
    const int reason = errno;
    if (is_failing_.exchange(!is_whole) || is_whole) return;
    log_.error("the call log cannot be written: " + std::generic_category().message(reason));
  }

 private:
  int descriptor_;
  Log& log_;
  std::atomic<bool> is_failing_{false};  // Reports the first failure of a row only.
};

class NullCallLog final : public CallLog {
 public:
  void write(const std::string&) override {}
};

}  // namespace

std::string to_call_line(const InvocationResult& result, WallTime at) {
  boost::json::array keys;
  for (const std::string& key : result.payload_keys()) keys.emplace_back(key);
  // Boost.JSON writes 0.015 as 1.5E-2, which people and grep do not expect in a log.
  char ms[32];
  std::snprintf(ms, sizeof ms, "%.3f", static_cast<double>(result.timings.total.count()) / 1e6);

  std::string line = "{";
  const auto add = [&line](std::string_view key, const std::string& json) {
    if (line.size() > 1) line += ',';
    line.append("\"").append(key).append("\":").append(json);
  };
  const auto text = [](const boost::json::value& value) { return boost::json::serialize(value); };
  add("ts", text(boost::json::value(to_rfc3339(at))));
  add("tenant", text(boost::json::value(result.tenant)));
  add("user", text(boost::json::value(result.user)));
  add("provider", text(string_or_null(result.provider)));
  add("connection", text(string_or_null(result.connection)));
  add("rung", text(name_or_null(result.rung)));
  add("tool", text(boost::json::value(result.tool)));
  add("outcome", text(boost::json::value(result.outcome())));
  add("ms", ms);
  add("payload_keys", boost::json::serialize(keys));
  return line + "}";
}

Result<std::unique_ptr<CallLog>> open_call_log(const std::filesystem::path& path, Log& log) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return fail(
        ErrorCode::Unavailable,
        "the call log " + path.string() + " cannot be opened: " + std::generic_category().message(errno),
        "call_log");
  }
  return std::unique_ptr<CallLog>(std::make_unique<FileCallLog>(descriptor, log));
}

std::unique_ptr<CallLog> make_null_call_log() { return std::make_unique<NullCallLog>(); }

}  // namespace fairlead::runtime
