#include "cli/exit_code.hpp"

namespace fairlead::cli {

ExitCode exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::AlreadyExists: return ExitCode::InvalidArguments;
    case ErrorCode::NotFound:
    case ErrorCode::PermissionDenied:
    case ErrorCode::Unimplemented: return ExitCode::Refused;
    case ErrorCode::Cancelled:
    case ErrorCode::ResourceExhausted:
    case ErrorCode::DeadlineExceeded:
    case ErrorCode::Unavailable:
    case ErrorCode::Aborted: return ExitCode::Unavailable;
    case ErrorCode::Unauthenticated:
    case ErrorCode::FailedPrecondition:
    case ErrorCode::DataLoss: return ExitCode::Configuration;
    case ErrorCode::Internal: return ExitCode::Bug;
  }
  return ExitCode::Bug;
}

ExitCode exit_code(const runtime::InvocationResult& result) {
  if (result.successful) return ExitCode::Ok;
  if (result.is_tool_error) return ExitCode::ToolError;
  return result.error ? exit_code(result.error->code) : ExitCode::Bug;
}

}  // namespace fairlead::cli
