// Calls of ASYNC providers under the fake host: its loop, its clock, deadlines, and calls that never end.
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "fairlead/http.h"
#include "fairlead/reactor.h"
#include "scripted_plugin.hpp"

namespace sdk_testing_test {

using fairlead::testing::borrow;
using Sentences = std::vector<std::string>;
constexpr std::uint64_t kSecond = 1'000'000'000;

class AsyncTest : public testing::Test {
 protected:
  // Completes the call after that much time, by way of a timer.
  static void complete_after(fairlead_call call, std::uint64_t after_ns) {
    const auto& reactor = extension<fairlead_reactor_api>(FAIRLEAD_EXT_REACTOR_1);
    static std::uint64_t wait = 0;
    reactor.timer(
        host_api().host, host_api().now_mono_ns(host_api().host) + after_ns,
        [](void* user, fairlead_status, std::uint32_t) noexcept {
          complete(static_cast<fairlead_call>(reinterpret_cast<std::uintptr_t>(user)));
        },
        reinterpret_cast<void*>(static_cast<std::uintptr_t>(call)), &wait);
  }
  static void invoke_takes(std::uint64_t after_ns) {
    script().invoke = [after_ns](fairlead_call call, const fairlead_request&) {
      complete_after(call, after_ns);
    };
  }
  Sentences wrongs() { return bench_.host.misbehaviours(); }
  std::uint64_t now() { return bench_.host.clock().mono_ns(); }

