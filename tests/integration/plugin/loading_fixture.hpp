// What tests of loading share: a folder, the real scanner, and one way to load.
#pragma once

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "plugin/plugin.hpp"
#include "support/plugin_bytes.hpp"

namespace fairlead::plugin::test {

using fairlead::test::read_bytes;
using fairlead::test::test_plugin;
using fairlead::test::write_bytes;

class LoadingFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* running = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("fairlead_loading_") + running->name() + "_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
    options_.scanner.executable = FAIRLEAD_TEST_BUILD_DIR "/bin/fairlead-scan";
    options_.scanner.timeout =
        std::chrono::seconds(30);  // Of a slow machine; tests of the limit set their own.
    options_.store = folder_ / "store";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<std::shared_ptr<Plugin>> load(const std::filesystem::path& path) {
    return Plugin::load(path, {clock_, *log_}, options_);
  }
  Error refusal(const std::filesystem::path& path) {
    const auto plugin = load(path);
    EXPECT_FALSE(plugin) << path << " was loaded";
    return plugin ? Error() : plugin.error();
  }
  /// A test plugin with `tail` behind its end: other content, the same code.
  std::filesystem::path copy_of(const std::string& name, const std::string& tail = "") {
    const std::filesystem::path path = folder_ / (name + ".so");
    write_bytes(path, read_bytes(test_plugin(name)) + tail);
    return path;
  }

  SystemClock clock_;
  std::unique_ptr<Log> log_ = make_null_log();
  LoadOptions options_;
  std::filesystem::path folder_;
};

inline bool has_warning(const Plugin& plugin, const std::string& reason) {
  for (const Finding& warning : plugin.file().warnings) {
    if (warning.reason == reason) return true;
  }
  return false;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace fairlead::plugin::test
