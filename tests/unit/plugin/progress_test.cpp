// Which reports of progress go on to the caller.
#include "plugin/progress.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace fairlead::plugin {
namespace {

class ProgressFilterTest : public ::testing::Test {
 protected:
  bool admit(double done) { return filter_.admit(done, now_); }
  void pass(Duration time) { now_ += time; }
  void use_up_the_burst() {
    for (std::uint32_t i = 0; i < ProgressFilter::kBurst; ++i) ASSERT_TRUE(admit(i));
  }

  MonotonicTime now_{std::chrono::hours(1)};
  ProgressFilter filter_;
};

TEST_F(ProgressFilterTest, WantsEachReportToIncrease) {
  EXPECT_TRUE(admit(1));
  EXPECT_FALSE(admit(1));
  EXPECT_FALSE(admit(0.5));
  EXPECT_TRUE(admit(1.5));
}

TEST_F(ProgressFilterTest, TakesANegativeStart) { EXPECT_TRUE(admit(-5)); }

TEST_F(ProgressFilterTest, DropsWhatIsNoNumber) {
  EXPECT_FALSE(admit(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_FALSE(admit(std::numeric_limits<double>::infinity()));
}

TEST_F(ProgressFilterTest, LetsABurstThroughAndNoMore) {
  use_up_the_burst();
  EXPECT_FALSE(admit(1000));
}

TEST_F(ProgressFilterTest, LetsOneMoreThroughEachInterval) {
  use_up_the_burst();
  pass(ProgressFilter::kInterval - Duration(1));
  EXPECT_FALSE(admit(1000));
  pass(Duration(1));
  EXPECT_TRUE(admit(1001));
  EXPECT_FALSE(admit(1002));
}

TEST_F(ProgressFilterTest, SavesNoMoreThanABurst) {
  use_up_the_burst();
  pass(std::chrono::hours(1));
  for (std::uint32_t i = 0; i < ProgressFilter::kBurst; ++i) EXPECT_TRUE(admit(100 + i));
  EXPECT_FALSE(admit(1000));
}

TEST_F(ProgressFilterTest, BoundsTheReportsOfOneCall) {
  for (std::uint32_t i = 0; i < ProgressFilter::kReportsMax; ++i) {
    ASSERT_TRUE(admit(i));
    pass(ProgressFilter::kInterval);
  }
  EXPECT_FALSE(admit(1e9));
}

}  // namespace
}  // namespace fairlead::plugin
