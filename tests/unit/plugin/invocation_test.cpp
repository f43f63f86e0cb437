// Invocations over the C tables of a fake plugin: how calls end, and how they are stopped.
#include "plugin/invocation.hpp"

#include <atomic>
#include <future>
#include <semaphore>
#include <thread>

#include "unit/plugin/binding_fixture.hpp"

namespace fairlead::plugin {
namespace {

class InvocationTest : public testing_parts::BindingTest {};

TEST_F(InvocationTest, ReturnsWhatTheProviderCompletes) {
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const CallEnd end = run(**binding, **client);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->kind, OutcomeKind::Result);
  EXPECT_EQ(end->result.at("structuredContent").at("echo").as_string(), "look");
  EXPECT_EQ(fake_.seen().at(0).arguments_json, R"({"text":"x"})");
}

TEST_F(InvocationTest, RefusesASecondCompletion) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    fake_.complete(call, R"({"structuredContent":{"n":1}})");
    fake_.complete(call, R"({"structuredContent":{"n":2}})");
    fake_.fail(call, FAIRLEAD_INTERNAL, "three");
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const CallEnd end = run(**binding, **client);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->result.at("structuredContent").at("n"), 1);
  EXPECT_EQ(plugin_->host().misbehaviour_count(), 2U);
}

TEST_F(InvocationTest, FailsACallThatTheProviderNeverEnds) {
  fake_.on_invoke = [](test::FakeClient&, fairlead_call, const fairlead_request&) {};
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const CallEnd end = run(**binding, **client);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().error.reason, "misbehaviour");
  EXPECT_TRUE(end.error().is_client_bad);
}

TEST_F(InvocationTest, RefusesACompletionThatComesAfterTheCallWasGivenUp) {
  fairlead_call late = 0;
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) { late = call; };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  EXPECT_FALSE(run(**binding, **client));
  last_.reset();
  const std::string result = "{}";
  EXPECT_EQ(fake_.host().call_complete(fake_.host().host, late, FAIRLEAD_OUT_RESULT,
                                       {result.data(), result.size()}),
            FAIRLEAD_FAILED_PRECONDITION);
}

struct BadResult {
  std::string name;
  std::string json;
  std::int32_t outcome;
};
class RefusedResult : public InvocationTest, public ::testing::WithParamInterface<BadResult> {};

TEST_P(RefusedResult, FailsTheCallAndCountsAsMisbehaviour) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    fake_.complete(call, GetParam().json, GetParam().outcome);
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const CallEnd end = run(**binding, **client);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().error.reason, "misbehaviour");
  EXPECT_EQ(plugin_->host().misbehaviour_count(), 1U);
}
INSTANTIATE_TEST_SUITE_P(InvocationTest, RefusedResult,
                         ::testing::Values(BadResult{"no_json", "{", 0}, BadResult{"empty", "", 0},
                                           BadResult{"no_object", "[]", 0},
                                           BadResult{"broken_utf8", "{\"a\":\"\xff\"}", 0},
                                           BadResult{"duplicate_key", R"({"a":1,"a":2})", 0},
                                           BadResult{"unknown_outcome", "{}", 4},
                                           BadResult{"negative", "{}", -1}),
                         [](const auto& tested) { return tested.param.name; });

TEST_F(InvocationTest, CarriesAFailureWithItsFlags) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    fake_.fail(call, FAIRLEAD_UNAVAILABLE, "server went away",
               FAIRLEAD_ERR_CLIENT_BAD | FAIRLEAD_ERR_RETRYABLE);
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const CallEnd end = run(**binding, **client);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().error.message, "server went away");
  EXPECT_TRUE(end.error().is_client_bad);
  EXPECT_TRUE(end.error().error.is_retryable);
}

