// What the scanner says of a plugin, on its way out of its process and in the cache.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace fairlead::plugin {

/// A plugin that loaded, initialised and ended in a process of its own. A value.
struct ScanReport {
  std::string id;
  std::string version;
  std::string sdk;
  std::uint16_t abi_minor = 0;
  std::vector<std::string> providers;
  std::chrono::microseconds elapsed{};  ///< from mapping to the end of init

  bool operator==(const ScanReport&) const = default;
};

[[nodiscard]] boost::json::object to_json(const ScanReport& report);
/// @error InvalidArgument  a member is missing or of another type
[[nodiscard]] Result<ScanReport> parse_scan_report(const boost::json::value& value);

/// code, message and reason.
[[nodiscard]] boost::json::object error_to_json(const Error& error);
/// @error InvalidArgument  a member is missing or of another type
[[nodiscard]] Result<Error> parse_error(const boost::json::value& value);

/// Where a scan has got to, as it is written before each step: what was the last one tells what crashed.
namespace scan_stage {
inline constexpr std::string_view kMap = "map";
inline constexpr std::string_view kEntry = "entry";
inline constexpr std::string_view kInit = "init";
inline constexpr std::string_view kDeinit = "deinit";
inline constexpr std::string_view kThreadEnd = "thread_end";
inline constexpr std::string_view kExit = "exit";
}  // namespace scan_stage

/// The lines a scanner writes: "stage NAME", and in the end "report JSON" or "refused JSON".
[[nodiscard]] std::string stage_line(std::string_view stage);
[[nodiscard]] std::string verdict_line(const Result<ScanReport>& verdict);

/// Those lines read back. Any text.
struct ScanTranscript {
  std::string last_stage;                     ///< empty when not even one was written
  bool has_verdict = false;                   ///< one that could be read
  bool is_malformed = false;                  ///< there was one that could not
  Result<ScanReport> verdict = ScanReport{};  ///< what counts only if has_verdict
};
[[nodiscard]] ScanTranscript parse_transcript(std::string_view text);

}  // namespace fairlead::plugin
