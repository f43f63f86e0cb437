// What loading a plugin costs: per plugin, in a fresh process each time because a plugin is never unmapped.
//   BM_Load_Check/<plugin>   sealed copy, hash and lint of its file
//   BM_Load_Scan/<plugin>    the same and the scanner process, as on the first start with this file
//   BM_Load_Warm/<plugin>    the same with the scanner's report in the cache, mapped, initialised: every
//   start BM_Load_Rss              one process loads all of them; its resident memory after each, in KiB, as
//   counters
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/observe/log.hpp"
#include "plugin/plugin.hpp"

namespace {

namespace plugin = fairlead::plugin;
using Seconds = std::chrono::duration<double>;

// Runs `work` in a child, which answers with a text. Aborts when the child fails: a figure of a failed load
// is none.
std::string in_child(const std::function<std::string()>& work) {
  int ends[2];
  if (::pipe(ends) != 0) std::abort();
  const pid_t child = ::fork();
  if (child == 0) {
    const std::string answer = work();
    ::_exit(::write(ends[1], answer.data(), answer.size()) == std::ssize(answer) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string answer;
  char chunk[4096];
  for (ssize_t got = 0; (got = ::read(ends[0], chunk, sizeof chunk)) > 0;) {
    answer.append(chunk, static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || status != 0 || answer.empty()) std::abort();
  return answer;
}

double seconds_of(const std::function<bool()>& work) {
  const std::string answer = in_child([&work] {
    const auto start = std::chrono::steady_clock::now();
    if (!work()) std::abort();
    return std::to_string(Seconds(std::chrono::steady_clock::now() - start).count());
  });
  return std::stod(answer);
}

plugin::LoadOptions options_with(plugin::Scan scan, const std::filesystem::path& store) {
  plugin::LoadOptions options;
  options.scan = scan;
  options.scanner.executable = FAIRLEAD_BENCH_SCANNER;
  options.store = store;
  return options;
}

bool load(const std::string& file, const plugin::LoadOptions& options) {
  static fairlead::SystemClock clock;
  static const std::unique_ptr<fairlead::Log> log = fairlead::make_null_log();
  static std::vector<std::shared_ptr<plugin::Plugin>> kept;
  auto loaded = plugin::Plugin::load(file, {clock, *log}, options);
  if (loaded) kept.push_back(*loaded);
  return loaded.has_value();
}

void check(benchmark::State& state, const std::string& file) {
  const auto options = options_with(plugin::Scan::Never, {});
  for (auto _ : state) {
    state.SetIterationTime(seconds_of([&] { return plugin::check_plugin_file(file, options).has_value(); }));
  }
}

void scan(benchmark::State& state, const std::string& file) {
  const auto options = options_with(plugin::Scan::FirstTime, {});
  for (auto _ : state) {
    state.SetIterationTime(seconds_of([&] { return plugin::check_plugin_file(file, options).has_value(); }));
  }
}

// A store of this process that has seen the file.
class WarmStore {
 public:
  explicit WarmStore(const std::string& file)
      : folder_(std::filesystem::temp_directory_path() / ("fairlead-bench-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
    if (!plugin::check_plugin_file(file, options())) std::abort();
  }
  ~WarmStore() { std::filesystem::remove_all(folder_); }
  WarmStore(const WarmStore&) = delete;
  WarmStore& operator=(const WarmStore&) = delete;
  [[nodiscard]] plugin::LoadOptions options() const { return options_with(plugin::Scan::FirstTime, folder_); }

 private:
  std::filesystem::path folder_;
};

void warm(benchmark::State& state, const std::string& file) {
  const WarmStore store(file);
  for (auto _ : state) {
    state.SetIterationTime(seconds_of([&] { return load(file, store.options()); }));
  }
}

// "VmRSS:  1234 kB" of this process.
long resident_kib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    long kib = 0;
    if (word == "VmRSS:" && status >> kib) return kib;
  }
  std::abort();
}

void resident(benchmark::State& state, const std::vector<std::pair<std::string, std::string>>& plugins) {
  for (auto _ : state) {
    std::istringstream answer(in_child([&plugins] {
      std::string text = "none " + std::to_string(resident_kib());
      for (const auto& [name, file] : plugins) {
        if (!load(file, options_with(plugin::Scan::Never, {}))) std::abort();
        text += ' ' + name + ' ' + std::to_string(resident_kib());
      }
      return text;
    }));
    std::string name;
    for (double kib = 0; answer >> name >> kib;) state.counters["rss_kib_after_" + name] = kib;
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::pair<std::string, std::string>> plugins;
  std::istringstream files(FAIRLEAD_BENCH_PLUGINS);
  for (std::string file; std::getline(files, file, '|');) {
    plugins.emplace_back(std::filesystem::path(file).stem(), file);
  }
  for (const auto& [name, file] : plugins) {
    const auto add = [&, name = name, file = file](const char* what, auto run) {
      benchmark::RegisterBenchmark((std::string("BM_Load_") + what + "/" + name).c_str(),
                                   [run, file](benchmark::State& state) { run(state, file); })
          ->UseManualTime()
          ->Iterations(10)
          ->Unit(benchmark::kMicrosecond);
    };
    add("Check", check);
    add("Scan", scan);
    add("Warm", warm);
  }
  benchmark::RegisterBenchmark("BM_Load_Rss", [&plugins](benchmark::State& state) {
    resident(state, plugins);
  })->Iterations(1);
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
