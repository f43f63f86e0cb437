// Deadlines at, before and after their moment; the two clocks; time as text.
#include "base/clock.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

using namespace std::chrono_literals;

MonotonicTime at(Duration since_origin) { return MonotonicTime(since_origin); }

TEST(DeadlineTest, HasNotPassedOneTickBefore) {
  const auto deadline = Deadline::after(at(10s), 5s);
  EXPECT_FALSE(deadline.has_passed(at(15s - 1ns)));
  EXPECT_EQ(deadline.remaining(at(15s - 1ns)), 1ns);
}

TEST(DeadlineTest, HasPassedAtItsMoment) {
  const auto deadline = Deadline::after(at(10s), 5s);
  EXPECT_TRUE(deadline.has_passed(at(15s)));
  EXPECT_EQ(deadline.remaining(at(15s)), 0ns);
}

TEST(DeadlineTest, RemainingIsNeverNegative) {
  EXPECT_EQ(Deadline::after(at(10s), 5s).remaining(at(60s)), 0ns);
}

TEST(DeadlineTest, AZeroTimeoutHasPassedAtOnce) {
  EXPECT_TRUE(Deadline::after(at(10s), 0s).has_passed(at(10s)));
}

TEST(DeadlineTest, TheEarlierOfTwoIsTheSameEitherWay) {
  const Deadline early{at(1s)}, late{at(2s)};
  EXPECT_EQ(early.earlier(late), early);
  EXPECT_EQ(late.earlier(early), early);
}

TEST(ManualClockTest, StandsStillUntilAdvanced) {
  ManualClock clock;
  const auto before = clock.now();
  EXPECT_EQ(clock.now(), before);
  clock.advance(3s);
  EXPECT_EQ(clock.now() - before, 3s);
}

TEST(ManualClockTest, AdvancesBothClocksTogether) {
  ManualClock clock;
  const auto before = clock.wall_now();
  clock.advance(250ms);
  EXPECT_EQ(clock.wall_now() - before, 250ms);
}

TEST(ManualClockTest, LeavesRoomForTimesBeforeItsOrigin) {
  EXPECT_GT((ManualClock().now() - 10min).time_since_epoch(), 0ns);
}

TEST(SystemClockTest, MonotonicTimeDoesNotGoBack) {
  const SystemClock clock;
  const auto first = clock.now();
  EXPECT_GE(clock.now(), first);
}

TEST(SystemClockTest, WallTimeIsThatOfTheSystem) {
  const auto before = std::chrono::system_clock::now();
  const auto wall = SystemClock().wall_now();
  EXPECT_GE(wall, before);
  EXPECT_LE(wall, std::chrono::system_clock::now());
}

TEST(Rfc3339Test, WritesUtcWithMilliseconds) {
  EXPECT_EQ(to_rfc3339(WallTime(1'764'590'400s + 123ms)), "2025-12-01T12:00:00.123Z");
}

TEST(Rfc3339Test, PadsMillisecondsAndDropsWhatIsFiner) {
  EXPECT_EQ(to_rfc3339(WallTime(7ms + 999us)), "1970-01-01T00:00:00.007Z");
}

TEST(Rfc3339Test, KeepsTheFractionPositiveBefore1970) {
  EXPECT_EQ(to_rfc3339(WallTime(-1ms)), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace fairlead