TEST_F(InvocationTest, DoesNotInvokeACallThatWasCancelledBefore) {
  auto binding = bind();
  auto client = (*binding)->connect(op());
  auto invocation = *Invocation::open((*binding)->host(), op().deadline);
  invocation->cancel();
  const CallEnd end = invocation->run(static_cast<ProviderClient&>(**client), {});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().error.code, ErrorCode::Cancelled);
  EXPECT_EQ(fake_.invokes, 0);
  EXPECT_EQ(fake_.cancels, 0);
}

TEST_F(InvocationTest, TellsTheProviderToStopWhileItRuns) {
  std::binary_semaphore entered{0}, told{0};
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    entered.release();
    told.acquire();
    const bool is_cancelled = fake_.host().call_cancelled(fake_.host().host, call) == 1;
    fake_.fail(call, is_cancelled ? FAIRLEAD_CANCELLED : FAIRLEAD_INTERNAL, "stopped");
  };
  fake_.on_cancel = [&](test::FakeClient*, fairlead_call) { told.release(); };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  auto invocation = *Invocation::open((*binding)->host(), op().deadline);
  auto end = std::async(std::launch::async,
                        [&] { return invocation->run(static_cast<ProviderClient&>(**client), {}); });
  entered.acquire();
  invocation->cancel();
  EXPECT_EQ(end.get().error().error.code, ErrorCode::Cancelled);
  EXPECT_EQ(fake_.cancels, 1);
}

TEST_F(InvocationTest, KeepsTheClientUntilTheLastCancellerHasLeft) {
  std::binary_semaphore inside{0}, leave{0};
  std::atomic<bool> has_left{false};
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    inside.acquire();  // Ends only after the canceller is inside the plugin.
    fake_.complete(call, "{}");
    leave.release();
  };
  fake_.on_cancel = [&](test::FakeClient*, fairlead_call) {
    inside.release();
    leave.acquire();
    has_left = true;
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  auto invocation = *Invocation::open((*binding)->host(), op().deadline);
  std::jthread canceller([&] {
    while (fake_.invokes == 0) std::this_thread::yield();
    invocation->cancel();
  });
  const CallEnd end = invocation->run(static_cast<ProviderClient&>(**client), {});
  EXPECT_TRUE(end);
  EXPECT_TRUE(has_left);
}

TEST_F(InvocationTest, WaitsForAnAsyncProviderToEndTheCallOnAnotherThread) {
  fake_.provider.flags = FAIRLEAD_PROV_ASYNC;
  std::jthread completer;
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    completer = std::jthread([this, call] { fake_.complete(call, R"({"structuredContent":{"n":1}})"); });
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const CallEnd end = run(**binding, **client);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->result.at("structuredContent").at("n"), 1);
}

TEST_F(InvocationTest, CollectsTheLinesForTheCaller) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    const std::string_view logger = "sql", data = "\"slow\"";
    fake_.host().call_log(fake_.host().host, call, FAIRLEAD_LOG_WARNING, {logger.data(), logger.size()},
                          {data.data(), data.size()});
    fake_.complete(call, "{}");
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  ASSERT_TRUE(run(**binding, **client));
  ASSERT_EQ(last_->log_lines().size(), 1U);
  EXPECT_EQ(last_->log_lines()[0].level, LogLevel::Warning);
  EXPECT_EQ(last_->log_lines()[0].data_json, "\"slow\"");
}

TEST_F(InvocationTest, BoundsTheLinesOfOneCall) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    for (std::size_t i = 0; i < 2 * Invocation::kLogLinesMax; ++i) {
      fake_.host().call_log(fake_.host().host, call, FAIRLEAD_LOG_INFO, {}, {});
    }
    fake_.complete(call, "{}");
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  ASSERT_TRUE(run(**binding, **client));
  EXPECT_EQ(last_->log_lines().size(), Invocation::kLogLinesMax);
}

