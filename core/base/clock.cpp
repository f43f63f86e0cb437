#include "base/clock.hpp"

#include <cstdio>
#include <ctime>

namespace fairlead {

MonotonicTime SystemClock::now() const { return std::chrono::steady_clock::now(); }

WallTime SystemClock::wall_now() const { return std::chrono::system_clock::now(); }

namespace {
// An arbitrary origin well away from zero, so that "now - timeout" stays positive in tests.
constexpr std::int64_t kManualOriginNs = 1'000'000'000'000;
constexpr std::int64_t kManualWallOriginNs = 1'800'000'000'000'000'000;
}  // namespace

MonotonicTime ManualClock::now() const {
  return MonotonicTime(Duration(kManualOriginNs + elapsed_ns_.load()));
}

WallTime ManualClock::wall_now() const {
  return WallTime(Duration(kManualWallOriginNs + elapsed_ns_.load()));
}

void ManualClock::advance(Duration by) { elapsed_ns_ += by.count(); }

std::string to_rfc3339(WallTime time) {
  const auto since_epoch = time.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch - seconds).count();
  const std::time_t whole = seconds.count();
  std::tm utc{};
  gmtime_r(&whole, &utc);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text + size, sizeof text - size, ".%03dZ", static_cast<int>(millis));
  return text;
}

}  // namespace fairlead
