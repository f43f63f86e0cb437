// How a provider says that something went wrong. Two audiences: Error speaks to the host and the operator,
// ToolError to the model that called the tool. Throw either from anywhere in the provider; nothing thrown
// leaves the plugin.
#ifndef FAIRLEAD_SDK_ERROR_HPP
#define FAIRLEAD_SDK_ERROR_HPP

#include <exception>
#include <string>
#include <utility>

#include "fairlead/plugin.h"
#include "fairlead/sdk/field.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// Facts beside the status of an Error; combine with |.
inline constexpr unsigned kRetryable = FAIRLEAD_ERR_RETRYABLE;     // the same request may succeed if repeated
inline constexpr unsigned kClientBad = FAIRLEAD_ERR_CLIENT_BAD;    // this client must not be used again
inline constexpr unsigned kBindingBad = FAIRLEAD_ERR_BINDING_BAD;  // credential or config is bad till changed

// The operation failed. `status` is one of FAIRLEAD_CANCELLED .. FAIRLEAD_UNAUTHENTICATED; anything else
// becomes FAIRLEAD_INTERNAL. `message` says what is wrong and what to do, without secrets. `detail` is an
// object for programs, e.g. {{"sqlstate", "42P01"}}; anything else counts as none.
class Error : public std::exception {
 public:
  Error(fairlead_status status, std::string message, unsigned flags = 0, Json detail = {})
      : status_(status < FAIRLEAD_CANCELLED || status > FAIRLEAD_UNAUTHENTICATED ? FAIRLEAD_INTERNAL
                                                                                 : status),
        flags_(flags),
        message_(std::move(message)),
        detail_(std::move(detail)) {}

  [[nodiscard]] fairlead_status status() const noexcept { return status_; }
  [[nodiscard]] unsigned flags() const noexcept { return flags_; }
  [[nodiscard]] const Json& detail() const noexcept { return detail_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  fairlead_status status_;
  unsigned flags_;
  std::string message_;
  Json detail_;
};

// The tool worked and its answer is a refusal that the model can act on ("no such table; the tables are
// ..."): a result with isError, `structured` beside it as structuredContent unless it is null. The client
// stays good; where it does not, throw Error with kClientBad. Outside a tool it counts as an Error with
// FAIRLEAD_FAILED_PRECONDITION.
class ToolError : public std::exception {
 public:
  explicit ToolError(std::string message, Json structured = {})
      : message_(std::move(message)), structured_(std::move(structured)) {}

  [[nodiscard]] const Json& structured() const noexcept { return structured_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
  Json structured_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_ERROR_HPP