TEST_F(InvocationTest, DropsLinesThatTheCallerDidNotAskFor) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    fake_.host().call_log(fake_.host().host, call, FAIRLEAD_LOG_DEBUG, {}, {});
    fake_.host().call_log(fake_.host().host, call, FAIRLEAD_LOG_INFO, {}, {});
    fake_.complete(call, "{}");
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  ASSERT_TRUE(run(**binding, **client));
  EXPECT_EQ(last_->log_lines().size(), 1U);
  const auto unasked = *Invocation::open((*binding)->host(), op().deadline);
  ASSERT_TRUE(unasked->run(static_cast<ProviderClient&>(**client), {}));
  EXPECT_TRUE(unasked->log_lines().empty());
}

TEST_F(InvocationTest, TakesALineThatIsNoJsonForMisbehaviour) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    const std::string_view data = "slow";
    fake_.host().call_log(fake_.host().host, call, FAIRLEAD_LOG_WARNING, {}, {data.data(), data.size()});
    fake_.complete(call, "{}");
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  ASSERT_TRUE(run(**binding, **client));
  EXPECT_TRUE(last_->log_lines().empty());
  EXPECT_EQ(plugin_->host().misbehaviour_count(), 1U);
}

TEST_F(InvocationTest, TellsTheProviderEverythingThatWasAsked) {
  auto binding = bind();
  auto client = (*binding)->connect(op());
  InvokeRequest request;
  request.kind = FAIRLEAD_KIND_LIST_RESOURCES;
  request.cursor = "page 2";
  request.input_responses_json = R"({"k":{}})";
  request.request_state = "state";
  request.is_state_sealed = true;
  request.is_input_unsealed = true;
  request.is_in_task = true;
  request.client_capabilities_json = R"({"elicitation":{}})";
  request.log_level = LogLevel::Warning;
  const auto invocation = *Invocation::open((*binding)->host(), op().deadline, [](const Progress&) {});
  EXPECT_FALSE(
      invocation->run(static_cast<ProviderClient&>(**client), request));  // The fake answers as a tool.
  const test::SeenRequest seen = fake_.seen().at(0);
  EXPECT_EQ(seen.kind, static_cast<std::uint32_t>(FAIRLEAD_KIND_LIST_RESOURCES));
  EXPECT_EQ(seen.cursor, "page 2");
  EXPECT_EQ(seen.input_responses_json, R"({"k":{}})");
  EXPECT_EQ(seen.request_state, "state");
  EXPECT_EQ(seen.client_capabilities_json, R"({"elicitation":{}})");
  EXPECT_EQ(seen.log_level, FAIRLEAD_LOG_WARNING);
  EXPECT_EQ(seen.flags, FAIRLEAD_REQ_PROGRESS | FAIRLEAD_REQ_IN_TASK | FAIRLEAD_REQ_STATE_SEALED |
                            FAIRLEAD_REQ_INPUT_UNSEALED);
}

TEST_F(InvocationTest, AsksForNothingByDefault) {
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const auto invocation = *Invocation::open((*binding)->host(), op().deadline);
  EXPECT_TRUE(invocation->run(static_cast<ProviderClient&>(**client), {}));
  EXPECT_EQ(fake_.seen().at(0).flags, 0U);
  EXPECT_EQ(fake_.seen().at(0).log_level, -1);
}

TEST_F(InvocationTest, ReturnsARequestForInput) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    fake_.complete(call, R"({"inputRequests":{"k":{"method":"roots/list"}}})", FAIRLEAD_OUT_INPUT_REQUIRED);
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const CallEnd end = run(**binding, **client);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->kind, OutcomeKind::InputRequired);
  EXPECT_TRUE(end->result.at("inputRequests").as_object().contains("k"));
}

TEST_F(InvocationTest, ReturnsAWishToGoOnAsATask) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    fake_.complete(call, R"({"ttlMs":1000})", FAIRLEAD_OUT_TASK);
  };
  auto binding = bind();
  auto client = (*binding)->connect(op());
  const CallEnd end = run(**binding, **client);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->kind, OutcomeKind::Task);
}

