// The life of a call: every outcome, and which connection answers.
#include <semaphore>
#include <thread>

#include "runtime/call_log.hpp"
#include "runtime_fixture.hpp"

namespace fairlead::runtime::test {
namespace {

class CallTest : public RuntimeFixture {};

TEST_F(CallTest, IsServedByTheTenantsOwnConnection) {
  start();
  const InvocationResult result = call("acme", "fake_look");
  ASSERT_TRUE(result.successful) << result.error->message;
  EXPECT_EQ(served_by(result), "acme-host");
  EXPECT_EQ(result.rung, Scope::Tenant);
  EXPECT_EQ(result.connection, "fake");
  EXPECT_EQ(result.provider, "fake");
  EXPECT_EQ(result.outcome(), "ok");
}

TEST_F(CallTest, IsServedByTheGlobalConnectionWithoutOne) {
  start();
  const InvocationResult result = call("globex", "fake_look");
  ASSERT_TRUE(result.successful) << result.error->message;
  EXPECT_EQ(served_by(result), "global-host");
  EXPECT_EQ(result.rung, Scope::Global);
  EXPECT_EQ(fake_.seen().at(0).tenant_id, "globex");
}

TEST_F(CallTest, MayWriteThroughAConnectionWithReadWrite) {
  start();
  EXPECT_TRUE(call("acme", "fake_change").successful);
  EXPECT_EQ(fake_.seen().at(0).access, static_cast<std::uint32_t>(FAIRLEAD_ACCESS_READ_WRITE));
}

TEST_F(CallTest, RefusesToWriteThroughTheReadOnlyGlobalRung) {
  start();
  const InvocationResult result = call("globex", "fake_change");
  ASSERT_FALSE(result.successful);
  EXPECT_EQ(result.error->code, ErrorCode::PermissionDenied);
  EXPECT_EQ(result.error->reason, "read_only_access");
  EXPECT_EQ(fake_.connects, 0);
}

TEST_F(CallTest, RefusesADisabledProvider) {
  start();
  const InvocationResult result = call("initech", "fake_look");
  ASSERT_FALSE(result.successful);
  EXPECT_EQ(result.error->reason, "provider_disabled");
  EXPECT_NE(result.error->message.find("fairlead plugins enable fake --tenant initech"), std::string::npos);
  EXPECT_EQ(fake_.connects, 0);
}

TEST_F(CallTest, SaysThatATenantIsUnknown) {
  start();
  EXPECT_EQ(call("nobody", "fake_look").error->reason, "unknown_tenant");
}

TEST_F(CallTest, RefusesAMalformedTenant) {
  start();
  EXPECT_EQ(call("../acme", "fake_look").error->code, ErrorCode::InvalidArgument);
}

TEST_F(CallTest, RefusesAMalformedUser) {
  start();
  CallRequest request;
  request.principal = {.tenant_id = "acme", .user_id = "a b", .agent_id = "", .roles = {}};
  request.tool = "fake_look";
  EXPECT_EQ(runtime_->call(request).error->code, ErrorCode::InvalidArgument);
}

TEST_F(CallTest, NormalisesTheUser) {
  start();
  CallRequest request;
  request.principal = {.tenant_id = "acme", .user_id = "Ann@Example.com", .agent_id = "", .roles = {}};
  request.tool = "fake_look";
  EXPECT_EQ(runtime_->call(request).user, "ann@example.com");
  EXPECT_EQ(fake_.seen().at(0).user_id, "ann@example.com");
}

TEST_F(CallTest, SaysThatAToolIsUnknown) {
  start();
  for (const char* name : {"fake_missing", "look", "", "other_look", "fake_"}) {
    EXPECT_EQ(call("acme", name).error->reason, "unknown_tool") << name;
  }
}

TEST_F(CallTest, AcceptsAnAlias) {
  start();
  EXPECT_TRUE(call("acme", "fake_alter").successful);
  EXPECT_EQ(fake_.seen().at(0).name, "change");
}

TEST_F(CallTest, NamesEveryBadArgument) {
  start();
  const InvocationResult result = call("acme", "fake_look", {{"text", 7}, {"limit", 11}, {"other", true}});
  ASSERT_FALSE(result.successful);
  EXPECT_EQ(result.error->code, ErrorCode::InvalidArgument);
  for (const char* field : {"text", "limit", "other"}) {
    EXPECT_NE(result.error->message.find(field), std::string::npos) << result.error->message;
  }
  EXPECT_EQ(fake_.connects, 0);
}

TEST_F(CallTest, RefusesArgumentsThatAreNoObject) {
  start();
  CallRequest request;
  request.principal.tenant_id = "acme";
  request.tool = "fake_look";
  request.arguments = boost::json::array{1};
  EXPECT_EQ(runtime_->call(request).error->code, ErrorCode::InvalidArgument);
}

TEST_F(CallTest, CarriesAToolsOwnErrorAsDataForTheModel) {
  fake_.on_connect = nullptr;
  start();
  fake_.on_invoke = [this](auto&, fairlead_call handle, const fairlead_request&) {
    fake_.complete(
        handle,
        R"({"content":[{"type":"text","text":"no such table"}],"structuredContent":{"sqlstate":"42P01"}})",
        FAIRLEAD_OUT_TOOL_ERROR);
  };
  const InvocationResult result = call("acme", "fake_look");
  EXPECT_FALSE(result.successful);
  EXPECT_TRUE(result.is_tool_error);
  EXPECT_EQ(result.outcome(), "tool_error");
  EXPECT_EQ(result.error->message, "no such table");
  EXPECT_EQ(result.data.at("sqlstate"), "42P01");
}

TEST_F(CallTest, PutsContentIntoDataWhereThereIsNothingStructured) {
  start();
  fake_.on_invoke = [this](auto&, fairlead_call handle, const fairlead_request&) {
    fake_.complete(handle, R"({"content":[{"type":"text","text":"hi"}]})");
  };
  EXPECT_EQ(call("acme", "fake_look").payload_keys(), std::vector<std::string>{"content"});
}

TEST_F(CallTest, SortsThePayloadKeys) {
  start();
  EXPECT_EQ(call("acme", "fake_look").payload_keys(), (std::vector<std::string>{"a", "served_by"}));
}

TEST_F(CallTest, SaysWhichInputCannotBeHadHere) {
  start();
  fake_.on_invoke = [this](auto&, fairlead_call handle, const fairlead_request&) {
    fake_.complete(handle,
                   R"({"inputRequests":{"user_name":{"method":"elicitation/create","params":{}},
                                        "roots":{"method":"roots/list"}}})",
                   FAIRLEAD_OUT_INPUT_REQUIRED);
  };
  const InvocationResult result = call("acme", "fake_look");
  EXPECT_EQ(result.error->code, ErrorCode::Unimplemented);
  EXPECT_NE(result.error->message.find("user_name: elicitation/create, roots: roots/list"), std::string::npos)
      << result.error->message;
}

