// What the host tells a running operation and does for it. Context is given to connect, ping and reset,
// Call to tools. Both are valid until the function they were given to returns, and so is every string_view
// from them: copy what must live longer. Every function may be called from any thread meanwhile.
#ifndef FAIRLEAD_SDK_CONTEXT_HPP
#define FAIRLEAD_SDK_CONTEXT_HPP

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

// A binding without its configuration.
struct BindingBase {
  const fairlead_host_api* host;
  std::uint64_t id;
  Scope scope;
  std::string connection_name;
  CancelRegistry connects = CancelRegistry(Descriptor::Close);
};

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

  // Data; the views in it are the host's.
  detail::OperationFacts facts_;

 private:
  detail::CancelSlot& cancel_;
};

// Given to connect, ping and reset.
class Context : public Operation {
 public:
  Context(const detail::OperationFacts& facts, detail::CancelSlot& cancel, const detail::BindingBase& binding)
      : Operation(facts, cancel), binding_(binding) {}

  [[nodiscard]] Scope scope() const noexcept { return binding_.scope; }

  // The current value of a secret. The copy is yours: wipe() it when it is used up, keep it out of logs and
  // messages. with_secret avoids the copy.
  // @error UNAUTHENTICATED (thrown, with kBindingBad) the host has no value for it
  [[nodiscard]] std::string reveal(const Secret& secret) const;

  // Calls use(std::string_view) with the value, which the host wipes afterwards. What `use` throws comes
  // out of with_secret. Errors as reveal.
  template <class Use>
  void with_secret(const Secret& secret, Use&& use) const;

 private:
  void ask_for_secret(const Secret& secret, fairlead_value_fn sink, void* user) const;

  const detail::BindingBase& binding_;
};

// Given to tools.
class Call : public Operation {
 public:
  Call(const detail::OperationFacts& facts, detail::CancelSlot& cancel, const fairlead_request& request)
      : Operation(facts, cancel), request_(request) {}

  // "singleton" when the caller named no user; the agent may be empty.
  [[nodiscard]] std::string_view user_id() const noexcept;
  [[nodiscard]] std::string_view agent_id() const noexcept;

  // Tells the client how far the call is; `total` <= 0 when unknown. `done` must grow; the host limits the
  // rate. Costs nothing to speak of when nobody asked for it.
  [[nodiscard]] bool wants_progress() const noexcept;
  void progress(double done, double total = 0, std::string_view message = {}) const;

  // A log line for the client of the call, not for the operator; dropped unless it wants that severity.
  [[nodiscard]] bool wants_log(Severity severity) const noexcept;
  void log_to_client(Severity severity, const Json& data, std::string_view logger = {}) const;

 private:
  const fairlead_request& request_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/context.hpp"

#endif  // FAIRLEAD_SDK_CONTEXT_HPP
