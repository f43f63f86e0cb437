// Where settings come from, and which source wins.
#include "runtime/settings.hpp"

#include <fstream>
#include <map>

#include <gtest/gtest.h>

namespace fairlead::runtime {
namespace {

class SettingsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::path(::testing::TempDir()) /
        ("fairlead_settings_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    variables_["HOME"] = "/home/ann";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<LoadedSettings> load() {
    const Environment environment = [this](const std::string& name) -> std::optional<std::string> {
      const auto found = variables_.find(name);
      return found == variables_.end() ? std::nullopt : std::optional(found->second);
    };
    return load_settings(overrides_, environment, "/opt/fairlead/lib/fairlead");
  }
  void write(const std::string& yaml) {
    overrides_.config_file = folder_ / "fairlead.yaml";
    std::ofstream(*overrides_.config_file) << yaml;
  }

  std::filesystem::path folder_;
  std::map<std::string, std::string> variables_;
  SettingsOverrides overrides_;
};

TEST_F(SettingsTest, HasDefaultsThatWorkWithoutAFile) {
  const auto loaded = load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->settings.state_dir, "/home/ann/.local/state/fairlead");
  EXPECT_EQ(loaded->settings.secrets_dir, "/home/ann/.local/state/fairlead/secrets");
  EXPECT_EQ(loaded->settings.plugin_folders,
            std::vector<std::filesystem::path>{"/opt/fairlead/lib/fairlead"});
  EXPECT_TRUE(loaded->document.is_null());
}

TEST_F(SettingsTest, SaysWhatToDoWithoutAStateFolder) {
  variables_.clear();
  const auto loaded = load();
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("--state-dir"), std::string::npos);
}

TEST_F(SettingsTest, ReadsPathsRelativeToTheFile) {
  write("version: 1\nstate_dir: state\nsecrets_dir: ../keys\nplugins: {path: [plugins]}\n");
  const auto loaded = load();
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->settings.state_dir, folder_ / "state");
  EXPECT_EQ(loaded->settings.secrets_dir, folder_.parent_path() / "keys");
  EXPECT_EQ(loaded->settings.plugin_folders.front(), folder_ / "plugins");
}

TEST_F(SettingsTest, SearchesPluginFoldersInTheDocumentedOrder) {
  write("plugins: {path: [/from/file]}\n");
  variables_["FAIRLEAD_PLUGIN_PATH"] = "/from/env:/second::";
  overrides_.plugin_folders = {"/from/flag"};
  EXPECT_EQ(load()->settings.plugin_folders,
            (std::vector<std::filesystem::path>{"/from/flag", "/from/env", "/second", "/from/file",
                                                "/opt/fairlead/lib/fairlead"}));
}

TEST_F(SettingsTest, TakesUnpinnedPluginsUnlessToldOtherwise) {
  EXPECT_EQ(load()->settings.plugin_trust, plugin::TrustMode::Unpinned);
  write("plugins: {trust: unpinned}\n");
  EXPECT_EQ(load()->settings.plugin_trust, plugin::TrustMode::Unpinned);
  write("plugins: {trust: pinned}\n");
  EXPECT_EQ(load()->settings.plugin_trust, plugin::TrustMode::Pinned);
  write("plugins: {trust: strict}\n");
  EXPECT_FALSE(load());
}

TEST_F(SettingsTest, HasTheLockFileBesideTheConfiguration) {
  EXPECT_EQ(load()->settings.plugin_lock_file, "/home/ann/.local/state/fairlead/plugins.lock");
  write("version: 1\n");
  EXPECT_EQ(load()->settings.plugin_lock_file, folder_ / "plugins.lock");
  write("plugins: {lock_file: ../pins.yaml}\n");
  EXPECT_EQ(load()->settings.plugin_lock_file, folder_.parent_path() / "pins.yaml");
}

