// The first load of a plugin file, in a process that is thrown away: constructors run as soon as a library is
// mapped, so what crashes or hangs there must not do it in the host.
#pragma once

#include <filesystem>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "plugin/scan_report.hpp"
#include "plugin/sealed_file.hpp"

namespace fairlead::plugin {

struct ScannerOptions {
  std::filesystem::path executable;  ///< fairlead-scan
  Duration timeout = std::chrono::seconds(5);
};

/// Maps the sealed copy in a process of its own (no environment, no input, limits on memory, time, files and
/// core dumps) and does all that a load does: constructors, entry point twice, checks of tables, catalogs and
/// schemas, init, quiesce, deinit, the end of threads and of the process.
///
/// It finds accidents. Code that means harm runs with the rights of this user here as later in the host.
/// Any thread; waits, at most for the timeout.
/// @error FailedPrecondition  there is no scanner ("no_scanner")
/// @error ResourceExhausted   no process can be started
/// @error InvalidArgument     reason "scan_crashed", "scan_timed_out" or "scan_failed"
/// @error those of Library::load and Plugin::create, as the scanner met them
[[nodiscard]] Result<ScanReport> scan(const SealedFile& file, const ScannerOptions& options);

}  // namespace fairlead::plugin
