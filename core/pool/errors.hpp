// What a pool says when it cannot give a client. The texts name limits, not what others do: a shared pool
// must not tell one tenant of another's calls.
#pragma once

#include "base/error.hpp"
#include "pool/actions.hpp"
#include "pool/limits.hpp"

namespace fairlead::pool {

/// ResourceExhausted "pool_full": waiters_max already wait.
[[nodiscard]] Error full_error(const PoolLimits& limits);

/// DeadlineExceeded "deadline" when it was the call's own deadline; Unavailable "connect_timeout" when there
/// is no client yet and the back end is slow to make one (`is_connecting`); else ResourceExhausted
/// "pool_timeout".
[[nodiscard]] Error late_error(const PoolLimits& limits, const Waiter& waiter, bool is_connecting);

/// Unavailable "pool_draining": the caller holds a pool whose binding was replaced, and should ask again.
[[nodiscard]] Error draining_error();

}  // namespace fairlead::pool
