// What each command does and says, over a fake provider and a real store.
#include <gtest/gtest.h>

#include "unit/cli/cli_fixture.hpp"

namespace fairlead::cli {
namespace {

using test::Ran;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Every test begins with the tenants of the fixture's file in the store.
class CommandsTest : public test::CliFixture {
 protected:
  void SetUp() override {
    test::CliFixture::SetUp();
    write_file("secrets/token", "s3cret\n");
    const Ran applied = apply();
    ASSERT_EQ(applied.exit, 0) << applied.error_out;
  }
};

class CallCommandTest : public CommandsTest {};

TEST_F(CallCommandTest, PrintsTheDataAndWhoAnswered) {
  const Ran ran = run({"call", "acme", "fake_look", "text=hi"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out, "{\n  \"echo\": \"look\"\n}\n");
  EXPECT_TRUE(contains(ran.error_out, "acme -> connection fake (tenant): ")) << ran.error_out;
}

TEST_F(CallCommandTest, PrintsTheWholeResultOnOneLineAsJson) {
  const Ran ran = run({"call", "acme", "fake_look", "text=hi", "--json"});
  EXPECT_EQ(ran.out.find('\n'), ran.out.size() - 1);
  EXPECT_EQ(ran.error_out, "");
  const boost::json::value json = ran.json();
  EXPECT_EQ(json.at("successful"), true);
  EXPECT_EQ(json.at("rung"), "tenant");
  EXPECT_EQ(json.at("data").at("echo"), "look");
  EXPECT_TRUE(json.at("timings").at("total_ms").is_number());
}

TEST_F(CallCommandTest, KeepsTextThatLooksLikeANumber) {
  ASSERT_EQ(run({"call", "acme", "fake_look", "text=42"}).exit, 0);
  EXPECT_EQ(fake_.seen().back().arguments_json, R"({"text":"42"})");
}

TEST_F(CallCommandTest, ReadsArgumentsFromStandardInput) {
  ASSERT_EQ(run({"call", "acme", "fake_look", "--args", "-"}, R"({"text":"piped"})").exit, 0);
  EXPECT_EQ(fake_.seen().back().arguments_json, R"({"text":"piped"})");
}

TEST_F(CallCommandTest, ReadsArgumentsFromAFile) {
  const std::string file = write_file("arguments.json", R"({"text":"filed"})");
  ASSERT_EQ(run({"call", "acme", "fake_look", "--args", "@" + file}).exit, 0);
  EXPECT_EQ(fake_.seen().back().arguments_json, R"({"text":"filed"})");
}

TEST_F(CallCommandTest, RefusesAFileOfArgumentsThatIsNotThere) {
  const Ran ran = run({"call", "acme", "fake_look", "--args", "@" + (folder_ / "absent").string()});
  EXPECT_EQ(ran.exit, 4);
  EXPECT_TRUE(contains(ran.error_out, "absent"));
}

TEST_F(CallCommandTest, RefusesInputThatIsTooLong) {
  const std::string longest = "{\"text\":\"" + std::string((std::size_t{4} << 20U) - 11, 'x') + "\"}";
  EXPECT_FALSE(contains(run({"call", "acme", "fake_look", "--args", "-"}, longest).error_out, "4 MiB"));
  EXPECT_TRUE(contains(run({"call", "acme", "fake_look", "--args", "-"}, longest + " ").error_out, "4 MiB"));
}

TEST_F(CallCommandTest, RefusesAnArgumentGivenInBothForms) {
  EXPECT_EQ(run({"call", "acme", "fake_look", "--args", R"({"text":"a"})", "text=b"}).exit, 4);
}

TEST_F(CallCommandTest, PassesTheUserOn) {
  ASSERT_EQ(run({"call", "acme", "fake_look", "text=hi", "--user", "Mia"}).exit, 0);
  EXPECT_EQ(fake_.seen().back().user_id, "mia");
}

TEST_F(CallCommandTest, TellsAToolThatSaidNoFromSuccess) {
  fake_.on_invoke = [this](auto&, fairlead_call call, const fairlead_request&) {
    fake_.complete(call, R"({"content":[{"type":"text","text":"no such table"}],"isError":true})",
                   FAIRLEAD_OUT_TOOL_ERROR);
  };
  const Ran ran = run({"call", "acme", "fake_look", "text=hi"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_TRUE(contains(ran.error_out, "(tool_error")) << ran.error_out;
}

TEST_F(CallCommandTest, RefusesAWriteThroughTheGlobalRung) {
  const Ran ran = run({"call", "globex", "fake_change"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_TRUE(contains(ran.error_out, "read_only_access")) << ran.error_out;
  EXPECT_EQ(fake_.invokes, 0);
}

TEST_F(CallCommandTest, RefusesADisabledProvider) {
  const Ran ran = run({"call", "initech", "fake_look", "text=hi", "--json"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_EQ(ran.json().at("error").at("reason"), "provider_disabled");
}

TEST_F(CallCommandTest, SuggestsANearTool) {
  const Ran ran = run({"call", "acme", "fake_lok", "text=hi"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_TRUE(contains(ran.error_out, "did you mean 'fake_look'?")) << ran.error_out;
}

TEST_F(CallCommandTest, SuggestsANearTenant) {
  EXPECT_TRUE(contains(run({"call", "acmee", "fake_look"}).error_out, "did you mean 'acme'?"));
}

TEST_F(CallCommandTest, ReportsArgumentsThatDoNotFit) {
  EXPECT_EQ(run({"call", "acme", "fake_look", "text:=5"}).exit, 4);
}

TEST_F(CallCommandTest, ReportsABackEndThatIsAway) {
  fake_.on_connect = [this](auto&, const auto&, fairlead_errout* out) {
    fake_.set_error(out, FAIRLEAD_UNAVAILABLE, "refused");
    return FAIRLEAD_UNAVAILABLE;
  };
  EXPECT_EQ(run({"call", "acme", "fake_look", "text=hi"}).exit, 5);
}

TEST_F(CallCommandTest, CancelsWhenInterrupted) {
  interrupt_.request_stop();
  fake_.on_invoke = [this](auto&, fairlead_call call, const fairlead_request&) {
    // A tool that goes on until it is told to stop.
    while (fake_.host().call_cancelled(fake_.host().host, call) == 0) std::this_thread::yield();
    fake_.fail(call, FAIRLEAD_CANCELLED, "stopped");
  };
  const Ran ran = run({"call", "acme", "fake_look", "text=hi", "--json"});
  EXPECT_EQ(ran.exit, 5);
  EXPECT_EQ(ran.json().at("outcome"), "cancelled");
}

TEST_F(CallCommandTest, NeutralisesWhatAToolAnswers) {
  fake_.on_invoke = [this](auto&, fairlead_call call, const fairlead_request&) {
    fake_.complete(call, R"({"structuredContent":{"a":"\u001b[2J\u009b2J"}})");
  };
  const Ran ran = run({"call", "acme", "fake_look", "text=hi"});
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ran.out.find("\u009b"), std::string::npos);
}

TEST_F(CallCommandTest, TakesATenantNamedLikeACommand) {
  ASSERT_EQ(run({"tenants", "add", "tools"}).exit, 0);
  const Ran ran = run({"call", "tools", "fake_look", "text=hi", "--json"});
  EXPECT_EQ(ran.json().at("tenant"), "tools") << ran.out << ran.error_out;
}

class ToolsCommandTest : public CommandsTest {};

TEST_F(ToolsCommandTest, ListsWhatMayBeCalled) {
  const Ran ran = run({"tools", "acme"});
  EXPECT_TRUE(contains(ran.out, "fake_look"));
  EXPECT_TRUE(contains(ran.out, "fake_change"));
}

TEST_F(ToolsCommandTest, HidesWhatMayNotBeCalledUnlessAsked) {
  const Ran ran = run({"tools", "globex"});
  EXPECT_FALSE(contains(ran.out, "fake_change"));
  EXPECT_TRUE(contains(ran.error_out, "1 more cannot be called"));
  EXPECT_TRUE(contains(run({"tools", "globex", "--all"}).out, "fake_change"));
}

TEST_F(ToolsCommandTest, SaysWhenThereAreNone) {
  EXPECT_TRUE(contains(run({"tools", "initech"}).out, "no tools"));
}

TEST_F(ToolsCommandTest, GivesDefinitionsAsJson) {
  const auto tools = run({"tools", "acme", "--json"}).json().at("tools");
  EXPECT_EQ(tools.at(1).at("name"), "fake_look");
  EXPECT_EQ(tools.at(1).at("read_only"), true);
  EXPECT_EQ(tools.at(1).at("definition").at("name"), "fake_look");
}

TEST_F(ToolsCommandTest, RefusesAnUnknownTenant) {
  const Ran ran = run({"tools", "globx"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_TRUE(contains(ran.error_out, "did you mean 'globex'?")) << ran.error_out;
}

class ExplainCommandTest : public CommandsTest {};

TEST_F(ExplainCommandTest, ShowsTheDecisionAndMakesNoCall) {
  const Ran ran = run({"explain", "acme", "fake_change"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_TRUE(contains(ran.out, "fake, of the tenant rung, read_write")) << ran.out;
  EXPECT_TRUE(contains(ran.out, "the call would be made"));
  EXPECT_EQ(fake_.connects, 0);
}

TEST_F(ExplainCommandTest, SaysWhyACallWouldBeRefused) {
  const Ran ran = run({"explain", "globex", "fake_change"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_TRUE(contains(ran.out, "refused: ")) << ran.out;
  EXPECT_TRUE(contains(ran.out, "of the global rung, read_only"));
}

TEST_F(ExplainCommandTest, GivesTheExplanationAsJson) {
  const auto json = run({"explain", "globex", "fake_change", "--json"}).json();
  EXPECT_EQ(json.at("would_call"), false);
  EXPECT_EQ(json.at("refusal").at("reason"), "read_only_access");
}

class TenantsCommandTest : public CommandsTest {};

TEST_F(TenantsCommandTest, ListsTenants) {
  EXPECT_TRUE(contains(run({"tenants"}).out, "globex   Globex"));
  EXPECT_EQ(run({"tenants", "list", "--json"}).json().at("tenants").as_array().size(), 3U);
}

TEST_F(TenantsCommandTest, GivesANewTenantTheDefaultProvidersAndNoOther) {
  const Ran ran = run({"tenants", "add", "umbrella", "--title", "Umbrella", "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.out;
  const auto tenant = ran.json().at("tenant");
  EXPECT_EQ(tenant.at("title"), "Umbrella");
  ASSERT_EQ(tenant.at("providers").as_array().size(), 1U);
  EXPECT_EQ(tenant.at("providers").at(0).at("provider"), "fake");
  EXPECT_EQ(tenant.at("providers").at(0).at("enabled"), true);
}

TEST_F(TenantsCommandTest, RefusesATenantTwice) { EXPECT_EQ(run({"tenants", "add", "acme"}).exit, 4); }

TEST_F(TenantsCommandTest, RemovesOnlyWhenItIsMeant) {
  ASSERT_EQ(run({"tenants", "add", "umbrella"}).exit, 0);
  EXPECT_EQ(run({"tenants", "remove", "umbrella"}).exit, 6);
  EXPECT_TRUE(contains(run({"tenants"}).out, "umbrella"));
  EXPECT_EQ(run({"tenants", "remove", "umbrella", "--yes"}).exit, 0);
  EXPECT_FALSE(contains(run({"tenants"}).out, "umbrella"));
}

TEST_F(TenantsCommandTest, LeavesTenantsOfTheFileToTheFile) {
  const Ran ran = run({"tenants", "remove", "acme", "--yes"});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_TRUE(contains(ran.error_out, "managed_by_file"));
}

class ConnectionsCommandTest : public CommandsTest {};

TEST_F(ConnectionsCommandTest, ListsConnectionsWithReferencesOnly) {
  const Ran ran = run({"connections", "list", "--tenant", "acme", "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.error_out;
  EXPECT_TRUE(contains(ran.out, "${file:token}"));
  EXPECT_FALSE(contains(ran.out, "s3cret"));
}

TEST_F(ConnectionsCommandTest, ShowsWhomAGlobalConnectionServes) {
  EXPECT_TRUE(contains(run({"connections", "list"}).out, "all tenants"));
}

TEST_F(ConnectionsCommandTest, AddsWhatCouldBeTried) {
  const Ran ran =
      run({"connections", "add", "fake", "--tenant", "globex", "--access", "read_write", "host=own"});
  ASSERT_EQ(ran.exit, 0) << ran.error_out;
  EXPECT_TRUE(contains(ran.out, "connection 'fake' of tenant 'globex' added, read_write; connected in "))
      << ran.out;
  EXPECT_EQ(run({"call", "globex", "fake_change", "--json"}).json().at("rung"), "tenant");
}

TEST_F(ConnectionsCommandTest, StoresNothingThatCouldNotConnect) {
  fake_.on_connect = [this](auto&, const auto&, fairlead_errout* out) {
    fake_.set_error(out, FAIRLEAD_UNAVAILABLE, "refused");
    return FAIRLEAD_UNAVAILABLE;
  };
  const Ran ran = run({"connections", "add", "second", "--provider", "fake", "--tenant", "acme"});
  EXPECT_EQ(ran.exit, 5);
  EXPECT_TRUE(contains(ran.error_out, "nothing was stored"));
  EXPECT_FALSE(contains(run({"connections", "list"}).out, "second"));
}

TEST_F(ConnectionsCommandTest, StoresWithoutTryingWhenAsked) {
  ASSERT_EQ(run({"connections", "add", "second", "--provider", "fake", "--tenant", "acme", "--no-test"}).exit,
            0);
  EXPECT_EQ(fake_.connects, 0);
  EXPECT_TRUE(contains(run({"connections", "list"}).out, "second"));
}

TEST_F(ConnectionsCommandTest, RefusesASecretInClearWithoutRepeatingIt) {
  const Ran ran = run({"connections", "add", "fake", "--tenant", "globex", "token=hunter2"});
  EXPECT_EQ(ran.exit, 4);
  EXPECT_TRUE(contains(ran.error_out, "literal_secret")) << ran.error_out;
  EXPECT_FALSE(contains(ran.error_out, "hunter2"));
}

TEST_F(ConnectionsCommandTest, WantsAnOwner) {
  EXPECT_EQ(run({"connections", "add", "fake"}).exit, 2);
  EXPECT_EQ(run({"connections", "add", "fake", "--tenant", "acme", "--global"}).exit, 2);
}

TEST_F(ConnectionsCommandTest, WantsToKnowWhomAGlobalConnectionServes) {
  EXPECT_EQ(run({"connections", "add", "other", "--provider", "fake", "--global"}).exit, 4);
  EXPECT_EQ(
      run({"connections", "add", "other", "--provider", "fake", "--tenant", "acme", "--all-tenants"}).exit,
      4);
}

TEST_F(ConnectionsCommandTest, AddsAGlobalConnectionForSomeTenants) {
  const Ran ran = run({"connections", "add", "other", "--provider", "fake", "--global", "--tenants",
                       "acme,globex", "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.out;
  EXPECT_EQ(ran.json().at("connection").at("tenants"), (boost::json::value{"acme", "globex"}));
  EXPECT_EQ(ran.json().at("connection").at("access"), "read_only");
}

TEST_F(ConnectionsCommandTest, SuggestsANearProvider) {
  EXPECT_TRUE(contains(run({"connections", "add", "x", "--provider", "fak", "--tenant", "acme"}).error_out,
                       "did you mean 'fake'?"));
}

TEST_F(ConnectionsCommandTest, TellsThatAProviderIsNotEnabled) {
  const Ran ran = run({"connections", "add", "fake", "--tenant", "initech"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_TRUE(contains(ran.error_out, "fairlead plugins enable fake --tenant initech")) << ran.error_out;
}

TEST_F(ConnectionsCommandTest, TestsAStoredConnection) {
  const Ran ran = run({"connections", "test", "fake", "--global", "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.out;
  EXPECT_TRUE(ran.json().at("trial").at("connect_ms").is_number());
  EXPECT_EQ(fake_.pings, 1);
}

TEST_F(ConnectionsCommandTest, SaysWhatItCannotFind) {
  const Ran ran = run({"connections", "test", "fakes", "--tenant", "acme"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_TRUE(contains(ran.error_out, "did you mean 'fake'?"));
}

TEST_F(ConnectionsCommandTest, RemovesWhatACommandMade) {
  ASSERT_EQ(run({"connections", "add", "fake", "--tenant", "globex", "--user", "Mia"}).exit, 0);
  EXPECT_EQ(run({"connections", "remove", "fake", "--tenant", "globex", "--user", "mia"}).exit, 0);
  EXPECT_EQ(run({"connections", "remove", "fake", "--tenant", "globex", "--user", "mia"}).exit, 3);
}

class PluginsCommandTest : public CommandsTest {};

TEST_F(PluginsCommandTest, ShowsWhoIsServedByWhat) {
  const auto tenants = run({"plugins", "status", "--json"}).json().at("tenants");
  EXPECT_EQ(tenants.at(0).at("providers").at("fake").at("state"), "own");
  EXPECT_EQ(tenants.at(1).at("providers").at("fake").at("state"), "global");
  EXPECT_EQ(tenants.at(1).at("providers").at("fake").at("access"), "read_only");
  EXPECT_EQ(tenants.at(2).at("providers").at("fake").at("state"), "disabled");
}

TEST_F(PluginsCommandTest, ShowsTheSameAsATable) {
  const Ran ran = run({"plugins", "status"});
  EXPECT_TRUE(contains(ran.out, "acme     own (read_write)")) << ran.out;
  EXPECT_TRUE(contains(ran.out, "globex   global (read_only)")) << ran.out;
  EXPECT_TRUE(contains(ran.out, "initech  disabled")) << ran.out;
}

TEST_F(PluginsCommandTest, EnablesAndDisablesForOneTenant) {
  ASSERT_EQ(run({"plugins", "enable", "fake", "--tenant", "initech"}).exit, 0);
  EXPECT_EQ(run({"call", "initech", "fake_look", "text=hi"}).exit, 0);
  ASSERT_EQ(run({"plugins", "disable", "fake", "--tenant", "initech"}).exit, 0);
  EXPECT_EQ(run({"call", "initech", "fake_look", "text=hi"}).exit, 3);
}

TEST_F(PluginsCommandTest, DisablesForAll) {
  EXPECT_EQ(run({"plugins", "disable", "fake", "--all", "--json"}).json().at("enabled"), false);
  EXPECT_EQ(run({"call", "acme", "fake_look", "text=hi"}).exit, 3);
}

TEST_F(PluginsCommandTest, WantsToKnowForWhom) { EXPECT_EQ(run({"plugins", "enable", "fake"}).exit, 2); }

TEST_F(PluginsCommandTest, RefusesAProviderNobodyKnows) {
  EXPECT_EQ(run({"plugins", "enable", "fak", "--all"}).exit, 3);
}

TEST_F(PluginsCommandTest, ListsRefusedFilesWithTheReason) {
  std::filesystem::create_directories(folder_ / "installed");
  write_file("installed/broken.so", "not a library");
  const auto refused = run({"plugins", "list", "--json"}).json().at("refused");
  ASSERT_EQ(refused.as_array().size(), 1U);
  EXPECT_NE(refused.at(0).at("error").at("message").as_string().size(), 0U);
  EXPECT_TRUE(contains(run({"plugins", "list"}).out, "broken.so"));
}

TEST_F(PluginsCommandTest, InspectsAFileThatIsNone) {
  EXPECT_EQ(run({"plugins", "inspect", (folder_ / "absent.so").string()}).exit, 3);
  EXPECT_EQ(run({"plugins", "inspect", "absent"}).exit, 3);
}

TEST_F(PluginsCommandTest, PinsNothingThatDoesNotLoad) {
  const std::string file = write_file("broken.so", "not a library");
  EXPECT_EQ(run({"plugins", "pin", file}).exit, 4);
  EXPECT_EQ(run({"plugins", "pin", "absent"}).exit, 3);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "plugins.lock"));
}

TEST_F(PluginsCommandTest, UnpinsWhatIsPinned) {
  write_file("plugins.lock", "version: 1\nplugins:\n  com.example.a: {version: '1', sha256: '" +
                                 std::string(64, 'a') + "'}\n");
  const Ran ran = run({"plugins", "unpin", "com.example.a", "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.out;
  EXPECT_EQ(ran.json().at("before").at("sha256"), boost::json::value(std::string(64, 'a')));
  EXPECT_TRUE(ran.json().at("now").is_null());
  EXPECT_EQ(run({"plugins", "unpin", "com.example.a"}).exit, 3);
}

TEST_F(PluginsCommandTest, SaysThatTheLockFileIsWrong) {
  write_file("plugins.lock", "version: 7\n");
  const Ran ran = run({"plugins", "list"});
  EXPECT_NE(ran.exit, 0);
  EXPECT_TRUE(contains(ran.error_out, "plugins.lock")) << ran.error_out;
}

TEST_F(PluginsCommandTest, RescansAndNamesWhatIsRefused) {
  const std::string file = write_file("broken.so", "not a library");
  const Ran ran = run({"plugins", "rescan", file, "--json"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_EQ(ran.json().at("scanned").at(0).at("error").at("reason"), "not_elf") << ran.out;
  EXPECT_EQ(run({"plugins", "rescan"}).exit, 0);
}

class ApplyCommandTest : public CommandsTest {};

TEST_F(ApplyCommandTest, ChangesNothingTheSecondTime) {
  EXPECT_EQ(run({"apply", "--json"}).json().at("changed"), false);
}

TEST_F(ApplyCommandTest, ShowsWhatItWouldDoAndDoesNot) {
  const std::string file = write_file("next.yaml", "version: 1\ntenants: { umbrella: {} }\n");
  const Ran ran = run({"apply", file, "--dry-run", "--prune"});
  EXPECT_EQ(ran.exit, 0) << ran.error_out;
  EXPECT_TRUE(contains(ran.out, "tenant 'umbrella'"));
  EXPECT_TRUE(contains(ran.out, "would create 1"));
  EXPECT_FALSE(contains(run({"tenants"}).out, "umbrella"));
}

TEST_F(ApplyCommandTest, RemovesOnlyWithPrune) {
  const std::string file = write_file("next.yaml", "version: 1\ntenants: { umbrella: {} }\n");
  ASSERT_EQ(run({"apply", file}).exit, 0);
  EXPECT_TRUE(contains(run({"tenants"}).out, "acme"));
  ASSERT_EQ(run({"apply", file, "--prune"}).exit, 0);
  EXPECT_FALSE(contains(run({"tenants"}).out, "acme"));
}

TEST_F(ApplyCommandTest, RefusesAConfigThatTheProviderWouldNotTake) {
  const std::string file = write_file(
      "next.yaml", "version: 1\ntenants: { umbrella: { connections: { fake: { config: { hots: x } } } } }\n");
  const Ran ran = run({"apply", file});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_TRUE(contains(ran.error_out, "hots")) << ran.error_out;
}

TEST_F(ApplyCommandTest, AppliesAReferenceThatCannotBeResolvedYet) {
  const std::string file = write_file("next.yaml",
                                      "version: 1\ntenants: { umbrella: { connections: { fake: { config: { "
                                      "host: '${env:UNSET_X}' } } } } }\n");
  const Ran ran = run({"apply", file});
  EXPECT_EQ(ran.exit, 0) << ran.error_out;
  EXPECT_TRUE(contains(ran.error_out, "UNSET_X")) << ran.error_out;
}

TEST_F(ApplyCommandTest, ReportsAFileThatIsWrongAsConfiguration) {
  const std::string file = write_file("next.yaml", "version: 1\ntenats: {}\n");
  EXPECT_EQ(run({"apply", file}).exit, 6);
}

TEST_F(ApplyCommandTest, TakesTheExampleFile) {
  const Ran ran = run({"apply", FAIRLEAD_TEST_SOURCE_DIR "/examples/fairlead.yaml", "--dry-run"});
  EXPECT_EQ(ran.exit, 0) << ran.error_out;
  EXPECT_TRUE(contains(ran.out, "connection 'warehouse' of tenant 'acme'")) << ran.out;
}

TEST_F(ApplyCommandTest, WantsAFile) {
  variables_.erase("FAIRLEAD_CONFIG");
  const Ran ran = run({"apply"});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_TRUE(contains(ran.error_out, "fairlead apply FILE"));
}

}  // namespace
}  // namespace fairlead::cli
