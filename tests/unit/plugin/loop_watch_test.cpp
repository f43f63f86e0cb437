// When a plugin counts as blocking its event loop, and how often that is said.
#include "plugin/loop_watch.hpp"

#include <gtest/gtest.h>

namespace fairlead::plugin {
namespace {

class LoopWatchTest : public ::testing::Test {
 protected:
  std::optional<LoopWatch::Finding> stay(Duration time) {
    const MonotonicTime entered = now_;
    now_ += time;
    return watch_.judge("invoke", entered, now_);
  }
  static constexpr Duration kTooLong = LoopWatch::kBlockedAfter + Duration(1);

  MonotonicTime now_{std::chrono::hours(1)};
  LoopWatch watch_;
};

TEST_F(LoopWatchTest, FindsNothingUpToTheLimit) {
  EXPECT_FALSE(stay(Duration(0)));
  EXPECT_FALSE(stay(LoopWatch::kBlockedAfter));
}

TEST_F(LoopWatchTest, TellsTheFirstTimeHowLongAndWhere) {
  const auto found = stay(std::chrono::milliseconds(320));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->message, "blocked the event loop for 320 ms in invoke");
}

TEST_F(LoopWatchTest, FindsButDoesNotTellTheNextOnes) {
  ASSERT_TRUE(stay(kTooLong));
  const auto found = stay(kTooLong);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->message, "");
}

TEST_F(LoopWatchTest, TellsAgainLaterHowManyWereNotTold) {
  ASSERT_TRUE(stay(kTooLong));
  ASSERT_TRUE(stay(kTooLong));
  ASSERT_TRUE(stay(kTooLong));
  now_ += LoopWatch::kTellEvery;
  EXPECT_NE(stay(kTooLong)->message.find("2 times more"), std::string::npos);
  now_ += LoopWatch::kTellEvery;
  EXPECT_EQ(stay(kTooLong)->message.find("times more"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::plugin
