// What the scanner found, kept by the hash of the file: a plugin is tried once, not at every start.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "plugin/scan_report.hpp"

namespace fairlead::plugin {

/// One file per hash, scan-<sha256>.json, in a folder of this user's own. A report counts only for the host
/// and the scanner that made it. Any thread, any process: entries are replaced whole.
class ScanCache {
 public:
  /// An empty `folder` keeps nothing. `scanner` is the executable, whose size and time of change tell a new
  /// one from an old one.
  ScanCache(std::filesystem::path folder, const std::filesystem::path& scanner);

  /// What was found for `sha256`. Nothing, if there is no entry, it is of another host, damaged, or could
  /// have been written by another user.
  [[nodiscard]] std::optional<Result<ScanReport>> find(std::string_view sha256) const;

  /// Keeps a success, a crash or a hang. Other failures depend on the system (a missing library, a missing
  /// scanner) and are found anew each time.
  /// @error Unavailable  the folder cannot be written
  [[nodiscard]] Result<void> put(std::string_view sha256, const Result<ScanReport>& verdict) const;

  /// Was there an entry?
  /// @error Unavailable  it cannot be removed
  [[nodiscard]] Result<bool> forget(std::string_view sha256) const;

  [[nodiscard]] std::filesystem::path path_of(std::string_view sha256) const;

 private:
  std::filesystem::path folder_;
  std::string maker_;  // Host, ABI and scanner, in one text.
};

}  // namespace fairlead::plugin
