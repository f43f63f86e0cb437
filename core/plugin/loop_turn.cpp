#include "plugin/loop_turn.hpp"

namespace fairlead::plugin {

void LoopTurn::post() {
  const std::lock_guard lock(mutex_);
  state_ = State::Posted;
}

bool LoopTurn::begin() {
  const std::lock_guard lock(mutex_);
  if (state_ != State::Posted) return false;
  state_ = State::Inside;
  return true;
}

void LoopTurn::finish() {
  // Notified under the lock: the waiting thread may destroy what it waits for as soon as it has the lock.
  const std::lock_guard lock(mutex_);
  state_ = State::Finished;
  finished_.notify_all();
}

bool LoopTurn::abandon() {
  const std::lock_guard lock(mutex_);
  if (state_ == State::Inside || state_ == State::Finished) return false;
  state_ = State::Abandoned;
  return true;
}

void LoopTurn::wait_until_finished() {
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [this] { return state_ == State::Finished; });
}

bool LoopTurn::is_pending() const {
  const std::lock_guard lock(mutex_);
  return state_ == State::Posted || state_ == State::Inside;
}

}  // namespace fairlead::plugin
