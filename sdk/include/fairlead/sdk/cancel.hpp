// How a cancellation from the host reaches the operation that runs in the provider: as a descriptor that
// becomes readable, as a call of Client::cancel, and as the end of the host's wait or exchange the operation
// is in. Internal; authors see Operation::cancel_fd.
//
// Locking: one mutex per registry guards its list and the descriptors of the slots in it. It is held while
// Client::cancel runs, on purpose: the operation then cannot end meanwhile, so a cancellation that comes
// late never hits the next operation on the same client. Client::cancel must return at once. The host is
// called without any lock, because it may answer by resuming the operation within that call.
#ifndef FAIRLEAD_SDK_CANCEL_HPP
#define FAIRLEAD_SDK_CANCEL_HPP

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "fairlead/plugin.h"
#include "fairlead/sdk/error.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// Why an operation that should stop should do so: DEADLINE_EXCEEDED once its deadline is over, else
// CANCELLED.
inline fairlead_status stopped_by(const fairlead_host_api& host, std::uint64_t deadline_mono_ns) noexcept {
  return host.now_mono_ns(host.host) >= deadline_mono_ns ? FAIRLEAD_DEADLINE_EXCEEDED : FAIRLEAD_CANCELLED;
}

// `status` is one of these two.
[[noreturn]] inline void throw_stopped(fairlead_status status) {
  throw Error(status, status == FAIRLEAD_DEADLINE_EXCEEDED ? "the time allowed for the operation ran out"
                                                           : "the operation was cancelled");
}

// What is called for a cancelled operation; `client` is the author's class.
using CancelFn = void (*)(void* client) noexcept;

class CancelSlot;

// What one operation waits for in the host, so that a cancellation can end it. Shared by the operation and a
// cancellation in progress, because the former may end while the latter still calls the host. [any-thread]
class Interrupt {
 public:
  // A wait or exchange of the host. Its handle may be stale by the time it is stopped: the host refuses that.
  struct Target {
    void (*stop)(fairlead_host*, const void* table, std::uint64_t handle) noexcept = nullptr;
    fairlead_host* host = nullptr;
    const void* table = nullptr;  // of the extension that made the handle
    std::uint64_t handle = 0;
    void end() const noexcept {
      if (stop != nullptr) stop(host, table, handle);
    }
  };

  // A cancellation from now on ends `target`; one that came before ends it at once.
  void set(const Target& target) noexcept {
    {
      const std::lock_guard lock(mutex_);
      target_ = target;
      if (!is_cancelled_) return;
    }
    target.end();
  }
  void clear() noexcept {
    const std::lock_guard lock(mutex_);
    target_ = Target();
  }
  [[nodiscard]] bool is_cancelled() const noexcept {
    const std::lock_guard lock(mutex_);
    return is_cancelled_;
  }
  void cancel() noexcept {
    Target target;
    {
      const std::lock_guard lock(mutex_);
      is_cancelled_ = true;
      target = target_;
    }
    target.end();
  }

 private:
  mutable std::mutex mutex_;
  Target target_;              // Guarded by mutex_.
  bool is_cancelled_ = false;  // Guarded by mutex_.
};

// What becomes of a descriptor when its operation ends. Keep costs a client one descriptor for life and saves
// two system calls per operation, which are more than the rest of a small call.
enum class Descriptor { Close, Keep };

// The operations now running on one client, or the connects now running on one binding.
class CancelRegistry {
 public:
  explicit CancelRegistry(Descriptor afterwards = Descriptor::Close) : afterwards_(afterwards) {}
  CancelRegistry(const CancelRegistry&) = delete;
  CancelRegistry& operator=(const CancelRegistry&) = delete;
  ~CancelRegistry() {
    if (kept_fd_ >= 0) ::close(kept_fd_);
  }

  // [any-thread] Tells the running operation `op`; nothing happens when it has ended. May resume it within.
  void cancel(fairlead_call op) noexcept;

