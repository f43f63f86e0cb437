// Bodies of reactor.hpp.
#ifndef FAIRLEAD_TESTING_IMPL_REACTOR_HPP
#define FAIRLEAD_TESTING_IMPL_REACTOR_HPP

#include <algorithm>

#include "fairlead/testing/reactor.hpp"

namespace fairlead::testing {

inline fairlead_status FakeReactor::watch(std::int32_t fd, std::uint32_t interest,
                                          std::uint64_t deadline_mono_ns, fairlead_reactor_fn done,
                                          void* user, std::uint64_t* wait) {
  const char* wrong = nullptr;
  if (::fcntl(fd, F_GETFD) == -1) wrong = "a descriptor that is not open";
  if (interest == 0 || (interest & ~(FAIRLEAD_FD_READABLE | FAIRLEAD_FD_WRITABLE)) != 0)
    wrong = "no known interest";
  if (deadline_mono_ns == 0) wrong = "no deadline";
  if (done == nullptr || wait == nullptr) wrong = "a null pointer";
  if (wrong != nullptr) {
    judge_.record(std::string("the plugin watched with ") + wrong);
    return FAIRLEAD_INVALID_ARGUMENT;
  }
  return add({deadline_mono_ns, fd, interest, done, user, {}, 0, false}, wait);
}

inline fairlead_status FakeReactor::timer(std::uint64_t at_mono_ns, fairlead_reactor_fn done, void* user,
                                          std::uint64_t* wait) {
  return add({at_mono_ns, -1, 0, done, user, {}, 0, false}, wait);
}

inline fairlead_status FakeReactor::post(fairlead_reactor_fn done, void* user) {
  return add({UINT64_MAX, -1, 0, done, user, FAIRLEAD_OK, 0, false}, nullptr);
}

inline fairlead_status FakeReactor::add(Wait wait, std::uint64_t* handle) {
  {
    const std::lock_guard lock(mutex_);
    if (waits_.size() >= waits_max_) return FAIRLEAD_RESOURCE_EXHAUSTED;
    next_handle_ += 2;
    if (handle != nullptr) *handle = next_handle_;
    waits_[next_handle_] = wait;
  }
  wake();
  return FAIRLEAD_OK;
}

inline fairlead_status FakeReactor::cancel(std::uint64_t wait) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = waits_.find(wait);
    if (found == waits_.end() || found->second.decided) return FAIRLEAD_FAILED_PRECONDITION;
    found->second.decided = FAIRLEAD_CANCELLED;
  }
  wake();
  return FAIRLEAD_OK;
}

inline void FakeReactor::cancel_all() {
  const std::lock_guard lock(mutex_);
  for (auto& [handle, wait] : waits_) {
    if (!wait.decided) wait.decided = FAIRLEAD_CANCELLED;
  }
}

inline std::size_t FakeReactor::run_ready() {
  std::size_t steps = 0;
  while (run_one()) {
    if (++steps < kStepsMax) continue;
    judge_.record("the plugin never comes to rest: 100,000 callbacks in a row, without any wait");
    break;
  }
  return steps;
}

inline void FakeReactor::advance(std::chrono::nanoseconds by) {
  const std::uint64_t end_ns = clock_.mono_ns() + static_cast<std::uint64_t>(by.count());
  run_ready();
  for (std::uint64_t next = next_ns(); next < end_ns; next = next_ns()) {
    clock_.advance_to(next);
    if (run_ready() >= kStepsMax) break;
  }
  clock_.advance_to(end_ns);
  run_ready();
}

inline bool FakeReactor::run_until(const std::function<bool()>& is_done, std::uint64_t limit_ns) {
  for (std::size_t jumps = 0; jumps < kStepsMax; ++jumps) {
    const std::size_t steps = run_ready();
    if (is_done()) return true;
    if (steps >= kStepsMax || clock_.mono_ns() >= limit_ns) return false;
    const std::uint64_t next = next_ns();
    if (wait_really(next)) continue;
    if (next == UINT64_MAX || next > limit_ns) return false;
    clock_.advance_to(next);
  }
  return false;
}

