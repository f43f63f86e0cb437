// Where work that may block is run. The seam between decisions and threads: tests run it inline or by hand.
#pragma once

#include <functional>

#include "base/result.hpp"

namespace fairlead {

/// Runs work later, on a thread that may block. Any thread may call.
class Executor {
 public:
  virtual ~Executor() = default;

  /// Queues `work`, which must not throw. Not called when an error is returned.
  /// @error ResourceExhausted if the queue is full, or the executor is stopping.
  [[nodiscard]] virtual Result<void> post(std::function<void()> work) = 0;
};

}  // namespace fairlead
