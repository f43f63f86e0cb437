// Files that only this user may write: the cache of the scanner, stored plugins, the lock file.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "base/result.hpp"

struct stat;

namespace fairlead::plugin {

/// Could somebody else than this process's user and root change what `status` describes?
[[nodiscard]] bool is_writable_by_others(const struct stat& status);

/// Makes `folder` and its parents, 0700 each that is new.
/// @error Unavailable  it cannot be made
[[nodiscard]] Result<void> make_private_folder(const std::filesystem::path& folder);

/// Replaces `path` by a file of these bytes, whole or not at all: written beside it, synced, renamed. `mode`
/// is exact, whatever the umask says.
/// @error Unavailable  the disk or its permissions refuse; `path` is as it was
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& path,
                                              std::span<const std::byte> bytes, mode_t mode);

/// The text of a regular file that nobody else could have written, not through a symbolic link.
/// @error NotFound            there is none
/// @error PermissionDenied    others can write it
/// @error ResourceExhausted   it is larger than `bytes_max`
/// @error Unavailable         it cannot be read
[[nodiscard]] Result<std::string> read_private_file(const std::filesystem::path& path, std::size_t bytes_max);

}  // namespace fairlead::plugin
