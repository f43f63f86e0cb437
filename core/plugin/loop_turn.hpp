// One invoke's turn on an event loop: shared by the loop, which may come late, and the thread that waits for
// the call, which may have gone.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace fairlead::plugin {

/// Any thread.
class LoopTurn {
 public:
  /// The loop has come to it. False when nobody waits any longer: then nothing of the call may be touched.
  [[nodiscard]] bool begin();
  /// The plugin has returned from invoke.
  void finish();

  /// Gives the turn up unless it has begun. True when it will never begin.
  [[nodiscard]] bool abandon();
  /// Blocks until the plugin has returned. Only after `abandon` said false.
  void wait_until_finished();

  /// Posted, and not finished: the loop has not come to it, or the plugin is inside.
  [[nodiscard]] bool is_pending() const;
  /// From now on is_pending, until it begins and finishes.
  void post();

 private:
  enum class State : std::uint8_t { Idle, Posted, Inside, Finished, Abandoned };

  mutable std::mutex mutex_;
  std::condition_variable finished_;
  State state_ = State::Idle;  // Guarded by mutex_.
};

}  // namespace fairlead::plugin
