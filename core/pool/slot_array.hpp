// The fast path of a pool: idle clients in cache-line sized slots, taken and given back by one compare and
// swap each. No lock, no allocation, no clock.
//
// Each slot has one word, and all that threads agree on is in that word:
//   0                 a lease has the client, or there is none
//   kManaged          the same, and whoever gives the client back must do it through the state machine
//   partition + 1     an idle client of that partition, free for the taking
// Why no wake-up can be lost: a waiter that registers (under the pool's lock) first puts kManaged into every
// slot, by an atomic exchange of the very word by which a lease gives back. Either the give-back came first,
// then the exchange finds the idle client and hands it to the waiter; or the exchange came first, then the
// give-back fails and goes to the state machine, where the waiter stands. One word decides, so no fence
// between a store of "idle" here and a load of "somebody waits" elsewhere is needed. And a give-back that
// succeeded never touches the pool again, so the pool may be destroyed as soon as its clients are closed. Why
// a client cannot be taken for the wrong partition: the swap expects that partition in the word, however
// often the slot changed hands before.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string_view>

#include "base/clock.hpp"
#include "plugin/client.hpp"
#include "pool/actions.hpp"
#include "pool/key.hpp"

namespace fairlead::pool {

/// What belongs to a client. Plain fields belong to whoever has the slot: the lease, the thread that
/// connects or closes it, or the pool's lock while the client is idle.
struct alignas(64) Cell {
  std::atomic<std::uint32_t> word{0};
  PartitionId partition;
  std::string_view tenant_id;  ///< of the partition; lives in the pool's PartitionTable
  std::unique_ptr<plugin::Client> client;
  MonotonicTime idle_since;
  MonotonicTime expires_at;
  std::stop_source stop{std::nostopstate};  ///< of the connect in flight; guarded by the pool's lock
  /// Leases begun. Written by the slot's owner only, hence load and store; relaxed, since it is only counted.
  std::atomic<std::uint64_t> leases{0};

  void count_lease() { leases.store(leases.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
};
static_assert(sizeof(Cell) == 64);

class SlotArray {
 public:
  explicit SlotArray(std::uint32_t size) : size_(size), cells_(std::make_unique<Cell[]>(size)) {}

  static constexpr SlotIndex kNone = UINT32_MAX;

  /// The slot of an idle client of that partition, now the caller's, or kNone. Tries first the slot that
  /// this thread used last: most recent first, best effort. Any thread.
  [[nodiscard]] SlotIndex try_take(PartitionId partition);

  /// Makes the client idle, for its cell's partition. False: kManaged, nothing has changed, tell the state
  /// machine. After true the caller touches nothing of the pool. By the slot's owner.
  [[nodiscard]] bool try_give(SlotIndex slot);

  [[nodiscard]] bool is_managed(SlotIndex slot) const;

  /// Puts kManaged into the slot; true if an idle client was in it, which is the caller's now. Under the
  /// pool's lock.
  [[nodiscard]] bool collect(SlotIndex slot);

  /// Takes kManaged away. Under the pool's lock, after collect.
  void release_idle(SlotIndex slot);
  void release_taken(SlotIndex slot);

  [[nodiscard]] Cell& operator[](SlotIndex slot) { return cells_[slot]; }
  [[nodiscard]] const Cell& operator[](SlotIndex slot) const { return cells_[slot]; }
  [[nodiscard]] std::uint32_t size() const { return size_; }
  /// How many are free for the taking: a snapshot.
  [[nodiscard]] std::uint32_t idle() const;

 private:
  static constexpr std::uint32_t kManaged = UINT32_MAX;
  [[nodiscard]] static std::uint32_t idle_word(PartitionId partition) { return partition.value() + 1; }

  std::uint32_t size_;
  std::unique_ptr<Cell[]> cells_;
};

}  // namespace fairlead::pool
