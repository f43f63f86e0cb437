// The limits of one pool. Each number has its reason beside it.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace fairlead::pool {

struct PoolLimits {
  /// Clients of every state together. A client of a database is a process and megabytes over there.
  std::uint32_t clients_max = 4;
  /// Calls that wait, for a connect or for a return. More would only time out in turn.
  std::uint32_t waiters_max = 16;
  /// Connects in flight; the rest of a burst is mostly served by what the first calls give back.
  std::uint32_t connects_max = 2;

  Duration acquire_wait_max = std::chrono::seconds(2);  ///< the call's own deadline holds as well
  Duration connect_timeout =
      std::chrono::seconds(5);  ///< serves whoever waits then, so not one call's deadline
  Duration reset_timeout = std::chrono::seconds(1);  ///< at give-back; slower is closed

  Duration idle_timeout = std::chrono::seconds(60);
  Duration lifetime = std::chrono::seconds(1800);
  /// Lifetimes end up to this much earlier, so that pools filled together do not reconnect together.
  double lifetime_jitter = 0.2;
  /// A client that idled longer is asked (ping) before it is used; shorter is taken on trust.
  Duration validate_after = std::chrono::milliseconds(500);

  Duration backoff_min = std::chrono::milliseconds(100);  ///< after the first failed connect; then doubled
  Duration backoff_max = std::chrono::seconds(10);
};

/// More slots than this would make the scan of the fast path slower than a lock.
inline constexpr std::uint32_t kClientsMaxMax = 256;
inline constexpr std::uint32_t kWaitersMaxMax = 4096;

/// @error InvalidArgument names the field and what is allowed ("bad_limit").
[[nodiscard]] Result<void> check_limits(const PoolLimits& limits);

}  // namespace fairlead::pool
