// The clock of the fake host: it stands still until the test moves it.
#ifndef FAIRLEAD_TESTING_CLOCK_HPP
#define FAIRLEAD_TESTING_CLOCK_HPP

#include <atomic>
#include <chrono>
#include <cstdint>

namespace fairlead::testing {

// Any thread. Monotonic time starts at one second, wall time at 2026-01-01T00:00:01Z.
class FakeClock {
 public:
  [[nodiscard]] std::uint64_t mono_ns() const noexcept {
    const std::int64_t since = running_since_.load();
    const std::uint64_t passed = since == 0 ? 0 : static_cast<std::uint64_t>(real_ns() - since);
    return now_ns_.load() + passed;
  }
  [[nodiscard]] std::uint64_t unix_ns() const noexcept { return kUnixStartNs + mono_ns(); }

  // Moves the time only. FakeHost::advance also fires the timers and deadlines that come by.
  void advance(std::chrono::nanoseconds by) noexcept { now_ns_ += static_cast<std::uint64_t>(by.count()); }

  // Never backwards.
  void advance_to(std::uint64_t mono_ns) noexcept {
    const std::uint64_t now = this->mono_ns();
    if (mono_ns > now) now_ns_ += mono_ns - now;
  }

  // From now on it moves with real time too: for tests against a real server.
  void run() noexcept { running_since_ = real_ns(); }
  [[nodiscard]] bool is_running() const noexcept { return running_since_.load() != 0; }

 private:
  static constexpr std::uint64_t kUnixStartNs = 1'767'225'600'000'000'000;

  static std::int64_t real_ns() noexcept {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }

  std::atomic<std::uint64_t> now_ns_ = 1'000'000'000;
  std::atomic<std::int64_t> running_since_ = 0;  // 0: stands still
};

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_CLOCK_HPP
