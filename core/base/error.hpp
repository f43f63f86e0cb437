// The one error type of the core: a code that says what the caller should do, and a text for people.
// A value: copyable, passive, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

/// What the caller should do about it. Kept few; reasons go into `Error::reason`.
enum class ErrorCode : std::uint8_t {
  Cancelled,           ///< nothing: the caller asked to stop
  InvalidArgument,     ///< change the request
  NotFound,            ///< name something that exists
  AlreadyExists,       ///< choose another name
  PermissionDenied,    ///< ask the operator: this principal may not
  Unauthenticated,     ///< repair the credential
  FailedPrecondition,  ///< change the state first
  ResourceExhausted,   ///< wait: a limit is reached
  DeadlineExceeded,    ///< allow more time, or ask for less; the effect is unknown
  Unavailable,         ///< wait: the back end cannot be reached
  Aborted,             ///< repeat the whole transaction: a conflict
  Unimplemented,       ///< ask somebody else: this provider does not do that
  DataLoss,            ///< tell the operator: stored data is damaged
  Internal,            ///< report a bug of ours or of a plugin
};

/// Stable snake_case name of a code, as it stands in results and logs: "invalid_argument".
[[nodiscard]] std::string_view to_string(ErrorCode code) noexcept;

/// Why something failed. `message` goes to the operator and to the caller of a tool: it names no secret
/// and no other tenant.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string message;

  /// Finer stable name for programs: "pool_full", "secret_unresolved", "provider_disabled"; may be empty.
  std::string reason;

  /// JSON object text with more, e.g. the SQLSTATE; empty when there is none.
  std::string detail_json;

  /// The same request may succeed if repeated, not before `retry_after` when that is set.
  bool is_retryable = false;
  std::optional<std::chrono::milliseconds> retry_after;

  Error() = default;
  Error(ErrorCode code_in, std::string message_in, std::string reason_in = {})
      : code(code_in), message(std::move(message_in)), reason(std::move(reason_in)) {}

  bool operator==(const Error&) const = default;
};

}  // namespace fairlead
