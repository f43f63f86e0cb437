// Threads for blocking work. Latches and promises stand where others would sleep.
#include "base/blocking_pool.hpp"

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::unique_ptr<BlockingPool> make(BlockingPoolOptions options = {.name = "test"}) {
  return *BlockingPool::create(std::move(options));
}

Deadline soon() { return Deadline::after(SystemClock().now(), seconds(30)); }

// Work that keeps a thread until the gate opens.
struct Gate {
  std::promise<void> opened;
  std::shared_future<void> open = opened.get_future().share();
  std::atomic<int> inside{0};
  std::function<void()> work() {
    return [this] {
      ++inside;
      open.wait();
    };
  }
  void wait_until_inside(int count) const {
    while (inside < count) std::this_thread::yield();
  }
};

TEST(BlockingPoolTest, RefusesLimitsOfZero) {
  for (const auto& bad :
       {BlockingPoolOptions{.name = "t", .threads_max = 0}, BlockingPoolOptions{.name = "t", .queue_max = 0},
        BlockingPoolOptions{.name = "t", .idle_timeout = Duration::zero()}}) {
    EXPECT_EQ(BlockingPool::create(bad).error().code, ErrorCode::InvalidArgument);
  }
}

TEST(BlockingPoolTest, StartsNoThreadBeforeThereIsWork) { EXPECT_EQ(make()->stats().threads, 0U); }

TEST(BlockingPoolTest, RunsWorkOnANamedThreadOfItsOwn) {
  const auto pool = make({.name = "a-name-longer-than-fits"});
  std::promise<std::pair<std::thread::id, std::string>> seen;
  ASSERT_TRUE(pool->post([&] {
    char name[16] = {};
    pthread_getname_np(pthread_self(), name, sizeof name);
    seen.set_value({std::this_thread::get_id(), name});
  }));
  const auto [id, name] = seen.get_future().get();
  EXPECT_NE(id, std::this_thread::get_id());
  EXPECT_EQ(name, "a-name-longer-t");
}

TEST(BlockingPoolTest, StartsAsManyThreadsAsThereIsWorkThatBlocks) {
  Gate gate;
  const auto pool = make({.name = "t", .threads_max = 4});
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(pool->post(gate.work()));
  gate.wait_until_inside(3);
  EXPECT_EQ(pool->stats().threads, 3U);
  gate.opened.set_value();
}

TEST(BlockingPoolTest, ReusesAnIdleThread) {
  const auto pool = make();
  for (int i = 0; i < 5; ++i) {
    std::promise<void> ran;
    ASSERT_TRUE(pool->post([&] { ran.set_value(); }));
    ran.get_future().wait();
    while (pool->stats().idle == 0) std::this_thread::yield();
  }
  EXPECT_EQ(pool->stats().threads, 1U);
  EXPECT_EQ(pool->stats().run, 5U);
}

TEST(BlockingPoolTest, DoesNotQueueBehindBlockedWorkWhileAThreadMayBeStarted) {
  Gate gate;
  const auto pool = make({.name = "t", .threads_max = 2});
  std::promise<void> ran;
  ASSERT_TRUE(pool->post([&] { ran.set_value(); }));
  ran.get_future().wait();
  while (pool->stats().idle == 0) std::this_thread::yield();
  // Two at once for one idle thread: the second must not wait for the first.
  ASSERT_TRUE(pool->post(gate.work()));
  std::promise<void> second;
  ASSERT_TRUE(pool->post([&] { second.set_value(); }));
  second.get_future().wait();
  gate.opened.set_value();
}

TEST(BlockingPoolTest, QueuesAtTheThreadLimitAndRefusesAboveTheQueueLimit) {
  Gate gate;
  const auto pool = make({.name = "t", .threads_max = 1, .queue_max = 2});
  std::atomic<int> ran{0};
  ASSERT_TRUE(pool->post(gate.work()));
  gate.wait_until_inside(1);
  EXPECT_TRUE(pool->post([&] { ++ran; }));
  EXPECT_TRUE(pool->post([&] { ++ran; }));
  const auto refused = pool->post([&] { ran += 100; });
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::ResourceExhausted);
  EXPECT_EQ(refused.error().reason, "executor_full");
  EXPECT_EQ(pool->stats().threads, 1U);
  EXPECT_EQ(pool->stats().refused, 1U);
  gate.opened.set_value();
  pool->stop(soon());
  EXPECT_EQ(ran, 2);
}

