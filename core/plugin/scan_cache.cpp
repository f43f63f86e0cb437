#include "plugin/scan_cache.hpp"

#include <span>
#include <system_error>
#include <utility>

#include <boost/json/serialize.hpp>

#include "base/version.hpp"
#include "fairlead/plugin.h"
#include "json/parse.hpp"
#include "plugin/private_file.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::size_t kEntryBytesMax = std::size_t{64} << 10U;
constexpr std::string_view kFormat = "fairlead-scan-1";

std::string maker_of(const std::filesystem::path& scanner) {
  std::string maker = std::string(version()) + " ABI " + std::to_string(FAIRLEAD_ABI_MAJOR) + "." +
                      std::to_string(FAIRLEAD_ABI_MINOR);
  std::error_code error;
  const auto size = std::filesystem::file_size(scanner, error);
  if (error) return maker;
  const auto changed = std::filesystem::last_write_time(scanner, error);
  return maker + " scanner " + std::to_string(size) + "-" +
         std::to_string(changed.time_since_epoch().count());
}

bool is_kept(const Result<ScanReport>& verdict) {
  return verdict || verdict.error().reason == "scan_crashed" || verdict.error().reason == "scan_timed_out";
}

bool has_text(const boost::json::object& object, const char* name, std::string_view expected) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_string() && std::string_view(found->get_string()) == expected;
}

}  // namespace

ScanCache::ScanCache(std::filesystem::path folder, const std::filesystem::path& scanner)
    : folder_(std::move(folder)), maker_(maker_of(scanner)) {}

std::filesystem::path ScanCache::path_of(std::string_view sha256) const {
  return folder_ / ("scan-" + std::string(sha256) + ".json");
}

std::optional<Result<ScanReport>> ScanCache::find(std::string_view sha256) const {
  if (folder_.empty()) return std::nullopt;
  const auto text = read_private_file(path_of(sha256), kEntryBytesMax);
  if (!text) return std::nullopt;
  const auto value = json::parse(*text);
  if (!value || !value->is_object()) return std::nullopt;
  const boost::json::object& entry = value->get_object();
  if (!has_text(entry, "format", kFormat) || !has_text(entry, "sha256", sha256) ||
      !has_text(entry, "maker", maker_)) {
    return std::nullopt;
  }
  if (const auto* report = entry.if_contains("report")) {
    auto parsed = parse_scan_report(*report);
    if (parsed) return parsed;
  }
  if (const auto* refused = entry.if_contains("refused")) {
    auto error = parse_error(*refused);
    if (error) return Result<ScanReport>(fail(*std::move(error)));
  }
  return std::nullopt;
}

Result<void> ScanCache::put(std::string_view sha256, const Result<ScanReport>& verdict) const {
  if (folder_.empty() || !is_kept(verdict)) return {};
  FAIRLEAD_CHECK(make_private_folder(folder_));
  boost::json::object entry{{"format", kFormat}, {"sha256", sha256}, {"maker", maker_}};
  if (verdict) {
    entry["report"] = to_json(*verdict);
  } else {
    entry["refused"] = error_to_json(verdict.error());
  }
  const std::string text = boost::json::serialize(entry) + "\n";
  return write_private_file(path_of(sha256), std::as_bytes(std::span(text)), 0600);
}

Result<bool> ScanCache::forget(std::string_view sha256) const {
  if (folder_.empty()) return false;
  std::error_code error;
  const bool was_there = std::filesystem::remove(path_of(sha256), error);
  if (!error) return was_there;
  return fail(ErrorCode::Unavailable, "cannot remove " + path_of(sha256).string() + ": " + error.message(),
              "file_unwritable");
}

}  // namespace fairlead::plugin
