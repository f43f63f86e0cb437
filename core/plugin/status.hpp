// Between the C contract and the core: texts and status codes. The only place that translates them.
#pragma once

#include <algorithm>
#include <string>
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

/// Bytes of a message or log line that a plugin hands over; the rest is cut off.
inline constexpr std::size_t kPluginTextBytesMax = std::size_t{8} * 1024;
/// Bytes of the JSON beside such a message.
inline constexpr std::size_t kPluginDetailBytesMax = std::size_t{64} * 1024;

[[nodiscard]] inline std::uint64_t to_abi(MonotonicTime time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count());
}
/// A moment beyond what a MonotonicTime holds becomes the last one it holds.
[[nodiscard]] inline MonotonicTime time_from_abi(std::uint64_t mono_ns) {
  constexpr auto kLast = static_cast<std::uint64_t>(MonotonicTime::max().time_since_epoch().count());
  return MonotonicTime(Duration(static_cast<std::int64_t>(std::min(mono_ns, kLast))));
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

[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` of a plugin for logs, errors and people: cut at `bytes_max`, with U+FFFD for what is no UTF-8.
[[nodiscard]] std::string clean_text(std::string_view text, std::size_t bytes_max = kPluginTextBytesMax);

/// Builds the failure that a plugin reports by (status, flags, message, detail). A missing message is
/// replaced by the name of the code; a detail that is no JSON object, or a larger one than
/// kPluginDetailBytesMax, is dropped.
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
