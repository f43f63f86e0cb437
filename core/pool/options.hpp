// What a pool is made of, and what it tells of itself. Values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/executor.hpp"
#include "plugin/client.hpp"
#include "pool/key.hpp"
#include "pool/limits.hpp"

namespace fairlead::pool {

struct PoolOptions {
  PoolKey key;
  std::string tenant_id;  ///< the tenant that owns the binding; empty for a global one
  PoolLimits limits;
  std::shared_ptr<plugin::ClientFactory> factory;
  /// Connects and closes here. Not the executor whose threads call `acquire`: they would wait for work that
  /// stands in the queue behind them. Both outlive every pool, client and lease.
  Executor& executor;
  const Clock& clock;
  std::optional<std::uint64_t> jitter_seed = std::nullopt;  ///< for tests; else taken from the system
};

/// A snapshot; the numbers of one pool need not add up while others use it.
struct PoolStats {
  std::uint32_t clients = 0;  ///< connected: idle + in_use
  std::uint32_t idle = 0, in_use = 0;
  std::uint32_t connecting = 0, closing = 0, waiting = 0;
  std::uint64_t leases = 0, connects = 0, connect_failures = 0, refusals = 0;  ///< since the pool was made
  Duration last_wait{};  ///< of the last acquire that the fast path could not serve
  bool is_draining = false, is_binding_bad = false;
};

}  // namespace fairlead::pool
