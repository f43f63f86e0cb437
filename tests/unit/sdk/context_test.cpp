// What operations learn from the host and ask of it: identity, time, secrets, progress, logs.
#include <functional>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "support/fake_host.hpp"

namespace context_test {

using fairlead::Call;
using fairlead::Context;
using fairlead::Nothing;
using fairlead::Severity;

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
  ContextTest() { host_.secrets[{1, "token"}] = "s3cret"; }
  ~ContextTest() override {
    in_connect = nullptr;
    in_call = nullptr;
  }
  bool connect(std::function<void(const Config&, Context&)> body,
               uint32_t access = FAIRLEAD_ACCESS_READ_WRITE) {
    in_connect = std::move(body);
    return tested_.bind(R"({"token":"token"})", 1, FAIRLEAD_SCOPE_GLOBAL) && tested_.connect(access);
  }
  const fairlead::test::Outcome& call(std::function<void(Call&)> body,
                                      const fairlead::test::RequestOptions& options = {}) {
    EXPECT_TRUE(connect(nullptr));
    in_call = std::move(body);
    return tested_.call("run", "{}", options);
  }

  fairlead::test::FakeHost host_;
  fairlead::test::ProviderUnderTest tested_{
      host_, fairlead::Plugin<"com.example.context", "1.0.0",
                              fairlead::Provider<Client, Config, "context",
                                                 fairlead::Tool<&Client::run, "run", "Runs">>>::table()};
};

TEST_F(ContextTest, TellsConnectWhomItServes) {
  ASSERT_TRUE(connect(
      [](const Config&, Context& context) {
        EXPECT_EQ(context.tenant_id(), "acme");
        EXPECT_EQ(context.connection_name(), "main");
        EXPECT_EQ(context.access(), fairlead::Access::ReadOnly);
        EXPECT_EQ(context.scope(), fairlead::Scope::Global);
      },
      FAIRLEAD_ACCESS_READ_ONLY));
}

TEST_F(ContextTest, TakesAnAccessItDoesNotKnowForReadOnly) {
  ASSERT_TRUE(
      connect([](const Config&, Context& c) { EXPECT_EQ(c.access(), fairlead::Access::ReadOnly); }, 99));
}

TEST_F(ContextTest, RevealsASecret) {
  std::string revealed;
  ASSERT_TRUE(
      connect([&](const Config& config, Context& context) { revealed = context.reveal(config.token); }));
  EXPECT_EQ(revealed, "s3cret");
}

TEST_F(ContextTest, LendsASecret) {
  std::string seen;
  ASSERT_TRUE(connect([&](const Config& config, Context& context) {
    context.with_secret(config.token, [&](std::string_view value) { seen = value; });
  }));
  EXPECT_EQ(seen, "s3cret");
}

TEST_F(ContextTest, LetsExceptionsOutOfWithSecret) {
  EXPECT_FALSE(connect([&](const Config& config, Context& context) {
    context.with_secret(config.token,
                        [](std::string_view) { throw fairlead::Error(FAIRLEAD_ABORTED, "mine"); });
  }));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_ABORTED);
}

TEST_F(ContextTest, MarksTheBindingBadWhenASecretHasNoValue) {
  host_.secrets.clear();
  EXPECT_FALSE(connect([](const Config& config, Context& context) { (void)context.reveal(config.token); }));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_UNAUTHENTICATED);
  EXPECT_EQ(tested_.error.flags, FAIRLEAD_ERR_BINDING_BAD);
  EXPECT_EQ(tested_.error.message, "the secret 'token' has no value; set it for this connection");
}

TEST_F(ContextTest, PassesOnWhyElseASecretIsNotGiven) {
  host_.secret_status = FAIRLEAD_FAILED_PRECONDITION;
  EXPECT_FALSE(connect([](const Config& config, Context& context) { (void)context.reveal(config.token); }));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(tested_.error.flags, 0U);
}

TEST_F(ContextTest, DoesNotTakeSilenceForAnEmptySecret) {
  host_.keeps_secret_to_itself = true;
  EXPECT_FALSE(connect([](const Config& config, Context& context) { (void)context.reveal(config.token); }));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_INTERNAL);
}

