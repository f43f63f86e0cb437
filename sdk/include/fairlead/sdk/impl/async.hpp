// Bodies of async.hpp: the life of one call of a coroutine entry, and what Call awaits.
#ifndef FAIRLEAD_SDK_IMPL_ASYNC_HPP
#define FAIRLEAD_SDK_IMPL_ASYNC_HPP

#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "fairlead/sdk/async.hpp"
#include "fairlead/sdk/binding.hpp"
#include "fairlead/sdk/impl/finish.hpp"
#include "fairlead/sdk/impl/owned_request.hpp"
#include "fairlead/sdk/impl/plugin_state.hpp"
#include "fairlead/sdk/served.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// ---- One call
// ----------------------------------------------------------------------------------------------

// A call of a coroutine entry, from invoke until the host has been told its end. Deletes itself.
template <class Functions, class State>
class AsyncInvocation final : public AsyncState {
 public:
  AsyncInvocation(State& state, fairlead_call handle, const fairlead_request& request)
      : AsyncState({state.binding.host, state.binding.plugin->reactor, &state.binding.plugin->busy, handle,
                    request.deadline_mono_ns}),
        alive_(state.binding.plugin->busy),
        request_(request),
        slot_(state.running, handle, Functions::cancel_fn(), &state.client()),
        call_(facts_of(state.binding, handle, request_.request()), slot_, request_.request(), state.binding,
              this) {
    set_interrupt(slot_.interrupt());
    // After the slot: a cancellation before it is seen here, a later one reaches the interrupt.
    call_.throw_if_cancelled();
    task_.emplace(Functions::serve_async(state, request_.request(), call_));
    TaskAwait<Served>(*task_).begin_in(*this);
  }

 private:
  // The host may close the client, and the binding with it, as soon as it has been told. So everything of the
  // author's goes first.
  void ended() noexcept override {
    const fairlead_host_api& host = *origin().host;
    const fairlead_call handle = origin().call;
    const BusyCount::Scope telling(*origin().busy);
    std::optional<Served> served;
    try {
      const std::unique_ptr<AsyncInvocation> self(this);
      served.emplace(TaskAwait<Served>(*task_).take());
    } catch (...) {
      finish_with_current_exception(host, handle);
      return;
    }
    finish(host, handle, *served);
  }

  const BusyCount::Scope alive_;
  const OwnedRequest request_;
  CancelSlot slot_;
  Call call_;
  std::optional<Task<Served>> task_;  // Last, so that the coroutine's locals may use all of the above.
};

template <class Functions, class State>
void start_async(State& state, fairlead_call call, const fairlead_request& request) noexcept {
  const fairlead_host_api& host = *state.binding.host;
  BusyCount& busy = state.binding.plugin->busy;
  const BusyCount::Scope here(busy);
  AsyncState* started = nullptr;
  try {
    started = new AsyncInvocation<Functions, State>(state, call, request);
  } catch (...) {
    finish_with_current_exception(host, call);
    return;
  }
  started->run();
}

}  // namespace detail

// ---- Call
// --------------------------------------------------------------------------------------------------

inline detail::TimerAwait Call::sleep_until(HostClock::time_point at) const noexcept {
  const HostClock::rep since = std::max<HostClock::rep>(at.time_since_epoch().count(), 0);
  return detail::TimerAwait(static_cast<std::uint64_t>(since));
}

inline detail::TimerAwait Call::sleep_for(std::chrono::nanoseconds time) const noexcept {
  return detail::TimerAwait(detail::later(facts_.host->now_mono_ns(facts_.host->host), time));
}

inline detail::FdAwait Call::readable(int fd) const noexcept {
  return detail::FdAwait(fd, FAIRLEAD_FD_READABLE);
}

inline detail::FdAwait Call::writable(int fd) const noexcept {
  return detail::FdAwait(fd, FAIRLEAD_FD_WRITABLE);
}

inline detail::YieldAwait Call::yield() const noexcept { return detail::YieldAwait(); }

inline detail::HttpOwner Call::http_owner() {
  detail::HttpOwner owner{binding_.plugin,         binding_.id(),       facts_.handle,
                          facts_.deadline_mono_ns, cancel_.interrupt(), async_ == nullptr};
  // After interrupt(): a cancellation before it is seen here, a later one ends the exchange.
  throw_if_cancelled();
  return owner;
}

inline HttpExchange Call::http(const HttpRequest& request) { return HttpExchange(http_owner(), request); }

inline HttpStream Call::http_stream(const HttpRequest& request, std::size_t buffer_bytes_max) {
  return HttpStream(http_owner(), request, std::max<std::size_t>(buffer_bytes_max, 1));
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_ASYNC_HPP
