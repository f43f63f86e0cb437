// What the host tells a running call, and what a call may do. Given to tools, resources, prompts and
// completions; valid until they have returned, a coroutine's until it has ended.
#ifndef FAIRLEAD_SDK_CALL_HPP
#define FAIRLEAD_SDK_CALL_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fairlead/sdk/async_types.hpp"
#include "fairlead/sdk/context.hpp"
#include "fairlead/sdk/http.hpp"
#include "fairlead/sdk/input.hpp"

namespace fairlead {
inline namespace sdk_v1 {

class Call : public Operation {
 public:
  Call(const detail::OperationFacts& facts, detail::CancelSlot& cancel, const fairlead_request& request,
       Binding& binding, detail::AsyncState* async = nullptr)
      : Operation(facts, cancel), request_(request), binding_(binding), async_(async) {}

  // ---- Who calls, for what ----

  // The tool's or prompt's own name, or the URI of the resource.
  [[nodiscard]] std::string_view name() const noexcept;
  // "singleton" when the caller named no user; the agent may be empty.
  [[nodiscard]] std::string_view user_id() const noexcept;
  [[nodiscard]] std::string_view agent_id() const noexcept;
  // The caller's roles, parsed anew each time. @error INTERNAL (thrown) the host gave no list of texts
  [[nodiscard]] std::vector<std::string> roles() const;
  // True when this call may change nothing; its tool should hold the back end to that too.
  [[nodiscard]] bool is_read_only() const noexcept { return access() == Access::ReadOnly; }
  // W3C Trace Context, to hand to back ends; may be empty.
  [[nodiscard]] std::string_view traceparent() const noexcept;

  // The connection in use. Lives until the last of its clients is closed.
  [[nodiscard]] Binding& binding() const noexcept { return binding_; }

  // What the client can do: the ClientCapabilities of MCP; parsed by the first call. These two from the
  // call's own thread only.
  [[nodiscard]] const boost::json::object& client_capabilities() const;
  // client_can("sampling"), client_can("elicitation", "url"). A client that says "elicitation" and no more
  // means forms.
  [[nodiscard]] bool client_can(std::string_view capability, std::string_view feature = {}) const;

  // ---- Progress and logs for the client ----

  // Tells the client how far the call is; `total` <= 0 when unknown. `done` must grow; the host limits the
  // rate. Costs nothing to speak of when nobody asked for it.
  [[nodiscard]] bool wants_progress() const noexcept;
  void progress(double done, double total = 0, std::string_view message = {}) const;

  // A log line for the client of the call, not for the operator; dropped unless it wants that severity.
  [[nodiscard]] bool wants_log(Severity severity) const noexcept;
  void log_to_client(Severity severity, const Json& data, std::string_view logger = {}) const;

  // ---- Asking back: see input.hpp. Tools, resources and prompts; from the call's own thread ----

  // Returns when every question has an answer of the right form. Else ends the call with all of
  // them, by an exception that is no std::exception: a `catch (...)` in between must rethrow. Ask before any
  // effect: the next round starts anew. `state` comes back as state(); no secrets unless the host seals it.
  void require(const InputRequests& questions, std::string_view state = {});
  // The same for confirmations: returns only when the answers came back with exactly `state`, under the
  // host's seal. Anybody can send an answer nobody was asked for, or one to an older question, so name in
  // `state` what is confirmed.
  void require_sealed(const InputRequests& questions, std::string_view state);
  // Ends the call with the questions whatever was answered. Without questions the client just calls again.
  [[noreturn]] void ask(const InputRequests& questions, std::string_view state = {});

  [[nodiscard]] const Answers& answers() const;
  // What the round before gave as state; empty on the first. The client's word unless is_state_sealed().
  [[nodiscard]] std::string_view state() const noexcept;
  // True when state() came back intact through the host's seal.
  [[nodiscard]] bool is_state_sealed() const noexcept;
  // False when answers came without sealed state: a confirmation in them proves nothing, see require_sealed.
  [[nodiscard]] bool is_input_sealed() const noexcept;

  // ---- Tasks: tools with task_optional or task_required ----

  // Returns at once when the call runs as a task. Else ends it, and the host calls again as a task, with the
  // task's own deadline; by an exception as in require. Before any effect. `ttl` is how long the task's
  // result should be kept, `poll_interval` how often the client should ask.
  // @error FAILED_PRECONDITION (thrown) supports_tasks() is false
  void go_on_as_task(std::chrono::milliseconds ttl = std::chrono::minutes(5),
                     std::chrono::milliseconds poll_interval = std::chrono::seconds(1));
  [[nodiscard]] bool is_in_task() const noexcept;
  // Whether go_on_as_task is allowed: the client can follow tasks, or this is one.
  [[nodiscard]] bool supports_tasks() const;

  // ---- Waiting, in coroutine entries: co_await each. Blocking ones have poll() and cancel_fd() ----

  // All of them throw, out of the co_await, Error with
  // @error CANCELLED, DEADLINE_EXCEEDED the call should stop; the deadline also ends a longer sleep
  // @error UNIMPLEMENTED                the host has no reactor
  // @error RESOURCE_EXHAUSTED           the host accepts no more waits
  [[nodiscard]] detail::TimerAwait sleep_for(std::chrono::nanoseconds time) const noexcept;
  [[nodiscard]] detail::TimerAwait sleep_until(HostClock::time_point at) const noexcept;
  // Until the descriptor, which stays open meanwhile, is ready. @error INVALID_ARGUMENT it is not open
  [[nodiscard]] detail::FdAwait readable(int fd) const noexcept;
  [[nodiscard]] detail::FdAwait writable(int fd) const noexcept;
  // Lets others run on the event loop, after about a millisecond of work.
  [[nodiscard]] detail::YieldAwait yield() const noexcept;

  // ---- HTTP, in every entry: see http.hpp ----

  // Starts an exchange that ends with the call at the latest. co_await it, or call get() in blocking entries.
  // @error UNIMPLEMENTED (thrown)      the host has no HTTP client
  // @error INVALID_ARGUMENT (thrown)   malformed URL, method or header
  // @error PERMISSION_DENIED (thrown)  the host's rules forbid that address
  // @error RESOURCE_EXHAUSTED (thrown) too many exchanges wait
  // @error CANCELLED, DEADLINE_EXCEEDED (thrown) the call should stop
  [[nodiscard]] HttpExchange http(const HttpRequest& request);
  // The same with the body in pieces, of which at most about `buffer_bytes_max` wait in memory.
  [[nodiscard]] HttpStream http_stream(const HttpRequest& request,
                                       std::size_t buffer_bytes_max = HttpStream::kBufferBytesMax);

 private:
  [[nodiscard]] detail::HttpOwner http_owner();

  const fairlead_request& request_;
  Binding& binding_;
  detail::AsyncState* async_;  // null in blocking providers
  mutable std::optional<Answers> answers_;
  mutable std::optional<boost::json::object> capabilities_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/call.hpp"

#endif  // FAIRLEAD_SDK_CALL_HPP