// One thing that is due: a post or what was decided, then timers by their time, then descriptors, then the
// rest.
inline bool FakeReactor::run_one() {
  Wait due;
  bool is_due = false;
  {
    const std::lock_guard lock(mutex_);
    decide(clock_.mono_ns());
    const auto found = std::find_if(waits_.begin(), waits_.end(),
                                    [](const auto& entry) { return entry.second.decided.has_value(); });
    if (found != waits_.end()) {
      due = found->second;
      waits_.erase(found);
      is_due = true;
    }
  }
  if (due.was_closed) judge_.record("the plugin closed a descriptor that it still watched");
  if (is_due) {
    due.done(due.user, *due.decided, due.ready);
    return true;
  }
  return std::any_of(sources_.begin(), sources_.end(),
                     [](const LoopSource& source) { return source.run_one(); });
}

// Decides what is due unless something is already. Under mutex_.
inline void FakeReactor::decide(std::uint64_t now_ns) {
  Wait* earliest = nullptr;
  for (auto& [handle, wait] : waits_) {
    if (wait.decided) return;
    if (wait.fd < 0 && wait.at_ns <= now_ns && (earliest == nullptr || wait.at_ns < earliest->at_ns))
      earliest = &wait;
  }
  if (earliest != nullptr) {
    earliest->decided = FAIRLEAD_OK;
    return;
  }
  decide_watches();
  for (auto& [handle, wait] : waits_) {
    if (!wait.decided && wait.at_ns <= now_ns) wait.decided = FAIRLEAD_DEADLINE_EXCEEDED;
  }
}

inline void FakeReactor::decide_watches() {
  std::vector<pollfd> polled = descriptors();
  if (polled.empty() || ::poll(polled.data(), polled.size(), 0) <= 0) return;
  auto seen = polled.begin();
  for (auto& [handle, wait] : waits_) {
    if (wait.fd < 0) continue;
    const auto events = static_cast<unsigned>((seen++)->revents);
    if (events == 0) continue;
    if ((events & POLLNVAL) != 0) {
      wait.was_closed = true;
      wait.decided = FAIRLEAD_CANCELLED;
      continue;
    }
    // A broken connection is ready for all: the next read or write says why.
    if ((events & (POLLERR | POLLHUP)) != 0) wait.ready = wait.interest;
    if ((events & POLLIN) != 0) wait.ready |= FAIRLEAD_FD_READABLE;
    if ((events & POLLOUT) != 0) wait.ready |= FAIRLEAD_FD_WRITABLE;
    wait.decided = FAIRLEAD_OK;
  }
}

// Those watched, in the order of waits_. Under mutex_.
inline std::vector<pollfd> FakeReactor::descriptors() const {
  std::vector<pollfd> result;
  for (const auto& [handle, wait] : waits_) {
    if (wait.fd < 0) continue;
    const int events = ((wait.interest & FAIRLEAD_FD_READABLE) != 0 ? POLLIN : 0) |
                       ((wait.interest & FAIRLEAD_FD_WRITABLE) != 0 ? POLLOUT : 0);
    result.push_back({wait.fd, static_cast<short>(events), 0});
  }
  return result;
}

inline std::uint64_t FakeReactor::next_ns() const {
  std::uint64_t next = UINT64_MAX;
  for (const LoopSource& source : sources_) next = std::min(next, source.next_ns());
  const std::lock_guard lock(mutex_);
  for (const auto& [handle, wait] : waits_) next = std::min(next, wait.at_ns);
  return next;
}

// True when something happened in real time, or, with a clock that runs, when the next event may be due.
inline bool FakeReactor::wait_really(std::uint64_t next_ns) const {
  std::int64_t milliseconds = patience_.count();
  const bool is_running = clock_.is_running() && next_ns != UINT64_MAX;
  if (is_running) {
    const std::uint64_t now = clock_.mono_ns();
    milliseconds = next_ns <= now ? 0 : static_cast<std::int64_t>((next_ns - now) / 1'000'000 + 1);
  }
  std::vector<pollfd> polled;
  {
    const std::lock_guard lock(mutex_);
    polled = descriptors();
  }
  polled.push_back({wake_fd_, POLLIN, 0});
  const int happened =
      ::poll(polled.data(), polled.size(), static_cast<int>(std::min<std::int64_t>(milliseconds, 60'000)));
  std::uint64_t woken = 0;
  const bool was_woken = ::read(wake_fd_, &woken, sizeof woken) > 0;
  return is_running || was_woken || happened > 0;
}

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_IMPL_REACTOR_HPP
