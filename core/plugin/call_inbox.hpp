// What a provider says of one call, kept for the thread that waits for it. Private to core/plugin.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "plugin/invocation.hpp"

namespace fairlead::plugin {

/// Kept alive by the call table while a completion is under way. Any thread.
class Invocation::Listener final : public CallListener {
 public:
  Listener(const Clock& clock, ProgressFunction progress);

  void ended(CallEnd end) override;
  void progressed(double done, double total, std::string_view message) override;
  void client_logged(LogLevel level, std::string_view logger, std::string_view data_json) override;

  [[nodiscard]] bool wants_progress() const { return progress_ != nullptr; }
  /// Lines less severe than `level`, or all, are dropped. Before invoke.
  void want_lines(std::optional<LogLevel> level);
  /// No progress is passed on any more; returns when none is being passed on.
  void close_progress();

  std::optional<CallEnd> take_end();
  /// False when `until` came first.
  bool wait_until(MonotonicTime until);
  [[nodiscard]] std::vector<ClientLogLine> lines() const;

 private:
  // True when the caller's turn to be told has come; then is_telling_ is set.
  bool begin_telling(double done);

  const Clock& clock_;
  const ProgressFunction progress_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // All below guarded by mutex_.
  std::optional<CallEnd> end_;
  std::optional<LogLevel> wanted_;
  std::vector<ClientLogLine> lines_;
  ProgressFilter filter_;
  bool is_telling_ = false;
  bool is_progress_closed_ = false;
};

}  // namespace fairlead::plugin
