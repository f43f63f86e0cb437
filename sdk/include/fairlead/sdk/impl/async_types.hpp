// Bodies of async_types.hpp.
#ifndef FAIRLEAD_SDK_IMPL_ASYNC_TYPES_HPP
#define FAIRLEAD_SDK_IMPL_ASYNC_TYPES_HPP

#include <algorithm>
#include <string>

#include "fairlead/sdk/async_types.hpp"
#include "fairlead/sdk/error.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

inline void AsyncState::wait_with(Wait& wait, std::coroutine_handle<> waiting) noexcept {
  wait.state_ = this;
  wait_ = &wait;
  next_ = waiting;
}

inline void AsyncState::run() noexcept {
  // Keeps quiesce waiting until this thread has left, also when another thread ends the call meanwhile.
  const BusyCount::Scope here(*origin_.busy);
  while (next_) {
    std::exchange(next_, nullptr).resume();
    if (wait_ != nullptr && std::exchange(wait_, nullptr)->start()) return;
  }
  ended();
}

inline fairlead_status AsyncState::why_stop() const noexcept {
  const fairlead_host_api& host = *origin_.host;
  if (!interrupt_->is_cancelled() && host.call_cancelled(host.host, origin_.call) == 0) return FAIRLEAD_OK;
  return stopped_by(host, origin_.deadline_mono_ns);
}

inline bool ReactorWait::start() noexcept {
  const AsyncState::Origin& origin = state().origin();
  phase_.store(Phase::Starting, std::memory_order_relaxed);
  is_refused_ = false;
  status_ = origin.reactor == nullptr ? FAIRLEAD_UNIMPLEMENTED : state().why_stop();
  if (status_ != FAIRLEAD_OK) return false;
  std::uint64_t handle = 0;
  const fairlead_status asked = ask(*origin.reactor, &handle);
  if (asked != FAIRLEAD_OK) {
    is_refused_ = true;
    status_ = asked;
    return false;
  }
  if (handle != 0) {
    constexpr auto kStop = [](fairlead_host* host, const void* table, std::uint64_t wait) noexcept {
      (void)static_cast<const fairlead_reactor_api*>(table)->cancel(host, wait);
    };
    state().interrupt().set({kStop, origin.host->host, origin.reactor, handle});
  }
  return phase_.exchange(Phase::Waiting, std::memory_order_acq_rel) != Phase::Over;
}

inline void ReactorWait::done(void* self, fairlead_status status, std::uint32_t) noexcept {
  auto& wait = *static_cast<ReactorWait*>(self);
  AsyncState& state = wait.state();
  wait.status_ = status;
  if (wait.phase_.exchange(Phase::Over, std::memory_order_acq_rel) == Phase::Waiting) state.run();
}

inline void ReactorWait::result() const {
  state().interrupt().clear();
  if (status_ == FAIRLEAD_OK) return;
  const AsyncState::Origin& origin = state().origin();
  if (!is_refused_ && (status_ == FAIRLEAD_CANCELLED || status_ == FAIRLEAD_DEADLINE_EXCEEDED)) {
    throw_stopped(status_ == FAIRLEAD_CANCELLED ? stopped_by(*origin.host, origin.deadline_mono_ns)
                                                : status_);
  }
  if (status_ == FAIRLEAD_UNIMPLEMENTED && origin.reactor == nullptr) {
    throw Error(status_, "this host lacks the extension " FAIRLEAD_EXT_REACTOR_1
                         ", which waiting in a coroutine needs; use a newer host");
  }
  if (status_ == FAIRLEAD_RESOURCE_EXHAUSTED) {
    throw Error(status_, "too many timers and descriptors are waited for; try again later", kRetryable);
  }
  throw Error(status_, "the host refused to wait (status " + std::to_string(status_) +
                           "); wait for open descriptors of the provider only");
}

inline void TimerAwait::result() const {
  ReactorWait::result();
  if (at_mono_ns_ > state().origin().deadline_mono_ns) throw_stopped(FAIRLEAD_DEADLINE_EXCEEDED);
}

inline fairlead_status TimerAwait::ask(const fairlead_reactor_api& reactor, std::uint64_t* handle) noexcept {
  const AsyncState::Origin& origin = state().origin();
  return reactor.timer(origin.host->host, std::min(at_mono_ns_, origin.deadline_mono_ns), &ReactorWait::done,
                       static_cast<ReactorWait*>(this), handle);
}

inline fairlead_status FdAwait::ask(const fairlead_reactor_api& reactor, std::uint64_t* handle) noexcept {
  const AsyncState::Origin& origin = state().origin();
  return reactor.watch(origin.host->host, fd_, interest_, origin.deadline_mono_ns, &ReactorWait::done,
                       static_cast<ReactorWait*>(this), handle);
}

inline fairlead_status YieldAwait::ask(const fairlead_reactor_api& reactor, std::uint64_t*) noexcept {
  return reactor.post(state().origin().host->host, &ReactorWait::done, static_cast<ReactorWait*>(this));
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_ASYNC_TYPES_HPP
