// What operations learn from the host and ask of it: identity, time, secrets, progress, logs.
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace context_test {

using fairlead::Call;
using fairlead::Context;
using fairlead::Nothing;
using fairlead::Severity;
using fairlead::testing::CallOptions;
using fairlead::testing::CallResult;
using fairlead::testing::OpOptions;
using fairlead::testing::TestClient;

struct Config {
  fairlead::Secret token;
  std::optional<fairlead::Secret> other;
};
BOOST_DESCRIBE_STRUCT(Config, (), (token, other))

// Runs what the test of the moment wants to know.
std::function<void(const Config&, Context&)> in_connect;
std::function<void(Call&)> in_call;

struct Client {
  static Client connect(const Config& config, Context& context) {
    if (in_connect) in_connect(config, context);
    return {};
  }
  void run(const Nothing&, Call& call) { in_call(call); }
};

class ContextTest : public testing::Test {
 protected:
  ContextTest() {
    host_.set_secret("the token", "s3cret");
    host_.on_misbehaviour([](const std::string& sentence) { ADD_FAILURE() << sentence; });
  }
  ~ContextTest() override {
    in_connect = nullptr;
    in_call = nullptr;
  }
  TestClient connect(std::function<void(const Config&, Context&)> body, const OpOptions& options = {}) {
    in_connect = std::move(body);
    return plugin_.provider()
        .bind({{"token", "the token"}}, {.scope = FAIRLEAD_SCOPE_GLOBAL})
        .connect(options);
  }
  CallResult call(std::function<void(Call&)> body, const CallOptions& options = {}) {
    TestClient client = connect(nullptr);
    in_call = std::move(body);
    return client.call("run", {}, options);
  }
  static void reveal(const Config& config, Context& context) { (void)context.reveal(config.token); }

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{
      host_, fairlead::Plugin<"com.example.context", "1.0.0",
                              fairlead::Provider<Client, Config, "context",
                                                 fairlead::Tool<&Client::run, "run", "Runs">>>::table()};
};

TEST_F(ContextTest, TellsConnectWhomItServes) {
  const TestClient client = connect(
      [](const Config&, Context& context) {
        EXPECT_EQ(context.tenant_id(), "acme");
        EXPECT_EQ(context.connection_name(), "main");
        EXPECT_EQ(context.access(), fairlead::Access::ReadOnly);
        EXPECT_EQ(context.scope(), fairlead::Scope::Global);
      },
      {.access = FAIRLEAD_ACCESS_READ_ONLY});
  EXPECT_FALSE(client.refused());
}

TEST_F(ContextTest, TakesAnAccessItDoesNotKnowForReadOnly) {
  const TestClient client = connect(
      [](const Config&, Context& context) { EXPECT_EQ(context.access(), fairlead::Access::ReadOnly); },
      {.access = 99});
  EXPECT_FALSE(client.refused());
}

TEST_F(ContextTest, RevealsASecret) {
  std::string revealed;
  connect([&](const Config& config, Context& context) { revealed = context.reveal(config.token); });
  EXPECT_EQ(revealed, "s3cret");
}

TEST_F(ContextTest, LendsASecret) {
  std::string seen;
  connect([&](const Config& config, Context& context) {
    context.with_secret(config.token, [&](std::string_view value) { seen = value; });
  });
  EXPECT_EQ(seen, "s3cret");
}

TEST_F(ContextTest, LetsExceptionsOutOfWithSecret) {
  const TestClient client = connect([](const Config& config, Context& context) {
    context.with_secret(config.token,
                        [](std::string_view) { throw fairlead::Error(FAIRLEAD_ABORTED, "mine"); });
  });
  EXPECT_EQ(client.status(), FAIRLEAD_ABORTED);
}

TEST_F(ContextTest, MarksTheBindingBadWhenASecretHasNoValue) {
  host_.remove_secret("the token");
  const TestClient client = connect(reveal);
  EXPECT_EQ(client.status(), FAIRLEAD_UNAUTHENTICATED);
  EXPECT_EQ(client.flags(), FAIRLEAD_ERR_BINDING_BAD);
  EXPECT_EQ(client.message(), "the secret 'the token' has no value; set it for this connection");
}

TEST_F(ContextTest, PassesOnWhyElseASecretIsNotGiven) {
  host_.fail_secrets(FAIRLEAD_FAILED_PRECONDITION);
  const TestClient client = connect(reveal);
  EXPECT_EQ(client.status(), FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(client.flags(), 0U);
}

TEST_F(ContextTest, DoesNotTakeSilenceForAnEmptySecret) {
  host_.api().secret_get = [](fairlead_host*, std::uint64_t, fairlead_str, fairlead_value_fn,
                              void*) noexcept { return FAIRLEAD_OK; };
  const TestClient client = connect(reveal);
  EXPECT_EQ(client.status(), FAIRLEAD_INTERNAL);
}

TEST_F(ContextTest, TellsTheTimeLeft) {
  using std::chrono::nanoseconds;
  connect([&](const Config&, Context& context) {
    EXPECT_EQ(context.remaining(), nanoseconds(30'000'000'000));
    EXPECT_EQ(context.deadline() - context.now(), context.remaining());
    host_.clock().advance(std::chrono::seconds(31));
    EXPECT_EQ(context.remaining(), nanoseconds(0));
  });
}

TEST_F(ContextTest, TakesTheLatestDeadlineForOneThatItsClockCanSay) {
  const TestClient client =
      connect([](const Config&, Context& context) { EXPECT_GT(context.remaining(), std::chrono::hours(1)); },
              {.deadline_mono_ns = UINT64_MAX});
  EXPECT_FALSE(client.refused());
}

TEST_F(ContextTest, TellsToolsWhoCalls) {
  CallOptions options;
  options.user = "ann@example.com";
  options.agent = "helper";
  options.access = FAIRLEAD_ACCESS_READ_ONLY;
  const CallResult result = call(
      [](Call& call) {
        EXPECT_EQ(call.tenant_id(), "acme");
        EXPECT_EQ(call.user_id(), "ann@example.com");
        EXPECT_EQ(call.agent_id(), "helper");
        EXPECT_EQ(call.connection_name(), "main");
        EXPECT_EQ(call.access(), fairlead::Access::ReadOnly);
      },
      options);
  EXPECT_TRUE(result.is_ok()) << result.summary();
}

TEST_F(ContextTest, SendsProgressThatWasAskedFor) {
  CallOptions options;
  options.wants_progress = true;
  const CallResult result = call([](Call& call) { call.progress(1, 2, "half"); }, options);
  ASSERT_EQ(result.progress().size(), 1U);
  EXPECT_EQ(result.progress()[0].done, 1);
  EXPECT_EQ(result.progress()[0].total, 2);
  EXPECT_EQ(result.progress()[0].message, "half");
}

TEST_F(ContextTest, SendsNoProgressThatNobodyAskedFor) {
  host_.api().call_progress = [](fairlead_host*, fairlead_call, double, double, fairlead_str) noexcept {
    ADD_FAILURE() << "the host must not be troubled";
    return FAIRLEAD_OK;
  };
  EXPECT_TRUE(call([](Call& call) { call.progress(1, 2, "half"); }).is_ok());
}

TEST_F(ContextTest, LogsForTheOperatorWithTheHandleOfTheCall) {
  TestClient client = connect(nullptr);
  std::vector<fairlead_call> running;
  in_call = [&](Call& call) {
    running = client.running();
    call.log(Severity::Warning, "slow", {{"ms", 12}});
  };
  (void)client.call("run");
  ASSERT_EQ(host_.logs().size(), 1U);
  const fairlead::testing::LogLine line = host_.logs()[0];
  EXPECT_EQ(line.call, running.at(0));
  EXPECT_EQ(line.severity, FAIRLEAD_LOG_WARNING);
  EXPECT_EQ(line.message, "slow");
  EXPECT_EQ(line.fields_json, R"({"ms":12})");
}

TEST_F(ContextTest, LogsWithoutFieldsAsNone) {
  connect([](const Config&, Context& context) { context.log(Severity::Info, "hello"); });
  ASSERT_EQ(host_.logs().size(), 1U);
  EXPECT_NE(host_.logs()[0].call, 0U) << "of the connect operation";
  EXPECT_EQ(host_.logs()[0].fields_json, "");
}

TEST_F(ContextTest, LogsToTheClientFromTheLevelItWants) {
  CallOptions options;
  options.log_level = FAIRLEAD_LOG_NOTICE;
  const CallResult result = call(
      [](Call& call) {
        call.log_to_client(Severity::Info, "too little");
        call.log_to_client(Severity::Notice, "enough", "notes");
      },
      options);
  ASSERT_EQ(result.client_logs().size(), 1U);
  EXPECT_EQ(result.client_logs()[0].logger, "notes");
  EXPECT_EQ(result.client_logs()[0].data, "enough");
}

TEST_F(ContextTest, LogsNothingToAClientThatWantsNone) {
  host_.api().call_log = [](fairlead_host*, fairlead_call, std::int32_t, fairlead_str,
                            fairlead_str) noexcept {
    ADD_FAILURE() << "the host must not be troubled";
    return FAIRLEAD_OK;
  };
  EXPECT_TRUE(call([](Call& call) { call.log_to_client(Severity::Error, "bad"); }).is_ok());
}

TEST(WipeTest, EmptiesTheText) {
  std::string text = "s3cret";
  const char* where = text.data();
  fairlead::wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(where[1], '\0');
}

}  // namespace context_test
