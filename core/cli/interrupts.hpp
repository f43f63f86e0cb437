// Ctrl-C as a request to stop, without anything happening in a signal handler.
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace fairlead::cli {

/// Blocks SIGINT and SIGTERM in this thread and all it starts, and waits for them on a thread of its own.
/// Make it before any other thread. Until `catch_interrupts` the first signal ends the process as if it were
/// not caught; afterwards the first one stops the token and only the second ends it.
class Interrupts {
 public:
  Interrupts();
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  [[nodiscard]] std::stop_token catch_interrupts();

 private:
  void watch() const;

  std::stop_source source_;
  std::atomic<bool> is_caught_{false};
  int signals_ = -1;  ///< signalfd
  int wake_ = -1;     ///< eventfd: the destructor's word to the thread
  std::thread thread_;
};

}  // namespace fairlead::cli
