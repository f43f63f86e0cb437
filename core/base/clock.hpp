// Time as an argument: one monotonic time point type, deadlines, and the clocks that make them.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace fairlead {

using Duration = std::chrono::nanoseconds;
using MonotonicTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;
using WallTime = std::chrono::time_point<std::chrono::system_clock, Duration>;

/// An absolute monotonic moment after which nobody waits any longer. Made once per call and passed down,
/// never re-based.
struct Deadline {
  MonotonicTime at;

  [[nodiscard]] static Deadline after(MonotonicTime now, Duration timeout) { return {now + timeout}; }
  [[nodiscard]] bool has_passed(MonotonicTime now) const { return now >= at; }
  /// Never negative.
  [[nodiscard]] Duration remaining(MonotonicTime now) const {
    return now >= at ? Duration::zero() : at - now;
  }
  [[nodiscard]] Deadline earlier(Deadline other) const { return at <= other.at ? *this : other; }
  auto operator<=>(const Deadline&) const = default;
};

/// Where the core reads time. Any thread. Tests pass a ManualClock.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual MonotonicTime now() const = 0;
  [[nodiscard]] virtual WallTime wall_now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] MonotonicTime now() const override;
  [[nodiscard]] WallTime wall_now() const override;
};

/// Stands still until told. Any thread.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] MonotonicTime now() const override;
  [[nodiscard]] WallTime wall_now() const override;
  void advance(Duration by);

 private:
  std::atomic<std::int64_t> elapsed_ns_{0};
};

/// "2026-11-20T08:00:00.123Z" (RFC 3339, UTC, milliseconds).
[[nodiscard]] std::string to_rfc3339(WallTime time);

}  // namespace fairlead
