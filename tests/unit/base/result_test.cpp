// FAIRLEAD_TRY and FAIRLEAD_CHECK: the value goes on, the error goes out, and each call is made once.
#include "base/result.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

Result<int> half(int value) {
  if (value % 2 == 0) return value / 2;
  return fail(ErrorCode::InvalidArgument, "odd", "odd_number");
}

Result<int> quarter(int value) {
  FAIRLEAD_TRY(const int first, half(value));
  FAIRLEAD_TRY(const int second, half(first));
  return second;
}

Result<void> check_small(int value) {
  if (value < 10) return {};
  return fail(ErrorCode::ResourceExhausted, "too large");
}

TEST(ResultTest, FailGivesAnErrorOfThatCodeTextAndReason) {
  const auto failed = half(3);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error(), Error(ErrorCode::InvalidArgument, "odd", "odd_number"));
}

TEST(ResultTest, FailPassesAWholeErrorOn) {
  Error error(ErrorCode::Unavailable, "refused");
  error.is_retryable = true;
  const Result<int> failed = fail(error);
  EXPECT_EQ(failed.error(), error);
}

TEST(ResultTest, TryGivesTheValueAndGoesOn) { EXPECT_EQ(quarter(12), 3); }

TEST(ResultTest, TryReturnsTheFirstError) { EXPECT_EQ(quarter(3).error().reason, "odd_number"); }

TEST(ResultTest, TryReturnsALaterError) { EXPECT_EQ(quarter(6).error().reason, "odd_number"); }

TEST(ResultTest, TryMovesAValueThatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
  const auto use = [&]() -> Result<int> {
    FAIRLEAD_TRY(const auto owned, make());
    return *owned;
  };
  EXPECT_EQ(use(), 7);
}

TEST(ResultTest, TryTakesAnExpressionWithCommas) {
  const auto pick = [](int, int second) -> Result<int> { return second; };
  const auto use = [&]() -> Result<int> {
    FAIRLEAD_TRY(const int second, pick(1, 2));
    return second;
  };
  EXPECT_EQ(use(), 2);
}

TEST(ResultTest, TryCallsOnce) {
  int calls = 0;
  const auto count = [&]() -> Result<int> { return ++calls; };
  const auto use = [&]() -> Result<void> {
    FAIRLEAD_TRY(const int value, count());
    EXPECT_EQ(value, 1);
    return {};
  };
  EXPECT_TRUE(use());
  EXPECT_EQ(calls, 1);
}

TEST(ResultTest, CheckGoesOnAfterSuccess) {
  const auto use = []() -> Result<std::string> {
    FAIRLEAD_CHECK(check_small(9));
    return "done";
  };
  EXPECT_EQ(use(), "done");
}

TEST(ResultTest, CheckReturnsTheErrorFromAFunctionOfAnotherType) {
  bool went_on = false;
  const auto use = [&]() -> Result<std::string> {
    FAIRLEAD_CHECK(check_small(10));
    went_on = true;
    return "done";
  };
  EXPECT_EQ(use().error().code, ErrorCode::ResourceExhausted);
  EXPECT_FALSE(went_on);
}

TEST(ResultTest, CheckIsOneStatement) {
  const auto use = [](bool strict) -> Result<int> {
    if (strict)
      FAIRLEAD_CHECK(check_small(10));
    else
      return 1;
    return 2;
  };
  EXPECT_EQ(use(false), 1);
  EXPECT_FALSE(use(true));
}

}  // namespace
}  // namespace fairlead
