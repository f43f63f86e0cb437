// What is known of a plugin file before and after it is loaded: its content, whether it is trusted, and what
// a look at it found. The checks of docs/architecture.md, "Loading a plugin", up to the point of mapping it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "plugin/finding.hpp"
#include "plugin/lock_file.hpp"
#include "plugin/scanner.hpp"
#include "plugin/sealed_file.hpp"

namespace fairlead::plugin {

/// Why a plugin's code is believed to be what the operator meant.
enum class Trust : std::uint8_t {
  BuiltIn,   ///< linked into the program
  Unpinned,  ///< its folder is all that vouches for it
  Pinned,    ///< its content is in the lock file, under its id
};
/// "built-in", "unpinned", "pinned".
[[nodiscard]] std::string_view to_string(Trust trust) noexcept;

/// Which files are taken.
enum class TrustMode : std::uint8_t {
  Unpinned,  ///< every one, but none whose id is pinned to other content
  Pinned,    ///< pinned ones only
};

/// Whether a file is tried in the scanner before it is mapped here.
enum class Scan : std::uint8_t {
  FirstTime,  ///< unless the cache knows the content
  Again,      ///< whatever the cache knows, which is replaced
  Never,      ///< for tests, and for embedders that vouch for their files
};

/// How plugin files are loaded. A value.
struct LoadOptions {
  Scan scan = Scan::FirstTime;
  ScannerOptions scanner = {};
  /// Folder of the scanner's cache, and of copies where memory files cannot hold code; empty: neither.
  std::filesystem::path store = {};
  SealedIn sealed_in = SealedIn::MemoryElseStore;
  TrustMode trust_mode = TrustMode::Unpinned;
  LockFile lock = {};
};

/// A value.
struct PluginFile {
  std::string path;
  std::string sha256;  ///< empty for a built-in one
  Trust trust = Trust::BuiltIn;
  Findings warnings;
};

struct CheckedFile {
  PluginFile file;
  std::shared_ptr<const SealedFile> sealed;
  std::optional<ScanReport> report;  ///< nullopt with Scan::Never
};

/// Copies, hashes, lints and scans `path`; maps nothing of it into this process. Any thread; waits for the
/// scanner.
/// @error those of SealedFile::copy and scan
/// @error PermissionDenied    trust mode Pinned, and it is not pinned, or others can write it or the lock
/// file
///                            ("not_pinned", "writable_by_others"); its id is pinned to other content in
///                            either mode ("pin_differs")
/// @error InvalidArgument     a finding of lint_elf refuses it; reason is that of the first
[[nodiscard]] Result<CheckedFile> check_plugin_file(const std::filesystem::path& path,
                                                    const LoadOptions& options);

/// Is `id`, as a plugin calls itself, free for this content?
/// @error PermissionDenied  it is pinned to other content, or this content is pinned for another id
[[nodiscard]] Result<void> check_pin(std::string_view id, std::string_view sha256, const LockFile& lock);

}  // namespace fairlead::plugin
