// Ctrl-C as a request to stop, without anything happening in a signal handler.
#pragma once

#include <optional>
#include <stop_token>
#include <thread>

#include "base/guarded.hpp"

namespace fairlead::cli {

/// Blocks SIGINT and SIGTERM in this thread and all it starts, and waits for them on a thread of its own.
/// Make it before any other thread. Until `catch_interrupts`, and after `release`, the first signal ends the
/// process as if it were not caught; in between the first one stops the token and only the second ends it.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// Gives a token that is not stopped, and forgets the one before. Any thread.
  [[nodiscard]] std::stop_token catch_interrupts();
  /// Any thread.
  void release();

 private:
  void watch();

  Guarded<std::optional<std::stop_source>> caught_;  ///< empty: signals are not caught
  int signals_ = -1;                                 ///< signalfd
  int wake_ = -1;                                    ///< eventfd: the destructor's word to the thread
  std::thread thread_;
};

}  // namespace fairlead::cli
