// A thread that waits for its client.
#include "pool/acquirer.hpp"

#include <algorithm>
#include <utility>

namespace fairlead::pool {
namespace {
// Between a deadline that has passed and the outcome that says so lies at most another thread's turn.
constexpr Duration kShortestWait = std::chrono::milliseconds(1);
}  // namespace

void BlockingAcquirer::complete(AcquireOutcome outcome) {
  const std::lock_guard lock(mutex_);
  outcome_ = std::move(outcome);
  changed_.notify_one();
}

void BlockingAcquirer::set_retry_at(MonotonicTime retry_at) {
  const std::lock_guard lock(mutex_);
  retry_at_ = retry_at;
  is_retry_at_new_ = true;
  changed_.notify_one();
}

std::optional<AcquireOutcome> BlockingAcquirer::wait(MonotonicTime now, Deadline deadline) {
  std::unique_lock lock(mutex_);
  const Deadline end = retry_at_ && *retry_at_ > now ? deadline.earlier({*retry_at_}) : deadline;
  changed_.wait_for(lock, std::max(end.remaining(now), kShortestWait),
                    [&] { return outcome_ || is_retry_at_new_; });
  is_retry_at_new_ = false;
  return std::exchange(outcome_, std::nullopt);
}

}  // namespace fairlead::pool
