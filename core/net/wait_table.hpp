// The waits of one event loop: handles with a generation, what to call at the end, and when that is at the
// latest. Not thread-safe; EventLoop guards it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "plugin/ports.hpp"

namespace fairlead::net {

enum class WaitKind : std::uint8_t { Watch, Timer, Post };

/// What is left to do for a wait that was taken out of the table.
struct EndedWait {
  plugin::WaitDone done;
  int fd = -1;  ///< the duplicate of a watch, to be closed; -1: none
  bool is_cancelled = false;
};

class WaitTable {
 public:
  explicit WaitTable(std::uint32_t waits_max);

  /// The handle of a new wait, or nullopt when waits_max are open. `end_at` nullopt: it has no end of its
  /// own.
  [[nodiscard]] std::optional<std::uint64_t> open(WaitKind kind, std::optional<MonotonicTime> end_at,
                                                  plugin::WaitDone done);
  /// Only for an open watch.
  void set_fd(std::uint64_t handle, int fd);

  /// Remembers that it was cancelled. False when the handle is stale or a post's, or it was cancelled before.
  [[nodiscard]] bool cancel(std::uint64_t handle);

  /// Takes the wait out; nullopt when the handle is stale.
  [[nodiscard]] std::optional<EndedWait> close(std::uint64_t handle);

  /// nullopt when the handle is stale.
  [[nodiscard]] std::optional<WaitKind> kind_of(std::uint64_t handle) const;

  /// The wait that ends first by time.
  [[nodiscard]] std::optional<std::pair<MonotonicTime, std::uint64_t>> first_end() const;

  [[nodiscard]] std::vector<std::uint64_t> open_handles() const;
  [[nodiscard]] std::uint32_t open_count() const {
    return waits_max_ - static_cast<std::uint32_t>(free_.size());
  }

 private:
  struct Slot {
    std::uint64_t generation = 0;
    bool is_open = false;
    WaitKind kind = WaitKind::Post;
    std::optional<MonotonicTime> end_at;
    plugin::WaitDone done;
    int fd = -1;
    bool is_cancelled = false;
  };
  [[nodiscard]] const Slot* find(std::uint64_t handle) const;

  std::uint32_t waits_max_;
  std::vector<Slot> slots_;  // Grows up to waits_max_.
  std::vector<std::uint32_t> free_;
  std::set<std::pair<MonotonicTime, std::uint64_t>> ends_;
};

}  // namespace fairlead::net
