// Between the C contract and the core: texts and status codes. The only place that translates them.
#pragma once

#include <string_view>

#include "base/access.hpp"
#include "base/clock.hpp"
#include "fairlead/plugin.h"
#include "plugin/client.hpp"

namespace fairlead::plugin {

[[nodiscard]] inline fairlead_str to_abi(std::string_view text) { return {text.data(), text.size()}; }
/// An absent view (NULL data) becomes an empty one.
[[nodiscard]] inline std::string_view from_abi(fairlead_str text) {
  return text.data == nullptr ? std::string_view{} : std::string_view(text.data, text.size);
}

[[nodiscard]] inline std::uint64_t to_abi(MonotonicTime time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}
[[nodiscard]] inline std::uint32_t to_abi(Access access) {
  return access == Access::ReadOnly ? FAIRLEAD_ACCESS_READ_ONLY : FAIRLEAD_ACCESS_READ_WRITE;
}
[[nodiscard]] std::uint32_t to_abi(Scope scope);

/// Every code the ABI does not know, FAIRLEAD_OK included, becomes Internal: a status that is no failure
/// cannot describe one.
[[nodiscard]] ErrorCode to_error_code(fairlead_status status) noexcept;
/// The inverse; to_error_code(to_status(c)) == c.
[[nodiscard]] fairlead_status to_status(ErrorCode code) noexcept;

/// Builds the failure that a plugin reports by (status, flags, message, detail). A missing message is
/// replaced by the name of the code; a detail that is no JSON object is dropped.
[[nodiscard]] ClientFailure to_failure(fairlead_status status, std::uint32_t flags, std::string_view message,
                                       std::string_view detail_json);

}  // namespace fairlead::plugin

/// The ABI's opaque error receiver, which the host makes on the stack of each call that may fail.
struct fairlead_errout {
  bool is_set = false;
  fairlead_status status = FAIRLEAD_OK;
  std::uint32_t flags = 0;
  std::string message;
  std::string detail_json;
};

namespace fairlead::plugin {

/// What `returned` and whatever error_set said amount to. `returned` wins over a different status in `out`.
[[nodiscard]] ClientFailure to_failure(fairlead_status returned, const fairlead_errout& out);

}  // namespace fairlead::plugin
