#include "plugin/call_inbox.hpp"

#include <utility>

namespace fairlead::plugin {

Invocation::Listener::Listener(const Clock& clock, ProgressFunction progress)
    : clock_(clock), progress_(std::move(progress)) {}

void Invocation::Listener::ended(CallEnd end) {
  {
    const std::lock_guard lock(mutex_);
    end_ = std::move(end);
  }
  changed_.notify_all();
}

bool Invocation::Listener::begin_telling(double done) {
  const MonotonicTime now = clock_.now();
  const std::lock_guard lock(mutex_);
  // While one thread tells, the report of another is dropped: out of order, it would not increase.
  if (is_progress_closed_ || is_telling_ || !filter_.admit(done, now)) return false;
  is_telling_ = true;
  return true;
}

void Invocation::Listener::progressed(double done, double total, std::string_view message) {
  if (progress_ == nullptr || !begin_telling(done)) return;
  progress_({done, total > 0 ? std::optional(total) : std::nullopt, std::string(message)});
  {
    const std::lock_guard lock(mutex_);
    is_telling_ = false;
  }
  changed_.notify_all();
}

void Invocation::Listener::client_logged(LogLevel level, std::string_view logger,
                                         std::string_view data_json) {
  const std::lock_guard lock(mutex_);
  if (!wanted_ || level > *wanted_ || lines_.size() == kLogLinesMax) return;
  lines_.push_back({level, std::string(logger), std::string(data_json)});
}

void Invocation::Listener::want_lines(std::optional<LogLevel> level) {
  const std::lock_guard lock(mutex_);
  wanted_ = level;
}

void Invocation::Listener::close_progress() {
  std::unique_lock lock(mutex_);
  is_progress_closed_ = true;
  changed_.wait(lock, [this] { return !is_telling_; });
}

std::optional<CallEnd> Invocation::Listener::take_end() {
  const std::lock_guard lock(mutex_);
  return std::exchange(end_, std::nullopt);
}

bool Invocation::Listener::wait_until(MonotonicTime until) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, until, [this] { return end_.has_value(); });
}

std::vector<ClientLogLine> Invocation::Listener::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

}  // namespace fairlead::plugin
