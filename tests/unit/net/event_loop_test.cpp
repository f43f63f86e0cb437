// The event loop on its own thread: what ends a wait, and that it ends once. Tests wait for the loop, never
// for time to pass.
#include "net/event_loop.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "fairlead/reactor.h"

namespace fairlead::net {
namespace {

using plugin::WaitEnd;

/// A pipe that closes itself.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  [[nodiscard]] int reader() const { return ends_[0]; }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void write_one() const { EXPECT_EQ(::write(ends_[1], "x", 1), 1); }
  void close_reader() { close(ends_[0]); }
  void close_writer() { close(ends_[1]); }

 private:
  static void close(int& fd) {
    if (fd >= 0) ::close(std::exchange(fd, -1));
  }
  std::array<int, 2> ends_{-1, -1};
};

/// How a wait ended. Fails the test when it ends twice.
class Ended {
 public:
  plugin::WaitDone done() {
    return [this](WaitEnd end, std::uint32_t ready) {
      EXPECT_EQ(++times_, 1);
      on_ = std::this_thread::get_id();
      ended_.set_value({end, ready});
    };
  }
  std::pair<WaitEnd, std::uint32_t> get() { return future_.get(); }
  [[nodiscard]] bool is_ended() const {
    return future_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  [[nodiscard]] std::thread::id thread() const { return on_; }

 private:
  int times_ = 0;
  std::thread::id on_;
  std::promise<std::pair<WaitEnd, std::uint32_t>> ended_;
  std::future<std::pair<WaitEnd, std::uint32_t>> future_ = ended_.get_future();
};

class EventLoopTest : public ::testing::Test {
 protected:
  static std::unique_ptr<EventLoop> make(std::uint32_t waits_max = 64) {
    auto loop = EventLoop::create({.name = "test loop", .waits_max = waits_max});
    EXPECT_TRUE(loop) << loop.error().message;
    return *std::move(loop);
  }
  static MonotonicTime now() { return std::chrono::steady_clock::now(); }
  static Deadline never() { return Deadline{MonotonicTime::max()}; }
  static MonotonicTime far() { return MonotonicTime::max(); }
  /// Everything posted before has run.
  void settle() {
    Ended posted;
    ASSERT_TRUE(loop_->post(posted.done()));
    EXPECT_EQ(posted.get().first, WaitEnd::Happened);
  }

  std::uint64_t wait_ = 0;
  Pipe pipe_;
  Ended ended_;
  std::unique_ptr<EventLoop> loop_ = make();  // Last: it ends what still waits while the rest is there.
};

TEST_F(EventLoopTest, EndsAWatchWhenTheDescriptorIsReadable) {
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, never(), ended_.done(), wait_));
  settle();
  EXPECT_FALSE(ended_.is_ended());
  pipe_.write_one();
  EXPECT_EQ(ended_.get(), std::pair(WaitEnd::Happened, FAIRLEAD_FD_READABLE));
  EXPECT_EQ(loop_->stats().waits, 0U);
}

TEST_F(EventLoopTest, EndsAWatchOnADescriptorThatIsReadyAlready) {
  ASSERT_TRUE(loop_->watch(pipe_.writer(), FAIRLEAD_FD_WRITABLE, never(), ended_.done(), wait_));
  EXPECT_EQ(ended_.get(), std::pair(WaitEnd::Happened, FAIRLEAD_FD_WRITABLE));
}

TEST_F(EventLoopTest, EndsAWatchWhenTheOtherSideHangsUp) {
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, never(), ended_.done(), wait_));
  pipe_.close_writer();
  const auto [end, ready] = ended_.get();
  EXPECT_EQ(end, WaitEnd::Happened);
  EXPECT_NE(ready & FAIRLEAD_FD_READABLE, 0U);
}

TEST_F(EventLoopTest, WatchesOneDescriptorTwice) {
  Ended other;
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, never(), ended_.done(), wait_));
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, never(), other.done(), wait_));
  pipe_.write_one();
  EXPECT_EQ(ended_.get().first, WaitEnd::Happened);
  EXPECT_EQ(other.get().first, WaitEnd::Happened);
}

TEST_F(EventLoopTest, LeavesTheDescriptorsFlagsAlone) {
  const int flags = ::fcntl(pipe_.reader(), F_GETFL);
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, never(), ended_.done(), wait_));
  settle();
  EXPECT_EQ(::fcntl(pipe_.reader(), F_GETFL), flags);
}

