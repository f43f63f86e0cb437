// `fairlead dev` over a fake plugin: the protocol of its lines, what it checks, reloads, and gives up.
#include <thread>

#include <boost/json/serialize.hpp>

#include "unit/cli/cli_fixture.hpp"

namespace fairlead::cli {
namespace {

using test::Ran;
namespace bj = boost::json;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class DevCommandTest : public test::CliFixture {
 protected:
  void SetUp() override {
    test::CliFixture::SetUp();
    file_ = write_file("fake.so", "one");
    config_ = write_file("config.json", R"({"token":"s3cret"})");
  }

  Ran dev(const std::string& input, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"dev", file_, "--config", config_};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, input);
  }

  // The answers to the lines of `input`.
  std::vector<bj::value> answers(const std::string& input, const std::vector<std::string>& more = {}) {
    const Ran ran = dev(input, more);
    EXPECT_EQ(ran.exit, 0) << ran.error_out;
    std::vector<bj::value> out;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);)
      out.push_back(json::parse(line).value_or(bj::value(line)));
    return out;
  }
  bj::value answer(const std::string& line, const std::vector<std::string>& more = {}) {
    const auto all = answers(line + "\n", more);
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? bj::value() : all.front();
  }
  std::string refusal(const std::string& line, const std::vector<std::string>& more = {}) {
    const bj::value refused = answer(line, more);
    EXPECT_EQ(refused.at("ok"), false) << refused;
    return refused.at("ok") == true ? "" : std::string(refused.at("error").at("message").get_string());
  }

  // Ends each call with what the test wants.
  void complete_with(const std::string& result, std::int32_t outcome = FAIRLEAD_OUT_RESULT) {
    fake_.on_invoke = [this, result, outcome](auto&, fairlead_call call, const auto&) {
      fake_.complete(call, result, outcome);
    };
  }
  void declare(const std::string& catalog) {
    fake_.catalog_json = catalog;
    fake_.update();
  }

  std::string file_, config_;
};

TEST_F(DevCommandTest, AnswersACallWithItsResult) {
  const bj::value called = answer(R"({"id":7,"tool":"look","arguments":{"text":"hi"}})");
  EXPECT_EQ(called.at("id"), 7);
  EXPECT_EQ(called.at("ok"), true);
  EXPECT_EQ(called.at("outcome"), "result");
  EXPECT_EQ(called.at("result").at("structuredContent").at("echo"), "look");
  EXPECT_TRUE(called.at("elapsed_us").is_int64());
  EXPECT_TRUE(called.at("progress").as_array().empty());
}

TEST_F(DevCommandTest, TakesTheShortFormWithArgumentsTypedByTheSchema) {
  answers("look text=42 limit=3\n");
  EXPECT_EQ(fake_.seen().back().arguments_json, R"({"text":"42","limit":3})");
}

