// reactor/1 of the fake host: fake time, real descriptors.
#include <unistd.h>

#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

namespace sdk_testing_test {

using Sentences = std::vector<std::string>;
constexpr std::uint64_t kSecond = 1'000'000'000;

// One wait: how often it was done, and how.
struct Seen {
  int times = 0;
  fairlead_status status = -1;
  std::uint32_t ready = 99;
  std::uint64_t handle = 0;
  std::function<void()> then;
  static void done(void* user, fairlead_status status, std::uint32_t ready) noexcept {
    auto& seen = *static_cast<Seen*>(user);
    ++seen.times;
    seen.status = status;
    seen.ready = ready;
    if (seen.then) seen.then();
  }
};

class ReactorTest : public testing::Test {
 protected:
  ReactorTest() { EXPECT_EQ(::pipe(pipe_), 0); }
  ~ReactorTest() override {
    for (const int fd : pipe_) {
      if (fd >= 0) ::close(fd);
    }
  }
  static const fairlead_reactor_api& reactor() {
    return extension<fairlead_reactor_api>(FAIRLEAD_EXT_REACTOR_1);
  }
  std::uint64_t now() { return bench_.host.clock().mono_ns(); }
  fairlead_status timer(Seen& seen, std::uint64_t after_ns) {
    return reactor().timer(host_api().host, now() + after_ns, &Seen::done, &seen, &seen.handle);
  }
  fairlead_status watch(Seen& seen, std::uint32_t interest = FAIRLEAD_FD_READABLE, int end = 0) {
    return reactor().watch(host_api().host, pipe_[end], interest, now() + kSecond, &Seen::done, &seen,
                           &seen.handle);
  }
  Sentences wrongs() { return bench_.host.misbehaviours(); }

