// The event loop of the fake host: timers by the fake clock, descriptors by poll(2), everything else the fake
// has to deliver later. It runs on the thread that asks it to.
#ifndef FAIRLEAD_TESTING_REACTOR_HPP
#define FAIRLEAD_TESTING_REACTOR_HPP

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fairlead/reactor.h"
#include "fairlead/testing/clock.hpp"
#include "fairlead/testing/judge.hpp"

namespace fairlead::testing {

// What the fake delivers from its loop beside the plugin's waits.
struct LoopSource {
  std::function<bool()> run_one;           // does one thing that is due; false: nothing is
  std::function<std::uint64_t()> next_ns;  // when the next one will be; UINT64_MAX: never
};

class FakeReactor {
 public:
  FakeReactor(FakeClock& clock, detail::Judge& judge) : clock_(clock), judge_(judge) {}
  FakeReactor(const FakeReactor&) = delete;
  FakeReactor& operator=(const FakeReactor&) = delete;
  ~FakeReactor() { ::close(wake_fd_); }

  // Delivers all that is due now, and what that brings about. Gives how many things were delivered.
  std::size_t run_ready();

  // Moves the fake time, delivering what comes by in its order.
  void advance(std::chrono::nanoseconds by);

  // Jumps from event to event until `is_done`. False when nothing is left to wait for up to `limit_ns`.
  bool run_until(const std::function<bool()>& is_done, std::uint64_t limit_ns);

  // How long, in real time, run_until waits for descriptors and for other threads before it jumps. 0 unless
  // set: a test without real I/O and without threads of the plugin needs none.
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

  // Waits beyond that many are refused with RESOURCE_EXHAUSTED.
  void set_waits_max(std::size_t waits_max) { waits_max_ = waits_max; }

  // Timers, watches and posts whose `done` has not come yet.
  [[nodiscard]] std::size_t waits() const {
    const std::lock_guard lock(mutex_);
    return waits_.size();
  }

  // ---- For the fake itself ----

  void add_source(LoopSource source) { sources_.push_back(std::move(source)); }
  // Any thread: there may be something new to do.
  void wake() const noexcept { (void)!::write(wake_fd_, &kOne, sizeof kOne); }
  // As on shutdown: every wait ends with CANCELLED, when the loop runs next.
  void cancel_all();

  // The functions of reactor.h.
  fairlead_status watch(std::int32_t fd, std::uint32_t interest, std::uint64_t deadline_mono_ns,
                        fairlead_reactor_fn done, void* user, std::uint64_t* wait);
  fairlead_status timer(std::uint64_t at_mono_ns, fairlead_reactor_fn done, void* user, std::uint64_t* wait);
  fairlead_status post(fairlead_reactor_fn done, void* user);
  fairlead_status cancel(std::uint64_t wait);

 private:
  static constexpr std::uint64_t kOne = 1;
  static constexpr std::size_t kStepsMax = 100'000;  // without any wait in between: something never rests

  struct Wait {
    std::uint64_t at_ns = UINT64_MAX;  // a timer's moment, a watch's deadline
    std::int32_t fd = -1;              // a watch's
    std::uint32_t interest = 0;
    fairlead_reactor_fn done = nullptr;
    void* user = nullptr;
    std::optional<fairlead_status> decided;
    std::uint32_t ready = 0;
    bool was_closed = false;  // the plugin closed the descriptor under the watch
  };
  using Waits = std::map<std::uint64_t, Wait>;

  fairlead_status add(Wait wait, std::uint64_t* handle);
  bool run_one();
  void decide(std::uint64_t now_ns);
  void decide_watches();
  [[nodiscard]] std::uint64_t next_ns() const;
  [[nodiscard]] std::vector<pollfd> descriptors() const;
  bool wait_really(std::uint64_t next_ns) const;

  FakeClock& clock_;
  detail::Judge& judge_;
  const int wake_fd_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::vector<LoopSource> sources_;
  std::chrono::milliseconds patience_{0};
  std::size_t waits_max_ = 1000;
  mutable std::mutex mutex_;
  Waits waits_;                     // Guarded by mutex_. By handle, hence in the order of their making.
  std::uint64_t next_handle_ = 17;  // Guarded by mutex_.
};

}  // namespace fairlead::testing

#include "fairlead/testing/impl/reactor.hpp"

#endif  // FAIRLEAD_TESTING_REACTOR_HPP