TEST_F(DevCommandTest, ConnectsOnceForManyCalls) {
  const auto all = answers("look\n\n  \nlook\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_TRUE(all[0].as_object().contains("connect_us"));
  EXPECT_FALSE(all[1].as_object().contains("connect_us"));
  EXPECT_EQ(fake_.connects, 1);
  EXPECT_EQ(fake_.closes, 1);
  EXPECT_EQ(fake_.unbinds, 1);
  EXPECT_EQ(fake_.deinits, 1);
}

TEST_F(DevCommandTest, TellsWhoCalls) {
  answers("look\n", {"--tenant", "acme", "--user", "Mia", "--access", "read_only"});
  EXPECT_EQ(fake_.seen().back().tenant_id, "acme");
  EXPECT_EQ(fake_.seen().back().user_id, "mia");
  EXPECT_EQ(fake_.seen().back().access, FAIRLEAD_ACCESS_READ_ONLY);
}

TEST_F(DevCommandTest, FillsInDefaultsAndGivesTheProviderOnlyTheNameOfASecret) {
  std::string config;
  fake_.on_connect = [&](fairlead::test::FakeClient& client, const auto&, auto*) {
    config = client.config_json;
    return FAIRLEAD_OK;
  };
  answers("look\n");
  EXPECT_EQ(*json::parse(config), (bj::object{{"token", "token"}, {"host", "localhost"}}));
}

TEST_F(DevCommandTest, GivesTheSecretToWhoAsksForIt) {
  variables_["TOKEN"] = "from the environment";
  write_file("config.json", R"({"token":"${env:TOKEN}"})");
  std::string secret;
  fake_.on_connect = [&](fairlead::test::FakeClient& client, const auto&, auto*) {
    const auto keep = [](void* user, fairlead_str value) noexcept {
      static_cast<std::string*>(user)->assign(value.data, value.size);
    };
    return fake_.host().secret_get(fake_.host().host, client.binding_id, {"token", 5}, keep, &secret);
  };
  const Ran ran = dev("look\n");
  EXPECT_EQ(secret, "from the environment");
  EXPECT_FALSE(contains(ran.out + ran.error_out, "from the environment"));
}

TEST_F(DevCommandTest, NamesTheFieldsOfAConfigurationThatDoesNotFitAndNoSecret) {
  write_file("config.json", R"({"token":5,"port":"x","hots":"h"})");
  const Ran ran = dev("look\n");
  EXPECT_EQ(ran.exit, 4);
  for (const char* field : {"token", "port", "hots"})
    EXPECT_TRUE(contains(ran.error_out, field)) << ran.error_out;
  write_file("config.json", R"({"token":"hunter2","port":0})");
  EXPECT_FALSE(contains(dev("look\n").error_out, "hunter2"));
}

TEST_F(DevCommandTest, AsksTheProviderWhatItThinksOfTheConfiguration) {
  fake_.has_check_config = true;
  fake_.on_check_config = [](const std::string&, const auto& found) {
    found("/host", "is not one of ours");
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  const Ran ran = dev("look\n");
  EXPECT_EQ(ran.exit, 4);
  EXPECT_TRUE(contains(ran.error_out, "is not one of ours")) << ran.error_out;
}

TEST_F(DevCommandTest, RefusesArgumentsThatDoNotFitAsTheCoreDoes) {
  EXPECT_TRUE(contains(refusal(R"({"tool":"look","arguments":{"limit":11}})"), "limit"));
  EXPECT_EQ(fake_.invokes, 0);
}

TEST_F(DevCommandTest, RefusesAnUnknownToolAndSuggestsTheNearest) {
  EXPECT_TRUE(contains(refusal("lok"), "did you mean 'look'?"));
}

TEST_F(DevCommandTest, CallsAToolByItsAliasUnderItsOwnName) {
  answers("alter\n");
  EXPECT_EQ(fake_.seen().back().name, "change");
}

TEST_F(DevCommandTest, RefusesAToolThatWritesOnReadOnlyAccess) {
  const bj::value refused = answer("change", {"--access", "read_only"});
  EXPECT_EQ(refused.at("error").at("reason"), "read_only_access");
  EXPECT_EQ(fake_.invokes, 0);
}

TEST_F(DevCommandTest, TellsAToolErrorFromAResult) {
  complete_with(R"({"content":[{"type":"text","text":"no"}]})", FAIRLEAD_OUT_TOOL_ERROR);
  EXPECT_EQ(answer("look").at("outcome"), "tool_error");
}

TEST_F(DevCommandTest, PassesOnWhatTheProviderSaysOfAFailure) {
  fake_.on_invoke = [this](auto&, fairlead_call call, const auto&) {
    fake_.fail(call, FAIRLEAD_UNAVAILABLE, "gone away", FAIRLEAD_ERR_RETRYABLE | FAIRLEAD_ERR_CLIENT_BAD);
  };
  const auto all = answers("look\nlook\n");
  EXPECT_EQ(all[0].at("error").at("code"), "unavailable");
  EXPECT_EQ(all[0].at("error").at("message"), "gone away");
  EXPECT_EQ(all[0].at("error").at("flags"), (bj::array{"retryable", "client_bad"}));
  EXPECT_EQ(fake_.connects, 2) << "a client that is bad must not serve again";
}

TEST_F(DevCommandTest, ReportsAConnectThatFails) {
  fake_.on_connect = [this](auto&, const auto&, fairlead_errout* out) {
    fake_.set_error(out, FAIRLEAD_UNAUTHENTICATED, "wrong token", FAIRLEAD_ERR_BINDING_BAD);
    return FAIRLEAD_UNAUTHENTICATED;
  };
  const bj::value failed = answer("look");
  EXPECT_EQ(failed.at("error").at("code"), "unauthenticated");
  EXPECT_EQ(failed.at("error").at("flags"), bj::array{"binding_bad"});
}

TEST_F(DevCommandTest, ShowsProgressLogsAndEvents) {
  fake_.on_invoke = [this](fairlead::test::FakeClient&, fairlead_call call, const auto&) {
    const auto& host = fake_.host();
    host.call_progress(host.host, call, 1, 2, {"half", 4});
    host.call_log(host.host, call, FAIRLEAD_LOG_DEBUG, {"me", 2}, {"{\"a\":1}", 7});
    fake_.complete(call, "{}");
  };
  const bj::value called = answer("look");
  EXPECT_EQ(called.at("progress"),
            (bj::array{bj::object{{"progress", 1}, {"total", 2}, {"message", "half"}}}));
  EXPECT_EQ(called.at("logs").at(0).at("data"), (bj::object{{"a", 1}}));
  EXPECT_EQ(called.at("logs").at(0).at("level"), "debug");
}

TEST_F(DevCommandTest, CountsMisbehaviours) {
  complete_with("no JSON");
  const bj::value called = answer("look");
  EXPECT_EQ(called.at("ok"), false);
  EXPECT_EQ(called.at("misbehaviours"), 1);
}

TEST_F(DevCommandTest, ResetsAClientWithSessionStateAfterEachCall) {
  fake_.provider.flags = FAIRLEAD_PROV_SESSION_STATE;
  answers("look\nlook\n");
  EXPECT_EQ(fake_.resets, 2);
}

TEST_F(DevCommandTest, ClosesAClientWhoseResetFails) {
  fake_.provider.flags = FAIRLEAD_PROV_SESSION_STATE;
  fake_.on_reset = [](auto&, const auto&, auto*) { return FAIRLEAD_UNAVAILABLE; };
  const auto all = answers("look\nlook\n");
  EXPECT_TRUE(contains(std::string(all[0].at("notes").at(0).get_string()), "reset"));
  EXPECT_EQ(fake_.connects, 2);
}

TEST_F(DevCommandTest, PingsAndResetsWhenAsked) {
  fake_.provider.flags = FAIRLEAD_PROV_SESSION_STATE;
  const auto all = answers("{\"ping\":true}\n/reset\n");
  EXPECT_EQ(all[0].at("ok"), true);
  EXPECT_EQ(all[1].at("ok"), true);
  EXPECT_EQ(fake_.pings, 1);
  EXPECT_EQ(fake_.resets, 1);
}

TEST_F(DevCommandTest, SaysThatAProviderWithoutSessionStateHasNoReset) {
  const bj::value reset = answer("/reset");
  EXPECT_TRUE(contains(std::string(reset.at("notes").at(0).get_string()), "no session state"));
  EXPECT_EQ(fake_.resets, 0);
}

TEST_F(DevCommandTest, ListsTheCatalog) {
  const bj::value listed = answer(R"({"list":"tools"})");
  EXPECT_EQ(listed.at("result").at("tools").at(0).at("name"), "look");
  EXPECT_EQ(answer("/list prompts").at("result").at("prompts"), bj::array());
}

TEST_F(DevCommandTest, ListsTheBindingsOwnCatalog) {
  fake_.has_dynamic_catalog = true;
  fake_.on_catalog = [](const auto&, const auto& give, auto*) {
    give(R"({"tools":[{"name":"grown","inputSchema":{"type":"object"}}]})");
    return FAIRLEAD_OK;
  };
  EXPECT_EQ(answer("/list").at("result").at("tools").at(0).at("name"), "grown");
}

TEST_F(DevCommandTest, ReadsAResource) {
  complete_with(R"({"contents":[]})");
  EXPECT_EQ(answer("/read notes://1").at("ok"), true);
  EXPECT_EQ(fake_.seen().back().kind, FAIRLEAD_KIND_RESOURCE);
  EXPECT_EQ(fake_.seen().back().name, "notes://1");
}

constexpr const char* kPrompts =
    R"({"prompts":[{"name":"plan","arguments":[{"name":"day","required":true},{"name":"week"}]}]})";

TEST_F(DevCommandTest, GetsAPromptWithArgumentsAsText) {
  declare(kPrompts);
  complete_with(R"({"messages":[]})");
  EXPECT_EQ(answer("/prompt plan day=5").at("ok"), true);
  EXPECT_EQ(fake_.seen().back().arguments_json, R"({"day":"5"})");
}

TEST_F(DevCommandTest, RefusesArgumentsThatThePromptDoesNotHaveOrMisses) {
  declare(kPrompts);
  EXPECT_TRUE(contains(refusal("/prompt plan"), "day: is required"));
  EXPECT_TRUE(contains(refusal("/prompt plan day=1 month=2"), "month"));
  EXPECT_TRUE(contains(refusal(R"({"prompt":"plan","arguments":{"day":1}})"), "expected string"));
  EXPECT_EQ(fake_.invokes, 0);
}

TEST_F(DevCommandTest, AsksForACompletionInTheFormOfMcp) {
  declare(kPrompts);
  complete_with(R"({"completion":{"values":["Monday"]}})");
  const bj::value completed =
      answer(R"({"complete":{"ref":"plan","argument":"day","value":"M","context":{"week":"1"}}})");
  EXPECT_EQ(completed.at("result").at("completion").at("values").at(0), "Monday");
  EXPECT_EQ(*json::parse(fake_.seen().back().arguments_json),
            *json::parse(R"({"ref":{"type":"ref/prompt","name":"plan"},"argument":{"name":"day","value":"M"},
                             "context":{"arguments":{"week":"1"}}})"));
}

constexpr const char* kQuestion =
    R"({"inputRequests":{"a":{"method":"elicitation/create","params":{}}},"requestState":"page 2"})";

TEST_F(DevCommandTest, VouchesForTheStateOfARoundThatItSaw) {
  complete_with(kQuestion, FAIRLEAD_OUT_INPUT_REQUIRED);
  const auto all = answers(
      "look\n"
      R"({"tool":"look","state":"page 2","input_responses":{"a":{"action":"accept"}}})"
      "\n"
      R"({"tool":"look","state":"page 3","input_responses":{"a":{"action":"accept"}}})"
      "\n");
  EXPECT_EQ(all[0].at("outcome"), "input_required");
  const auto seen = fake_.seen();
  EXPECT_EQ(seen[1].input_responses_json, R"({"a":{"action":"accept"}})");
  EXPECT_EQ(seen[1].request_state, "page 2");
  EXPECT_EQ(seen[1].flags & (FAIRLEAD_REQ_STATE_SEALED | FAIRLEAD_REQ_INPUT_UNSEALED),
            FAIRLEAD_REQ_STATE_SEALED);
  EXPECT_EQ(seen[2].flags & (FAIRLEAD_REQ_STATE_SEALED | FAIRLEAD_REQ_INPUT_UNSEALED),
            FAIRLEAD_REQ_INPUT_UNSEALED);
}

TEST_F(DevCommandTest, MarksAnswersToAQuestionThatNobodyAskedAsUnsealed) {
  answers(R"({"tool":"look","input_responses":{"a":{}}})");
  EXPECT_NE(fake_.seen().back().flags & FAIRLEAD_REQ_INPUT_UNSEALED, 0U);
}

TEST_F(DevCommandTest, SaysThatTheClientCanDoEverythingUnlessTold) {
  answers(
      "look\n"
      R"({"tool":"look","capabilities":{}})"
      "\n");
  EXPECT_TRUE(contains(fake_.seen()[0].client_capabilities_json, "io.modelcontextprotocol/tasks"));
  EXPECT_EQ(fake_.seen()[1].client_capabilities_json, "{}");
}

TEST_F(DevCommandTest, RunsAsATaskOnlyWhatMayBeOne) {
  EXPECT_TRUE(contains(refusal(R"({"tool":"look","as_task":true})"), "task_optional"));
  declare(
      R"({"tools":[{"name":"look","inputSchema":{"type":"object"},"_meta":{"dev.fairlead/task":"optional"}}]})");
  answer(R"({"tool":"look","as_task":true})");
  EXPECT_NE(fake_.seen().back().flags & FAIRLEAD_REQ_IN_TASK, 0U);
}

TEST_F(DevCommandTest, GoesOnAfterBadLines) {
  const auto all = answers("{\n{\"id\":3,\"tol\":\"look\"}\nlook a=\"b\n/nothing\nlook\n");
  ASSERT_EQ(all.size(), 5U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(all[i].at("ok"), false) << all[i];
  EXPECT_EQ(all[1].at("id"), 3);
  EXPECT_EQ(all[4].at("ok"), true);
}

TEST_F(DevCommandTest, RefusesALineAboveFourMebibytesAndGoesOn) {
  const std::string head = R"({"ping":true,"id":")";
  const std::string longest(((std::size_t{4} << 20U) - head.size() - 2), 'x');
  const auto all = answers(head + longest + "\"}\n" + head + longest + "x\"}\nlook\n");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_FALSE(contains(serialize(all[0]), "4 MiB"));
  EXPECT_TRUE(contains(serialize(all[1]), "4 MiB"));
  EXPECT_EQ(all[2].at("ok"), true);
}

TEST_F(DevCommandTest, EndsAtQuit) {
  EXPECT_EQ(answers("quit\nlook\n").size(), 0U);
  EXPECT_EQ(fake_.invokes, 0);
}

TEST_F(DevCommandTest, ServesALastLineWithoutAnEnd) { EXPECT_EQ(answer("look").at("ok"), true); }

// ---- Reload ----

class DevReloadTest : public DevCommandTest {
 protected:
  // The second plugin is loaded in place of the first from the second load on.
  void SetUp() override {
    DevCommandTest::SetUp();
    load_plugin_ = [this](const std::filesystem::path& path, plugin::HostServices services) {
      ++loads_;
      if (loads_ == 1) return plugin::Plugin::create(&fake_.api, path.string(), services);
      before_reload_();
      if (load_fails_) {
        return Result<std::shared_ptr<plugin::Plugin>>(
            fail(ErrorCode::InvalidArgument, "it is broken", "rpath"));
      }
      next_ = std::make_unique<fairlead::test::FakePlugin>("fake");
      return plugin::Plugin::create(&next_->api, path.string(), services);
    };
    // The file changes while its first call is served.
    fake_.on_invoke = [this](auto&, fairlead_call call, const auto&) {
      write_file("fake.so", "another");
      fake_.complete(call, "{}");
    };
  }

  int loads_ = 0;
  bool load_fails_ = false;
  std::function<void()> before_reload_ = [] {};
  std::unique_ptr<fairlead::test::FakePlugin> next_;
};

TEST_F(DevReloadTest, LoadsAFileThatHasChangedBeforeTheNextLine) {
  const auto all = answers("look\nlook\nlook\n");
  EXPECT_EQ(loads_, 2);
  EXPECT_EQ(fake_.invokes, 1);
  EXPECT_EQ(next_->invokes, 2);
  EXPECT_TRUE(contains(std::string(all[1].at("notes").at(0).get_string()), "the file has changed"));
  EXPECT_FALSE(all[2].as_object().contains("notes"));
  EXPECT_EQ(fake_.closes, 1);
  EXPECT_EQ(fake_.deinits, 1);
}

TEST_F(DevReloadTest, GoesOnWithTheOldOneWhenTheNewOneIsRefused) {
  load_fails_ = true;
  const auto all = answers("look\nlook\n");
  EXPECT_EQ(all[1].at("ok"), true);
  EXPECT_TRUE(contains(std::string(all[1].at("notes").at(0).get_string()), "it is broken"));
  EXPECT_EQ(fake_.connects, 1);
}

TEST_F(DevReloadTest, ReloadsWhenAskedWithANewBindingAndClient) {
  const auto all = answers("{\"ping\":true}\n{\"reload\":true}\n{\"ping\":true}\n");
  EXPECT_EQ(all[1].at("result").at("plugin"), "com.example.fake");
  EXPECT_EQ(fake_.unbinds, 1);
  EXPECT_EQ(next_->connects, 1);
}

TEST_F(DevReloadTest, SaysWhyAReloadThatWasAskedForIsRefused) {
  load_fails_ = true;
  const auto all = answers("{\"reload\":true}\n{\"ping\":true}\n");
  EXPECT_EQ(all[0].at("error").at("reason"), "rpath");
  EXPECT_EQ(all[1].at("ok"), true);
}

TEST_F(DevReloadTest, ReadsTheConfigurationAnew) {
  before_reload_ = [this] { write_file("config.json", R"({"port":"x"})"); };
  const auto all = answers("{\"reload\":true}\n{\"ping\":true}\n");
  EXPECT_TRUE(contains(serialize(all[0]), "port")) << all[0];
  EXPECT_TRUE(contains(serialize(all[1]), "port")) << "without a binding a line says why there is none";
}

// ---- Interrupts, deadlines, providers that hang ----

TEST_F(DevCommandTest, CancelsTheCallThatRunsWhenInterrupted) {
  fake_.on_invoke = [this](auto&, fairlead_call call, const auto&) {
    interrupt_.request_stop();
    const auto& host = fake_.host();
    while (host.call_cancelled(host.host, call) == 0) std::this_thread::yield();
    fake_.fail(call, FAIRLEAD_CANCELLED, "stopped");
  };
  EXPECT_EQ(answer("look").at("error").at("code"), "cancelled");
  EXPECT_EQ(fake_.cancels, 1);
  EXPECT_EQ(releases_, 1);
}

TEST_F(DevCommandTest, CancelsACallAtItsDeadline) {
  fake_.on_invoke = [this](auto&, fairlead_call call, const auto&) {
    const auto& host = fake_.host();
    while (host.call_cancelled(host.host, call) == 0) std::this_thread::yield();
    fake_.fail(call, FAIRLEAD_DEADLINE_EXCEEDED, "late");
  };
  EXPECT_EQ(answer(R"({"tool":"look","timeout_ms":20})").at("error").at("code"), "deadline_exceeded");
}

// ---- For people ----

TEST_F(DevCommandTest, ShowsPeopleAPromptTextAndHelp) {
  is_interactive_ = true;
  complete_with(R"({"content":[{"type":"text","text":"line one\nline \u001b[31mtwo"}]})");
  const Ran ran = dev("help\nlook\nquit\n");
  EXPECT_TRUE(contains(ran.out, "fake> ")) << ran.out;
  EXPECT_TRUE(contains(ran.out, "line one\nline \\x1b[31mtwo\n")) << ran.out;
  EXPECT_TRUE(contains(ran.error_out, "/complete")) << ran.error_out;
  EXPECT_TRUE(contains(ran.error_out, "result in ")) << ran.error_out;
}

TEST_F(DevCommandTest, ShowsPeopleJsonWhenTheyAskForIt) {
  is_interactive_ = true;
  EXPECT_EQ(answer("look", {"--json"}).at("ok"), true);
}

// ---- The command line ----

TEST_F(DevCommandTest, SaysThatAFileDoesNotLoad) {
  load_plugin_ = [](const auto& path, auto) -> Result<std::shared_ptr<plugin::Plugin>> {
    return fail(ErrorCode::InvalidArgument, path.string() + " is refused: no", "no_entry_point");
  };
  const Ran ran = dev("look\n");
  EXPECT_EQ(ran.exit, 4);
  EXPECT_TRUE(contains(ran.error_out, "is refused"));
}

TEST_F(DevCommandTest, NamesTheProvidersWhenTheOneAskedForIsNotThere) {
  const Ran ran = dev("look\n", {"--provider", "other"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_TRUE(contains(ran.error_out, "fake")) << ran.error_out;
}

TEST_F(DevCommandTest, RefusesOptionsThatMakeNoSense) {
  EXPECT_EQ(dev("", {"--access", "all"}).exit, 2);
  EXPECT_EQ(dev("", {"--timeout", "0"}).exit, 2);
  EXPECT_EQ(dev("", {"--tenant", "No Tenant"}).exit, 4);
  EXPECT_EQ(run({"dev"}).exit, 2);
}

TEST_F(DevCommandTest, NeedsNoConfigurationOfTheProgram) {
  write_file("fairlead.yaml", "nonsense: [");
  EXPECT_EQ(answer("look").at("ok"), true);
}

TEST_F(DevCommandTest, TeachesByItsHelp) {
  const Ran ran = run({"dev", "--help"});
  EXPECT_EQ(ran.exit, 0);
  for (const char* part : {"fairlead dev ./build/notes.so", "input_responses", "\"complete\"", "Ctrl-C"}) {
    EXPECT_TRUE(contains(ran.out, part)) << part;
  }
}

}  // namespace
}  // namespace fairlead::cli
