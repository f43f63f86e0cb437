#include "plugin/status.hpp"

#include "json/parse.hpp"
#include "json/text.hpp"

namespace fairlead::plugin {

std::uint32_t to_abi(Scope scope) {
  switch (scope) {
    case Scope::User: return FAIRLEAD_SCOPE_USER;
    case Scope::Tenant: return FAIRLEAD_SCOPE_TENANT;
    case Scope::Global: return FAIRLEAD_SCOPE_GLOBAL;
  }
  return FAIRLEAD_SCOPE_GLOBAL;
}

ErrorCode to_error_code(fairlead_status status) noexcept {
  switch (status) {
    case FAIRLEAD_CANCELLED: return ErrorCode::Cancelled;
    case FAIRLEAD_INVALID_ARGUMENT: return ErrorCode::InvalidArgument;
    case FAIRLEAD_OUT_OF_RANGE: return ErrorCode::InvalidArgument;
    case FAIRLEAD_DEADLINE_EXCEEDED: return ErrorCode::DeadlineExceeded;
    case FAIRLEAD_NOT_FOUND: return ErrorCode::NotFound;
    case FAIRLEAD_ALREADY_EXISTS: return ErrorCode::AlreadyExists;
    case FAIRLEAD_PERMISSION_DENIED: return ErrorCode::PermissionDenied;
    case FAIRLEAD_RESOURCE_EXHAUSTED: return ErrorCode::ResourceExhausted;
    case FAIRLEAD_FAILED_PRECONDITION: return ErrorCode::FailedPrecondition;
    case FAIRLEAD_ABORTED: return ErrorCode::Aborted;
    case FAIRLEAD_UNIMPLEMENTED: return ErrorCode::Unimplemented;
    case FAIRLEAD_UNAVAILABLE: return ErrorCode::Unavailable;
    case FAIRLEAD_DATA_LOSS: return ErrorCode::DataLoss;
    case FAIRLEAD_UNAUTHENTICATED: return ErrorCode::Unauthenticated;
    default: return ErrorCode::Internal;
  }
}

fairlead_status to_status(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::Cancelled: return FAIRLEAD_CANCELLED;
    case ErrorCode::InvalidArgument: return FAIRLEAD_INVALID_ARGUMENT;
    case ErrorCode::NotFound: return FAIRLEAD_NOT_FOUND;
    case ErrorCode::AlreadyExists: return FAIRLEAD_ALREADY_EXISTS;
    case ErrorCode::PermissionDenied: return FAIRLEAD_PERMISSION_DENIED;
    case ErrorCode::Unauthenticated: return FAIRLEAD_UNAUTHENTICATED;
    case ErrorCode::FailedPrecondition: return FAIRLEAD_FAILED_PRECONDITION;
    case ErrorCode::ResourceExhausted: return FAIRLEAD_RESOURCE_EXHAUSTED;
    case ErrorCode::DeadlineExceeded: return FAIRLEAD_DEADLINE_EXCEEDED;
    case ErrorCode::Unavailable: return FAIRLEAD_UNAVAILABLE;
    case ErrorCode::Aborted: return FAIRLEAD_ABORTED;
    case ErrorCode::Unimplemented: return FAIRLEAD_UNIMPLEMENTED;
    case ErrorCode::DataLoss: return FAIRLEAD_DATA_LOSS;
    case ErrorCode::Internal: return FAIRLEAD_INTERNAL;
  }
  return FAIRLEAD_INTERNAL;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!json::take_code_point(text)) return false;
  }
  return true;
}

std::string clean_text(std::string_view text, std::size_t bytes_max) {
  std::string clean;
  clean.reserve(std::min(text.size(), bytes_max));
  while (!text.empty()) {
    const std::string_view before = text;
    const bool is_sound = json::take_code_point(text).has_value();
    const std::string_view taken =
        is_sound ? before.substr(0, before.size() - text.size()) : std::string_view("\xEF\xBF\xBD");
    if (clean.size() + taken.size() > bytes_max) break;
    clean += taken;
  }
  return clean;
}

ClientFailure to_failure(fairlead_status status, std::uint32_t flags, std::string_view message,
                         std::string_view detail_json) {
  const ErrorCode code = to_error_code(status);
  ClientFailure failure;
  failure.error = Error(code, message.empty() ? std::string(to_string(code)) : clean_text(message));
  failure.error.is_retryable = (flags & FAIRLEAD_ERR_RETRYABLE) != 0;
  failure.is_client_bad = (flags & FAIRLEAD_ERR_CLIENT_BAD) != 0;
  failure.is_binding_bad = (flags & FAIRLEAD_ERR_BINDING_BAD) != 0;
  if (!detail_json.empty()) {
    json::ParseLimits limits;
    limits.text_bytes_max = kPluginDetailBytesMax;
    const auto detail = json::parse(detail_json, limits);
    if (detail && detail->is_object()) failure.error.detail_json = std::string(detail_json);
  }
  return failure;
}

ClientFailure to_failure(fairlead_status returned, const fairlead_errout& out) {
  if (!out.is_set) return to_failure(returned, 0, {}, {});
  return to_failure(returned, out.flags, out.message, out.detail_json);
}

}  // namespace fairlead::plugin
