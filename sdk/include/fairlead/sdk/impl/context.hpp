// Bodies of context.hpp.
#ifndef FAIRLEAD_SDK_IMPL_CONTEXT_HPP
#define FAIRLEAD_SDK_IMPL_CONTEXT_HPP

#include <string.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <type_traits>

#include "fairlead/sdk/context.hpp"
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

// ---- Context -----------------------------------------------------------------------------------------

inline void Context::ask_for_secret(const Secret& secret, fairlead_value_fn sink, void* user) const {
  const fairlead_host_api& host = *binding_.host;
  const fairlead_status status =
      host.secret_get(host.host, binding_.id, detail::borrow(secret.name), sink, user);
  if (status == FAIRLEAD_OK) return;
  const bool missing = status == FAIRLEAD_NOT_FOUND;
  throw Error(missing ? FAIRLEAD_UNAUTHENTICATED : status,
              "the secret '" + detail::shortened(secret.name) + "' has no value; set it for this connection",
              missing ? kBindingBad : 0u);
}

inline std::string Context::reveal(const Secret& secret) const {
  std::string value;
  with_secret(secret, [&value](std::string_view revealed) { value = revealed; });
  return value;
}

template <class Use>
void Context::with_secret(const Secret& secret, Use&& use) const {
  struct Delivery {
    std::remove_reference_t<Use>& use;
    bool arrived;
    std::exception_ptr thrown;
  } delivery{use, false, nullptr};
  // The sink is called through the host, which no exception may cross.
  constexpr auto kSink = [](void* user, fairlead_str value) noexcept {
    auto& to = *static_cast<Delivery*>(user);
    to.arrived = true;
    try {
      to.use(detail::view(value));
    } catch (...) {
      to.thrown = std::current_exception();
    }
  };
  ask_for_secret(secret, kSink, &delivery);
  if (!delivery.arrived)
    throw Error(FAIRLEAD_INTERNAL, "the host accepted the request for a secret and gave none");
  if (delivery.thrown) std::rethrow_exception(delivery.thrown);
}

// ---- Call --------------------------------------------------------------------------------------------

inline std::string_view Call::user_id() const noexcept { return detail::view(request_.user_id); }

inline std::string_view Call::agent_id() const noexcept { return detail::view(request_.agent_id); }

inline bool Call::wants_progress() const noexcept { return (request_.flags & FAIRLEAD_REQ_PROGRESS) != 0; }

inline void Call::progress(double done, double total, std::string_view message) const {
  if (!wants_progress()) return;
  // A refusal means that the call is over already, which is_cancelled() tells too.
  (void)facts_.host->call_progress(facts_.host->host, facts_.handle, done, total, detail::borrow(message));
}

inline bool Call::wants_log(Severity severity) const noexcept {
  return static_cast<std::int32_t>(severity) <= request_.log_level;
}

inline void Call::log_to_client(Severity severity, const Json& data, std::string_view logger) const {
  if (!wants_log(severity)) return;
  const std::string data_json = boost::json::serialize(data);
  (void)facts_.host->call_log(facts_.host->host, facts_.handle, static_cast<std::int32_t>(severity),
                              detail::borrow(logger), detail::borrow(data_json));
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_CONTEXT_HPP