TEST(BlockingPoolTest, BeginsWorkInTheOrderItWasPosted) {
  Gate gate;
  const auto pool = make({.name = "t", .threads_max = 1});
  std::vector<int> order;
  ASSERT_TRUE(pool->post(gate.work()));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(pool->post([&, i] { order.push_back(i); }));
  gate.opened.set_value();
  pool->stop(soon());
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
}

TEST(BlockingPoolTest, StopRunsOutTheQueueWithinItsDeadline) {
  const auto pool = make({.name = "t", .threads_max = 2});
  std::atomic<int> ran{0};
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool->post([&] { ++ran; }));
  pool->stop(soon());
  EXPECT_EQ(ran, 100);
  EXPECT_EQ(pool->stats().threads, 0U);
}

TEST(BlockingPoolTest, StopDropsWhatIsQueuedAfterItsDeadlineAndWaitsForWhatRuns) {
  Gate gate;
  const auto pool = make({.name = "t", .threads_max = 1});
  ASSERT_TRUE(pool->post(gate.work()));
  gate.wait_until_inside(1);
  auto owned = std::make_shared<int>(0);
  ASSERT_TRUE(pool->post([owned] { ++*owned; }));
  std::thread opener([&] {
    while (pool->stats().dropped == 0) std::this_thread::yield();
    gate.opened.set_value();
  });
  pool->stop(Deadline{});
  opener.join();
  EXPECT_EQ(*owned, 0);
  EXPECT_EQ(owned.use_count(), 1);  // Dropped means destroyed.
}

TEST(BlockingPoolTest, TakesNoWorkOnceStopped) {
  const auto pool = make();
  pool->stop(soon());
  pool->stop(soon());
  const auto refused = pool->post([] {});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().reason, "stopping");
}

TEST(BlockingPoolTest, DroppedWorkMayPostAgainAndIsRefused) {
  Gate gate;
  auto pool = make({.name = "t", .threads_max = 1});
  ASSERT_TRUE(pool->post(gate.work()));
  gate.wait_until_inside(1);
  std::optional<bool> was_taken;
  std::shared_ptr<void> on_drop(nullptr, [&](void*) { was_taken = pool->post([] {}).has_value(); });
  ASSERT_TRUE(pool->post([keep = std::move(on_drop)] { (void)keep; }));
  std::thread opener([&] {
    while (pool->stats().dropped == 0) std::this_thread::yield();
    gate.opened.set_value();
  });
  pool->stop(Deadline{});
  opener.join();
  EXPECT_EQ(was_taken, false);
}

TEST(BlockingPoolTest, IdleThreadsEndAndNewOnesStartWhenNeeded) {
  const auto pool = make({.name = "t", .idle_timeout = milliseconds(1)});
  for (int i = 0; i < 3; ++i) {
    std::promise<void> ran;
    ASSERT_TRUE(pool->post([&] { ran.set_value(); }));
    ran.get_future().wait();
    while (pool->stats().threads > 0) std::this_thread::yield();
  }
  EXPECT_EQ(pool->stats().run, 3U);
}

TEST(BlockingPoolTest, RunsEverythingThatManyThreadsPost) {
  const auto pool = make({.name = "t", .threads_max = 3, .queue_max = 100'000});
  std::atomic<int> ran{0};
  std::vector<std::thread> posters;
  for (int t = 0; t < 4; ++t) {
    posters.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) EXPECT_TRUE(pool->post([&] { ++ran; }));
    });
  }
  for (std::thread& poster : posters) poster.join();
  pool->stop(soon());
  EXPECT_EQ(ran, 8000);
}

}  // namespace
}  // namespace fairlead