TEST_F(SettingsTest, MakesLoadOptionsOfThem) {
  Settings settings;
  settings.state_dir = folder_;
  settings.plugin_scanner = "/opt/fairlead-scan";
  settings.plugin_trust = plugin::TrustMode::Pinned;
  settings.plugin_lock_file = folder_ / "plugins.lock";
  std::ofstream(settings.plugin_lock_file)
      << "version: 1\nplugins: {a: {sha256: " << std::string(64, '1') << "}}\n";
  // A hash of digits only is a number to YAML, so it must be quoted.
  EXPECT_FALSE(plugin_load_options(settings));
  std::ofstream(settings.plugin_lock_file)
      << "version: 1\nplugins: {a: {sha256: '" << std::string(64, '1') << "'}}\n";
  const auto options = plugin_load_options(settings);
  ASSERT_TRUE(options) << options.error().message;
  EXPECT_EQ(options->scan, plugin::Scan::FirstTime);
  EXPECT_EQ(options->scanner.executable, "/opt/fairlead-scan");
  EXPECT_EQ(options->store, folder_ / "plugins");
  EXPECT_EQ(options->trust_mode, plugin::TrustMode::Pinned);
  EXPECT_EQ(options->lock.pins.size(), 1U);
}

TEST_F(SettingsTest, LetsTheCommandLineWin) {
  write("state_dir: from_file\nlog: {level: debug}\n");
  variables_["FAIRLEAD_STATE_DIR"] = "/from/env";
  overrides_.state_dir = "/from/flag";
  overrides_.log_level = LogLevel::Error;
  EXPECT_EQ(load()->settings.state_dir, "/from/flag");
  EXPECT_EQ(load()->settings.log_level, LogLevel::Error);
}

TEST_F(SettingsTest, LetsTheEnvironmentWinOverTheFile) {
  write("state_dir: from_file\n");
  variables_["FAIRLEAD_STATE_DIR"] = "/from/env";
  EXPECT_EQ(load()->settings.state_dir, "/from/env");
}

TEST_F(SettingsTest, ReadsLimits) {
  write(
      "limits: {call_timeout_s: 5, clients_per_connection: 2, clients_per_global_connection: 8, "
      "threads_per_provider: 3}\nlog: {calls: false}\n");
  const Settings settings = load()->settings;
  EXPECT_EQ(settings.call_timeout, std::chrono::seconds(5));
  EXPECT_EQ(settings.clients_per_connection, 2U);
  EXPECT_EQ(settings.clients_per_global_connection, 8U);
  EXPECT_EQ(settings.threads_per_provider, 3U);
  EXPECT_FALSE(settings.is_call_log_on);
}

TEST_F(SettingsTest, NamesEveryFieldThatIsWrong) {
  write("limits: {call_timeout_s: 0}\nplugins: {path: here}\ncolour: blue\n");
  const auto loaded = load();
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::InvalidArgument);
  for (const char* field : {"call_timeout_s", "path", "colour", "fairlead.yaml"}) {
    EXPECT_NE(loaded.error().message.find(field), std::string::npos) << loaded.error().message;
  }
}

TEST_F(SettingsTest, SaysThatANamedFileIsMissing) {
  overrides_.config_file = folder_ / "none.yaml";
  const auto loaded = load();
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::NotFound);
  EXPECT_NE(loaded.error().message.find("none.yaml"), std::string::npos);
}

TEST_F(SettingsTest, TakesTheFileThatTheEnvironmentNames) {
  std::ofstream(folder_ / "other.yaml") << "state_dir: /from/named\n";
  variables_["FAIRLEAD_CONFIG"] = (folder_ / "other.yaml").string();
  EXPECT_EQ(load()->settings.state_dir, "/from/named");
}

TEST_F(SettingsTest, SaysWhereAFileIsNotWellFormed) {
  write("version: [1\n");
  const auto loaded = load();
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("line"), std::string::npos) << loaded.error().message;
}

TEST_F(SettingsTest, RefusesAFileThatIsNoMapping) {
  write("- a\n- b\n");
  EXPECT_EQ(load().error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace fairlead::runtime
