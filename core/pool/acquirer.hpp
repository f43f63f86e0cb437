// Who waits for a client, as the pool sees it. Blocking callers are one kind; an event loop may be another.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <variant>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "pool/actions.hpp"

namespace fairlead::pool {

/// The end of one wait. A Grant makes its receiver the owner of the slot.
using AcquireOutcome = std::variant<Grant, Error>;

/// Called from any thread, never under the pool's lock.
class Acquirer {
 public:
  virtual ~Acquirer() = default;
  /// Once per ticket.
  virtual void complete(AcquireOutcome outcome) = 0;
  /// The pool may have something to do earlier than before: call `maintain` when retry_at comes. May come
  /// late, even after complete.
  virtual void set_retry_at(MonotonicTime retry_at) = 0;
};

/// Blocks one thread on a condition variable of its own, so that a grant wakes nobody else.
class BlockingAcquirer final : public Acquirer {
 public:
  void complete(AcquireOutcome outcome) override;
  void set_retry_at(MonotonicTime retry_at) override;

  /// Waits for the outcome until `deadline` or an earlier retry_at, by the wall of real time; nullopt: look
  /// at the clock and maintain the pool.
  [[nodiscard]] std::optional<AcquireOutcome> wait(MonotonicTime now, Deadline deadline);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<AcquireOutcome> outcome_;  // Guarded by mutex_.
  std::optional<MonotonicTime> retry_at_;  // Guarded by mutex_.
  bool is_retry_at_new_ = false;           // Guarded by mutex_.
};

}  // namespace fairlead::pool
