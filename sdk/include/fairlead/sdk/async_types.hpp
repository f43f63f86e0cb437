// What a coroutine entry waits with: AsyncState runs one call's coroutine, a Wait is what it is suspended in.
// Internal, except that Call gives TimerAwait, FdAwait and YieldAwait to authors, who co_await them.
//
// Threads: a coroutine runs on one thread at a time, not always on the same. It owns its AsyncState until
// Wait::start has answered true; from then on the callback of the wait does, so nothing is touched after
// that. No lock is held while a coroutine runs.
#ifndef FAIRLEAD_SDK_ASYNC_TYPES_HPP
#define FAIRLEAD_SDK_ASYNC_TYPES_HPP

#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "fairlead/plugin.h"
#include "fairlead/reactor.h"
#include "fairlead/sdk/cancel.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// Counts what still runs or will run in the plugin: coroutines, exchanges, callbacks. For quiesce.
class BusyCount {
 public:
  // One of them, as long as it lives.
  class Scope {
   public:
    explicit Scope(BusyCount& count) : count_(count) { count_.enter(); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { count_.leave(); }

   private:
    BusyCount& count_;
  };

  void enter() noexcept {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  // Notifies under the lock: after it the waiter may destroy this object.
  void leave() noexcept {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) none_.notify_all();
  }
  [[nodiscard]] bool is_none() const noexcept {
    const std::lock_guard lock(mutex_);
    return count_ == 0;
  }
  // Without a limit of its own: each wait and exchange counted here has a deadline in the host.
  void wait_for_none() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [this] { return count_ == 0; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable none_;
  std::uint64_t count_ = 0;  // Guarded by mutex_.
};

class AsyncState;

// A suspension that something outside the coroutine ends; a Task may co_await it. Lives in the coroutine's
// frame. Each kind has a function `result`, which gives or throws what the co_await does.
class Wait {
 public:
  Wait() = default;
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

 protected:
  ~Wait() = default;

  // The state that runs the coroutine; set once it is suspended.
  [[nodiscard]] AsyncState& state() const noexcept { return *state_; }

 private:
  friend class AsyncState;

  // Begins to wait; the coroutine is suspended and off the stack. True: AsyncState::run is or was called
  // when the wait has ended, perhaps already on another thread. False: it has ended, go on here.
  virtual bool start() noexcept = 0;

  AsyncState* state_ = nullptr;
};

// Runs the coroutine of one call: a loop that resumes whichever Task is next, instead of Tasks that resume
// each other. So the stack stays flat however many or deep the awaits are; symmetric transfer promises that
// only where the compiler makes tail calls of it, which g++ does at -O2 alone.
class AsyncState {
 public:
  struct Origin {
    const fairlead_host_api* host;
    const fairlead_reactor_api* reactor;  // null when the host has none
    BusyCount* busy;
    fairlead_call call;
    std::uint64_t deadline_mono_ns;
  };

  explicit AsyncState(const Origin& from) : origin_(from) {}
  AsyncState(const AsyncState&) = delete;
  AsyncState& operator=(const AsyncState&) = delete;

  // What to resume next; null: the outermost Task has ended.
  void go_on_with(std::coroutine_handle<> next) noexcept { next_ = next; }
  void wait_with(Wait& wait, std::coroutine_handle<> waiting) noexcept;

  // Resumes until the coroutine waits or has ended. [any-thread], one at a time. This object and the frames
  // may be gone afterwards.
  void run() noexcept;

  [[nodiscard]] const Origin& origin() const noexcept { return origin_; }

  // How a cancellation reaches the wait of the moment. Set before the first run.
  [[nodiscard]] Interrupt& interrupt() const noexcept { return *interrupt_; }
  void set_interrupt(std::shared_ptr<Interrupt> interrupt) noexcept { interrupt_ = std::move(interrupt); }

  // CANCELLED or DEADLINE_EXCEEDED when the call should stop, else OK.
  [[nodiscard]] fairlead_status why_stop() const noexcept;

 protected:
  ~AsyncState() = default;

 private:
  // The outermost Task has ended. May destroy this object.
  virtual void ended() noexcept = 0;

  const Origin origin_;
  std::shared_ptr<Interrupt> interrupt_;  // Shared with a cancellation that runs while the call ends.
  std::coroutine_handle<> next_;
  Wait* wait_ = nullptr;  // What `next_` waits for, from its suspension until run has started it.
};

// A wait for the host's reactor.
class ReactorWait : public Wait {
 public:
  // @error CANCELLED, DEADLINE_EXCEEDED (thrown) the call should stop
  // @error UNIMPLEMENTED (thrown)       the host has no reactor
  // @error RESOURCE_EXHAUSTED (thrown)  the host accepts no more waits
  // @error INVALID_ARGUMENT (thrown)    the host refuses the descriptor
  void result() const;

 protected:
  ReactorWait() = default;
  ~ReactorWait() = default;

  // The callback for the reactor; `self` is the ReactorWait.
  static void done(void* self, fairlead_status status, std::uint32_t ready) noexcept;

 private:
  // The callback may come, on another thread, before the host has told the handle of the wait. Whoever is
  // second there goes on with the coroutine.
  enum class Phase : std::uint8_t { Starting, Waiting, Over };

  // Asks the reactor. *handle stays 0 where there is nothing to cancel.
  virtual fairlead_status ask(const fairlead_reactor_api& reactor, std::uint64_t* handle) noexcept = 0;
  bool start() noexcept final;

  std::atomic<Phase> phase_ = Phase::Starting;
  bool is_refused_ = false;
  fairlead_status status_ = FAIRLEAD_OK;  // Written before phase_ becomes Over, or not accepted.
};

class [[nodiscard]] TimerAwait final : public ReactorWait {
 public:
  explicit TimerAwait(std::uint64_t at_mono_ns) : at_mono_ns_(at_mono_ns) {}

  // Errors as ReactorWait; DEADLINE_EXCEEDED, at the call's deadline, where that comes first.
  void result() const;

 private:
  fairlead_status ask(const fairlead_reactor_api& reactor, std::uint64_t* handle) noexcept override;

  std::uint64_t at_mono_ns_;
};

class [[nodiscard]] FdAwait final : public ReactorWait {
 public:
  FdAwait(int fd, std::uint32_t interest) : fd_(fd), interest_(interest) {}

 private:
  fairlead_status ask(const fairlead_reactor_api& reactor, std::uint64_t* handle) noexcept override;

  int fd_;
  std::uint32_t interest_;
};

class [[nodiscard]] YieldAwait final : public ReactorWait {
 private:
  fairlead_status ask(const fairlead_reactor_api& reactor, std::uint64_t* handle) noexcept override;
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/async_types.hpp"

#endif  // FAIRLEAD_SDK_ASYNC_TYPES_HPP
