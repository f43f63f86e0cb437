// Limits at, below and above what a pool can work with.
#include "pool/limits.hpp"

#include <functional>
#include <limits>

#include <gtest/gtest.h>

namespace fairlead::pool {
namespace {

struct Case {
  const char* field;
  std::function<void(PoolLimits&)> set;
  bool is_allowed;
};

class PoolLimitsTest : public ::testing::TestWithParam<Case> {};

TEST_P(PoolLimitsTest, IsAllowedOrNamesTheField) {
  PoolLimits limits;
  GetParam().set(limits);
  const auto checked = check_limits(limits);
  ASSERT_EQ(checked.has_value(), GetParam().is_allowed);
  if (checked) return;
  EXPECT_EQ(checked.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(checked.error().reason, "bad_limit");
  EXPECT_NE(checked.error().message.find(GetParam().field), std::string::npos) << checked.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, PoolLimitsTest,
    ::testing::Values(
        Case{"", [](PoolLimits&) {}, true},
        Case{"clients_max", [](PoolLimits& l) { l.clients_max = 0; }, false},
        Case{"clients_max", [](PoolLimits& l) { l.clients_max = 1; }, true},
        Case{"clients_max", [](PoolLimits& l) { l.clients_max = kClientsMaxMax; }, true},
        Case{"clients_max", [](PoolLimits& l) { l.clients_max = kClientsMaxMax + 1; }, false},
        Case{"waiters_max", [](PoolLimits& l) { l.waiters_max = 0; }, false},
        Case{"waiters_max", [](PoolLimits& l) { l.waiters_max = kWaitersMaxMax; }, true},
        Case{"waiters_max", [](PoolLimits& l) { l.waiters_max = kWaitersMaxMax + 1; }, false},
        Case{"connects_max", [](PoolLimits& l) { l.connects_max = 0; }, false},
        Case{"connects_max", [](PoolLimits& l) { l.connects_max = kClientsMaxMax + 1; }, false},
        Case{"acquire_wait_max", [](PoolLimits& l) { l.acquire_wait_max = Duration::zero(); }, false},
        Case{"connect_timeout", [](PoolLimits& l) { l.connect_timeout = Duration(-1); }, false},
        Case{"reset_timeout", [](PoolLimits& l) { l.reset_timeout = Duration::zero(); }, false},
        Case{"idle_timeout", [](PoolLimits& l) { l.idle_timeout = Duration::zero(); }, false},
        Case{"lifetime", [](PoolLimits& l) { l.lifetime = Duration::zero(); }, false},
        Case{"validate_after", [](PoolLimits& l) { l.validate_after = Duration::zero(); }, true},
        Case{"validate_after", [](PoolLimits& l) { l.validate_after = Duration(-1); }, false},
        Case{"backoff_min", [](PoolLimits& l) { l.backoff_min = Duration::zero(); }, false},
        Case{"backoff_max", [](PoolLimits& l) { l.backoff_max = l.backoff_min; }, true},
        Case{"backoff_max", [](PoolLimits& l) { l.backoff_max = l.backoff_min - Duration(1); }, false},
        Case{"lifetime_jitter", [](PoolLimits& l) { l.lifetime_jitter = 0.0; }, true},
        Case{"lifetime_jitter", [](PoolLimits& l) { l.lifetime_jitter = 1.0; }, false},
        Case{"lifetime_jitter", [](PoolLimits& l) { l.lifetime_jitter = -0.1; }, false},
        Case{"lifetime_jitter",
             [](PoolLimits& l) { l.lifetime_jitter = std::numeric_limits<double>::quiet_NaN(); }, false}));

}  // namespace
}  // namespace fairlead::pool