TEST_F(CallTest, SaysThatTasksAreNotServedHere) {
  start();
  fake_.on_invoke = [this](auto&, fairlead_call handle, const fairlead_request&) {
    fake_.complete(handle, "{}", FAIRLEAD_OUT_TASK);
  };
  const InvocationResult result = call("acme", "fake_look");
  EXPECT_EQ(result.error->code, ErrorCode::Unimplemented);
  EXPECT_NE(result.error->message.find("task"), std::string::npos);
}

TEST_F(CallTest, FailsAResultThatDoesNotFitTheToolsOutputSchema) {
  fake_.catalog_json = R"({"tools":[{"name":"look","annotations":{"readOnlyHint":true},
      "inputSchema":{"type":"object"},"outputSchema":{"type":"object","required":["rows"]}}]})";
  fake_.update();
  start();
  const InvocationResult result = call("acme", "fake_look");
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::Internal);
  EXPECT_NE(result.error->message.find("does not fit its outputSchema: rows"), std::string::npos)
      << result.error->message;
}

TEST_F(CallTest, ReusesTheClientOfThePreviousCall) {
  start();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(call("acme", "fake_look").successful);
  EXPECT_EQ(fake_.connects, 1);
  EXPECT_EQ(fake_.binds, 1);
}

TEST_F(CallTest, DoesNotReuseAClientThatIsBad) {
  start();
  fake_.on_invoke = [this](auto&, fairlead_call handle, const fairlead_request&) {
    fake_.fail(handle, FAIRLEAD_UNAVAILABLE, "gone", FAIRLEAD_ERR_CLIENT_BAD);
  };
  EXPECT_EQ(call("acme", "fake_look").error->code, ErrorCode::Unavailable);
  EXPECT_EQ(call("acme", "fake_look").error->message, "gone");
  EXPECT_EQ(fake_.connects, 2);
}

TEST_F(CallTest, KeepsTenantsOfASharedConnectionApartWhereThereIsSessionState) {
  fake_.provider.flags = FAIRLEAD_PROV_SESSION_STATE;
  start();
  ASSERT_TRUE(runtime_->administer([](store::Store& store) -> Result<void> {
    store::Tenant hooli;
    hooli.id = "hooli";
    hooli.set_rule({.provider = "fake", .is_enabled = true});
    return store.add_tenant(hooli);
  }));
  ASSERT_TRUE(call("globex", "fake_look").successful);
  ASSERT_TRUE(call("hooli", "fake_look").successful);
  EXPECT_EQ(fake_.connects, 2);
  EXPECT_EQ(fake_.resets, 2);
}