  int pipe_[2] = {-1, -1};
  Bench bench_;
};

TEST_F(ReactorTest, FiresATimerWhenItsMomentComes) {
  Seen seen;
  timer(seen, kSecond);
  bench_.host.advance(std::chrono::nanoseconds(kSecond - 1));
  EXPECT_EQ(seen.times, 0);
  bench_.host.advance(std::chrono::nanoseconds(1));
  EXPECT_EQ(seen.times, 1);
  EXPECT_EQ(seen.status, FAIRLEAD_OK);
  EXPECT_EQ(seen.ready, 0U);
  bench_.host.advance(std::chrono::seconds(5));
  EXPECT_EQ(seen.times, 1);
}

TEST_F(ReactorTest, FiresTimersInTheOrderOfTimeEachAtItsOwn) {
  Seen late, early, chained;
  std::vector<std::uint64_t> moments;
  late.then = chained.then = [&] { moments.push_back(now()); };
  early.then = [&] {
    moments.push_back(now());
    timer(chained, kSecond / 2);
  };
  timer(late, 2 * kSecond);
  timer(early, kSecond);
  const std::uint64_t start = now();
  bench_.host.advance(std::chrono::seconds(3));
  EXPECT_EQ(moments,
            (std::vector<std::uint64_t>{start + kSecond, start + kSecond * 3 / 2, start + 2 * kSecond}));
  EXPECT_EQ(now(), start + 3 * kSecond);
}

TEST_F(ReactorTest, RunsPostsWhenTheLoopRunsAndNotBefore) {
  Seen seen;
  EXPECT_EQ(reactor().post(host_api().host, &Seen::done, &seen), FAIRLEAD_OK);
  EXPECT_EQ(seen.times, 0);
  bench_.host.run_ready();
  EXPECT_EQ(seen.times, 1);
}

TEST_F(ReactorTest, TellsThatADescriptorIsReady) {
  Seen reading, writing;
  EXPECT_EQ(watch(reading), FAIRLEAD_OK);
  EXPECT_EQ(watch(writing, FAIRLEAD_FD_WRITABLE, 1), FAIRLEAD_OK);
  bench_.host.run_ready();
  EXPECT_EQ(reading.times, 0);
  EXPECT_EQ(writing.ready, FAIRLEAD_FD_WRITABLE);
  EXPECT_EQ(::write(pipe_[1], "x", 1), 1);
  bench_.host.run_ready();
  EXPECT_EQ(reading.status, FAIRLEAD_OK);
  EXPECT_EQ(reading.ready, FAIRLEAD_FD_READABLE);
}

TEST_F(ReactorTest, TakesABrokenConnectionForReady) {
  Seen seen;
  watch(seen);
  ::close(std::exchange(pipe_[1], -1));
  bench_.host.run_ready();
  EXPECT_EQ(seen.ready, FAIRLEAD_FD_READABLE);
}

TEST_F(ReactorTest, EndsAWatchAtItsDeadline) {
  Seen seen;
  watch(seen);
  bench_.host.advance(std::chrono::nanoseconds(kSecond - 1));
  EXPECT_EQ(seen.times, 0);
  bench_.host.advance(std::chrono::nanoseconds(1));
  EXPECT_EQ(seen.status, FAIRLEAD_DEADLINE_EXCEEDED);
}

TEST_F(ReactorTest, EndsACancelledWaitOnceAndLater) {
  Seen seen;
  timer(seen, kSecond);
  EXPECT_EQ(reactor().cancel(host_api().host, seen.handle), FAIRLEAD_OK);
  EXPECT_EQ(seen.times, 0);
  EXPECT_EQ(reactor().cancel(host_api().host, seen.handle), FAIRLEAD_FAILED_PRECONDITION);
  bench_.host.advance(std::chrono::seconds(2));
  EXPECT_EQ(seen.times, 1);
  EXPECT_EQ(seen.status, FAIRLEAD_CANCELLED);
  EXPECT_EQ(reactor().cancel(host_api().host, seen.handle), FAIRLEAD_FAILED_PRECONDITION);
}

TEST_F(ReactorTest, RefusesWaitsPastTheirLimit) {
  bench_.host.reactor().set_waits_max(2);
  Seen seen;
  EXPECT_EQ(timer(seen, 1), FAIRLEAD_OK);
  EXPECT_EQ(timer(seen, 1), FAIRLEAD_OK);
  EXPECT_EQ(timer(seen, 1), FAIRLEAD_RESOURCE_EXHAUSTED);
  bench_.host.advance(std::chrono::nanoseconds(1));
  EXPECT_EQ(seen.times, 2);
}

TEST_F(ReactorTest, SeesBadWatches) {
  Seen seen;
  EXPECT_EQ(watch(seen, 0), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(watch(seen, 4), FAIRLEAD_INVALID_ARGUMENT);
  const int open = std::exchange(pipe_[0], -1);
  EXPECT_EQ(watch(seen), FAIRLEAD_INVALID_ARGUMENT);
  pipe_[0] = open;
  EXPECT_EQ(reactor().watch(host_api().host, open, FAIRLEAD_FD_READABLE, 0, &Seen::done, &seen, &seen.handle),
            FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(reactor().watch(host_api().host, open, FAIRLEAD_FD_READABLE, 1, nullptr, &seen, &seen.handle),
            FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(
      wrongs(),
      (Sentences{"the plugin watched with no known interest", "the plugin watched with no known interest",
                 "the plugin watched with a descriptor that is not open",
                 "the plugin watched with no deadline", "the plugin watched with a null pointer"}));
}

TEST_F(ReactorTest, SeesADescriptorClosedWhileItIsWatched) {
  Seen seen;
  watch(seen);
  ::close(std::exchange(pipe_[0], -1));
  bench_.host.run_ready();
  EXPECT_EQ(seen.status, FAIRLEAD_CANCELLED);
  EXPECT_EQ(wrongs(), Sentences{"the plugin closed a descriptor that it still watched"});
}

TEST_F(ReactorTest, SeesALoopThatNeverRests) {
  Seen seen;
  seen.then = [&seen] { reactor().post(host_api().host, &Seen::done, &seen); };
  seen.then();
  bench_.host.run_ready();
  EXPECT_EQ(seen.times, 100'000);
  EXPECT_EQ(wrongs().size(), 1U);
  seen.then = nullptr;
}

TEST_F(ReactorTest, SeesWaitsLeftBehindByTheLastBinding) {
  Seen seen;
  auto binding = bench_.plugin.provider().bind({});
  auto other = bench_.plugin.provider().bind({});
  timer(seen, kSecond);
  binding.unbind();
  EXPECT_EQ(wrongs(), Sentences()) << "they may be the other's";
  other.unbind();
  EXPECT_EQ(wrongs(), Sentences{"the last binding ended and left 1 wait(s) of the reactor behind"});
  EXPECT_EQ(seen.status, FAIRLEAD_CANCELLED) << "each accepted wait is done once, on shutdown too";
}

TEST_F(ReactorTest, GivesWaitsThatUnbindCancelsTheTimeToEnd) {
  Seen seen;
  auto binding = bench_.plugin.provider().bind({});
  timer(seen, kSecond);
  script().unbind = [&seen] { reactor().cancel(host_api().host, seen.handle); };
  binding.unbind();
  EXPECT_EQ(wrongs(), Sentences());
  EXPECT_EQ(seen.times, 1);
}

TEST_F(ReactorTest, WaitsReallyForAnotherThreadWhenToldTo) {
  bench_.host.reactor().set_patience(std::chrono::seconds(20));
  Seen seen;
  watch(seen);
  std::thread writer([this] { EXPECT_EQ(::write(pipe_[1], "x", 1), 1); });
  const std::uint64_t start = now();
  EXPECT_TRUE(bench_.host.reactor().run_until([&seen] { return seen.times == 1; }, start + 9 * kSecond));
  writer.join();
  EXPECT_EQ(seen.status, FAIRLEAD_OK);
  EXPECT_EQ(now(), start) << "the clock did not jump";
}

}  // namespace sdk_testing_test