TEST_F(EventLoopTest, GivesItsDuplicateOfTheDescriptorBack) {
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, never(), ended_.done(), wait_));
  pipe_.close_reader();
  ASSERT_TRUE(loop_->cancel(wait_));
  EXPECT_EQ(ended_.get().first, WaitEnd::Cancelled);
  // With its last reader gone, the pipe is broken.
  Ended broken;
  ASSERT_TRUE(loop_->watch(pipe_.writer(), FAIRLEAD_FD_READABLE, never(), broken.done(), wait_));
  EXPECT_EQ(broken.get().first, WaitEnd::Happened);
}

TEST_F(EventLoopTest, TimesAWatchOut) {
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, Deadline{now()}, ended_.done(), wait_));
  EXPECT_EQ(ended_.get(), std::pair(WaitEnd::TimedOut, 0U));
}

TEST_F(EventLoopTest, EndsATimerAtItsMoment) {
  const MonotonicTime at = now() + std::chrono::milliseconds(2);
  ASSERT_TRUE(loop_->timer(at, ended_.done(), wait_));
  EXPECT_EQ(ended_.get(), std::pair(WaitEnd::Happened, 0U));
  EXPECT_GE(now(), at);
}

TEST_F(EventLoopTest, EndsAnEarlierTimerFirstThoughItCameLater) {
  Ended late;
  std::uint64_t other = 0;
  ASSERT_TRUE(loop_->timer(far(), late.done(), other));
  ASSERT_TRUE(loop_->timer(now(), ended_.done(), wait_));
  EXPECT_EQ(ended_.get().first, WaitEnd::Happened);
  EXPECT_FALSE(late.is_ended());
  ASSERT_TRUE(loop_->cancel(other));
  EXPECT_EQ(late.get().first, WaitEnd::Cancelled);
}

TEST_F(EventLoopTest, RunsPostsInTheirOrderOnOneThread) {
  std::vector<int> order;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(loop_->post([&order, i](WaitEnd, std::uint32_t) { order.push_back(i); }));
  }
  ASSERT_TRUE(loop_->post(ended_.done()));
  EXPECT_EQ(ended_.get().first, WaitEnd::Happened);
  ASSERT_EQ(order.size(), 20U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_NE(ended_.thread(), std::this_thread::get_id());
}

TEST_F(EventLoopTest, CancelsOnce) {
  ASSERT_TRUE(loop_->timer(far(), ended_.done(), wait_));
  ASSERT_TRUE(loop_->cancel(wait_));
  const auto again = loop_->cancel(wait_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::FailedPrecondition);
  EXPECT_EQ(ended_.get().first, WaitEnd::Cancelled);
}

TEST_F(EventLoopTest, KeepsACancellationThoughTheDescriptorBecomesReadyMeanwhile) {
  std::promise<void> go;
  ASSERT_TRUE(loop_->post([&](WaitEnd, std::uint32_t) { go.get_future().wait(); }));
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, never(), ended_.done(), wait_));
  pipe_.write_one();
  ASSERT_TRUE(loop_->cancel(wait_));
  go.set_value();
  EXPECT_EQ(ended_.get(), std::pair(WaitEnd::Cancelled, 0U));
}

TEST_F(EventLoopTest, DoesNotCancelWhatHasHappened) {
  ASSERT_TRUE(loop_->timer(now(), ended_.done(), wait_));
  EXPECT_EQ(ended_.get().first, WaitEnd::Happened);
  EXPECT_FALSE(loop_->cancel(wait_));
}

TEST_F(EventLoopTest, RefusesDescriptorsThatCannotBeWaitedFor) {
  const auto refusal = [&](int fd, std::uint32_t interest) {
    const auto refused = loop_->watch(fd, interest, never(), ended_.done(), wait_);
    EXPECT_FALSE(refused);
    return refused ? ErrorCode::Internal : refused.error().code;
  };
  EXPECT_EQ(refusal(-1, FAIRLEAD_FD_READABLE), ErrorCode::InvalidArgument);
  EXPECT_EQ(refusal(pipe_.reader(), 0), ErrorCode::InvalidArgument);
  EXPECT_EQ(refusal(pipe_.reader(), 4), ErrorCode::InvalidArgument);
  const int plain = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(refusal(plain, FAIRLEAD_FD_READABLE), ErrorCode::InvalidArgument);
  ::close(plain);
  EXPECT_EQ(loop_->stats().waits, 0U);
  EXPECT_FALSE(ended_.is_ended());
}

