// Calls of coroutine entries: waits for timers, descriptors and the loop, cancellation at every moment of a
// wait, and what has gone when the host hears of the end.
#include "fairlead/sdk/async.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "unit/sdk/async_calls.hpp"

namespace async_test {

using fairlead::Call;
using fairlead::Error;
using fairlead::Task;
using fairlead::detail::Served;
using std::chrono::seconds;

class AsyncTest : public testing::Test {
 protected:
  ~AsyncTest() override {
    host_.on_ending = nullptr;
    host_.shut_down();
    calls_.plugin.wait_until_quiet();
  }

  // How the call ended; -1 as outcome and a status when it failed.
  [[nodiscard]] const Ending& ending() const {
    static const Ending kNone{FAIRLEAD_UNKNOWN, -2, 0, "not ended"};
    EXPECT_EQ(host_.endings.size(), 1U);
    return host_.endings.size() == 1 ? host_.endings[0] : kNone;
  }
  void expect_failure(fairlead_status status, std::string_view message) const {
    EXPECT_EQ(ending().status, status);
    EXPECT_EQ(ending().text, message);
  }

  Host host_;
  Calls calls_{host_};
};

Task<Served> answer(Call&, const fairlead_request& request) {
  co_return served(copy(request.arguments_json));
}

Task<Served> sleep_5s(Call& call, const fairlead_request& request) {
  co_await call.sleep_for(seconds(5));
  co_return served("slept " + copy(request.arguments_json));
}

Task<Served> sleep_long(Call& call, const fairlead_request&) {
  co_await call.sleep_for(seconds(3600));
  co_return served("slept");
}

Task<Served> read_fd(Call& call, const fairlead_request&) {
  co_await call.readable(3);
  co_return served("readable");
}

Task<Served> write_fd(Call& call, const fairlead_request&) {
  co_await call.writable(4);
  co_return served("writable");
}

Task<Served> yield_once(Call& call, const fairlead_request&) {
  co_await call.yield();
  co_return served("yielded");
}

// ---- Ends ----

TEST_F(AsyncTest, AnswersWithoutWaiting) {
  calls_.start(answer, R"({"a":1})");
  EXPECT_EQ(ending().outcome, FAIRLEAD_OUT_RESULT);
  EXPECT_EQ(ending().text, R"({"a":1})");
}

TEST_F(AsyncTest, KeepsTheRequestUntilTheCoroutineHasEnded) {
  calls_.start(sleep_5s, R"({"a":1})");
  host_.finish_one();
  EXPECT_EQ(ending().text, R"(slept {"a":1})");
}

Task<Served> fail(Call& call, const fairlead_request&) {
  co_await call.yield();
  throw Error(FAIRLEAD_NOT_FOUND, "no such note", fairlead::kRetryable);
}

TEST_F(AsyncTest, FailsWithWhatTheCoroutineThrows) {
  calls_.start(fail);
  host_.finish_one();
  expect_failure(FAIRLEAD_NOT_FOUND, "no such note");
  EXPECT_EQ(ending().flags, fairlead::kRetryable);
}

Task<Served> ask(Call&, const fairlead_request&) {
  throw fairlead::detail::InputRequired{"{}"};
  co_return served("");
}

TEST_F(AsyncTest, EndsByOtherOutcomesThanResults) {
  calls_.start(ask);
  EXPECT_EQ(ending().outcome, FAIRLEAD_OUT_INPUT_REQUIRED);
}

// No coroutine: throws before there is a Task.
Task<Served> refuse(Call&, const fairlead_request&) { throw Error(FAIRLEAD_NOT_FOUND, "no such tool"); }

TEST_F(AsyncTest, FailsWhenThereIsNoCoroutineToRun) {
  calls_.start(refuse);
  expect_failure(FAIRLEAD_NOT_FOUND, "no such tool");
}

TEST_F(AsyncTest, DoesNotBeginACallThatIsCancelledAlready) {
  bool has_begun = false;
  host_.is_cancelled = true;
  calls_.start([&has_begun](Call& call, const fairlead_request& request) {
    has_begun = true;
    return answer(call, request);
  });
  EXPECT_FALSE(has_begun);
  expect_failure(FAIRLEAD_CANCELLED, "the operation was cancelled");
}

// Tells, by use_count, whether the coroutine's frame is alive.
Task<Served> hold(Call& call, std::shared_ptr<int> parameter, bool fails) {
  const auto local = parameter;
  co_await call.yield();
  if (fails) throw Error(FAIRLEAD_ABORTED, "on purpose");
  co_return served("done");
}

TEST_F(AsyncTest, HasDestroyedTheCoroutineWhenTheHostHearsOfTheResult) {
  auto shared = std::make_shared<int>(1);
  long uses = 0;
  host_.on_ending = [&] { uses = shared.use_count(); };
  calls_.start([&shared](Call& call, const fairlead_request&) { return hold(call, shared, false); });
  EXPECT_EQ(shared.use_count(), 3);
  host_.finish_one();
  EXPECT_EQ(uses, 1);
}

TEST_F(AsyncTest, HasDestroyedTheCoroutineWhenTheHostHearsOfTheFailure) {
  auto shared = std::make_shared<int>(1);
  long uses = 0;
  host_.on_ending = [&] { uses = shared.use_count(); };
  calls_.start([&shared](Call& call, const fairlead_request&) { return hold(call, shared, true); });
  host_.finish_one();
  EXPECT_EQ(uses, 1);
}

TEST_F(AsyncTest, LetsTheHostCloseTheClientWithinTheEnd) {
  auto client = std::make_unique<Client>(calls_.binding);
  client->body = sleep_5s;
  host_.on_ending = [&client] { client.reset(); };
  fairlead::detail::start_async<Functions>(*client, kCall, request_with("{}"));
  host_.finish_one();
  EXPECT_EQ(client, nullptr);
}

// ---- Timers ----

TEST_F(AsyncTest, SleepsUntilTheHostsClockSays) {
  calls_.start(sleep_5s);
  ASSERT_EQ(host_.waits.size(), 1U);
  EXPECT_EQ(host_.waits.begin()->second.at_mono_ns, 6'000'000'000U);
  EXPECT_TRUE(host_.endings.empty());
}

Task<Served> sleep_until_deadline(Call& call, const fairlead_request&) {
  co_await call.sleep_until(call.deadline());
  co_return served("slept");
}

TEST_F(AsyncTest, SleepsToTheVeryDeadline) {
  calls_.start(sleep_until_deadline);
  EXPECT_EQ(host_.waits.begin()->second.at_mono_ns, Host::kDeadline);
  host_.finish_one();
  EXPECT_EQ(ending().text, "slept");
}

TEST_F(AsyncTest, SleepsNoLongerThanTheDeadline) {
  calls_.start(sleep_long);
  EXPECT_EQ(host_.waits.begin()->second.at_mono_ns, Host::kDeadline);
  host_.finish_one();
  expect_failure(FAIRLEAD_DEADLINE_EXCEEDED, "the time allowed for the operation ran out");
}

Task<Served> sleep_for_odd_times(Call& call, const fairlead_request&) {
  co_await call.sleep_for(seconds(-5));
  co_await call.sleep_until(fairlead::HostClock::time_point(seconds(-1)));
  co_await call.sleep_for(std::chrono::nanoseconds::max());
  co_return served("slept");
}

TEST_F(AsyncTest, TakesTimesBeforeNowForNowAndNeverRunsOver) {
  calls_.start(sleep_for_odd_times);
  EXPECT_EQ(host_.waits.begin()->second.at_mono_ns, host_.now_mono_ns);
  host_.finish_one();
  EXPECT_EQ(host_.waits.begin()->second.at_mono_ns, 0U);
  host_.finish_one();
  EXPECT_EQ(host_.waits.begin()->second.at_mono_ns, Host::kDeadline);
  host_.finish_one();
}

// ---- Descriptors, the loop ----

TEST_F(AsyncTest, WaitsForAReadableDescriptor) {
  calls_.start(read_fd);
  ASSERT_EQ(host_.waits.size(), 1U);
  EXPECT_EQ(host_.waits.begin()->second.fd, 3);
  EXPECT_EQ(host_.waits.begin()->second.interest, FAIRLEAD_FD_READABLE);
  EXPECT_EQ(host_.waits.begin()->second.at_mono_ns, Host::kDeadline);
  host_.finish_one(FAIRLEAD_OK, FAIRLEAD_FD_READABLE);
  EXPECT_EQ(ending().text, "readable");
}

TEST_F(AsyncTest, WaitsForAWritableDescriptor) {
  calls_.start(write_fd);
  EXPECT_EQ(host_.waits.begin()->second.interest, FAIRLEAD_FD_WRITABLE);
  host_.finish_one(FAIRLEAD_OK, FAIRLEAD_FD_WRITABLE);
  EXPECT_EQ(ending().text, "writable");
}

TEST_F(AsyncTest, TellsThatADescriptorWasNotReadyInTime) {
  calls_.start(read_fd);
  host_.finish_one(FAIRLEAD_DEADLINE_EXCEEDED);
  expect_failure(FAIRLEAD_DEADLINE_EXCEEDED, "the time allowed for the operation ran out");
}

TEST_F(AsyncTest, YieldsToTheLoop) {
  calls_.start(yield_once);
  EXPECT_TRUE(host_.endings.empty());
  host_.finish_one();
  EXPECT_EQ(ending().text, "yielded");
}

TEST_F(AsyncTest, GoesOnWhenTheWaitEndsBeforeTheHostHasTakenIt) {
  host_.done_at_once = FAIRLEAD_OK;
  calls_.start(sleep_5s);
  EXPECT_EQ(ending().text, "slept {}");
}

TEST_F(AsyncTest, TellsThatTheHostHasNoReactor) {
  host_.has_reactor = false;
  Calls without(host_);
  without.start(yield_once);
  EXPECT_EQ(ending().status, FAIRLEAD_UNIMPLEMENTED);
  EXPECT_NE(ending().text.find("fairlead.host.reactor/1"), std::string::npos);
}

TEST_F(AsyncTest, TellsThatAReactorIsTooOld) {
  host_.reactor.struct_size -= 1;
  Calls old(host_);
  old.start(yield_once);
  EXPECT_EQ(ending().status, FAIRLEAD_UNIMPLEMENTED);
}

TEST_F(AsyncTest, TellsThatTheHostAcceptsNoMoreWaits) {
  host_.reactor_status = FAIRLEAD_RESOURCE_EXHAUSTED;
  calls_.start(sleep_5s);
  expect_failure(FAIRLEAD_RESOURCE_EXHAUSTED,
                 "too many timers and descriptors are waited for; try again later");
  EXPECT_EQ(ending().flags, fairlead::kRetryable);
}

TEST_F(AsyncTest, TellsThatTheHostRefusesADescriptor) {
  host_.reactor_status = FAIRLEAD_INVALID_ARGUMENT;
  calls_.start(read_fd);
  EXPECT_EQ(ending().status, FAIRLEAD_INVALID_ARGUMENT);
}

// ---- Cancellation ----

TEST_F(AsyncTest, CancelEndsTheWait) {
  calls_.start(sleep_5s);
  calls_.cancel();
  EXPECT_EQ(host_.cancelled_waits.size(), 1U);
  expect_failure(FAIRLEAD_CANCELLED, "the operation was cancelled");
}

TEST_F(AsyncTest, CancelTellsTheClientToo) {
  calls_.start(sleep_5s);
  calls_.cancel();
  EXPECT_EQ(calls_.client.cancels, 1);
}

TEST_F(AsyncTest, CancelForTheDeadlineIsToldAsSuch) {
  calls_.start(sleep_5s);
  host_.now_mono_ns = Host::kDeadline;
  calls_.cancel();
  expect_failure(FAIRLEAD_DEADLINE_EXCEEDED, "the time allowed for the operation ran out");
}

TEST_F(AsyncTest, CancelOfAnotherCallTouchesNothing) {
  calls_.start(sleep_5s);
  calls_.client.running.cancel(kCall + 1);
  EXPECT_TRUE(host_.cancelled_waits.empty());
  host_.finish_one();
  EXPECT_EQ(ending().outcome, FAIRLEAD_OUT_RESULT);
}

TEST_F(AsyncTest, CancelAfterTheEndFindsNothing) {
  calls_.start(answer);
  calls_.cancel();
  EXPECT_EQ(calls_.client.cancels, 0);
  EXPECT_EQ(ending().outcome, FAIRLEAD_OUT_RESULT);
}

Task<Served> cancelled_while_it_runs(Call& call, Calls& calls) {
  calls.cancel();
  co_await call.sleep_for(seconds(5));
  co_return served("slept");
}

TEST_F(AsyncTest, CancelBetweenTwoWaitsEndsTheNextAtOnce) {
  calls_.start([this](Call& call, const fairlead_request&) { return cancelled_while_it_runs(call, calls_); });
  EXPECT_TRUE(host_.waits.empty());
  expect_failure(FAIRLEAD_CANCELLED, "the operation was cancelled");
}

// The cancellation comes inside the reactor's function, before it has told the handle.
TEST_F(AsyncTest, CancelWhileTheWaitIsBeingTakenEndsIt) {
  static Calls* calls = nullptr;
  static decltype(fairlead_reactor_api::timer) timer = nullptr;
  calls = &calls_;
  timer = host_.reactor.timer;
  host_.reactor.timer = [](fairlead_host* host, std::uint64_t at, fairlead_reactor_fn done, void* user,
                           std::uint64_t* wait) noexcept {
    const fairlead_status status = timer(host, at, done, user, wait);
    calls->cancel();
    return status;
  };
  calls_.start(sleep_5s);
  EXPECT_EQ(host_.cancelled_waits.size(), 1U);
  expect_failure(FAIRLEAD_CANCELLED, "the operation was cancelled");
}

Task<Served> catching(Call& call, const fairlead_request&) {
  std::string caught;
  try {
    co_await call.sleep_for(seconds(5));
  } catch (const Error& error) {
    caught = error.what();
  }
  co_return served(caught);
}

TEST_F(AsyncTest, LetsACoroutineEndInItsOwnWayAfterACancellation) {
  calls_.start(catching);
  calls_.cancel();
  EXPECT_EQ(ending().outcome, FAIRLEAD_OUT_RESULT);
}

Task<Served> sleep_twice(Call& call, const fairlead_request&) {
  auto nap = call.sleep_for(seconds(1));
  co_await nap;
  co_await nap;
  co_return served("slept");
}

TEST_F(AsyncTest, CancelEndsTheSecondWaitNotTheFirst) {
  calls_.start(sleep_twice);
  host_.finish_one();
  ASSERT_EQ(host_.waits.size(), 1U);
  const auto second = host_.waits.begin()->first;
  calls_.cancel();
  ASSERT_EQ(host_.cancelled_waits.size(), 1U);
  EXPECT_EQ(host_.cancelled_waits[0], second);
}

// Also when the host only answers call_cancelled and never calls cancel.
TEST_F(AsyncTest, BeginsNoWaitForACallTheHostGaveUp) {
  calls_.start(sleep_twice);
  host_.is_cancelled = true;
  host_.finish_one();
  EXPECT_TRUE(host_.waits.empty());
  expect_failure(FAIRLEAD_CANCELLED, "the operation was cancelled");
}

// ---- Quiesce ----

TEST_F(AsyncTest, IsNotQuietWhileACallWaits) {
  calls_.start(sleep_5s);
  EXPECT_FALSE(calls_.plugin.busy.is_none());
  host_.finish_one();
  EXPECT_TRUE(calls_.plugin.busy.is_none());
}

TEST_F(AsyncTest, IsNotQuietWhileTheHostHearsOfTheEnd) {
  bool was_quiet = true;
  host_.on_ending = [&] { was_quiet = calls_.plugin.busy.is_none(); };
  calls_.start(answer);
  EXPECT_FALSE(was_quiet);
}

}  // namespace async_test
