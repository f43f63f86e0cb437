// The decisions of a pool: a pure state machine. No threads, clocks, atomics or callbacks: events come in
// with `now` as an argument, actions go out and are carried out by ClientPool. One caller at a time.
//
// Slots:  Empty -> Connecting -> Open <-> Held -> Closing -> Empty
//   Open  out of sight: a lease has the client, or it stands in the SlotArray for anybody's taking.
//   Held  idle and taken out of the SlotArray, so that the machine alone decides about it.
// While the machine is direct (nobody waits, pool not shut) every Held client ends the event as an Offer or
// a Close. Otherwise Held clients stay, and all comings and goings must be reported as events.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "plugin/client.hpp"
#include "pool/actions.hpp"
#include "pool/limits.hpp"

namespace fairlead::pool {

struct SlotCounts {
  std::uint32_t connecting = 0, open = 0, held = 0, closing = 0;
  [[nodiscard]] std::uint32_t used() const { return connecting + open + held + closing; }
};

class PoolState {
 public:
  /// Whether an idle client may pass to another tenant, through a reset.
  enum class Sharing : std::uint8_t { ByReset, Never };

  /// `limits` have passed check_limits.
  PoolState(const PoolLimits& limits, Sharing sharing);

  // --- Events. `jitter` is a fresh random number in [0, 1).

  /// Somebody wants a client until `call_deadline`. Tickets must grow from call to call. Ends in one Grant
  /// or one Refuse, now or with a later event:
  /// @error ResourceExhausted "pool_full"     waiters_max already wait
  /// @error ResourceExhausted "pool_timeout"  acquire_wait_max has passed
  /// @error Unavailable "connect_timeout"     the same, while the first client was still connecting
  /// @error DeadlineExceeded                  the call's own deadline has passed
  /// @error Unavailable "pool_draining"       the binding was replaced: ask its successor
  /// or the error of the connect that failed, or of the bad binding.
  Actions acquire(Ticket ticket, PartitionId partition, Deadline call_deadline, MonotonicTime now);

  /// An idle client was taken out of the SlotArray: Open -> Held. Decides nothing until the next event.
  void collected(SlotIndex slot, MonotonicTime idle_since);
  /// A lease ended; the client is clean for `partition` (its own, or the successor's after a reset).
  Actions returned(SlotIndex slot, PartitionId partition, MonotonicTime now);
  Actions returned_bad(SlotIndex slot, MonotonicTime now);
  Actions connected(SlotIndex slot, MonotonicTime now, double jitter);
  Actions connect_failed(SlotIndex slot, const plugin::ClientFailure& failure, MonotonicTime now,
                         double jitter);
  /// The ping or reset that a Grant asked for failed: the client is closed, the waiter waits again in its
  /// old place.
  Actions preparation_failed(const Grant& grant, const plugin::ClientFailure& failure, MonotonicTime now);
  Actions closed(SlotIndex slot, MonotonicTime now);
  /// The credential or config is bad: everybody gets `error` from now on.
  Actions binding_bad(const Error& error, MonotonicTime now);
  /// No more leases; clients are closed as they come back.
  Actions drain(MonotonicTime now);
  /// Time has passed: late waiters give up, idle and old Held clients are closed.
  Actions advance(MonotonicTime now);

  // --- Questions.

  /// For whom a client that is about to come back should be reset: its own partition, or that of the waiter
  /// who will get it.
  [[nodiscard]] PartitionId successor(SlotIndex slot) const;
  /// Nobody waits and the pool is not shut: clients may change hands without the machine.
  [[nodiscard]] bool is_direct() const { return waiters_.empty() && !refusal_; }
  /// Draining, or its binding is bad: whatever comes back is closed.
  [[nodiscard]] bool is_shut() const { return refusal_.has_value(); }
  [[nodiscard]] bool is_draining() const { return is_draining_; }
  [[nodiscard]] bool is_binding_bad() const { return is_binding_bad_; }
  /// When `advance` should be called for the sake of a connect that is held back, if at all.
  [[nodiscard]] std::optional<MonotonicTime> retry_at(MonotonicTime now) const;
  [[nodiscard]] SlotCounts counts() const;
  [[nodiscard]] PartitionId partition(SlotIndex slot) const { return slots_[slot].partition; }
  [[nodiscard]] MonotonicTime expires_at(SlotIndex slot) const { return slots_[slot].expires_at; }
  [[nodiscard]] const std::vector<Waiter>& waiters() const { return waiters_; }

 private:
  enum class SlotState : std::uint8_t { Empty, Connecting, Open, Held, Closing };
  struct Slot {
    SlotState state = SlotState::Empty;
    bool is_stop_asked = false;  ///< Connecting only; nobody counts on it any more
    PartitionId partition;
    MonotonicTime idle_since;  ///< Held only
    MonotonicTime expires_at;  ///< Open and Held
  };
  struct Room;

  Actions settle(MonotonicTime now, Actions actions = {});
  void close_expired(MonotonicTime now, Actions& actions);
  void refuse_late(MonotonicTime now, Actions& actions);
  void refuse_hopeless(MonotonicTime now, Actions& actions);
  void stop_unwanted_connects(Actions& actions);
  void serve_waiters(MonotonicTime now, Actions& actions);
  std::optional<SlotIndex> find_client(const Waiter& waiter, Room& room, Actions& actions);
  void start_connect(PartitionId partition, Actions& actions);
  void offer_held(Actions& actions);
  void shut(const Error& error, Actions& actions);

  void grant(SlotIndex slot, const Waiter& waiter, MonotonicTime now, Actions& actions);
  void close(SlotIndex slot, Actions& actions);
  void note_failure(const Error& error, MonotonicTime now, double jitter);
  [[nodiscard]] std::optional<SlotIndex> most_recent_held(PartitionId partition) const;
  [[nodiscard]] std::optional<SlotIndex> least_recent_held(std::optional<PartitionId> successor) const;
  [[nodiscard]] bool may_pass(PartitionId from, PartitionId to) const;

  PoolLimits limits_;
  Sharing sharing_;
  std::vector<Slot> slots_;       ///< clients_max of them, for ever
  std::vector<Waiter> waiters_;   ///< by ticket: the front came first
  std::optional<Error> refusal_;  ///< set: shut, and this is what everybody is told
  bool is_draining_ = false;
  bool is_binding_bad_ = false;
  std::uint32_t failures_ = 0;  ///< connects failed in a row
  Error last_failure_;
  MonotonicTime backoff_until_;
};

}  // namespace fairlead::pool
