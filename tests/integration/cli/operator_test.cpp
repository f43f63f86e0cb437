// What an operator does: connections tried against the real server, rules, plugins.
#include <fstream>

#include "environment.hpp"

namespace fairlead::test {
namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class OperatorTest : public CliIntegration {
 protected:
  std::vector<std::string> adding(const std::string& password) const {
    return {"connections",     "add",           "postgres",
            "--tenant",        "globex",        "host=" + server().host(),
            "user=acme",       "database=acme", "port=" + std::to_string(server().port()),
            "sslmode=disable", password};
  }
};

TEST_F(OperatorTest, AddsAConnectionThatWorks) {
  const Ran added = installed.run(adding("password=${file:acme}"));
  ASSERT_EQ(added.exit, 0) << added.error_out;
  EXPECT_TRUE(contains(added.out, "connected in")) << added.out;
  EXPECT_EQ(installed.query("globex", "SELECT 1").json().at("rung"), "tenant");
}

TEST_F(OperatorTest, StoresNoConnectionWithAWrongPassword) {
  installed.write_secret("wrong", "not it\n");
  const Ran added = installed.run(adding("password=${file:wrong}"));
  EXPECT_EQ(added.exit, 6) << added.error_out;
  EXPECT_EQ(installed.query("globex", "SELECT 1").json().at("rung"), "global");
}

TEST_F(OperatorTest, RefusesAPasswordInClear) {
  const Ran added = installed.run(adding("password=hunter2"));
  EXPECT_EQ(added.exit, 4);
  EXPECT_FALSE(contains(added.out + added.error_out, "hunter2"));
}

TEST_F(OperatorTest, NeverShowsASecret) {
  for (const auto& words : {std::vector<std::string>{"connections", "list"},
                            {"connections", "list", "--json"},
                            {"connections", "test", "postgres", "--tenant", "acme", "--json"}}) {
    const Ran ran = installed.run(words);
    EXPECT_EQ(ran.exit, 0) << ran.error_out;
    EXPECT_FALSE(contains(ran.out + ran.error_out, "acme's own"));
  }
}

TEST_F(OperatorTest, TestsAConnection) {
  EXPECT_EQ(installed.run({"connections", "test", "postgres", "--global"}).exit, 0);
  apply({{"port", 1}});
  EXPECT_EQ(installed.run({"connections", "test", "postgres", "--tenant", "acme"}).exit, 5);
}

TEST_F(OperatorTest, EnablesAProviderForATenant) {
  ASSERT_EQ(installed.run({"plugins", "enable", "postgres", "--tenant", "initech"}).exit, 0);
  EXPECT_EQ(installed.query("initech", "SELECT 1").exit, 0);
}

TEST_F(OperatorTest, FindsTheInstalledPlugin) {
  const auto listed = installed.run({"plugins", "list", "--json"}).json();
  EXPECT_EQ(listed.at("plugins").at(0).at("providers").at(0).at("id"), "postgres");
  EXPECT_TRUE(listed.at("refused").as_array().empty());
  EXPECT_EQ(listed.at("plugins").at(0).at("trust"), "unpinned");
  EXPECT_EQ(listed.at("plugins").at(0).at("misbehaviours"), 0);
}

TEST_F(OperatorTest, TakesOnlyPinnedPluginsWhenToldSo) {
  const std::string yaml = "version: 1\nplugins: {trust: pinned}\n";
  std::ofstream(installed.folder / "pinned.yaml") << yaml;
  const std::vector<std::string> list{"--config", (installed.folder / "pinned.yaml").string(), "plugins",
                                      "list", "--json"};
  EXPECT_EQ(installed.run(list).json().at("refused").at(0).at("error").at("reason"), "not_pinned");
  const auto pinned = installed.run(
      {"--config", (installed.folder / "pinned.yaml").string(), "plugins", "pin", "postgres", "--json"});
  ASSERT_EQ(pinned.exit, 0) << pinned.error_out << pinned.out;
  EXPECT_TRUE(pinned.json().at("before").is_null());
  const auto listed = installed.run(list).json();
  EXPECT_EQ(listed.at("plugins").at(0).at("trust"), "pinned");
  EXPECT_EQ(listed.at("plugins").at(0).at("sha256"), pinned.json().at("now").at("sha256"));
}

TEST_F(OperatorTest, RescansThePluginsOnDemand) {
  const Ran ran = installed.run({"plugins", "rescan", "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.error_out;
  EXPECT_EQ(ran.json().at("scanned").at(0).at("report").at("providers").at(0), "postgres");
}

TEST_F(OperatorTest, InspectsAPluginByFileAndByProvider) {
  const std::string file = FAIRLEAD_TEST_BUILD_DIR "/lib/fairlead/postgres.so";
  const auto by_file = installed.run({"plugins", "inspect", file, "--json"}).json();
  EXPECT_EQ(by_file, installed.run({"plugins", "inspect", "postgres", "--json"}).json());
  EXPECT_EQ(by_file.at("providers").at(0).at("tools").as_array().size(), 4U);
  EXPECT_TRUE(contains(installed.run({"plugins", "inspect", "postgres"}).out, "string, secret"));
}

}  // namespace
}  // namespace fairlead::test
