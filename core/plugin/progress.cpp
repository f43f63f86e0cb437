#include "plugin/progress.hpp"

#include <algorithm>
#include <cmath>

namespace fairlead::plugin {

bool ProgressFilter::admit(double done, MonotonicTime now) {
  if (!std::isfinite(done) || (last_ && done <= *last_) || admitted_ == kReportsMax) return false;
  if (!last_) refilled_ = now;
  const auto grown = std::max<Duration>(now - refilled_, Duration::zero()) / kInterval;
  refilled_ += grown * kInterval;
  tokens_ = static_cast<std::uint32_t>(std::min<std::int64_t>(kBurst, tokens_ + grown));
  if (tokens_ == 0) return false;
  --tokens_;
  ++admitted_;
  last_ = done;
  return true;
}

}  // namespace fairlead::plugin
