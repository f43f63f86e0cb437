// The whole program but its process: a fake plugin behind a real store in a folder of the test's own.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/program.hpp"
#include "json/parse.hpp"
#include "support/fake_plugin.hpp"

namespace fairlead::cli::test {

/// What one run of the program said.
struct Ran {
  int exit = -1;
  std::string out;
  std::string error_out;

  [[nodiscard]] boost::json::value json() const {
    const auto value = json::parse(out);
    return value ? *value : boost::json::value();
  }
};

class CliFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("fairlead_cli_") + test->name() + "_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_ / "secrets");
    variables_ = {{"FAIRLEAD_STATE_DIR", (folder_ / "state").string()},
                  {"FAIRLEAD_CONFIG", write_file("fairlead.yaml", kYaml)}};
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write_file(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  /// As typed behind `fairlead`.
  Ran run(const std::vector<std::string>& words, const std::string& input = "") {
    std::ostringstream out;
    std::ostringstream error_out;
    std::istringstream in(input);
    Program program{
        .console = {out, error_out},
        .input = in,
        .clock = clock_,
        .environment = [this](const std::string& name) -> std::optional<std::string> {
          const auto found = variables_.find(name);
          if (found == variables_.end()) return std::nullopt;
          return found->second;
        },
        .installed_plugins = folder_ / "installed",
        .scanner = scanner_,
        .make_log = [](LogLevel) { return make_null_log(); },
        .open_runtime = [this](runtime::Settings settings, const Clock& clock,
                               Log& log) { return open(std::move(settings), clock, log); },
        .catch_interrupts = [this] { return interrupt_.get_token(); },
        .abandon = [this](ExitCode exit) { on_abandon_(exit); },
        .release_interrupts = [this] { ++releases_; },
        .is_interactive = is_interactive_,
        .load_plugin = [this](const auto& path, const auto& services,
                              const auto&) { return load_plugin_(path, services); },
    };
    const int exit = static_cast<int>(cli::run(words, program));
    return {exit, out.str(), error_out.str()};
  }

  Ran apply() { return run({"apply"}); }

  Result<std::unique_ptr<runtime::Runtime>> open(runtime::Settings settings, const Clock& clock, Log& log) {
    settings_ = settings;
    FAIRLEAD_TRY(auto plugin, plugin::Plugin::create(&fake_.api, "fake.so", {clock, log}));
    FAIRLEAD_TRY(auto registry, plugin::ProviderRegistry::of({std::move(plugin)}));
    runtime::RuntimeParts parts;
    parts.providers = std::make_unique<plugin::ProviderRegistry>(std::move(registry));
    return runtime::Runtime::create(std::move(settings), clock, log, std::move(parts));
  }

  /// acme has its own connection, globex is served by the global one, initech has the provider disabled.
  static constexpr std::string_view kYaml = R"(version: 1
defaults:
  enabled: [fake]
global:
  connections:
    fake: { tenants: all, config: { host: shared } }
tenants:
  acme:
    connections:
      fake: { access: read_write, config: { host: own, token: "${file:token}" } }
  globex: { title: Globex }
  initech: { enabled: { fake: false } }
)";

  SystemClock clock_;
  fairlead::test::FakePlugin fake_;
  std::stop_source interrupt_;
  std::function<void(ExitCode)> on_abandon_ = [](ExitCode) { ADD_FAILURE() << "the program was abandoned"; };
  /// What `dev` loads in place of a file.
  std::function<Result<std::shared_ptr<plugin::Plugin>>(const std::filesystem::path&, plugin::HostServices)>
      load_plugin_ = [this](const std::filesystem::path& path, plugin::HostServices services) {
        return plugin::Plugin::create(&fake_.api, path.string(), services);
      };
  bool is_interactive_ = false;
  int releases_ = 0;
  std::filesystem::path folder_;
  std::filesystem::path scanner_;  ///< none, unless a test names one
  std::map<std::string, std::string> variables_;
  runtime::Settings settings_;  ///< of the last runtime that was opened
};

}  // namespace fairlead::cli::test
