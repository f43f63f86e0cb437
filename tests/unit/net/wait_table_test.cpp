// The handles of waits, and what is taken out of the table with them.
#include "net/wait_table.hpp"

#include <gtest/gtest.h>

namespace fairlead::net {
namespace {

using plugin::WaitEnd;

MonotonicTime at(int seconds) { return MonotonicTime(std::chrono::seconds(seconds)); }
plugin::WaitDone nothing() {
  return [](WaitEnd, std::uint32_t) {};
}

TEST(WaitTableTest, GivesBackWhatWasPutIn) {
  WaitTable table(2);
  int called = 0;
  const auto wait = table.open(WaitKind::Watch, at(5), [&](WaitEnd, std::uint32_t) { ++called; });
  ASSERT_TRUE(wait);
  table.set_fd(*wait, 42);
  EXPECT_EQ(table.open_count(), 1U);
  auto ended = table.close(*wait);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->fd, 42);
  ended->done(WaitEnd::Happened, 0);
  EXPECT_EQ(called, 1);
  EXPECT_EQ(table.open_count(), 0U);
}

TEST(WaitTableTest, GivesEachWaitOutOnce) {
  WaitTable table(2);
  const auto wait = table.open(WaitKind::Timer, at(5), nothing());
  EXPECT_TRUE(table.close(*wait));
  EXPECT_FALSE(table.close(*wait));
}

TEST(WaitTableTest, RefusesAStaleHandleThoughItsSlotIsTakenAgain) {
  WaitTable table(1);
  const auto old = table.open(WaitKind::Timer, at(5), nothing());
  EXPECT_TRUE(table.close(*old));
  const auto fresh = table.open(WaitKind::Timer, at(6), nothing());
  ASSERT_TRUE(fresh);
  EXPECT_NE(*old, *fresh);
  EXPECT_FALSE(table.close(*old));
  EXPECT_FALSE(table.cancel(*old));
  EXPECT_FALSE(table.kind_of(*old));
  EXPECT_TRUE(table.close(*fresh));
}

TEST(WaitTableTest, KnowsNoInventedHandle) {
  WaitTable table(4);
  EXPECT_FALSE(table.close(0));
  EXPECT_FALSE(table.close(7));
  EXPECT_FALSE(table.close(~0ULL));
}

TEST(WaitTableTest, HasRoomForItsLimitAndNoMore) {
  WaitTable table(2);
  const auto first = table.open(WaitKind::Post, std::nullopt, nothing());
  EXPECT_TRUE(table.open(WaitKind::Post, std::nullopt, nothing()));
  EXPECT_FALSE(table.open(WaitKind::Post, std::nullopt, nothing()));
  EXPECT_TRUE(table.close(*first));
  EXPECT_TRUE(table.open(WaitKind::Post, std::nullopt, nothing()));
}

TEST(WaitTableTest, KnowsWhichEndsFirst) {
  WaitTable table(4);
  EXPECT_FALSE(table.first_end());
  const auto late = table.open(WaitKind::Timer, at(9), nothing());
  const auto early = table.open(WaitKind::Watch, at(3), nothing());
  EXPECT_TRUE(table.open(WaitKind::Post, std::nullopt, nothing()));
  EXPECT_EQ(table.first_end(), (std::pair{at(3), *early}));
  EXPECT_TRUE(table.close(*early));
  EXPECT_EQ(table.first_end(), (std::pair{at(9), *late}));
}

TEST(WaitTableTest, RemembersACancellationOnce) {
  WaitTable table(2);
  const auto wait = table.open(WaitKind::Timer, at(5), nothing());
  EXPECT_TRUE(table.cancel(*wait));
  EXPECT_FALSE(table.cancel(*wait));
  EXPECT_TRUE(table.close(*wait)->is_cancelled);
  const auto next = table.open(WaitKind::Timer, at(5), nothing());
  EXPECT_FALSE(table.close(*next)->is_cancelled);
}

TEST(WaitTableTest, DoesNotCancelPosts) {
  WaitTable table(2);
  EXPECT_FALSE(table.cancel(*table.open(WaitKind::Post, std::nullopt, nothing())));
}

TEST(WaitTableTest, ListsWhatIsOpen) {
  WaitTable table(4);
  const auto first = table.open(WaitKind::Timer, at(1), nothing());
  const auto second = table.open(WaitKind::Timer, at(2), nothing());
  EXPECT_TRUE(table.close(*first));
  EXPECT_EQ(table.open_handles(), std::vector{*second});
}

}  // namespace
}  // namespace fairlead::net
