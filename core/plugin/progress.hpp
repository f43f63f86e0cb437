// The progress of one call: what is passed on to the caller and what is dropped. Pure: time is an argument.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace fairlead::plugin {

struct Progress {
  double done = 0;              ///< greater than the one before
  std::optional<double> total;  ///< nullopt: unknown
  std::string message;
};

/// Called on threads of the provider, one at a time; returns at once.
using ProgressFunction = std::function<void(const Progress&)>;

/// Decides, for one call, which reports go on. Not thread-safe.
///
/// MCP wants progress to increase with each notification, and asks both sides to limit the rate (2026-07-28,
/// utilities/progress). A burst is let through, so that a short call with a handful of steps shows them all.
class ProgressFilter {
 public:
  static constexpr std::uint32_t kBurst = 10;
  static constexpr std::chrono::milliseconds kInterval{100};  ///< a further one may pass each time
  static constexpr std::uint32_t kReportsMax = 1000;          ///< of one call

  /// Does `done`, reported at `now`, go on?
  [[nodiscard]] bool admit(double done, MonotonicTime now);

 private:
  std::optional<double> last_;
  std::uint32_t admitted_ = 0;
  std::uint32_t tokens_ = kBurst;
  MonotonicTime refilled_{};  // Since when the next token is growing; set with the first report.
};

}  // namespace fairlead::plugin