  Bench bench_{FAIRLEAD_PROV_ASYNC};
  fairlead::testing::TestClient client_ = bench_.connect();
};

TEST_F(AsyncTest, RunsTheLoopUntilACallIsDone) {
  invoke_takes(3 * kSecond);
  EXPECT_TRUE(client_.call("first").is_ok());
  EXPECT_EQ(now(), 4 * kSecond) << "the clock jumped to the timer";
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(AsyncTest, LeavesAStartedCallToTheTest) {
  invoke_takes(kSecond);
  auto pending = client_.start("first");
  EXPECT_FALSE(pending.is_done());
  bench_.host.advance(std::chrono::nanoseconds(kSecond - 1));
  EXPECT_FALSE(pending.is_done());
  bench_.host.advance(std::chrono::nanoseconds(1));
  EXPECT_TRUE(pending.is_done());
  EXPECT_TRUE(pending.result().is_ok());
}

TEST_F(AsyncTest, TakesACallThatIsEndedInsideInvoke) { EXPECT_TRUE(client_.start("first").is_done()); }

TEST_F(AsyncTest, CancelsACallOnceItsDeadlineHasPassed) {
  std::vector<std::uint64_t> cancels;
  script().invoke = [](fairlead_call, const fairlead_request&) {};
  script().cancel = [&](fairlead_client*, fairlead_call call) {
    cancels.push_back(now());
    fail(call, FAIRLEAD_DEADLINE_EXCEEDED);
  };
  const auto result = client_.call("first", {}, {.timeout = std::chrono::seconds(2)});
  EXPECT_EQ(result.status(), FAIRLEAD_DEADLINE_EXCEEDED);
  EXPECT_EQ(cancels, std::vector<std::uint64_t>{3 * kSecond});
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(AsyncTest, CancelsACallForTheTest) {
  script().invoke = [](fairlead_call, const fairlead_request&) {};
  script().cancel = [](fairlead_client*, fairlead_call call) { complete_after(call, kSecond); };
  auto pending = client_.start("first");
  EXPECT_TRUE(pending.cancel());
  EXPECT_FALSE(pending.is_done());
  EXPECT_TRUE(pending.result().is_ok());
  EXPECT_FALSE(pending.cancel());
}

TEST_F(AsyncTest, SeesACallThatNeverEndsAndDoesNotPullTheGroundFromUnderIt) {
  script().invoke = [](fairlead_call, const fairlead_request&) {};
  const auto result = client_.call("first");
  EXPECT_EQ(result.status(), FAIRLEAD_INTERNAL);
  bench_.plugin.end();
  EXPECT_EQ(wrongs(),
            (Sentences{"the call 'first' never ended, not even after it was cancelled",
                       "a client was not closed, nor its plugin ended: a call may still be inside"}));
  EXPECT_EQ(script().steps, (Sentences{"init", "bind", "connect"}));
}

TEST_F(AsyncTest, GivesACancelledCallFiveSecondsToEnd) {
  script().invoke = [](fairlead_call, const fairlead_request&) {};
  script().cancel = [](fairlead_client*, fairlead_call call) { complete_after(call, 5 * kSecond - 1); };
  EXPECT_TRUE(client_.call("first").is_ok());
  script().cancel = [](fairlead_client*, fairlead_call call) { complete_after(call, 5 * kSecond + 1); };
  EXPECT_EQ(client_.call("first").status(), FAIRLEAD_INTERNAL);
  EXPECT_EQ(wrongs().front(), "the call 'first' never ended, not even after it was cancelled");
}

TEST_F(AsyncTest, EndsCallsUnderWayBeforeItClosesTheirClient) {
  script().invoke = [](fairlead_call, const fairlead_request&) {};
  script().cancel = [](fairlead_client*, fairlead_call call) {
    script().steps.push_back("cancel");
    fail(call, FAIRLEAD_CANCELLED);
  };
  (void)client_.start("first");
  bench_.plugin.end();
  EXPECT_EQ(script().steps,
            (Sentences{"init", "bind", "connect", "cancel", "close", "unbind", "quiesce", "deinit"}));
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(AsyncTest, ServesAsManyCallsAtOnceAsTheProviderAllows) {
  tables().provider.flags |= FAIRLEAD_PROV_SHARED_CLIENT;
  tables().provider.max_in_flight = 2;
  invoke_takes(kSecond);
  auto one = client_.start("first");
  auto two = client_.start("second");
  EXPECT_THROW((void)client_.start("third"), fairlead::testing::UsageError);
  EXPECT_TRUE(two.result().is_ok());
  EXPECT_TRUE(one.is_done());
  EXPECT_TRUE(one.result().is_ok());
}

TEST_F(AsyncTest, WaitsReallyForAThreadOfThePluginWhenToldTo) {
  bench_.host.reactor().set_patience(std::chrono::seconds(20));
  std::thread worker;
  script().invoke = [&worker](fairlead_call call, const fairlead_request&) {
    worker = std::thread([call] { complete(call); });
  };
  EXPECT_TRUE(client_.call("first").is_ok());
  worker.join();
  EXPECT_EQ(now(), kSecond) << "the clock did not jump";
}

// Sends a request of the call that is never answered.
struct Lost {
  static void send(fairlead_call call, std::uint64_t binding_id) {
    static fairlead_http_events events{};
    events.struct_size = sizeof events;
    events.on_end = [](void*, fairlead_status status, std::uint32_t, fairlead_str) noexcept {
      ended_with = status;
    };
    fairlead_http_request request{};
    request.struct_size = sizeof request;
    request.binding_id = binding_id;
    request.call = call;
    request.deadline_mono_ns = 100 * kSecond;
    request.method = borrow("GET");
    request.url = borrow("https://a");
    std::uint64_t exchange = 0;
    const auto& http = extension<fairlead_http_api>(FAIRLEAD_EXT_HTTP_1);
    ended_with = -1;
    EXPECT_EQ(http.send(host_api().host, &request, &events, &exchange, nullptr), FAIRLEAD_OK);
  }
  static inline fairlead_status ended_with = -1;
};

TEST_F(AsyncTest, SeesAnExchangeThatOutlivesItsCall) {
  bench_.host.http().when("GET", "https://a").never();
  script().invoke = [](fairlead_call call, const fairlead_request&) {
    Lost::send(call, 1);
    complete(call);
  };
  EXPECT_TRUE(client_.call("first").is_ok());
  EXPECT_EQ(wrongs(), Sentences{"the call 'first' ended and left 1 HTTP exchange(s) behind"});
}

TEST_F(AsyncTest, EndsTheExchangesOfACancelledCall) {
  bench_.host.http().when("GET", "https://a").never();
  script().invoke = [](fairlead_call call, const fairlead_request&) { Lost::send(call, 1); };
  auto pending = client_.start("first");
  pending.cancel();
  bench_.host.run_ready();
  EXPECT_EQ(Lost::ended_with, FAIRLEAD_CANCELLED);
  complete(client_.running().at(0));
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(AsyncTest, EndsAnExchangeByTheDeadlineOfItsCall) {
  bench_.host.http().when("GET", "https://a").never();
  script().invoke = [](fairlead_call call, const fairlead_request&) { Lost::send(call, 1); };
  auto pending = client_.start("first", {}, {.timeout = std::chrono::seconds(2)});
  bench_.host.advance(std::chrono::seconds(2));
  EXPECT_TRUE(Lost::ended_with == FAIRLEAD_DEADLINE_EXCEEDED || Lost::ended_with == FAIRLEAD_CANCELLED);
  complete(client_.running().at(0));
  EXPECT_TRUE(pending.result().is_ok());
}

}  // namespace sdk_testing_test
