// What a child process writes for its parent, read in the same process.
#include "plugin/contract/board.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace fairlead::plugin::contract {
namespace {

MonotonicTime now() { return MonotonicTime(std::chrono::steady_clock::now()); }

class BoardTest : public testing::Test {
 protected:
  Board board_ = *Board::create();
};

TEST_F(BoardTest, HasNoPhaseAtFirst) {
  EXPECT_FALSE(board_.longest(now()));
  EXPECT_EQ(board_.last_phase(), "");
}

TEST_F(BoardTest, ShowsThePhaseThatAThreadIsIn) {
  const InPhase phase(board_, "connect");
  const auto running = board_.longest(now() + std::chrono::seconds(3));
  ASSERT_TRUE(running);
  EXPECT_EQ(running->phase, "connect");
  EXPECT_GE(running->elapsed, std::chrono::seconds(3));
}

TEST_F(BoardTest, ForgetsAPhaseThatWasLeft) {
  { const InPhase phase(board_, "connect"); }
  EXPECT_FALSE(board_.longest(now()));
}

TEST_F(BoardTest, ShowsTheLongestOfSeveralThreads) {
  const InPhase first(board_, "quiesce");
  std::jthread([this] { board_.enter("invoke echo"); }).join();
  EXPECT_EQ(board_.longest(now())->phase, "quiesce");
}

TEST_F(BoardTest, BlamesTheThreadThatSaidSo) {
  const InPhase first(board_, "quiesce");
  std::jthread([this] {
    board_.enter("invoke echo");
    board_.blame_this_thread();
  }).join();
  board_.blame_this_thread();  // The first one counts.
  EXPECT_EQ(board_.last_phase(), "invoke echo");
}

TEST_F(BoardTest, KeepsTheFirstNote) {
  board_.note("why");
  board_.note("why not");
  EXPECT_EQ(board_.noted(), "why");
}

TEST_F(BoardTest, CutsWhatIsTooLong) {
  board_.note(std::string(Board::kNoteBytesMax + 1, 'x'));
  EXPECT_EQ(board_.noted(), std::string(Board::kNoteBytesMax, 'x'));
  const InPhase phase(board_, std::string(Board::kPhaseBytesMax + 1, 'y'));
  EXPECT_EQ(board_.last_phase(), std::string(Board::kPhaseBytesMax, 'y'));
}

TEST_F(BoardTest, HasRoomForMoreThreadsThanItTellsApart) {
  for (std::size_t i = 0; i < Board::kThreadsMax + 2; ++i)
    std::jthread([this] { const InPhase phase(board_, "connect"); }).join();
  EXPECT_FALSE(board_.longest(now()));
}

}  // namespace
}  // namespace fairlead::plugin::contract