TEST_F(CallTest, EndsByTheDeadlineThoughTheProviderIgnoresIt) {
  timeout_ = std::chrono::milliseconds(300);
  start();
  std::binary_semaphore release{0};
  fake_.on_invoke = [&](auto&, fairlead_call handle, const fairlead_request&) {
    release.acquire();
    fake_.complete(handle, "{}");
  };
  const InvocationResult result = call("acme", "fake_look");
  EXPECT_EQ(result.error->code, ErrorCode::DeadlineExceeded);
  EXPECT_EQ(fake_.cancels, 1);
  release.release();
  // The client that overran is closed, not given to the next call.
  runtime_.reset();
  EXPECT_EQ(fake_.closes, fake_.connects);
}

TEST_F(CallTest, IsNarrowedByTheCallersTimeout) {
  start();
  fake_.on_invoke = [&](auto&, fairlead_call handle, const fairlead_request& request) {
    const std::uint64_t left = request.deadline_mono_ns - fake_.host().now_mono_ns(fake_.host().host);
    fake_.complete(handle, R"({"structuredContent":{"left_ms":)" + std::to_string(left / 1000000) + "}}");
  };
  CallRequest request;
  request.principal.tenant_id = "acme";
  request.tool = "fake_look";
  request.timeout = std::chrono::seconds(5);
  EXPECT_LE(runtime_->call(request).data.at("left_ms").to_number<int>(), 5000);
  request.timeout = std::chrono::hours(1);
  EXPECT_LE(runtime_->call(request).data.at("left_ms").to_number<int>(), 30000);
}

TEST_F(CallTest, CanBeCancelledByTheCaller) {
  start();
  std::binary_semaphore entered{0}, told{0};
  fake_.on_invoke = [&](auto&, fairlead_call handle, const fairlead_request&) {
    entered.release();
    told.acquire();
    fake_.fail(handle, FAIRLEAD_CANCELLED, "stopped on request");
  };
  fake_.on_cancel = [&](auto*, fairlead_call) { told.release(); };
  std::stop_source stop;
  CallRequest request;
  request.principal.tenant_id = "acme";
  request.tool = "fake_look";
  request.stop = stop.get_token();
  std::jthread canceller([&] {
    entered.acquire();
    stop.request_stop();
  });
  const InvocationResult result = runtime_->call(request);
  EXPECT_EQ(result.error->code, ErrorCode::Cancelled);
  EXPECT_EQ(result.error->message, "stopped on request");
}

// ---- The call log ----

TEST_F(CallTest, LeavesOneLinePerCallWhateverItsOutcome) {
  start();
  static_cast<void>(call("acme", "fake_look"));
  static_cast<void>(call("globex", "fake_change"));
  static_cast<void>(call("nobody", "x"));
  const auto lines = call_lines();
  ASSERT_EQ(lines.size(), 3U);
  const auto first = json::parse(lines[0])->as_object();
  EXPECT_EQ(first.at("outcome"), "ok");
  EXPECT_EQ(first.at("tenant"), "acme");
  EXPECT_EQ(first.at("rung"), "tenant");
  const auto second = json::parse(lines[1])->as_object();
  EXPECT_EQ(second.at("outcome"), "permission_denied");
  EXPECT_EQ(second.at("connection"), "fake");
  const auto third = json::parse(lines[2])->as_object();
  EXPECT_EQ(third.at("outcome"), "not_found");
  EXPECT_TRUE(third.at("connection").is_null());
}

TEST_F(CallTest, WritesExactlyThePromisedKeys) {
  start();
  static_cast<void>(call("acme", "fake_look"));
  std::vector<std::string> keys;
  const auto line = json::parse(call_lines().at(0))->as_object();
  for (const auto& member : line) keys.emplace_back(member.key());
  EXPECT_EQ(keys, (std::vector<std::string>{"ts", "tenant", "user", "provider", "connection", "rung", "tool",
                                            "outcome", "ms", "payload_keys"}));
}

TEST_F(CallTest, WritesMillisecondsWithoutAnExponent) {
  InvocationResult result;
  result.tenant = "acme\"\n";
  result.timings.total = std::chrono::nanoseconds(15'400);
  const std::string line = to_call_line(result, WallTime{});
  EXPECT_NE(line.find("\"ms\":0.015,"), std::string::npos) << line;
  EXPECT_TRUE(json::parse(line)) << line;
}

TEST_F(CallTest, RendersTheWholeResultForEveryOutcome) {
  start();
  for (const char* tenant : {"acme", "globex", "initech", "nobody"}) {
    const boost::json::object json = to_json(call(tenant, "fake_change"));
    for (const char* key : {"successful", "error", "data", "logs", "provider", "tool", "payload_keys",
                            "tenant", "user", "connection", "rung", "outcome", "timings"}) {
      EXPECT_TRUE(json.contains(key)) << key;
    }
    EXPECT_EQ(json.at("successful").as_bool(), json.at("error").is_null());
  }
}

}  // namespace
}  // namespace fairlead::runtime::test
