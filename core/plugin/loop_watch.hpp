// Watches how long a plugin keeps the event loop. Pure: time is an argument.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/guarded.hpp"
#include "plugin/sanitizer.hpp"

namespace fairlead::plugin {

/// Any thread.
class LoopWatch {
 public:
  /// The contract says about 1 ms. A loaded machine may add a scheduling delay to that, which is not the
  /// plugin's; beyond this it counts as blocking. Instrumented code is slower by about ten.
  static constexpr std::chrono::milliseconds kBlockedAfter{kHasSanitizer ? 200 : 20};
  /// The first finding is told at once, then no more than one in this time.
  static constexpr std::chrono::seconds kTellEvery{10};

  struct Finding {
    /// What to tell the operator; empty when it was told enough lately.
    std::string message;
  };

  /// The plugin was inside `what` from `entered` to `left`. nullopt: it was quick.
  [[nodiscard]] std::optional<Finding> judge(std::string_view what, MonotonicTime entered,
                                             MonotonicTime left);

 private:
  struct Told {
    std::optional<MonotonicTime> at;
    std::uint64_t untold = 0;
  };
  Guarded<Told> told_;
};

}  // namespace fairlead::plugin