 private:
  friend class CancelSlot;
  const Descriptor afterwards_;
  std::mutex mutex_;
  std::vector<CancelSlot*> running_;  // Guarded by mutex_.
  int kept_fd_ = -1;                  // Guarded by mutex_. Not readable, used by no slot; -1: none.
};

// One operation, for as long as it runs. Used by the thread of the operation only.
class CancelSlot {
 public:
  // With `notify` the operation can be cancelled from now on, without it from the first fd() on.
  CancelSlot(CancelRegistry& registry, fairlead_call op, CancelFn notify = nullptr, void* client = nullptr)
      : registry_(registry), op_(op), notify_(notify), client_(client) {
    if (notify_ != nullptr) enlist();
  }
  CancelSlot(const CancelSlot&) = delete;
  CancelSlot& operator=(const CancelSlot&) = delete;
  ~CancelSlot() {
    if (!enlisted_ && fd_ < 0) return;
    const std::lock_guard lock(registry_.mutex_);
    std::erase(registry_.running_, this);
    give_back_locked();
  }

  // Readable once the operation is cancelled. Valid as long as the slot.
  // @error RESOURCE_EXHAUSTED (thrown) no descriptor left
  int fd() {
    if (fd_ >= 0) return fd_;
    {
      const std::lock_guard lock(registry_.mutex_);
      fd_ = std::exchange(registry_.kept_fd_, -1);
      if (fd_ < 0) fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    }
    if (fd_ < 0) throw Error(FAIRLEAD_RESOURCE_EXHAUSTED, "no file descriptor left to wait for cancellation");
    if (!enlisted_) enlist();
    return fd_;
  }

  // Where the operation says what it waits for. A cancellation before the first interrupt() is not in it.
  const std::shared_ptr<Interrupt>& interrupt() {
    if (interrupt_ != nullptr) return interrupt_;
    auto made = std::make_shared<Interrupt>();
    {
      const std::lock_guard lock(registry_.mutex_);
      interrupt_ = std::move(made);
    }
    if (!enlisted_) enlist();
    return interrupt_;
  }

  // Makes the descriptor readable, for a cancellation that came before it existed.
  void signal() noexcept {
    const std::lock_guard lock(registry_.mutex_);
    signal_locked();
  }

 private:
  friend class CancelRegistry;

  void enlist() {
    const std::lock_guard lock(registry_.mutex_);
    registry_.running_.push_back(this);
    enlisted_ = true;
  }

  void signal_locked() noexcept {
    if (fd_ < 0 || signalled_) return;
    const std::uint64_t one = 1;
    signalled_ = ::write(fd_, &one, sizeof one) == sizeof one;
  }

  // A descriptor that was signalled is closed rather than drained: cancellations are rare.
  void give_back_locked() noexcept {
    if (fd_ < 0) return;
    if (registry_.afterwards_ == Descriptor::Keep && registry_.kept_fd_ < 0 && !signalled_) {
      registry_.kept_fd_ = fd_;
    } else {
      ::close(fd_);
    }
  }

  CancelRegistry& registry_;
  fairlead_call op_;
  CancelFn notify_;
  void* client_;
  bool enlisted_ = false;
  bool signalled_ = false;                // Guarded by registry_.mutex_.
  int fd_ = -1;                           // Written under registry_.mutex_; its own thread reads it without.
  std::shared_ptr<Interrupt> interrupt_;  // Likewise.
};

inline void CancelRegistry::cancel(fairlead_call op) noexcept {
  std::shared_ptr<Interrupt> interrupt;
  {
    const std::lock_guard lock(mutex_);
    for (CancelSlot* slot : running_) {
      if (slot->op_ != op) continue;
      slot->signal_locked();
      if (slot->notify_ != nullptr) slot->notify_(slot->client_);
      interrupt = slot->interrupt_;
    }
  }
  if (interrupt != nullptr) interrupt->cancel();
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_CANCEL_HPP