TEST_F(EventLoopTest, HasRoomForItsLimitAndNoMore) {
  loop_ = make(2);
  Ended other, third;
  std::uint64_t first = 0;
  ASSERT_TRUE(loop_->timer(far(), ended_.done(), first));
  ASSERT_TRUE(loop_->timer(far(), other.done(), wait_));
  const auto refused = loop_->timer(far(), third.done(), wait_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "waits_full");
  EXPECT_EQ(loop_->stats().refused, 1U);
  ASSERT_TRUE(loop_->cancel(first));
  EXPECT_EQ(ended_.get().first, WaitEnd::Cancelled);
  EXPECT_TRUE(loop_->post(third.done()));
  EXPECT_EQ(third.get().first, WaitEnd::Happened);
  loop_->stop();
  EXPECT_EQ(other.get().first, WaitEnd::Cancelled);
}

TEST_F(EventLoopTest, EndsEveryWaitOnceWhenItStops) {
  Ended timer, later;
  ASSERT_TRUE(loop_->watch(pipe_.reader(), FAIRLEAD_FD_READABLE, never(), ended_.done(), wait_));
  ASSERT_TRUE(loop_->timer(far(), timer.done(), wait_));
  loop_->stop();
  EXPECT_EQ(ended_.get().first, WaitEnd::Cancelled);
  EXPECT_EQ(timer.get().first, WaitEnd::Cancelled);
  const auto refused = loop_->post(later.done());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "stopping");
  loop_->stop();
}

TEST_F(EventLoopTest, RefusesAWaitThatIsMadeWhileItStops) {
  std::promise<bool> accepted;
  ASSERT_TRUE(loop_->timer(
      far(),
      [&](WaitEnd, std::uint32_t) {
        std::uint64_t wait = 0;
        accepted.set_value(loop_->timer(far(), ended_.done(), wait).has_value());
      },
      wait_));
  loop_->stop();
  EXPECT_FALSE(accepted.get_future().get());
}

TEST_F(EventLoopTest, StopsThoughItNeverStarted) { loop_->stop(); }

TEST_F(EventLoopTest, TakesNewWaitsFromACallback) {
  std::uint64_t wait = 0;
  ASSERT_TRUE(
      loop_->post([&](WaitEnd, std::uint32_t) { EXPECT_TRUE(loop_->timer(now(), ended_.done(), wait)); }));
  EXPECT_EQ(ended_.get().first, WaitEnd::Happened);
}

TEST_F(EventLoopTest, SetsTheHandleBeforeTheWaitCanEnd) {
  for (int round = 0; round < 200; ++round) {
    std::uint64_t handle = 0;
    std::promise<std::uint64_t> seen;
    ASSERT_TRUE(loop_->timer(
        now(), [&](WaitEnd, std::uint32_t) { seen.set_value(handle); }, handle));
    EXPECT_NE(seen.get_future().get(), 0U);
  }
}

TEST_F(EventLoopTest, EndsEachWaitOnceUnderManyThreads) {
  loop_ = make(4096);
  std::atomic<int> accepted{0}, ended{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        std::uint64_t wait = 0;
        const auto count = [&](WaitEnd, std::uint32_t) { ++ended; };
        const bool is_taken =
            i % 2 == 0 ? loop_->timer(now() + std::chrono::microseconds(50), count, wait).has_value()
                       : loop_->watch(pipe_.writer(), FAIRLEAD_FD_WRITABLE, never(), count, wait).has_value();
        accepted += is_taken ? 1 : 0;
        [[maybe_unused]] const auto cancelled = loop_->cancel(wait);
      }
    });
  }
  threads.clear();
  loop_->stop();
  EXPECT_EQ(ended, accepted);
  EXPECT_GT(accepted, 0);
}

TEST(EventLoopOptionsTest, RefusesALimitOfZero) {
  const auto loop = EventLoop::create({.name = "none", .waits_max = 0});
  ASSERT_FALSE(loop);
  EXPECT_EQ(loop.error().code, ErrorCode::InvalidArgument);
}

TEST(EventLoopFactoryTest, MakesLoopsOfTheirOwn) {
  EventLoopFactory factory;
  auto first = factory.create("a");
  auto second = factory.create("b");
  ASSERT_TRUE(first && second);
  std::promise<std::thread::id> one, two;
  ASSERT_TRUE((*first)->post([&](WaitEnd, std::uint32_t) { one.set_value(std::this_thread::get_id()); }));
  ASSERT_TRUE((*second)->post([&](WaitEnd, std::uint32_t) { two.set_value(std::this_thread::get_id()); }));
  EXPECT_NE(one.get_future().get(), two.get_future().get());
}

}  // namespace
}  // namespace fairlead::net
