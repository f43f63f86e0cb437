// What every running operation is told by the host, whether it is a Context's or a Call's: whom it serves,
// until when, and whether it should stop.
#ifndef FAIRLEAD_SDK_OPERATION_HPP
#define FAIRLEAD_SDK_OPERATION_HPP

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "fairlead/plugin.h"
#include "fairlead/sdk/cancel.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/field.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// ReadOnly: only tools marked read_only are called, and the provider should hold the back end to it too.
enum class Access : std::uint32_t {
  ReadOnly = FAIRLEAD_ACCESS_READ_ONLY,
  ReadWrite = FAIRLEAD_ACCESS_READ_WRITE,
};

// Whose connection it is: one user's, a tenant's, or the operator's for all.
enum class Scope : std::uint32_t {
  User = FAIRLEAD_SCOPE_USER,
  Tenant = FAIRLEAD_SCOPE_TENANT,
  Global = FAIRLEAD_SCOPE_GLOBAL,
};

// As in syslog: the smaller, the worse.
enum class Severity : std::int32_t {
  Error = FAIRLEAD_LOG_ERROR,
  Warning = FAIRLEAD_LOG_WARNING,
  Notice = FAIRLEAD_LOG_NOTICE,
  Info = FAIRLEAD_LOG_INFO,
  Debug = FAIRLEAD_LOG_DEBUG,
};

// The host's monotonic clock; read it with Operation::now. Not comparable with std::chrono::steady_clock.
struct HostClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<HostClock>;
  static constexpr bool is_steady = true;
};

// Overwrites the text in a way the compiler keeps, then empties it. Call it on revealed secrets.
void wipe(std::string& text) noexcept;

namespace detail {

// The part of an operation that a Context and a Call share.
struct OperationFacts {
  const fairlead_host_api* host;
  fairlead_call handle;
  std::uint64_t deadline_mono_ns;
  std::uint32_t access;
  std::string_view tenant_id;
  std::string_view connection_name;
};

}  // namespace detail

// What Context and Call have in common.
class Operation {
 public:
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  // The tenant served now; on a global connection it differs from call to call.
  [[nodiscard]] std::string_view tenant_id() const noexcept { return facts_.tenant_id; }
  [[nodiscard]] std::string_view connection_name() const noexcept { return facts_.connection_name; }
  [[nodiscard]] Access access() const noexcept;

  // When the operation must have ended. remaining() is the time until then, never negative.
  [[nodiscard]] HostClock::time_point deadline() const noexcept;
  [[nodiscard]] HostClock::time_point now() const noexcept;
  [[nodiscard]] std::chrono::nanoseconds remaining() const noexcept;

  // True once the operation should stop: cancelled or past its deadline. Cheap enough for inner loops.
  [[nodiscard]] bool is_cancelled() const noexcept;

  // A descriptor that becomes readable when the operation is cancelled, to poll beside a socket. Made by
  // the first call; neither read nor close it. Ends with the operation. From the operation's thread only.
  // @error RESOURCE_EXHAUSTED (thrown) the process has no descriptor left
  [[nodiscard]] int cancel_fd();

  // A line for the operator's log. No secrets.
  void log(Severity severity, std::string_view message, const boost::json::object& fields = {}) const;

  // Throws Error with CANCELLED or DEADLINE_EXCEEDED when is_cancelled().
  void throw_if_cancelled() const;

 protected:
  Operation(const detail::OperationFacts& facts, detail::CancelSlot& cancel)
      : facts_(facts), cancel_(cancel) {}
  ~Operation() = default;

  // The views in it are the host's.
  detail::OperationFacts facts_;
  detail::CancelSlot& cancel_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/operation.hpp"

#endif  // FAIRLEAD_SDK_OPERATION_HPP
