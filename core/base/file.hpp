// Reading a file that somebody else may have prepared.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace fairlead {

/// The bytes of a regular file, through symbolic links. Never blocks on a FIFO or terminal and never reads an
/// endless device. Any thread; waits for the disk.
/// @error NotFound           no such file, reason "file_not_found"
/// @error PermissionDenied   the process may not read it
/// @error FailedPrecondition not a regular file, reason "not_a_file"
/// @error ResourceExhausted  larger than `bytes_max`, reason "file_too_large", or no descriptor is free
/// @error Unavailable        the disk failed
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);

}  // namespace fairlead
