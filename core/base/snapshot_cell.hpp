// SnapshotCell<T>: publishes immutable values of T to readers that take no lock while nothing changes.
//
// Each thread keeps the snapshot it saw last and compares one version word; std::atomic<shared_ptr> of g++ 12
// is a spin lock, slower with two threads than a shared_mutex, and TSan reports it.
#pragma once

#include <atomic>
#include <cassert>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/guarded.hpp"

namespace fairlead {

/// One sequence for all cells of the process: equal versions then mean the same publication of the same cell,
/// also for a cell that was made where another one died. Never 0.
[[nodiscard]] std::uint64_t next_snapshot_version() noexcept;

/// Any thread. A thread that goes quiet keeps the snapshot it saw last alive, one per thread and T; a thread
/// that uses several cells of one T in turn takes the lock with each change of cell.
template <typename T>
class SnapshotCell {
 public:
  /// Never null.
  explicit SnapshotCell(std::shared_ptr<T> first)
      : version_(next_snapshot_version()), latest_(std::move(first)) {
    assert(latest_.with([](const auto& latest) { return latest != nullptr; }));
  }
  SnapshotCell(const SnapshotCell&) = delete;
  SnapshotCell& operator=(const SnapshotCell&) = delete;

  /// The reference is good until this thread calls `current` again on any cell of T; copy the shared_ptr to
  /// keep the snapshot longer.
  [[nodiscard]] const std::shared_ptr<T>& current() const {
    thread_local Seen seen;
    // Relaxed: the snapshot itself is handed over by the lock below.
    if (seen.version != version_.load(std::memory_order_relaxed)) {
      // Assigned outside the lock: dropping the last use of a large snapshot takes its time.
      seen = latest_.with([this](const auto& latest) {
        return Seen{version_.load(std::memory_order_relaxed), latest};
      });
    }
    return seen.snapshot;
  }

  /// Never null. Threads see it with their next call of `current`.
  void publish(std::shared_ptr<T> next) {
    assert(next != nullptr);
    latest_.with([&](auto& latest) {
      latest.swap(next);
      version_.store(next_snapshot_version(), std::memory_order_relaxed);
    });
  }

  /// Another number after each publish; no two publications of the process share one.
  [[nodiscard]] std::uint64_t version() const { return version_.load(std::memory_order_relaxed); }

 private:
  struct Seen {
    std::uint64_t version = 0;
    std::shared_ptr<T> snapshot;
  };

  std::atomic<std::uint64_t> version_;  // Changed with latest_ locked, so that a reader pairs them rightly.
  Guarded<std::shared_ptr<T>> latest_;
};

}  // namespace fairlead
