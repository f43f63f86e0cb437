// Real threads at one pool: no client is ever in two hands, and none carries one tenant's state to another.
// Run by the thread sanitizer, to which FakeClient's plain fields show every double lease.
#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "pool/client_pool.hpp"
#include "unit/pool/fakes.hpp"

namespace fairlead::pool {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A thread that runs whatever is posted, in order.
class OneThread final : public Executor {
 public:
  OneThread() : thread_([this] { run(); }) {}
  ~OneThread() override {
    is_stopping_ = true;
    thread_.join();
    queue_.run_all();
  }
  Result<void> post(std::function<void()> work) override { return queue_.post(std::move(work)); }

 private:
  void run() {
    while (!is_stopping_) {
      if (!queue_.run_one()) std::this_thread::yield();
    }
  }
  test::HandExecutor queue_;
  std::atomic<bool> is_stopping_{false};
  std::thread thread_;
};

struct Tally {
  std::atomic<int> served{0}, refused{0}, unexpected{0};
};

struct Load {
  int threads = 4;
  int calls_each = 2000;
  std::vector<std::string> tenants = {"acme", "globex"};
};

// Every thread calls for the tenants in turn; each 61st client is marked bad.
void hammer(ClientPool& pool, const Clock& clock, const Load& load, Tally& tally) {
  std::vector<std::thread> threads;
  for (int t = 0; t < load.threads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < load.calls_each; ++i) {
        const std::string& tenant = load.tenants[static_cast<std::size_t>(t + i / 7) % load.tenants.size()];
        const MonotonicTime now = clock.now();
        auto lease =
            pool.acquire(Partition{tenant, Access::ReadWrite}, Deadline::after(now, seconds(30)), now);
        if (!lease) {
          const std::string& reason = lease.error().reason;
          ++(reason == "pool_full" || reason == "pool_draining" ? tally.refused : tally.unexpected);
          continue;
        }
        static_cast<test::FakeClient&>(lease->client()).use(tenant);
        if (i % 61 == 60) lease->mark_client_bad();
        if (i % 3 == 0) std::this_thread::yield();
        lease->give_back(clock.now());
        ++tally.served;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

class ClientPoolThreadsTest : public ::testing::Test {
 protected:
  std::shared_ptr<ClientPool> make(const PoolLimits& limits, std::string owner = {}) {
    return *ClientPool::create({.key = {},
                                .tenant_id = std::move(owner),
                                .limits = limits,
                                .factory = std::make_shared<test::FakeFactory>(back_end_),
                                .executor = executor_,
                                .clock = clock_});
  }
  void expect_nothing_lost(ClientPool& pool) {
    const PoolStats stats = pool.stats();
    EXPECT_EQ(stats.in_use, 0U);
    EXPECT_EQ(stats.waiting, 0U);
    EXPECT_TRUE(pool.close(Deadline::after(clock_.now(), seconds(30))).has_value());
    EXPECT_EQ(back_end_.live(), 0);
  }

  test::BackEnd back_end_;
  SystemClock clock_;
  OneThread executor_;
  Tally tally_;
};

TEST_F(ClientPoolThreadsTest, NoTenantEverMeetsAnothersStateOnAFullSharedPool) {
  back_end_.has_session_state = true;
  const auto pool = make({.clients_max = 2, .waiters_max = 64, .acquire_wait_max = seconds(30)});
  hammer(*pool, clock_, {}, tally_);
  EXPECT_EQ(back_end_.leaks, 0);
  EXPECT_EQ(tally_.served, 8000);
  EXPECT_EQ(tally_.unexpected, 0);
  EXPECT_GT(back_end_.resets, 0);
  expect_nothing_lost(*pool);
}

TEST_F(ClientPoolThreadsTest, NoClientIsInTwoHandsOnTheFastPath) {
  const auto pool = make({.clients_max = 8, .waiters_max = 64, .acquire_wait_max = seconds(30)}, "acme");
  back_end_.has_session_state = false;
  std::atomic<int> doubles{0};
  std::vector<std::thread> threads;
  std::vector<std::atomic<int>> holders(8);
  std::atomic<bool> is_maintaining{true};
  std::thread maintainer([&] {
    while (is_maintaining) pool->maintain(clock_.now());
  });
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 3000; ++i) {
        const MonotonicTime now = clock_.now();
        auto lease =
            pool->acquire(Partition{"acme", Access::ReadOnly}, Deadline::after(now, seconds(30)), now);
        if (!lease) continue;
        auto& client = static_cast<test::FakeClient&>(lease->client());
        client.canary += 'x';
        if (client.canary != "x") ++doubles;
        client.canary.clear();
        lease->give_back(now);
        ++tally_.served;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  is_maintaining = false;
  maintainer.join();
  EXPECT_EQ(doubles, 0);
  EXPECT_EQ(tally_.served, 12000);
  expect_nothing_lost(*pool);
}

TEST_F(ClientPoolThreadsTest, NoWakeUpIsLostBetweenAReturnAndAWaiter) {
  // One client and nobody who maintains: a lost wake-up would end in pool_timeout.
  const auto pool = make({.clients_max = 1, .waiters_max = 64, .acquire_wait_max = seconds(30)}, "acme");
  hammer(*pool, clock_, {.threads = 4, .calls_each = 2000, .tenants = {"acme"}}, tally_);
  EXPECT_EQ(tally_.served, 8000);
  EXPECT_EQ(tally_.unexpected, 0);
  EXPECT_LT(pool->stats().last_wait, seconds(20));
  expect_nothing_lost(*pool);
}

TEST_F(ClientPoolThreadsTest, APoolMayBeDrainedAndDroppedUnderLoad) {
  for (int round = 0; round < 30; ++round) {
    auto pool = make({.clients_max = 3, .waiters_max = 8}, "acme");
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
      threads.emplace_back([&, own = pool]() mutable {
        hammer(*own, clock_, {.threads = 1, .calls_each = 50, .tenants = {"acme"}}, tally_);
        const MonotonicTime now = clock_.now();
        auto last =
            own->acquire(Partition{"acme", Access::ReadWrite}, Deadline::after(now, seconds(30)), now);
        own.reset();  // The lease, if there is one, outlives this thread's share in the pool.
      });
    }
    while (tally_.served < round * 10) std::this_thread::yield();
    pool->drain();
    pool.reset();
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(tally_.unexpected, 0);
  while (back_end_.live() > 0) std::this_thread::yield();
}

TEST(PartitionTableThreadsTest, ThreadsAgreeOnTheNumberOfEachTenant) {
  PartitionTable table;
  std::vector<std::vector<PartitionId>> seen(4);
  std::vector<std::thread> threads;
  for (auto& mine : seen) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) mine.push_back(table.intern("t" + std::to_string(i), Access::ReadOnly));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : seen) EXPECT_EQ(mine, seen[0]);
  EXPECT_EQ(table.size(), 2000U);
}

}  // namespace
}  // namespace fairlead::pool
