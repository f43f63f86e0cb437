// Codes, their stable names, and errors as values.
#include "base/error.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

TEST(ErrorCodeTest, NamesAreStable) {
  const std::vector<std::pair<ErrorCode, std::string>> names = {
      {ErrorCode::Cancelled, "cancelled"},
      {ErrorCode::InvalidArgument, "invalid_argument"},
      {ErrorCode::NotFound, "not_found"},
      {ErrorCode::AlreadyExists, "already_exists"},
      {ErrorCode::PermissionDenied, "permission_denied"},
      {ErrorCode::Unauthenticated, "unauthenticated"},
      {ErrorCode::FailedPrecondition, "failed_precondition"},
      {ErrorCode::ResourceExhausted, "resource_exhausted"},
      {ErrorCode::DeadlineExceeded, "deadline_exceeded"},
      {ErrorCode::Unavailable, "unavailable"},
      {ErrorCode::Aborted, "aborted"},
      {ErrorCode::Unimplemented, "unimplemented"},
      {ErrorCode::DataLoss, "data_loss"},
      {ErrorCode::Internal, "internal"},
  };
  for (const auto& [code, name] : names) EXPECT_EQ(to_string(code), name);
  EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorCode::Internal) + 1)
      << "a code without a pinned name";
}

TEST(ErrorTest, IsAnInternalErrorThatMustNotBeRetriedUnlessSaid) {
  const Error error;
  EXPECT_EQ(error.code, ErrorCode::Internal);
  EXPECT_FALSE(error.is_retryable);
  EXPECT_EQ(error.retry_after, std::nullopt);
}

TEST(ErrorTest, EqualityComparesEveryField) {
  const Error error(ErrorCode::NotFound, "unknown tenant", "no_tenant");
  EXPECT_EQ(error, Error(error));
  const auto differs = [&](auto change) {
    Error other = error;
    change(other);
    return other != error;
  };
  EXPECT_TRUE(differs([](Error& e) { e.code = ErrorCode::Internal; }));
  EXPECT_TRUE(differs([](Error& e) { e.message += "!"; }));
  EXPECT_TRUE(differs([](Error& e) { e.reason = "other"; }));
  EXPECT_TRUE(differs([](Error& e) { e.detail_json = "{}"; }));
  EXPECT_TRUE(differs([](Error& e) { e.is_retryable = true; }));
  EXPECT_TRUE(differs([](Error& e) { e.retry_after = std::chrono::milliseconds(1); }));
}

}  // namespace
}  // namespace fairlead
