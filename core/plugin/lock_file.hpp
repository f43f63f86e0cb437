// plugins.lock: which content of which plugin the operator trusts.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::plugin {

/// What an id is pinned to.
struct Pin {
  std::string version;  ///< for people: the hash is what counts
  std::string sha256;   ///< 64 lower-case hexadecimal digits
  std::string file;     ///< its name when it was pinned, without folder; for people

  bool operator==(const Pin&) const = default;
};

/// A value. By plugin id.
struct LockFile {
  std::map<std::string, Pin, std::less<>> pins;
  /// Somebody else than this user and root could have written it.
  bool is_writable_by_others = false;

  [[nodiscard]] const Pin* find(std::string_view id) const;
  /// The id that is pinned to this content.
  [[nodiscard]] std::optional<std::string> find_id(std::string_view sha256) const;
};

/// Reads YAML; an absent file has no pins.
/// @error InvalidArgument  it is malformed; the message names the file and the bad field
/// @error those of read_file
[[nodiscard]] Result<LockFile> load_lock_file(const std::filesystem::path& path);

/// Replaces the file, whole or not at all. Comments that somebody wrote into it are lost.
/// @error Unavailable  it cannot be written
[[nodiscard]] Result<void> save_lock_file(const std::filesystem::path& path, const LockFile& lock);

}  // namespace fairlead::plugin
