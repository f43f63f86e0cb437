// Handles with generations: what is stale is refused, never followed.
#include "plugin/call_table.hpp"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace fairlead::plugin {
namespace {

class CountingListener final : public CallListener {
 public:
  void ended(CallEnd) override { ++ends; }
  void progressed(double, double, std::string_view) override {}
  void client_logged(LogLevel, std::string_view, std::string_view) override {}
  int ends = 0;
};

class CallTableTest : public ::testing::Test {
 protected:
  Deadline in_a_second() { return Deadline::after(clock_.now(), std::chrono::seconds(1)); }

  ManualClock clock_;
  CallTable table_{clock_};
  std::shared_ptr<CountingListener> listener_ = std::make_shared<CountingListener>();
};

TEST_F(CallTableTest, NeverGivesOutZero) { EXPECT_NE(*table_.open(in_a_second(), listener_), 0U); }

TEST_F(CallTableTest, GivesTheListenerOutOnce) {
  const fairlead_call call = *table_.open(in_a_second(), listener_);
  EXPECT_EQ(table_.take_listener(call), listener_);
  EXPECT_EQ(table_.take_listener(call), nullptr);
}

TEST_F(CallTableTest, RefusesAHandleWhoseSlotServesAnotherCall) {
  const fairlead_call first = *table_.open(in_a_second(), listener_);
  table_.close(first);
  const fairlead_call second = *table_.open(in_a_second(), listener_);
  ASSERT_NE(first, second);
  ASSERT_EQ(first % CallTable::kCallsMax, second % CallTable::kCallsMax);
  EXPECT_EQ(table_.take_listener(first), nullptr);
  EXPECT_EQ(table_.find_listener(second), listener_);
}

TEST_F(CallTableTest, RefusesHandlesThatWereNeverGivenOut) {
  for (const fairlead_call wild :
       {fairlead_call{0}, fairlead_call{1}, ~fairlead_call{0}, fairlead_call{1} << 40}) {
    EXPECT_EQ(table_.take_listener(wild), nullptr);
    EXPECT_TRUE(table_.is_cancelled(wild));
    table_.cancel(wild);
    table_.close(wild);
  }
  EXPECT_EQ(table_.open_count(), 0U);
}

TEST_F(CallTableTest, IgnoresASecondClose) {
  const fairlead_call call = *table_.open(in_a_second(), listener_);
  table_.close(call);
  table_.close(call);
  const fairlead_call a = *table_.open(in_a_second(), listener_);
  const fairlead_call b = *table_.open(in_a_second(), listener_);
  EXPECT_NE(a % CallTable::kCallsMax, b % CallTable::kCallsMax);
}

TEST_F(CallTableTest, SaysCancelledOnlyAfterCancel) {
  const fairlead_call call = *table_.open(in_a_second(), listener_);
  EXPECT_FALSE(table_.is_cancelled(call));
  table_.cancel(call);
  EXPECT_TRUE(table_.is_cancelled(call));
}

TEST_F(CallTableTest, ForgetsTheCancellationOfThePreviousCallInASlot) {
  const fairlead_call first = *table_.open(in_a_second(), listener_);
  table_.cancel(first);
  table_.close(first);
  EXPECT_FALSE(table_.is_cancelled(*table_.open(in_a_second(), listener_)));
}

TEST_F(CallTableTest, SaysCancelledFromTheDeadlineOn) {
  const fairlead_call call = *table_.open(in_a_second(), listener_);
  clock_.advance(std::chrono::milliseconds(999));
  EXPECT_FALSE(table_.is_cancelled(call));
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(table_.is_cancelled(call));
}

TEST_F(CallTableTest, TakesNoCompletionForAnOperation) {
  auto operation = Operation::open(table_, in_a_second());
  EXPECT_EQ(table_.take_listener(operation->handle()), nullptr);
  EXPECT_FALSE(table_.is_cancelled(operation->handle()));
}

TEST_F(CallTableTest, ClosesAnOperationWithItsScope) {
  fairlead_call handle = 0;
  {
    auto operation = Operation::open(table_, in_a_second());
    handle = operation->handle();
    EXPECT_EQ(table_.open_count(), 1U);
  }
  EXPECT_TRUE(table_.is_cancelled(handle));
  EXPECT_EQ(table_.open_count(), 0U);
}

TEST_F(CallTableTest, RefusesMoreCallsThanItHasSlots) {
  std::vector<fairlead_call> calls;
  for (std::uint32_t i = 0; i < CallTable::kCallsMax; ++i)
    calls.push_back(*table_.open(in_a_second(), listener_));
  const auto refused = table_.open(in_a_second(), listener_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::ResourceExhausted);
  table_.close(calls.back());
  EXPECT_TRUE(table_.open(in_a_second(), listener_));
}

TEST_F(CallTableTest, LetsExactlyOneOfManyThreadsEndACall) {
  for (int round = 0; round < 50; ++round) {
    const fairlead_call call = *table_.open(in_a_second(), listener_);
    std::atomic<int> winners{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] { winners += table_.take_listener(call) != nullptr ? 1 : 0; });
    }
    threads.clear();
    EXPECT_EQ(winners, 1);
    table_.close(call);
  }
}

}  // namespace
}  // namespace fairlead::plugin
