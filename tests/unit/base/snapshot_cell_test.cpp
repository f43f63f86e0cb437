// SnapshotCell: a reader sees the last publication of its own cell, whole, and keeps what it copied.
#include "base/snapshot_cell.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

using Cell = SnapshotCell<const std::string>;

std::shared_ptr<const std::string> text(std::string value) {
  return std::make_shared<const std::string>(std::move(value));
}

TEST(SnapshotCellTest, BeginsWithTheFirstSnapshot) { EXPECT_EQ(*Cell(text("first")).current(), "first"); }

TEST(SnapshotCellTest, GivesWhatWasPublishedLast) {
  Cell cell(text("first"));
  EXPECT_EQ(*cell.current(), "first");
  cell.publish(text("second"));
  cell.publish(text("third"));
  EXPECT_EQ(*cell.current(), "third");
}

TEST(SnapshotCellTest, GivesTheSameSnapshotUntilTheNextPublication) {
  const Cell cell(text("first"));
  const auto* before = cell.current().get();
  EXPECT_EQ(cell.current().get(), before);
}

TEST(SnapshotCellTest, ACopyOutlivesTheNextPublication) {
  Cell cell(text("first"));
  const auto kept = cell.current();
  cell.publish(text("second"));
  EXPECT_EQ(*cell.current(), "second");
  EXPECT_EQ(*kept, "first");
}

TEST(SnapshotCellTest, TwoCellsOfOneTypeDoNotMix) {
  const Cell a(text("a")), b(text("b"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(*a.current(), "a");
    EXPECT_EQ(*b.current(), "b");
  }
}

TEST(SnapshotCellTest, ACellMadeWhereAnotherDiedShowsItsOwnSnapshot) {
  std::optional<Cell> cell(std::in_place, text("old"));
  EXPECT_EQ(*cell->current(), "old");
  cell.emplace(text("new"));
  EXPECT_EQ(*cell->current(), "new");
}

TEST(SnapshotCellTest, VersionChangesWithEachPublicationAndIsNeverShared) {
  Cell a(text("a"));
  const Cell b(text("b"));
  const auto before = a.version();
  EXPECT_NE(before, b.version());
  a.publish(text("a"));
  EXPECT_NE(a.version(), before);
  EXPECT_NE(a.version(), b.version());
}

TEST(SnapshotCellTest, AThreadSeesOnlyWholeSnapshotsAndNeverAnOlderOne) {
  using Pair = std::pair<int, int>;
  constexpr int kLast = 2'000;
  SnapshotCell<const Pair> cell(std::make_shared<const Pair>(0, 0));
  std::atomic<bool> is_whole{true}, is_in_order{true};
  std::thread reader([&] {
    for (int seen = 0; seen < kLast;) {
      const auto& pair = cell.current();
      if (pair->first != pair->second) is_whole = false;
      if (pair->first < seen) is_in_order = false;
      seen = pair->first;
    }
  });
  for (int i = 1; i <= kLast; ++i) cell.publish(std::make_shared<const Pair>(i, i));
  reader.join();
  EXPECT_TRUE(is_whole);
  EXPECT_TRUE(is_in_order);
}

}  // namespace
}  // namespace fairlead
