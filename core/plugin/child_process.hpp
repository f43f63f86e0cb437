// A program run for what it says: bounded in time and output, and gone afterwards.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace fairlead::plugin {

/// The descriptors that a child finds beside 0 and 1 (both /dev/null) and 2 (its last words).
inline constexpr int kChildInputDescriptor = 3;
inline constexpr int kChildReportDescriptor = 4;

struct ChildOptions {
  std::filesystem::path executable;
  std::vector<std::string> arguments = {};    ///< without the program's name
  std::vector<std::string> environment = {};  ///< "NAME=value"; nothing else is inherited
  int input = -1;                             ///< becomes kChildInputDescriptor; borrowed
  Duration timeout = std::chrono::seconds(5);
  std::size_t report_bytes_max = std::size_t{256} << 10U;
  std::size_t error_bytes_max = std::size_t{4} << 10U;
};

struct ChildOutcome {
  bool is_timed_out = false;
  int exit_code = -1;     ///< -1 when a signal ended it
  int signal = 0;         ///< 0 when none did
  std::string report;     ///< what it wrote to kChildReportDescriptor; cut at the limit
  std::string error_out;  ///< what it wrote to standard error; likewise
};

/// Runs the program in a process group of its own with default signal handling, waits until it has ended or
/// the time is up, then kills what is left of the group. Any thread; waits.
/// @error FailedPrecondition  there is no such program
/// @error ResourceExhausted   no process, pipe or descriptor is free
[[nodiscard]] Result<ChildOutcome> run_child(const ChildOptions& options);

/// "SIGSEGV" for 11; "signal 99" where there is no name.
[[nodiscard]] std::string signal_name(int signal);

}  // namespace fairlead::plugin
