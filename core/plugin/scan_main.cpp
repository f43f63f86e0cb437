// fairlead-scan: loads the plugin on descriptor 3 as the host would, reports on descriptor 4, and ends.
// Whatever the plugin does to its process, it does it to this one.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "plugin/child_process.hpp"
#include "plugin/library.hpp"
#include "plugin/plugin.hpp"
#include "plugin/sanitizer.hpp"
#include "plugin/scan_report.hpp"

namespace {

using namespace fairlead;
using namespace fairlead::plugin;

struct Limit {
  __rlimit_resource resource;
  rlim_t value;
};
constexpr rlim_t kCpuSeconds = 10;  // The parent's deadline is shorter; this is for a parent that died.
constexpr rlim_t kDescriptors = 64;
constexpr rlim_t kMemoryBytes = rlim_t{8} << 30U;
constexpr unsigned kFirstForeignDescriptor = 5;

// Without these the plugin would still be tried, only less well contained, so failures are not reported.
void confine() {
  for (const Limit& limit :
       {Limit{RLIMIT_CORE, 0}, Limit{RLIMIT_CPU, kCpuSeconds}, Limit{RLIMIT_NOFILE, kDescriptors}}) {
    const rlimit both{limit.value, limit.value};
    ::setrlimit(limit.resource, &both);
  }
  const rlimit memory{kMemoryBytes, kMemoryBytes};
  if (!kHasSanitizer) ::setrlimit(RLIMIT_AS, &memory);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  ::close_range(kFirstForeignDescriptor, ~0U, 0);
  // A crash shall end the process as a crash: a sanitizer's handlers would make an exit of it, and what the
  // parent ignores is inherited.
  for (const int crash : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) (void)::signal(crash, SIG_DFL);
}

// Straight to the descriptor: what is buffered is lost in a crash. A parent that does not read is gone.
void say(const std::string& line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(kChildReportDescriptor, rest.data(), rest.size());
    if (written <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

Result<ScanReport> load(const std::string& name, HostServices services) {
  const auto start = std::chrono::steady_clock::now();
  FAIRLEAD_TRY(const auto file, SealedFile::adopt(Descriptor(kChildInputDescriptor), name));
  say(stage_line(scan_stage::kMap));
  FAIRLEAD_TRY(const Library library, Library::load(file));
  say(stage_line(scan_stage::kEntry));
  const fairlead_plugin_api* const api = library.entry_point()();
  if (library.entry_point()() != api) {
    return fail(ErrorCode::InvalidArgument, "its entry point returns another descriptor each time",
                "identity");
  }
  say(stage_line(scan_stage::kInit));
  FAIRLEAD_TRY(auto plugin, Plugin::create(api, name, services));
  ScanReport report;
  report.id = plugin->id();
  report.version = plugin->version();
  report.sdk = plugin->sdk();
  report.abi_minor = plugin->abi_minor();
  for (const auto& provider : plugin->providers()) report.providers.push_back(provider->id());
  report.elapsed =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
  std::thread([] {}).join();  // The end of a thread that ran nothing of the plugin.
  say(stage_line(scan_stage::kDeinit));
  plugin.reset();
  say(stage_line(scan_stage::kThreadEnd));
  return report;
}

}  // namespace

int main(int count, char** words) {
  if (count != 2 || ::fcntl(kChildReportDescriptor, F_GETFD) < 0) {
    std::cerr
        << "fairlead-scan is run by fairlead, to try a plugin before it is loaded; use `fairlead plugins "
           "inspect FILE`\n";
    return 2;
  }
  confine();
  const SystemClock clock;
  const auto log = make_null_log();
  std::optional<Result<ScanReport>> verdict;
  // On a thread that ends, so that the plugin's thread_local destructors run.
  std::thread([&] { verdict = load(words[1], {clock, *log}); }).join();
  say(verdict_line(*verdict));
  if (*verdict) say(stage_line(scan_stage::kExit));
  return 0;
}