TEST_F(InvocationTest, FailsAResultThatDoesNotFitItsSchemaButKeepsTheClient) {
  const auto schema = json::Schema::compile(
      boost::json::object{{"type", "object"}, {"required", boost::json::array{"rows"}}});
  ASSERT_TRUE(schema);
  auto binding = bind();
  auto client = (*binding)->connect(op());
  InvokeRequest request;
  request.output_schema = &*schema;
  const auto invocation = *Invocation::open((*binding)->host(), op().deadline);
  const CallEnd end = invocation->run(static_cast<ProviderClient&>(**client), request);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().error.code, ErrorCode::Internal);
  EXPECT_NE(end.error().error.message.find("does not fit its outputSchema: rows"), std::string::npos)
      << end.error().error.message;
  EXPECT_FALSE(end.error().is_client_bad);
  EXPECT_EQ(plugin_->host().misbehaviour_count(), 1U);
}

// ---- Progress ----

class ProgressTest : public InvocationTest {
 protected:
  void report(fairlead_call call, double done, double total = 0, std::string_view message = {}) {
    fake_.host().call_progress(fake_.host().host, call, done, total, {message.data(), message.size()});
  }
  CallEnd run_with(ProgressFunction progress) {
    if (binding_ == nullptr) {
      binding_ = *bind();
      client_ = *binding_->connect(op());
    }
    const auto invocation = *Invocation::open(binding_->host(), op().deadline, std::move(progress));
    return invocation->run(static_cast<ProviderClient&>(*client_), {});
  }

  std::shared_ptr<Binding> binding_;
  std::unique_ptr<Client> client_;
};

TEST_F(ProgressTest, ReachesWhoAskedForIt) {
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    report(call, 1, 4, "one");
    report(call, 1, 4, "again");
    report(call, 2);
    fake_.complete(call, "{}");
  };
  std::vector<Progress> told;
  ASSERT_TRUE(run_with([&](const Progress& progress) { told.push_back(progress); }));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].done, 1);
  EXPECT_EQ(told[0].total, 4);
  EXPECT_EQ(told[0].message, "one");
  EXPECT_FALSE(told[1].total);
}

TEST_F(ProgressTest, IsDroppedWhenNobodyAsked) {
  fairlead_status status = -1;
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    status = fake_.host().call_progress(fake_.host().host, call, 1, 0, {});
    fake_.complete(call, "{}");
  };
  ASSERT_TRUE(run_with({}));
  EXPECT_EQ(status, FAIRLEAD_OK);
}

TEST_F(ProgressTest, IsRefusedOnceTheCallHasEnded) {
  fairlead_status status = -1;
  int told = 0;
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    fake_.complete(call, "{}");
    status = fake_.host().call_progress(fake_.host().host, call, 1, 0, {});
  };
  ASSERT_TRUE(run_with([&](const Progress&) { ++told; }));
  EXPECT_EQ(status, FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(told, 0);
}

TEST_F(ProgressTest, IsNotToldAfterRunHasReturned) {
  std::binary_semaphore telling{0}, leave{0};
  std::jthread reporter;
  std::atomic<bool> has_left{false};
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    reporter = std::jthread([this, call] { report(call, 1); });
    telling.acquire();
    fake_.complete(call, "{}");
    leave.release();
  };
  ASSERT_TRUE(run_with([&](const Progress&) {
    telling.release();
    leave.acquire();
    has_left = true;
  }));
  EXPECT_TRUE(has_left);
}

TEST_F(InvocationTest, LeavesNoHandleOpen) {
  auto binding = bind();
  auto client = (*binding)->connect(op());
  ASSERT_TRUE(run(**binding, **client));
  last_.reset();
  EXPECT_EQ(plugin_->host().calls().open_count(), 0U);
}

}  // namespace
}  // namespace fairlead::plugin
