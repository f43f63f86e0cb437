#include "plugin/scan_report.hpp"

#include <limits>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "json/parse.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::string_view kStage = "stage ";
constexpr std::string_view kReport = "report ";
constexpr std::string_view kRefused = "refused ";

tl::unexpected<Error> malformed() {
  return fail(ErrorCode::InvalidArgument, "malformed report of the scanner", "bad_report");
}

bool take_text(const boost::json::object& object, const char* name, std::string& into) {
  const auto* found = object.if_contains(name);
  if (found == nullptr || !found->is_string()) return false;
  into = std::string(found->get_string());
  return true;
}

const std::int64_t* number_of(const boost::json::object& object, const char* name) {
  const auto* found = object.if_contains(name);
  return found == nullptr ? nullptr : found->if_int64();
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

void take_verdict(std::string_view line, ScanTranscript& transcript) {
  const bool is_report = line.starts_with(kReport);
  const auto value = json::parse(line.substr(is_report ? kReport.size() : kRefused.size()));
  auto report = value && is_report ? parse_scan_report(*value) : Result<ScanReport>(malformed());
  auto error = value && !is_report ? parse_error(*value) : Result<Error>(malformed());
  transcript.has_verdict = report || error;
  transcript.is_malformed = !transcript.has_verdict;
  transcript.verdict = error ? Result<ScanReport>(fail(*std::move(error))) : std::move(report);
}

}  // namespace

boost::json::object to_json(const ScanReport& report) {
  boost::json::array providers;
  for (const std::string& provider : report.providers) providers.emplace_back(provider);
  return {{"id", report.id},
          {"version", report.version},
          {"sdk", report.sdk},
          {"abi_minor", std::int64_t{report.abi_minor}},
          {"providers", std::move(providers)},
          {"elapsed_us", std::int64_t{report.elapsed.count()}}};
}

Result<ScanReport> parse_scan_report(const boost::json::value& value) {
  const auto* object = value.if_object();
  ScanReport report;
  if (object == nullptr || !take_text(*object, "id", report.id) ||
      !take_text(*object, "version", report.version) || !take_text(*object, "sdk", report.sdk)) {
    return malformed();
  }
  const std::int64_t* minor = number_of(*object, "abi_minor");
  const std::int64_t* elapsed = number_of(*object, "elapsed_us");
  const auto* providers = object->if_contains("providers");
  if (minor == nullptr || *minor < 0 || *minor > std::numeric_limits<std::uint16_t>::max() ||
      elapsed == nullptr || providers == nullptr || !providers->is_array()) {
    return malformed();
  }
  report.abi_minor = static_cast<std::uint16_t>(*minor);
  report.elapsed = std::chrono::microseconds(*elapsed);
  for (const boost::json::value& provider : providers->get_array()) {
    if (!provider.is_string()) return malformed();
    report.providers.emplace_back(provider.get_string());
  }
  return report;
}

boost::json::object error_to_json(const Error& error) {
  return {
      {"status", std::int64_t{to_status(error.code)}}, {"reason", error.reason}, {"message", error.message}};
}

Result<Error> parse_error(const boost::json::value& value) {
  const auto* object = value.if_object();
  Error error;
  if (object == nullptr || !take_text(*object, "reason", error.reason) ||
      !take_text(*object, "message", error.message)) {
    return malformed();
  }
  const std::int64_t* status = number_of(*object, "status");
  if (status == nullptr || *status < 0 || *status > FAIRLEAD_UNAUTHENTICATED || error.reason.empty())
    return malformed();
  error.code = to_error_code(static_cast<fairlead_status>(*status));
  return error;
}

std::string stage_line(std::string_view stage) { return std::string(kStage).append(stage) + "\n"; }

std::string verdict_line(const Result<ScanReport>& verdict) {
  if (verdict) return std::string(kReport) + boost::json::serialize(to_json(*verdict)) + "\n";
  return std::string(kRefused) + boost::json::serialize(error_to_json(verdict.error())) + "\n";
}

ScanTranscript parse_transcript(std::string_view text) {
  ScanTranscript transcript;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    if (line.starts_with(kStage)) {
      transcript.last_stage = line.substr(kStage.size());
    } else if (line.starts_with(kReport) || line.starts_with(kRefused)) {
      take_verdict(line, transcript);
    }
  }
  return transcript;
}

}  // namespace fairlead::plugin
