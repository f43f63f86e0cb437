// The warm path of a call: from (tenant, user, connection name) to a client and back, through the directory,
// the ladder, the binding and the pool, with the functions that Runtime::call uses. Beside it, in the same
// binary, the pools that a C++ programmer would take instead (pool_bench.cpp).
//   BM_Ladder_LeaseReturn/tenants:N  N tenants with a connection of their own; each thread asks for one of
//   them
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "runtime/router.hpp"
#include "support/fake_plugin.hpp"

namespace {

using fairlead::Deadline;
using fairlead::MonotonicTime;

/// Everything a warm call needs, with every client connected and idle.
class WarmRuntime {
  // What the router uses, destroyed after it.
  fairlead::SystemClock clock_;
  std::unique_ptr<fairlead::Log> log_ = fairlead::make_null_log();
  fairlead::test::FakePlugin fake_;
  fairlead::runtime::Settings settings_;
  fairlead::store::SecretResolver resolver_{{}};
  std::unique_ptr<fairlead::plugin::ProviderRegistry> providers_;

 public:
  std::vector<std::string> ids;
  std::unique_ptr<fairlead::runtime::Router> router;
  MonotonicTime now;  // Stands still, so that no client ages: a call reads the clock once for all of this.
  Deadline deadline;

  explicit WarmRuntime(int tenants) {
    providers_ = std::make_unique<fairlead::plugin::ProviderRegistry>(*fairlead::plugin::ProviderRegistry::of(
        {*fairlead::plugin::Plugin::create(&fake_.api, "fake.so", {clock_, *log_})}));
    std::vector<fairlead::tenancy::Tenant> all;
    std::vector<fairlead::tenancy::Connection> connections;
    for (int i = 0; i < tenants; ++i) {
      fairlead::tenancy::Tenant tenant;
      tenant.id = "tenant-" + std::to_string(i);
      tenant.set_rule({.provider = "fake", .is_enabled = true});
      fairlead::tenancy::Connection connection;
      connection.id = i + 1;
      connection.tenant_id = tenant.id;
      connection.name = "fake";
      connection.provider = "fake";
      connection.access = fairlead::Access::ReadWrite;
      ids.push_back(tenant.id);
      all.push_back(std::move(tenant));
      connections.push_back(std::move(connection));
    }
    settings_.clients_per_connection = 16;
    router = std::make_unique<fairlead::runtime::Router>(
        *providers_, fairlead::runtime::BindingParts{resolver_, clock_, settings_},
        *fairlead::tenancy::Directory::create(std::move(all), std::move(connections)));
    now = clock_.now();
    deadline = Deadline::after(now, std::chrono::seconds(30));
    for (const std::string& id : ids) {
      std::vector<fairlead::pool::Lease> leases;
      for (int i = 0; i < 8; ++i) leases.push_back(lease(id));
      for (auto& one : leases) one.give_back(now);
    }
  }

  /// The steps of a call from its tenant to its client.
  fairlead::pool::Lease lease(std::string_view tenant_id) {
    const auto& table = router->current();
    const auto* tenant = table->directory().find_tenant(tenant_id);
    const auto rung = fairlead::tenancy::climb(table->directory(), *tenant, "singleton", "fake");
    auto bound = router->bind(*table, *rung->connection);
    if (!bound) std::abort();
    auto leased = (*bound)->pool().acquire((*bound)->partition(*rung, tenant->id), deadline, now);
    if (!leased) std::abort();
    return *std::move(leased);
  }
};

void BM_Ladder_LeaseReturn(benchmark::State& state) {
  static std::unique_ptr<WarmRuntime> warm;
  if (state.thread_index() == 0) warm = std::make_unique<WarmRuntime>(static_cast<int>(state.range(0)));
  // The other threads are released, by the library's barrier, with the first iteration.
  std::size_t next = static_cast<std::size_t>(state.thread_index()) * 7919;
  for (auto _ : state) {
    next = (next + 7919) % static_cast<std::size_t>(state.range(0));
    auto lease = warm->lease(warm->ids[next]);
    benchmark::DoNotOptimize(&lease.client());
    lease.give_back(warm->now);
  }
}

BENCHMARK(BM_Ladder_LeaseReturn)
    ->ArgName("tenants")
    ->Arg(1)
    ->Arg(200)
    ->Threads(1)
    ->Threads(2)
    ->Threads(8)
    ->Repetitions(5)
    ->ReportAggregatesOnly();

}  // namespace
