// The grammar of the command line, help, and how errors are shown.
#include "cli/program.hpp"

#include <optional>
#include <semaphore>

#include <gtest/gtest.h>

#include "base/version.hpp"
#include "unit/cli/cli_fixture.hpp"

namespace fairlead::cli {
namespace {

class ProgramTest : public test::CliFixture {};

TEST_F(ProgramTest, SaysWhatItIs) {
  const auto ran = run({"--version"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "fairlead " + std::string(build_identity()) + "\n");
}

TEST_F(ProgramTest, EndsWithoutAProviderThatNeverReturns) {
  ASSERT_EQ(apply().exit, 0);
  std::binary_semaphore release{0};
  fake_.on_invoke = [&](auto&, fairlead_call call, const fairlead_request&) {
    release.acquire();
    fake_.complete(call, "{}");
  };
  std::optional<ExitCode> abandoned_with;
  on_abandon_ = [&](ExitCode exit) {
    abandoned_with = exit;
    release.release();  // The process would be gone here; the test's goes on and must be able to end.
  };
  const auto ran = run({"call", "globex", "fake_look", "--timeout", "0.3"});
  EXPECT_EQ(abandoned_with, ExitCode::Unavailable);
  EXPECT_EQ(ran.exit, static_cast<int>(ExitCode::Unavailable));
  EXPECT_NE(ran.error_out.find("does not return"), std::string::npos) << ran.error_out;
}

TEST_F(ProgramTest, WantsACommand) {
  const auto ran = run({});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.error_out.find("See `fairlead --help`."), std::string::npos);
}

TEST_F(ProgramTest, RefusesAnUnknownCommandAndOption) {
  EXPECT_EQ(run({"cal", "acme", "fake_look"}).exit, 2);
  EXPECT_EQ(run({"tenants", "--frobnicate"}).exit, 2);
}

TEST_F(ProgramTest, PointsToTheHelpOfTheCommandThatWentWrong) {
  EXPECT_NE(run({"connections", "test"}).error_out.find("See `fairlead connections test --help`."),
            std::string::npos);
}

TEST_F(ProgramTest, AnswersAWrongCommandLineInJsonToo) {
  const auto ran = run({"--json", "call"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(ran.json().at("error").at("reason"), "usage");
  EXPECT_EQ(ran.error_out, "");
}

TEST_F(ProgramTest, DocumentsItsExitCodes) {
  const std::string help = run({"--help"}).out;
  for (const char* part :
       {"0 done", "1 the tool", "2 wrong", "3 refused", "4 arg", "5 back end", "6 conf", "70 a bug"}) {
    EXPECT_NE(help.find(part), std::string::npos) << part;
  }
}

class HelpTest : public test::CliFixture, public ::testing::WithParamInterface<const char*> {
 protected:
  [[nodiscard]] static std::vector<std::string> words() {
    std::istringstream text(GetParam());
    return {std::istream_iterator<std::string>(text), {}};
  }
};

TEST_P(HelpTest, HasAnExampleThatBeginsWithTheCommand) {
  std::vector<std::string> command = words();
  command.emplace_back("--help");
  const auto ran = run(command);
  EXPECT_EQ(ran.exit, 0);
  const std::size_t examples = ran.out.find("Examples:\n");
  ASSERT_NE(examples, std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find(std::string("  fairlead ") + GetParam(), examples), std::string::npos) << ran.out;
}

INSTANTIATE_TEST_SUITE_P(EveryCommand, HelpTest,
                         ::testing::Values("call", "tools", "tenants", "tenants list", "tenants add",
                                           "tenants remove", "connections", "connections list",
                                           "connections add", "connections test", "connections remove",
                                           "plugins", "plugins list", "plugins inspect", "plugins pin",
                                           "plugins unpin", "plugins rescan", "plugins enable",
                                           "plugins disable", "plugins status", "explain", "apply",
                                           "new-plugin", "dev"));

TEST_F(ProgramTest, TakesGlobalOptionsBeforeAndBehindTheCommand) {
  const std::string folder = (folder_ / "plugins").string();
  for (const auto& words : {std::vector<std::string>{"--json", "--plugin-dir", folder, "plugins", "list"},
                            std::vector<std::string>{"plugins", "list", "--plugin-dir", folder, "--json"}}) {
    const auto ran = run(words);
    ASSERT_EQ(ran.exit, 0) << ran.error_out;
    EXPECT_EQ(ran.json().at("search_path").at(0).as_string(), folder);
  }
}

TEST_F(ProgramTest, TakesSeveralPluginFoldersWithoutSwallowingTheCommand) {
  const auto ran = run({"--plugin-dir", "/a", "--plugin-dir", "/b", "plugins", "list", "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.error_out;
  EXPECT_EQ(ran.json().at("search_path").at(0), "/a");
  EXPECT_EQ(ran.json().at("search_path").at(1), "/b");
}

TEST_F(ProgramTest, SearchesTheInstalledPluginsLast) {
  variables_["FAIRLEAD_PLUGIN_PATH"] = "/from/variable";
  const auto ran = run({"--plugin-dir", "/from/option", "plugins", "list", "--json"});
  const boost::json::value expected{"/from/option", "/from/variable", (folder_ / "installed").string()};
  EXPECT_EQ(ran.json().at("search_path"), expected);
}

TEST_F(ProgramTest, HandsTheStateFolderToTheRuntime) {
  ASSERT_EQ(run({"tenants", "--state-dir", (folder_ / "elsewhere").string()}).exit, 0);
  EXPECT_EQ(settings_.state_dir, folder_ / "elsewhere");
}

TEST_F(ProgramTest, HandsTheLogLevelToTheRuntime) {
  ASSERT_EQ(run({"tenants", "--log-level", "debug"}).exit, 0);
  EXPECT_EQ(settings_.log_level, LogLevel::Debug);
  EXPECT_EQ(run({"tenants", "--log-level", "loud"}).exit, 2);
}

TEST_F(ProgramTest, ReportsAMissingConfigurationAsConfiguration) {
  const auto ran = run({"tenants", "--config", (folder_ / "absent.yaml").string()});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_NE(ran.error_out.find("absent.yaml"), std::string::npos);
}

TEST_F(ProgramTest, ReportsAStoreThatCannotBeOpenedAsConfiguration) {
  std::filesystem::create_directories(folder_ / "state" / "fairlead.db");
  const auto ran = run({"tenants", "--json"});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_TRUE(ran.json().at("error").is_object());
}

TEST(InstalledPluginsOfTest, AreBesideTheFolderOfThePrograms) {
  EXPECT_EQ(installed_plugins_of("/opt/fairlead/bin/fairlead"), "/opt/fairlead/lib/fairlead");
  EXPECT_EQ(installed_plugins_of(""), "");
}

TEST_F(ProgramTest, KnowsWhereTheScannerIs) {
  EXPECT_EQ(scanner_of(folder_ / "bin" / "fairlead"), folder_ / "bin" / "fairlead-scan");
  std::filesystem::create_directories(folder_ / "libexec" / "fairlead");
  write_file("libexec/fairlead/fairlead-scan", "");
  EXPECT_EQ(scanner_of(folder_ / "bin" / "fairlead"), folder_ / "libexec" / "fairlead" / "fairlead-scan");
  EXPECT_EQ(scanner_of(""), "");
}

}  // namespace
}  // namespace fairlead::cli
