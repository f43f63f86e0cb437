// Refuses limits with which a pool could not work.
#include "pool/limits.hpp"

#include <string>
#include <string_view>

namespace fairlead::pool {
namespace {

Result<void> check_count(std::string_view name, std::uint32_t value, std::uint32_t max) {
  if (value >= 1 && value <= max) return {};
  return fail(
      ErrorCode::InvalidArgument,
      "pool." + std::string(name) + " is " + std::to_string(value) + ": use 1 to " + std::to_string(max),
      "bad_limit");
}

Result<void> check_positive(std::string_view name, Duration value) {
  if (value > Duration::zero()) return {};
  return fail(ErrorCode::InvalidArgument, "pool." + std::string(name) + " must be longer than zero",
              "bad_limit");
}

}  // namespace

Result<void> check_limits(const PoolLimits& limits) {
  FAIRLEAD_CHECK(check_count("clients_max", limits.clients_max, kClientsMaxMax));
  FAIRLEAD_CHECK(check_count("waiters_max", limits.waiters_max, kWaitersMaxMax));
  FAIRLEAD_CHECK(check_count("connects_max", limits.connects_max, kClientsMaxMax));
  FAIRLEAD_CHECK(check_positive("acquire_wait_max", limits.acquire_wait_max));
  FAIRLEAD_CHECK(check_positive("connect_timeout", limits.connect_timeout));
  FAIRLEAD_CHECK(check_positive("reset_timeout", limits.reset_timeout));
  FAIRLEAD_CHECK(check_positive("idle_timeout", limits.idle_timeout));
  FAIRLEAD_CHECK(check_positive("lifetime", limits.lifetime));
  FAIRLEAD_CHECK(check_positive("backoff_min", limits.backoff_min));
  if (limits.validate_after < Duration::zero()) {
    return fail(ErrorCode::InvalidArgument, "pool.validate_after must not be negative", "bad_limit");
  }
  if (limits.backoff_max < limits.backoff_min) {
    return fail(ErrorCode::InvalidArgument, "pool.backoff_max must not be shorter than pool.backoff_min",
                "bad_limit");
  }
  // The comparison is written so that a NaN is refused as well.
  if (!(limits.lifetime_jitter >= 0.0 && limits.lifetime_jitter < 1.0)) {
    return fail(ErrorCode::InvalidArgument, "pool.lifetime_jitter must be at least 0 and below 1",
                "bad_limit");
  }
  return {};
}

}  // namespace fairlead::pool