TEST_F(ContextTest, TellsTheTimeLeft) {
  using std::chrono::nanoseconds;
  ASSERT_TRUE(connect([&](const Config&, Context& context) {
    EXPECT_EQ(context.remaining(), nanoseconds(30'000'000'000));
    EXPECT_EQ(context.deadline() - context.now(), context.remaining());
    host_.now_mono_ns = 32'000'000'000;
    EXPECT_EQ(context.remaining(), nanoseconds(0));
  }));
}

TEST_F(ContextTest, TakesTheLatestDeadlineForOneThatItsClockCanSay) {
  ASSERT_TRUE(tested_.bind(R"({"token":"token"})"));
  in_connect = [](const Config&, Context& context) { EXPECT_GT(context.remaining(), std::chrono::hours(1)); };
  EXPECT_TRUE(tested_.connect(FAIRLEAD_ACCESS_READ_WRITE, UINT64_MAX));
}

TEST_F(ContextTest, TellsToolsWhoCalls) {
  fairlead::test::RequestOptions options;
  options.user_id = "ann@example.com";
  options.agent_id = "helper";
  options.access = FAIRLEAD_ACCESS_READ_ONLY;
  const auto& outcome = call(
      [](Call& call) {
        EXPECT_EQ(call.tenant_id(), "acme");
        EXPECT_EQ(call.user_id(), "ann@example.com");
        EXPECT_EQ(call.agent_id(), "helper");
        EXPECT_EQ(call.connection_name(), "main");
        EXPECT_EQ(call.access(), fairlead::Access::ReadOnly);
      },
      options);
  EXPECT_EQ(outcome.outcome, FAIRLEAD_OUT_RESULT) << outcome.message;
}

TEST_F(ContextTest, SendsProgressThatWasAskedFor) {
  fairlead::test::RequestOptions options;
  options.flags = FAIRLEAD_REQ_PROGRESS;
  call([](Call& call) { call.progress(1, 2, "half"); }, options);
  ASSERT_EQ(host_.progress.size(), 1U);
  EXPECT_EQ(host_.progress[0].done, 1);
  EXPECT_EQ(host_.progress[0].total, 2);
  EXPECT_EQ(host_.progress[0].message, "half");
}

TEST_F(ContextTest, SendsNoProgressThatNobodyAskedFor) {
  call([](Call& call) { call.progress(1, 2, "half"); });
  EXPECT_TRUE(host_.progress.empty());
}

TEST_F(ContextTest, LogsForTheOperatorWithTheHandleOfTheCall) {
  call([](Call& call) { call.log(Severity::Warning, "slow", {{"ms", 12}}); });
  ASSERT_EQ(host_.log_lines.size(), 1U);
  EXPECT_EQ(host_.log_lines[0].call, tested_.kCall);
  EXPECT_EQ(host_.log_lines[0].severity, FAIRLEAD_LOG_WARNING);
  EXPECT_EQ(host_.log_lines[0].text, "slow");
  EXPECT_EQ(host_.log_lines[0].json, R"({"ms":12})");
}

TEST_F(ContextTest, LogsWithoutFieldsAsNone) {
  ASSERT_TRUE(connect([](const Config&, Context& context) { context.log(Severity::Info, "hello"); }));
  ASSERT_EQ(host_.log_lines.size(), 1U);
  EXPECT_EQ(host_.log_lines[0].call, tested_.kConnect);
  EXPECT_EQ(host_.log_lines[0].json, "");
}

TEST_F(ContextTest, LogsToTheClientFromTheLevelItWants) {
  fairlead::test::RequestOptions options;
  options.log_level = FAIRLEAD_LOG_NOTICE;
  call(
      [](Call& call) {
        call.log_to_client(Severity::Info, "too little");
        call.log_to_client(Severity::Notice, "enough", "notes");
      },
      options);
  ASSERT_EQ(host_.client_log_lines.size(), 1U);
  EXPECT_EQ(host_.client_log_lines[0].text, "notes");
  EXPECT_EQ(host_.client_log_lines[0].json, "\"enough\"");
}

TEST_F(ContextTest, LogsNothingToAClientThatWantsNone) {
  call([](Call& call) { call.log_to_client(Severity::Error, "bad"); });
  EXPECT_TRUE(host_.client_log_lines.empty());
}

TEST(WipeTest, EmptiesTheText) {
  std::string text = "s3cret";
  const char* where = text.data();
  fairlead::wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(where[1], '\0');
}

}  // namespace context_test
