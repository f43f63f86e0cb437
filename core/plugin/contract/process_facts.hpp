// What this process has: counted before and after a plugin was at work. Linux, /proc (proc(5)).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fairlead::plugin::contract {

/// What the open descriptors are, "/dev/null" or "socket:[123]", in the order of their numbers.
[[nodiscard]] std::vector<std::string> open_files();

[[nodiscard]] std::size_t thread_count();

/// Waits for threads that are about to end, as a joined one is for a moment. The count then.
[[nodiscard]] std::size_t thread_count_after_settling(std::size_t expected);

/// Memory in use (resident).
[[nodiscard]] std::size_t resident_bytes();

}  // namespace fairlead::plugin::contract
