// Lease and return of one warm client: Fairlead's pool beside the two a C++ programmer would take instead,
// all with 16 clients, in one run. Clients are never used: what is measured is the pool.
//   BM_Pool_LeaseReturn   ClientPool, clock read by the caller once for both, as a call does
//   BM_Soci_Session       soci::session(soci::connection_pool), as SOCI's documentation uses it
//   BM_Poco_ObjectPool    Poco::ObjectPool borrow and return
#include <cstdlib>
#include <future>
#include <memory>

#include <Poco/ObjectPool.h>
#include <benchmark/benchmark.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/blocking_pool.hpp"
#include "pool/client_pool.hpp"

namespace {

constexpr int kClients = 16;

class NullClient final : public fairlead::plugin::Client {
 public:
  fairlead::plugin::ClientResult<void> ping(const fairlead::plugin::ClientOp&) override { return {}; }
  fairlead::plugin::ClientResult<void> reset(const fairlead::plugin::ClientOp&) override { return {}; }
};

class NullFactory final : public fairlead::plugin::ClientFactory {
 public:
  explicit NullFactory(bool has_session_state) : has_session_state_(has_session_state) {}
  bool has_session_state() const noexcept override { return has_session_state_; }
  bool is_share_forbidden() const noexcept override { return false; }
  fairlead::plugin::ClientResult<std::unique_ptr<fairlead::plugin::Client>> connect(
      const fairlead::plugin::ClientOp&) override {
    return std::make_unique<NullClient>();
  }

 private:
  bool has_session_state_;
};

class InlineExecutor final : public fairlead::Executor {
 public:
  fairlead::Result<void> post(std::function<void()> work) override {
    work();
    return {};
  }
};

// One pool for all threads of a benchmark, with every client connected and idle.
class WarmPool {
 public:
  explicit WarmPool(bool has_session_state) {
    pool = *fairlead::pool::ClientPool::create({.key = {.generation = 1, .provider = "null", .binding_id = 1},
                                                .tenant_id = "acme",
                                                .limits = {.clients_max = kClients},
                                                .factory = std::make_shared<NullFactory>(has_session_state),
                                                .executor = executor_,
                                                .clock = clock_});
    partition = pool->partition("acme", fairlead::Access::ReadWrite);
    now = clock_.now();
    deadline = fairlead::Deadline::after(now, std::chrono::seconds(30));
    std::vector<fairlead::pool::Lease> leases;
    for (int i = 0; i < kClients; ++i) leases.push_back(*pool->acquire(partition, deadline, now));
    for (auto& lease : leases) lease.give_back(now);
  }

  std::shared_ptr<fairlead::pool::ClientPool> pool;
  fairlead::pool::PartitionId partition;
  fairlead::MonotonicTime now;  // Stands still, so that no client ages: the clock is not what is measured.
  fairlead::Deadline deadline;

 private:
  InlineExecutor executor_;
  fairlead::SystemClock clock_;
};

void lease_and_return(benchmark::State& state, WarmPool& warm) {
  for (auto _ : state) {
    auto lease = warm.pool->acquire(warm.partition, warm.deadline, warm.now);
    if (!lease) std::abort();
    benchmark::DoNotOptimize(&lease->client());
    lease->give_back(warm.now);
  }
}

void BM_Pool_LeaseReturn(benchmark::State& state) {
  static WarmPool warm(false);
  lease_and_return(state, warm);
}

// With the reset that providers with session state get at every return.
void BM_Pool_LeaseResetReturn(benchmark::State& state) {
  static WarmPool warm(true);
  lease_and_return(state, warm);
}

// The same with the look-up of the partition by the tenant's name.
void BM_Pool_LeaseReturnByName(benchmark::State& state) {
  static WarmPool warm(false);
  const fairlead::pool::Partition partition{.tenant_id = "acme", .access = fairlead::Access::ReadWrite};
  for (auto _ : state) {
    auto lease = warm.pool->acquire(partition, warm.deadline, warm.now);
    if (!lease) std::abort();
    benchmark::DoNotOptimize(&lease->client());
    lease->give_back(warm.now);
  }
}

struct SociPool {
  soci::connection_pool pool{kClients};
  SociPool() {
    for (std::size_t i = 0; i < kClients; ++i) pool.at(i).open(soci::sqlite3, ":memory:");
  }
};

void BM_Soci_Session(benchmark::State& state) {
  static SociPool warm;
  for (auto _ : state) {
    soci::session session(warm.pool);
    benchmark::DoNotOptimize(&session);
  }
}

void BM_Poco_ObjectPool(benchmark::State& state) {
  static Poco::ObjectPool<NullClient> pool(kClients, kClients);
  for (auto _ : state) {
    NullClient* client = pool.borrowObject();
    benchmark::DoNotOptimize(client);
    pool.returnObject(client);
  }
}

// One hop to a waiting thread and back: post, run, signal.
void BM_BlockingPool_RoundTrip(benchmark::State& state) {
  const auto pool = *fairlead::BlockingPool::create({.name = "bench"});
  for (auto _ : state) {
    std::promise<void> ran;
    if (!pool->post([&] { ran.set_value(); })) std::abort();
    ran.get_future().wait();
  }
}

void with_threads(benchmark::internal::Benchmark* bench) {
  bench->Threads(1)->Threads(2)->Threads(8)->Repetitions(5)->ReportAggregatesOnly();
}

BENCHMARK(BM_Pool_LeaseReturn)->Apply(with_threads);
BENCHMARK(BM_Pool_LeaseResetReturn)->Apply(with_threads);
BENCHMARK(BM_Pool_LeaseReturnByName)->Apply(with_threads);
BENCHMARK(BM_Soci_Session)->Apply(with_threads);
BENCHMARK(BM_Poco_ObjectPool)->Apply(with_threads);
BENCHMARK(BM_BlockingPool_RoundTrip)->UseRealTime()->Repetitions(5)->ReportAggregatesOnly();

}  // namespace

BENCHMARK_MAIN();
