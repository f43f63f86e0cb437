// How calls end under the fake host: what it passes on, and each way of ending one that it holds against the
// plugin.
#include <string>

#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

namespace sdk_testing_test {

using fairlead::testing::borrow;
using fairlead::testing::CallOptions;
using fairlead::testing::CallResult;
using fairlead::testing::copy;
using fairlead::testing::UsageError;
using Sentences = std::vector<std::string>;

class CallsTest : public testing::Test {
 protected:
  CallResult call(std::function<void(fairlead_call, const fairlead_request&)> invoke,
                  const CallOptions& options = {}) {
    script().invoke = std::move(invoke);
    return client_.call("first", {{"a", 1}}, options);
  }
  CallResult completed_with(std::string_view json, int outcome = FAIRLEAD_OUT_RESULT,
                            const CallOptions& options = {}) {
    return call([&](fairlead_call handle, const fairlead_request&) { complete(handle, json, outcome); },
                options);
  }
  Sentences wrongs() { return bench_.host.misbehaviours(); }

  Bench bench_;
  fairlead::testing::TestClient client_ = bench_.connect();
};

TEST_F(CallsTest, PassesOnAResult) {
  const CallResult result = completed_with(
      R"({"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"structuredContent":{"x":1}})");
  EXPECT_TRUE(result.is_ok() && !result.is_error() && !result.is_tool_error());
  EXPECT_EQ(result.text(), "ab");
  EXPECT_EQ(result.content().size(), 2U);
  EXPECT_EQ(result.structured().at("x"), 1);
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(CallsTest, PassesOnAFailure) {
  const CallResult result = call([](fairlead_call handle, const fairlead_request&) {
    host_api().call_fail(host_api().host, handle, FAIRLEAD_UNAVAILABLE,
                         FAIRLEAD_ERR_RETRYABLE | FAIRLEAD_ERR_CLIENT_BAD, borrow("no server"),
                         borrow(R"({"code":7})"));
  });
  EXPECT_TRUE(result.is_error());
  EXPECT_EQ(result.status(), FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(result.message(), "no server");
  EXPECT_EQ(result.detail().at("code"), 7);
  EXPECT_TRUE(result.is_retryable() && result.is_client_bad() && !result.is_binding_bad());
  EXPECT_EQ(result.summary(), "the call 'first' failed with UNAVAILABLE: no server");
}

TEST_F(CallsTest, SaysWhatHappenedInsteadWhenATestAsksForWhatIsNotThere) {
  const CallResult result =
      call([](fairlead_call handle, const fairlead_request&) { fail(handle, FAIRLEAD_ABORTED); });
  try {
    (void)result.text();
    FAIL() << "text() of a failed call must throw";
  } catch (const UsageError& error) {
    EXPECT_EQ(std::string(error.what()), "the call 'first' failed with ABORTED: no");
  }
}

TEST_F(CallsTest, TellsToolErrorsInputAndTasksApart) {
  EXPECT_TRUE(completed_with(R"({"content":[]})", FAIRLEAD_OUT_TOOL_ERROR).is_tool_error());
  EXPECT_TRUE(completed_with(R"({"ttlMs":1})", FAIRLEAD_OUT_TASK).is_task());
  EXPECT_TRUE(completed_with(R"({"requestState":"s"})", FAIRLEAD_OUT_INPUT_REQUIRED).is_input_required());
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(CallsTest, MakesTheNextRoundOutOfAResultThatAsksForInput) {
  const CallResult first =
      completed_with(R"({"inputRequests":{"who":{"method":"elicitation/create"}},"requestState":"s1"})",
                     FAIRLEAD_OUT_INPUT_REQUIRED);
  EXPECT_TRUE(first.input_requests().contains("who"));
  call(
      [](fairlead_call handle, const fairlead_request& request) {
        EXPECT_EQ(copy(request.input_responses_json), R"({"who":{"action":"accept"}})");
        EXPECT_EQ(copy(request.request_state), "s1");
        EXPECT_EQ(request.flags, FAIRLEAD_REQ_STATE_SEALED);
        complete(handle);
      },
      first.answered_with({{"who", {{"action", "accept"}}}}));
}

TEST_F(CallsTest, MarksAnswersThatAreNotSealed) {
  CallOptions options;
  options.answers.emplace();
  options.state = "made up";
  options.is_sealed = false;
  call(
      [](fairlead_call handle, const fairlead_request& request) {
        EXPECT_EQ(request.flags, FAIRLEAD_REQ_INPUT_UNSEALED);
        complete(handle);
      },
      options);
}

TEST_F(CallsTest, TellsTheProviderWhatTheTestSays) {
  CallOptions options;
  options.capabilities = boost::json::object{{"roots", boost::json::object()}};
  options.is_in_task = options.wants_progress = true;
  options.access = FAIRLEAD_ACCESS_READ_ONLY;
  options.tenant = "umbrella";
  options.user = "ann";
  options.agent = "scout";
  options.roles = {"admin"};
  options.traceparent = "00-1";
  options.log_level = FAIRLEAD_LOG_INFO;
  options.timeout = std::chrono::seconds(3);
  const CallResult result = call(
      [](fairlead_call handle, const fairlead_request& request) {
        EXPECT_EQ(request.flags, FAIRLEAD_REQ_PROGRESS | FAIRLEAD_REQ_IN_TASK);
        EXPECT_EQ(request.access, FAIRLEAD_ACCESS_READ_ONLY);
        EXPECT_EQ(request.log_level, FAIRLEAD_LOG_INFO);
        EXPECT_EQ(request.deadline_mono_ns, 4'000'000'000U);
        EXPECT_EQ(copy(request.name), "first");
        EXPECT_EQ(copy(request.arguments_json), R"({"a":1})");
        EXPECT_EQ(copy(request.tenant_id), "umbrella");
        EXPECT_EQ(copy(request.user_id), "ann");
        EXPECT_EQ(copy(request.agent_id), "scout");
        EXPECT_EQ(copy(request.roles_json), R"(["admin"])");
        EXPECT_EQ(copy(request.connection_name), "main");
        EXPECT_EQ(copy(request.client_capabilities_json), R"({"roots":{}})");
        EXPECT_EQ(copy(request.traceparent), "00-1");
        complete(handle);
      },
      options);
  EXPECT_TRUE(result.is_ok());
}

TEST_F(CallsTest, SaysOfEachKindWhatIsAskedAndWhere) {
  struct Seen {
    std::uint32_t kind, slot;
    std::string name, arguments, cursor;
  } seen{};
  std::string answer;
  script().invoke = [&](fairlead_call handle, const fairlead_request& request) {
    seen = {request.kind, request.slot, copy(request.name), copy(request.arguments_json),
            copy(request.cursor)};
    complete(handle, answer);
  };
  answer = R"({"content":[]})";
  (void)client_.call("second");
  EXPECT_EQ(seen.slot, 1U);
  (void)client_.call("third");
  EXPECT_EQ(seen.slot, FAIRLEAD_SLOT_NONE);
  answer = R"({"contents":[{"uri":"test://a","text":"hi"}]})";
  EXPECT_EQ(client_.read("test://a").text(), "hi");
  EXPECT_EQ(seen.kind, static_cast<std::uint32_t>(FAIRLEAD_KIND_RESOURCE));
  EXPECT_EQ(seen.slot, 0U);
  answer = R"({"messages":[]})";
  EXPECT_TRUE(client_.prompt("greet", {{"name", "Ann"}}).messages().empty());
  EXPECT_EQ(seen.arguments, R"({"name":"Ann"})");
  answer = R"({"completion":{"values":["Ann"]}})";
  EXPECT_EQ(client_.complete("greet", "name", "A", {{"lang", "en"}}).completion().at("values").at(0), "Ann");
  EXPECT_EQ(boost::json::parse(seen.arguments),
            boost::json::parse(
                R"({"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"name","value":"A"},
                "context":{"arguments":{"lang":"en"}}})"));
  (void)client_.complete("test://{x}", "x", "");
  EXPECT_EQ(boost::json::parse(seen.arguments).at("ref").at("uri"), "test://{x}");
  answer = R"({"resources":[],"nextCursor":"n"})";
  EXPECT_EQ(client_.list_resources("c").next_cursor(), "n");
  EXPECT_EQ(seen.cursor, "c");
  answer = R"({"resourceTemplates":[]})";
  EXPECT_TRUE(client_.list_resource_templates().resource_templates().empty());
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(CallsTest, SeesASecondEnding) {
  const CallResult result = call([](fairlead_call handle, const fairlead_request&) {
    complete(handle);
    EXPECT_EQ(fail(handle, FAIRLEAD_INTERNAL), FAIRLEAD_FAILED_PRECONDITION);
  });
  EXPECT_TRUE(result.is_ok()) << "the first ending counts";
  EXPECT_EQ(wrongs(), Sentences{"the call 'first' was failed after it had ended already"});
}

TEST_F(CallsTest, SeesTheEndingOfACallThatNeverWas) {
  EXPECT_EQ(complete(12345), FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(wrongs(), Sentences{"the plugin completed a call that never was"});
}

TEST_F(CallsTest, SeesACallThatIsNotEndedAndOneThatIsEndedTooLate) {
  fairlead_call kept = 0;
  const CallResult result = call([&kept](fairlead_call handle, const fairlead_request&) { kept = handle; });
  EXPECT_EQ(result.status(), FAIRLEAD_INTERNAL);
  EXPECT_TRUE(result.is_client_bad());
  EXPECT_EQ(complete(kept), FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(wrongs(), (Sentences{"the call 'first' returned from invoke without ending the call",
                                 "the call 'first' was completed too late: the host had given it up"}));
}

TEST_F(CallsTest, SeesTheEndingOfAnOperation) {
  script().ping = [](const fairlead_client_op& op, fairlead_errout*) {
    EXPECT_EQ(complete(op.op), FAIRLEAD_FAILED_PRECONDITION);
    return FAIRLEAD_OK;
  };
  EXPECT_TRUE(client_.ping());
  EXPECT_EQ(wrongs(), Sentences{"the plugin completed the handle of ping, which takes no completion"});
}

struct Malformed {
  const char* json;
  int outcome;
  const char* sentence;
};
class MalformedTest : public CallsTest, public testing::WithParamInterface<Malformed> {};

TEST_P(MalformedTest, FailsTheCallAndIsSeen) {
  const CallResult result = call([](fairlead_call handle, const fairlead_request&) {
    EXPECT_EQ(complete(handle, GetParam().json, GetParam().outcome), FAIRLEAD_INVALID_ARGUMENT);
  });
  EXPECT_EQ(result.status(), FAIRLEAD_INTERNAL);
  EXPECT_EQ(wrongs(), Sentences{std::string("the call 'first' was completed with ") + GetParam().sentence});
}

INSTANTIATE_TEST_SUITE_P(Results, MalformedTest,
                         testing::Values(Malformed{"{}", 4, "the unknown outcome 4"},
                                         Malformed{"{}", -1, "the unknown outcome -1"},
                                         Malformed{"[]", 0, "a result that is no JSON object"},
                                         Malformed{"{\"content\":[],\"x\":\"\xFF\"}", 0,
                                                   "a result that is not UTF-8"},
                                         Malformed{"{", 0, "a result that is no JSON (incomplete JSON)"},
                                         Malformed{"", 0, "a result that is no JSON (incomplete JSON)"}));

struct Misshapen {
  const char* json;
  int outcome;
  bool is_in_task;
  const char* sentence;
};
class MisshapenTest : public CallsTest, public testing::WithParamInterface<Misshapen> {};

TEST_P(MisshapenTest, IsPassedOnAndSeen) {
  CallOptions options;
  options.is_in_task = GetParam().is_in_task;
  EXPECT_EQ(completed_with(GetParam().json, GetParam().outcome, options).outcome(), GetParam().outcome);
  EXPECT_EQ(wrongs(), Sentences{std::string("the call 'first' ") + GetParam().sentence});
}

INSTANTIATE_TEST_SUITE_P(
    Results, MisshapenTest,
    testing::Values(Misshapen{"{}", 0, false, "gave a result without the array 'content'"},
                    Misshapen{R"({"content":[{}]})", 1, false, "gave a content block without a type"},
                    Misshapen{R"({"content":[],"structuredContent":[]})", 0, false,
                              "gave structuredContent that is no object"},
                    Misshapen{R"({"inputRequests":{}})", 2, false,
                              "requires input without 'inputRequests' or 'requestState'"},
                    Misshapen{R"({"ttlMs":1})", 3, true, "answered TASK though it runs as a task already"}));

TEST_F(CallsTest, SeesAToolErrorOfWhatIsNoTool) {
  script().invoke = [](fairlead_call handle, const fairlead_request&) {
    complete(handle, R"({"content":[]})", FAIRLEAD_OUT_TOOL_ERROR);
  };
  EXPECT_TRUE(client_.read("test://a").is_error());
  EXPECT_EQ(wrongs(),
            Sentences{"the read of 'test://a' was completed with a tool error, which only tools have"});
}

TEST_F(CallsTest, SeesMoreThanAHundredCompletions) {
  boost::json::array values(100, "x");
  script().invoke = [&values](fairlead_call handle, const fairlead_request&) {
    complete(handle, boost::json::serialize(boost::json::value{{"completion", {{"values", values}}}}));
  };
  (void)client_.complete("greet", "name", "");
  EXPECT_EQ(wrongs(), Sentences());
  values.push_back("x");
  (void)client_.complete("greet", "name", "");
  EXPECT_EQ(wrongs(), Sentences{"the completion for 'greet' gave more than 100 completions"});
}

TEST_F(CallsTest, SeesAFailureWithStatusOk) {
  EXPECT_EQ(call([](fairlead_call handle, const fairlead_request&) { fail(handle, FAIRLEAD_OK); }).status(),
            FAIRLEAD_INTERNAL);
  EXPECT_EQ(wrongs(), Sentences{"the call 'first' failed with OK, which is no error status"});
}

TEST_F(CallsTest, SeesAFailureWithAStatusThatIsNone) {
  (void)call([](fairlead_call handle, const fairlead_request&) { fail(handle, 17); });
  EXPECT_EQ(wrongs(), Sentences{"the call 'first' failed with status 17, which is no error status"});
}

TEST_F(CallsTest, SeesAFailureThatSaysNothing) {
  (void)call([](fairlead_call handle, const fairlead_request&) { fail(handle, FAIRLEAD_ABORTED, ""); });
  EXPECT_EQ(wrongs(),
            Sentences{"the call 'first' failed without a message: say what is wrong and what to do"});
}

TEST_F(CallsTest, SeesASecretInAFailure) {
  (void)call(
      [](fairlead_call handle, const fairlead_request&) { fail(handle, FAIRLEAD_ABORTED, "bad s3cr3t"); });
  EXPECT_EQ(wrongs(),
            Sentences{"the call 'first' gave a message with the value of the secret 'the token' in it"});
}

}  // namespace sdk_testing_test
