// The texts of a pool's refusals.
#include "pool/errors.hpp"

#include <string>

namespace fairlead::pool {

Error full_error(const PoolLimits& limits) {
  Error error(ErrorCode::ResourceExhausted,
              "no client of this connection is free (clients_max " + std::to_string(limits.clients_max) +
                  ") and " + std::to_string(limits.waiters_max) +
                  " calls wait already (waiters_max): try again later, or raise these limits of the pool",
              "pool_full");
  error.is_retryable = true;
  return error;
}

Error late_error(const PoolLimits& limits, const Waiter& waiter, bool is_connecting) {
  const auto waited_for =
      std::chrono::duration_cast<std::chrono::milliseconds>(waiter.deadline.at - waiter.since);
  const std::string waited = std::to_string(waited_for.count()) + " ms";
  if (waiter.is_call_deadline) {
    return Error(
        ErrorCode::DeadlineExceeded,
        "the deadline of the call passed while it waited for a client of this connection; nothing was "
        "sent: allow the call more time",
        "deadline");
  }
  Error error = is_connecting ? Error(ErrorCode::Unavailable,
                                      "the back end did not finish connecting within " + waited +
                                          ": check that it can be reached, or try again later",
                                      "connect_timeout")
                              : Error(ErrorCode::ResourceExhausted,
                                      "no client of this connection became free within " + waited +
                                          " (clients_max " + std::to_string(limits.clients_max) +
                                          "): try again later, or raise this limit of the pool",
                                      "pool_timeout");
  error.is_retryable = true;
  return error;
}

Error draining_error() {
  Error error(ErrorCode::Unavailable, "the connection has just been changed: repeat the call",
              "pool_draining");
  error.is_retryable = true;
  return error;
}

}  // namespace fairlead::pool
