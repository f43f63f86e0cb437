// What a call does before it ends, under the fake host: progress, lines for the client, cancellation.
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

namespace sdk_testing_test {

using fairlead::testing::borrow;
using fairlead::testing::CallOptions;
using fairlead::testing::CallResult;
using fairlead::testing::UsageError;
using Sentences = std::vector<std::string>;

class RunningCallTest : public testing::Test {
 protected:
  CallResult call(std::function<void(fairlead_call, const fairlead_request&)> invoke,
                  const CallOptions& options = {}) {
    script().invoke = std::move(invoke);
    return client_.call("first", {{"a", 1}}, options);
  }
  Sentences wrongs() { return bench_.host.misbehaviours(); }

  Bench bench_;
  fairlead::testing::TestClient client_ = bench_.connect();
};

fairlead_status progress(fairlead_call handle, double done) {
  return host_api().call_progress(host_api().host, handle, done, 10, borrow("on it"));
}

TEST_F(RunningCallTest, KeepsProgressThatWasAskedFor) {
  CallOptions options;
  const auto tell = [](fairlead_call handle, const fairlead_request&) {
    EXPECT_EQ(progress(handle, 1), FAIRLEAD_OK);
    complete(handle);
  };
  EXPECT_TRUE(call(tell, options).progress().empty());
  options.wants_progress = true;
  const CallResult result = call(tell, options);
  ASSERT_EQ(result.progress().size(), 1U);
  EXPECT_EQ(result.progress()[0].message, "on it");
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(RunningCallTest, SeesProgressThatDoesNotGrow) {
  for (const double next : {1.0, 0.5, std::numeric_limits<double>::quiet_NaN()}) {
    (void)call([next](fairlead_call handle, const fairlead_request&) {
      progress(handle, 1);
      progress(handle, next);
      complete(handle);
    });
  }
  EXPECT_EQ(wrongs(), Sentences(3, "the call 'first' told progress that does not grow"));
}

TEST_F(RunningCallTest, SeesProgressAndLogsOfACallThatHasEnded) {
  (void)call([](fairlead_call handle, const fairlead_request&) {
    complete(handle);
    EXPECT_EQ(progress(handle, 1), FAIRLEAD_FAILED_PRECONDITION);
    EXPECT_EQ(host_api().call_log(host_api().host, handle, FAIRLEAD_LOG_INFO, {}, borrow("1")),
              FAIRLEAD_FAILED_PRECONDITION);
    EXPECT_EQ(host_api().call_cancelled(host_api().host, handle), 1);
  });
  EXPECT_EQ(
      wrongs(),
      (Sentences{"the plugin told progress of a call that has ended or never was: stale handle",
                 "the plugin logged to the client of a call that has ended or never was: stale handle"}));
}

TEST_F(RunningCallTest, KeepsLogLinesForTheClientFromTheLevelItWants) {
  CallOptions options;
  options.log_level = FAIRLEAD_LOG_NOTICE;
  const CallResult result = call(
      [](fairlead_call handle, const fairlead_request&) {
        for (const int severity : {FAIRLEAD_LOG_NOTICE, FAIRLEAD_LOG_INFO}) {
          host_api().call_log(host_api().host, handle, severity, borrow("notes"), borrow(R"({"a":1})"));
        }
        complete(handle);
      },
      options);
  ASSERT_EQ(result.client_logs().size(), 1U);
  EXPECT_EQ(result.client_logs()[0].logger, "notes");
  EXPECT_EQ(result.client_logs()[0].data.at("a"), 1);
}

TEST_F(RunningCallTest, SeesALogLineForTheClientThatIsNoJson) {
  (void)call([](fairlead_call handle, const fairlead_request&) {
    host_api().call_log(host_api().host, handle, FAIRLEAD_LOG_INFO, {}, borrow("hello"));
    complete(handle);
  });
  EXPECT_EQ(wrongs(), Sentences{"the call 'first' logged to the client what is no JSON"});
}

TEST_F(RunningCallTest, CancelsACallThatRuns) {
  fairlead_call cancelled = 0;
  script().cancel = [&cancelled](fairlead_client* client, fairlead_call handle) {
    EXPECT_NE(client, nullptr);
    cancelled = handle;
  };
  (void)call([&](fairlead_call handle, const fairlead_request&) {
    EXPECT_EQ(host_api().call_cancelled(host_api().host, handle), 0);
    EXPECT_TRUE(client_.cancel());
    EXPECT_EQ(host_api().call_cancelled(host_api().host, handle), 1);
    EXPECT_EQ(cancelled, handle);
    complete(handle);
  });
  EXPECT_FALSE(client_.cancel()) << "nothing runs any more";
}

TEST_F(RunningCallTest, LetsACallBeCancelledBeforeItBegins) {
  CallOptions options;
  options.is_cancelled = true;
  (void)call(
      [](fairlead_call handle, const fairlead_request&) {
        EXPECT_EQ(host_api().call_cancelled(host_api().host, handle), 1);
        complete(handle);
      },
      options);
}

TEST_F(RunningCallTest, TakesACallPastItsDeadlineForCancelled) {
  (void)call([this](fairlead_call handle, const fairlead_request&) {
    bench_.host.clock().advance(std::chrono::seconds(30) - std::chrono::nanoseconds(1));
    EXPECT_EQ(host_api().call_cancelled(host_api().host, handle), 0);
    bench_.host.clock().advance(std::chrono::nanoseconds(1));
    EXPECT_EQ(host_api().call_cancelled(host_api().host, handle), 1);
    complete(handle);
  });
}

TEST_F(RunningCallTest, RefusesToLendABusyClient) {
  (void)call([this](fairlead_call handle, const fairlead_request&) {
    EXPECT_THROW(client_.ping(), UsageError);
    complete(handle);
  });
}

}  // namespace sdk_testing_test
