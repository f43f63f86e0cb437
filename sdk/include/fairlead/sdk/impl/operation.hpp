// Bodies of operation.hpp.
#ifndef FAIRLEAD_SDK_IMPL_OPERATION_HPP
#define FAIRLEAD_SDK_IMPL_OPERATION_HPP

#include <string.h>

#include <algorithm>
#include <limits>

#include "fairlead/sdk/operation.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {

inline void wipe(std::string& text) noexcept {
  ::explicit_bzero(text.data(), text.capacity());
  text.clear();
}

namespace detail {

inline HostClock::time_point host_time(std::uint64_t mono_ns) noexcept {
  constexpr auto kLast = static_cast<std::uint64_t>(std::numeric_limits<HostClock::rep>::max());
  return HostClock::time_point(HostClock::duration(static_cast<HostClock::rep>(std::min(mono_ns, kLast))));
}

}  // namespace detail

// ---- Operation ---------------------------------------------------------------------------------------

inline Access Operation::access() const noexcept {
  // Anything this SDK does not know is the weaker right.
  return facts_.access == FAIRLEAD_ACCESS_READ_WRITE ? Access::ReadWrite : Access::ReadOnly;
}

inline HostClock::time_point Operation::deadline() const noexcept {
  return detail::host_time(facts_.deadline_mono_ns);
}

inline HostClock::time_point Operation::now() const noexcept {
  return detail::host_time(facts_.host->now_mono_ns(facts_.host->host));
}

inline std::chrono::nanoseconds Operation::remaining() const noexcept {
  return std::max(deadline() - now(), std::chrono::nanoseconds::zero());
}

inline bool Operation::is_cancelled() const noexcept {
  return facts_.host->call_cancelled(facts_.host->host, facts_.handle) != 0;
}

inline int Operation::cancel_fd() {
  const int fd = cancel_.fd();
  if (is_cancelled()) cancel_.signal();
  return fd;
}

inline void Operation::log(Severity severity, std::string_view message,
                           const boost::json::object& fields) const {
  const std::string fields_json = fields.empty() ? std::string() : boost::json::serialize(fields);
  facts_.host->log(facts_.host->host, facts_.handle, static_cast<std::int32_t>(severity),
                   detail::borrow(message), detail::borrow(fields_json));
}

inline void Operation::throw_if_cancelled() const {
  if (!is_cancelled()) return;
  if (remaining() == std::chrono::nanoseconds::zero()) {
    throw Error(FAIRLEAD_DEADLINE_EXCEEDED, "the time allowed for the operation ran out");
  }
  throw Error(FAIRLEAD_CANCELLED, "the operation was cancelled");
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_OPERATION_HPP
