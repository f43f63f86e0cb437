#include "plugin/scanner.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <system_error>
#include <vector>

#include "json/text.hpp"
#include "plugin/child_process.hpp"
#include "plugin/sanitizer.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::size_t kLastWordsBytesMax = 200;

// The scanner starts without variables; only a sanitizer's runtime is told what this process was told.
std::vector<std::string> scanner_environment() {
  std::vector<std::string> variables;
  if (!kHasSanitizer) return variables;
  for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    const char* const value = std::getenv(name);
    if (value != nullptr) variables.push_back(std::string(name) + "=" + value);
  }
  return variables;
}

std::string describe(std::string_view stage) {
  if (stage == scan_stage::kMap) return "while it was loaded";
  if (stage == scan_stage::kEntry) return "in its entry point";
  if (stage == scan_stage::kInit) return "in init";
  if (stage == scan_stage::kDeinit) return "in quiesce or deinit";
  if (stage == scan_stage::kThreadEnd) return "when a thread ended";
  if (stage == scan_stage::kExit) return "when the process ended";
  return "before it was loaded";
}

// Often the reason stands in what it printed last: an assertion, an uncaught exception.
std::string last_words(const std::string& error_out) {
  std::string_view text = error_out;
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.remove_suffix(1);
  if (text.empty()) return {};
  text.remove_prefix(text.rfind('\n') + 1);
  return "; its last words: " + json::printable(text, kLastWordsBytesMax);
}

tl::unexpected<Error> refuse(std::string message, std::string reason) {
  return fail(ErrorCode::InvalidArgument, std::move(message), std::move(reason));
}

std::string seconds(Duration time) {
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  return milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + " s"
                                  : std::to_string(milliseconds) + " ms";
}

Result<ScanReport> judge(const ChildOutcome& outcome, const ScannerOptions& options) {
  const ScanTranscript transcript = parse_transcript(outcome.report);
  const std::string where = describe(transcript.last_stage);
  if (outcome.is_timed_out) {
    return refuse("it did not finish loading within " + seconds(options.timeout) + ": it hung " + where,
                  "scan_timed_out");
  }
  if (outcome.signal != 0) {
    return refuse(
        "it crashed " + where + " (" + signal_name(outcome.signal) + ")" + last_words(outcome.error_out),
        "scan_crashed");
  }
  if (transcript.has_verdict && !transcript.verdict) return transcript.verdict;
  if (transcript.is_malformed) {
    return refuse(
        "what it says of itself cannot be read: its id, version, SDK and providers must be UTF-8, and "
        "its constructors must leave the scanner's descriptors alone",
        "scan_failed");
  }
  if (outcome.exit_code != 0 || transcript.last_stage != scan_stage::kExit || !transcript.has_verdict) {
    return refuse("it ended the process " + where + " (exit code " + std::to_string(outcome.exit_code) + ")" +
                      last_words(outcome.error_out),
                  "scan_failed");
  }
  return transcript.verdict;
}

}  // namespace

Result<ScanReport> scan(const SealedFile& file, const ScannerOptions& options) {
  std::error_code error;
  if (options.executable.empty() || !std::filesystem::is_regular_file(options.executable, error)) {
    return fail(ErrorCode::FailedPrecondition,
                "it cannot be tried before it is loaded: the scanner fairlead-scan is missing" +
                    (options.executable.empty() ? "" : " (" + options.executable.string() + ")") +
                    "; install it as <prefix>/libexec/fairlead/fairlead-scan, or beside the program",
                "no_scanner");
  }
  ChildOptions child{.executable = std::filesystem::absolute(options.executable),
                     .arguments = {file.name()},
                     .environment = scanner_environment(),
                     .input = file.descriptor(),
                     .timeout = options.timeout};
  FAIRLEAD_TRY(const ChildOutcome outcome, run_child(child));
  return judge(outcome, options);
}

}  // namespace fairlead::plugin
