// The clients of one binding: leases, limits, FIFO waiters, idle and life time. The decisions are made by
// PoolState; this is the thin shell of threads, locks and calls around it, and the fast path past it.
//
// Locking: mutex_ guards the machine and the books; nothing is called under it. Connecting and closing run on
// the executor; a ping or reset before use runs on the thread that acquires, a reset after use on the thread
// that gives back.
// Lifetime: the last shared_ptr of `create` going away drains the pool. What is left then keeps itself alive
// until its last client is closed.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "plugin/client.hpp"
#include "pool/acquirer.hpp"
#include "pool/key.hpp"
#include "pool/lease.hpp"
#include "pool/options.hpp"
#include "pool/partition_table.hpp"
#include "pool/pool_state.hpp"
#include "pool/slot_array.hpp"

namespace fairlead::pool {

/// Any thread, concurrently, unless a function says otherwise.
class ClientPool : public std::enable_shared_from_this<ClientPool> {
 public:
  /// Connects nothing yet. @error InvalidArgument for limits that check_limits refuses.
  [[nodiscard]] static Result<std::shared_ptr<ClientPool>> create(PoolOptions options);
  ~ClientPool();
  ClientPool(const ClientPool&) = delete;
  ClientPool& operator=(const ClientPool&) = delete;

  /// Who shares clients with whom: a tenant of its own each where clients keep session state or must not be
  /// shared; all tenants of a global binding together otherwise. No lock once the tenant is known.
  [[nodiscard]] PartitionId partition(std::string_view tenant_id, Access access);

  /// Hands out an idle client of the partition, or connects one, or waits for one, at most until `deadline`
  /// and for PoolLimits::acquire_wait_max. May block. `now` is the clock's; the warm path reads no clock,
  /// takes no lock and allocates nothing. Errors: see PoolState::acquire.
  [[nodiscard]] Result<Lease> acquire(PartitionId partition, Deadline deadline, MonotonicTime now);
  [[nodiscard]] Result<Lease> acquire(const Partition& wanted, Deadline deadline, MonotonicTime now);

  /// Closes idle and over-age clients, lets late waiters go. To be called about once a second. Does not block
  /// unless the executor refuses work.
  void maintain(MonotonicTime now);

  /// From now on every acquire fails with `error`; idle clients are closed.
  void mark_binding_bad(const Error& error);

  /// The binding was replaced: no more leases; clients in use are closed when they come back, waiters are
  /// refused ("pool_draining"). Idempotent. Does not wait.
  void drain();
  /// Drains, and waits until no client is left. May block.
  /// @error DeadlineExceeded says how many are still in use; they are closed as they come back.
  [[nodiscard]] Result<void> close(Deadline deadline);

  [[nodiscard]] PoolStats stats() const;
  [[nodiscard]] const PoolKey& key() const { return key_; }

 private:
  friend class Lease;
  class Reservation;
  struct Effects;

  explicit ClientPool(PoolOptions options);

  // For Lease.
  void give_back(SlotIndex slot, MonotonicTime now);
  void give_back_slow(SlotIndex slot, PartitionId partition, MonotonicTime now);
  [[nodiscard]] std::optional<PartitionId> successor(SlotIndex slot) const;
  void give_back_bad(SlotIndex slot, MonotonicTime now);
  [[nodiscard]] ClientKey client_key(SlotIndex slot) const;

  [[nodiscard]] bool is_fresh(const Cell& cell, MonotonicTime now) const;
  Result<Lease> acquire_slow(PartitionId partition, Deadline deadline, MonotonicTime now, SlotIndex stale);
  std::optional<Lease> enroll(const std::shared_ptr<BlockingAcquirer>& acquirer, const Waiter& wish,
                              SlotIndex stale);
  plugin::ClientResult<void> prepare(const Grant& grant);
  plugin::ClientResult<void> reset_for(SlotIndex slot, PartitionId partition, MonotonicTime now);

  void connect_now(SlotIndex slot);
  void connect_undone(SlotIndex slot);
  void connect_done(SlotIndex slot, plugin::ClientResult<std::unique_ptr<plugin::Client>> connected);
  void close_now(SlotIndex slot);

  template <typename Event>
  void step(MonotonicTime now, Event&& event);
  void collect_idle();
  Effects settle(const Actions& actions, MonotonicTime now);
  void note(const Action& action, MonotonicTime now, Effects& effects);
  void assign(SlotIndex slot, PartitionId partition);
  std::shared_ptr<Acquirer> take_acquirer(Ticket ticket);
  void perform(Effects effects);
  double jitter();

  const PoolKey key_;
  const std::string owner_tenant_id_;
  const PoolLimits limits_;
  const std::shared_ptr<plugin::ClientFactory> factory_;  // Outlives the clients in slots_.
  Executor& executor_;
  const Clock& clock_;
  const bool has_session_state_;
  const bool is_partitioned_;  // By tenant; otherwise by access alone.
  PartitionTable partitions_;
  SlotArray slots_;

  mutable std::mutex mutex_;
  // All below guarded by mutex_.
  PoolState state_;
  bool is_managed_ = false;  // Every slot's word is kManaged; otherwise none is.
  Ticket last_ticket_ = 0;
  std::vector<std::pair<Ticket, std::shared_ptr<Acquirer>>> acquirers_;  // Same tickets as state_.waiters().
  std::optional<MonotonicTime> retry_at_;                                // As last told to the acquirers.
  std::shared_ptr<ClientPool> keep_alive_;                               // Itself, while any slot is in use.
  std::condition_variable emptied_;
  std::minstd_rand random_;
  PoolStats totals_;  // Only the counters and last_wait.
};

}  // namespace fairlead::pool
