// The fast path's words, one step at a time.
#include "pool/slot_array.hpp"

#include <gtest/gtest.h>

namespace fairlead::pool {
namespace {

constexpr PartitionId kAcme(0, Access::ReadOnly);
constexpr PartitionId kGlobex(1, Access::ReadOnly);

TEST(SlotArrayTest, HasNothingToTakeAtFirst) {
  SlotArray slots(4);
  EXPECT_EQ(slots.try_take(kAcme), SlotArray::kNone);
  EXPECT_EQ(slots.idle(), 0U);
}

TEST(SlotArrayTest, GivesWhatWasGivenBackOnce) {
  SlotArray slots(4);
  slots[2].partition = kAcme;
  EXPECT_TRUE(slots.try_give(2));
  EXPECT_EQ(slots.idle(), 1U);
  EXPECT_EQ(slots.try_take(kAcme), 2U);
  EXPECT_EQ(slots.try_take(kAcme), SlotArray::kNone);
}

TEST(SlotArrayTest, NeverGivesAnotherPartitionsClient) {
  SlotArray slots(1);
  slots[0].partition = kAcme;
  EXPECT_TRUE(slots.try_give(0));
  EXPECT_EQ(slots.try_take(kGlobex), SlotArray::kNone);
  EXPECT_EQ(slots.try_take(PartitionId(0, Access::ReadWrite)), SlotArray::kNone);
}

TEST(SlotArrayTest, PrefersTheSlotThisThreadUsedLast) {
  SlotArray slots(4);
  for (SlotIndex slot = 0; slot < 4; ++slot) ASSERT_TRUE(slots.try_give(slot));
  const SlotIndex first = slots.try_take(PartitionId());
  ASSERT_TRUE(slots.try_give(first));
  EXPECT_EQ(slots.try_take(PartitionId()), first);
}

TEST(SlotArrayTest, BeginsWithinASmallerPoolThanTheLastOne) {
  SlotArray large(8);
  large[7].partition = kAcme;
  ASSERT_TRUE(large.try_give(7));
  ASSERT_EQ(large.try_take(kAcme), 7U);
  SlotArray small(2);
  small[0].partition = kAcme;
  ASSERT_TRUE(small.try_give(0));
  EXPECT_EQ(small.try_take(kAcme), 0U);
}

TEST(SlotArrayTest, CollectFindsAnIdleClientAndHidesItFromTheFastPath) {
  SlotArray slots(1);
  slots[0].partition = kAcme;
  ASSERT_TRUE(slots.try_give(0));
  EXPECT_TRUE(slots.collect(0));
  EXPECT_TRUE(slots.is_managed(0));
  EXPECT_EQ(slots.try_take(kAcme), SlotArray::kNone);
  EXPECT_EQ(slots.idle(), 0U);
}

TEST(SlotArrayTest, GiveBackFailsOnceCollectCameFirst) {
  SlotArray slots(1);
  EXPECT_FALSE(slots.collect(0));
  EXPECT_FALSE(slots.try_give(0));
  slots.release_taken(0);
  EXPECT_TRUE(slots.try_give(0));
}

TEST(SlotArrayTest, ReleaseIdleOffersTheClientToItsNewPartitionOnly) {
  SlotArray slots(1);
  slots[0].partition = kAcme;
  ASSERT_TRUE(slots.try_give(0));
  ASSERT_TRUE(slots.collect(0));
  slots[0].partition = kGlobex;
  slots.release_idle(0);
  EXPECT_EQ(slots.try_take(kAcme), SlotArray::kNone);
  EXPECT_EQ(slots.try_take(kGlobex), 0U);
}

}  // namespace
}  // namespace fairlead::pool
