#include "base/error.hpp"

namespace fairlead {

std::string_view to_string(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::InvalidArgument: return "invalid_argument";
    case ErrorCode::NotFound: return "not_found";
    case ErrorCode::AlreadyExists: return "already_exists";
    case ErrorCode::PermissionDenied: return "permission_denied";
    case ErrorCode::Unauthenticated: return "unauthenticated";
    case ErrorCode::FailedPrecondition: return "failed_precondition";
    case ErrorCode::ResourceExhausted: return "resource_exhausted";
    case ErrorCode::DeadlineExceeded: return "deadline_exceeded";
    case ErrorCode::Unavailable: return "unavailable";
    case ErrorCode::Aborted: return "aborted";
    case ErrorCode::Unimplemented: return "unimplemented";
    case ErrorCode::DataLoss: return "data_loss";
    case ErrorCode::Internal: return "internal";
  }
  return "internal";
}

}  // namespace fairlead
