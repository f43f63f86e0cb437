// Every error code has its documented number.
#include "cli/exit_code.hpp"

#include <gtest/gtest.h>

namespace fairlead::cli {
namespace {

struct Mapping {
  ErrorCode code;
  int exit;
};

class ExitCodeTest : public ::testing::TestWithParam<Mapping> {};

TEST_P(ExitCodeTest, FollowsFromTheErrorCode) {
  EXPECT_EQ(static_cast<int>(exit_code(GetParam().code)), GetParam().exit);
}

INSTANTIATE_TEST_SUITE_P(
    AllCodes, ExitCodeTest,
    ::testing::Values(Mapping{ErrorCode::Cancelled, 5}, Mapping{ErrorCode::InvalidArgument, 4},
                      Mapping{ErrorCode::NotFound, 3}, Mapping{ErrorCode::AlreadyExists, 4},
                      Mapping{ErrorCode::PermissionDenied, 3}, Mapping{ErrorCode::Unauthenticated, 6},
                      Mapping{ErrorCode::FailedPrecondition, 6}, Mapping{ErrorCode::ResourceExhausted, 5},
                      Mapping{ErrorCode::DeadlineExceeded, 5}, Mapping{ErrorCode::Unavailable, 5},
                      Mapping{ErrorCode::Aborted, 5}, Mapping{ErrorCode::Unimplemented, 3},
                      Mapping{ErrorCode::DataLoss, 6}, Mapping{ErrorCode::Internal, 70}),
    [](const auto& tested) { return std::string(to_string(tested.param.code)); });

TEST(ExitCodeOfResultTest, IsZeroForSuccess) {
  runtime::InvocationResult result;
  result.successful = true;
  EXPECT_EQ(exit_code(result), ExitCode::Ok);
}

TEST(ExitCodeOfResultTest, TellsAToolThatSaidNoFromARefusal) {
  runtime::InvocationResult result;
  result.error = Error(ErrorCode::PermissionDenied, "no");
  EXPECT_EQ(exit_code(result), ExitCode::Refused);
  result.is_tool_error = true;
  EXPECT_EQ(exit_code(result), ExitCode::ToolError);
}

TEST(ExitCodeOfResultTest, CallsAFailureWithoutReasonABug) {
  EXPECT_EQ(exit_code(runtime::InvocationResult{}), ExitCode::Bug);
}

}  // namespace
}  // namespace fairlead::cli
