#include "plugin/loop_watch.hpp"

namespace fairlead::plugin {

std::optional<LoopWatch::Finding> LoopWatch::judge(std::string_view what, MonotonicTime entered,
                                                   MonotonicTime left) {
  const Duration inside = left - entered;
  if (inside <= kBlockedAfter) return std::nullopt;
  const auto untold = told_.with([&](Told& told) -> std::optional<std::uint64_t> {
    if (told.at && left < *told.at + kTellEvery) {
      ++told.untold;
      return std::nullopt;
    }
    told.at = left;
    return std::exchange(told.untold, 0);
  });
  if (!untold) return Finding{};
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(inside).count();
  std::string message = "blocked the event loop for " + std::to_string(spent) + " ms in " + std::string(what);
  if (*untold != 0) message += ", and " + std::to_string(*untold) + " times more since this was last said";
  return Finding{std::move(message)};
}

}  // namespace fairlead::plugin
