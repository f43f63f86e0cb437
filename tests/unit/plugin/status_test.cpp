// The translation between the C contract's status codes and the core's errors.
#include "plugin/status.hpp"

#include <gtest/gtest.h>

namespace fairlead::plugin {
namespace {

class EveryCode : public ::testing::TestWithParam<int> {};

TEST_P(EveryCode, ComesBackFromItsStatus) {
  const auto code = static_cast<ErrorCode>(GetParam());
  EXPECT_EQ(to_error_code(to_status(code)), code);
  EXPECT_NE(to_status(code), FAIRLEAD_OK);
}
INSTANTIATE_TEST_SUITE_P(StatusTest, EveryCode,
                         ::testing::Range(0, static_cast<int>(ErrorCode::Internal) + 1));

TEST(StatusTest, TakesCodesTheAbiDoesNotKnowForInternal) {
  EXPECT_EQ(to_error_code(FAIRLEAD_OK), ErrorCode::Internal);
  EXPECT_EQ(to_error_code(17), ErrorCode::Internal);
  EXPECT_EQ(to_error_code(-1), ErrorCode::Internal);
}

TEST(StatusTest, KeepsErrorAndClientApart) {
  const ClientFailure failure =
      to_failure(FAIRLEAD_UNAVAILABLE, FAIRLEAD_ERR_RETRYABLE | FAIRLEAD_ERR_CLIENT_BAD, "gone", {});
  EXPECT_EQ(failure.error.code, ErrorCode::Unavailable);
  EXPECT_TRUE(failure.error.is_retryable);
  EXPECT_TRUE(failure.is_client_bad);
  EXPECT_FALSE(failure.is_binding_bad);
}

TEST(StatusTest, NamesTheCodeWhenThereIsNoMessage) {
  EXPECT_EQ(to_failure(FAIRLEAD_ABORTED, 0, {}, {}).error.message, "aborted");
}

TEST(StatusTest, KeepsADetailThatIsAnObject) {
  EXPECT_EQ(to_failure(FAIRLEAD_UNKNOWN, 0, "x", R"({"sqlstate":"42601"})").error.detail_json,
            R"({"sqlstate":"42601"})");
}

TEST(StatusTest, DropsADetailThatIsNoObject) {
  EXPECT_EQ(to_failure(FAIRLEAD_UNKNOWN, 0, "x", "[1]").error.detail_json, "");
  EXPECT_EQ(to_failure(FAIRLEAD_UNKNOWN, 0, "x", "{broken").error.detail_json, "");
}

TEST(StatusTest, TakesTheReturnedStatusBeforeTheOneInTheErrorReceiver) {
  fairlead_errout out{true, FAIRLEAD_NOT_FOUND, FAIRLEAD_ERR_BINDING_BAD, "why", ""};
  const ClientFailure failure = to_failure(FAIRLEAD_UNAUTHENTICATED, out);
  EXPECT_EQ(failure.error.code, ErrorCode::Unauthenticated);
  EXPECT_EQ(failure.error.message, "why");
  EXPECT_TRUE(failure.is_binding_bad);
}

TEST(StatusTest, TreatsAnAbsentViewAsEmpty) { EXPECT_EQ(from_abi(fairlead_str{nullptr, 0}), ""); }

}  // namespace
}  // namespace fairlead::plugin
