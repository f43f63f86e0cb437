// One JSON line per call, whatever its outcome.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "runtime/call.hpp"

namespace fairlead::runtime {

/// {"ts","tenant","user","provider","connection","rung","tool","outcome","ms","payload_keys"}; arguments and
/// data are left out on purpose. Without a final newline.
[[nodiscard]] std::string to_call_line(const InvocationResult& result, WallTime at);

/// Where the lines go. Any thread.
class CallLog {
 public:
  virtual ~CallLog() = default;
  virtual void write(const std::string& line) = 0;
};

/// Appends to a file (created 0600), each line by one write so that several processes may share it. A line
/// that cannot be written is reported to `log`, once per failure in a row.
/// @error Unavailable  the file cannot be opened
[[nodiscard]] Result<std::unique_ptr<CallLog>> open_call_log(const std::filesystem::path& path, Log& log);

/// Drops everything.
[[nodiscard]] std::unique_ptr<CallLog> make_null_call_log();

}  // namespace fairlead::runtime
