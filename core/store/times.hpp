// Times as the store keeps them: milliseconds since the epoch.
#pragma once

#include "base/clock.hpp"

namespace fairlead::store {

[[nodiscard]] inline long long to_millis(WallTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

[[nodiscard]] inline WallTime from_millis(long long millis) {
  return WallTime(std::chrono::milliseconds(millis));
}

}  // namespace fairlead::store
