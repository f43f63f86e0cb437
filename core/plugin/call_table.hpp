// The handles that plugins hold: an index and a generation in one integer, so that a completion that comes
// twice, late or for a stranger is refused, never followed (plugin.h, rule R5).
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "fairlead/plugin.h"
#include "plugin/client.hpp"
#include "plugin/outcome.hpp"

namespace fairlead::plugin {

using CallEnd = ClientResult<Outcome>;

/// Whoever waits for a call. Called from any thread, never under a lock of the table.
class CallListener {
 public:
  virtual ~CallListener() = default;
  /// Exactly once per call that was not given up.
  virtual void ended(CallEnd end) = 0;
  virtual void progressed(double done, double total, std::string_view message) = 0;
  virtual void client_logged(LogLevel level, std::string_view logger, std::string_view data_json) = 0;
};

/// All calls and lifecycle operations in flight inside one plugin. Any thread.
class CallTable {
 public:
  static constexpr std::uint32_t kCallsMax = 1024;

  explicit CallTable(const Clock& clock);
  CallTable(const CallTable&) = delete;
  CallTable& operator=(const CallTable&) = delete;

  /// Opens a handle. `listener` is null for a lifecycle operation, which takes no completion.
  /// @error ResourceExhausted if kCallsMax are open.
  [[nodiscard]] Result<fairlead_call> open(Deadline deadline, std::shared_ptr<CallListener> listener);

  /// Ends the call for the plugin: takes the listener out, so that the next completion is stale.
  /// Null if the handle is stale, or an operation's.
  [[nodiscard]] std::shared_ptr<CallListener> take_listener(fairlead_call handle);

  /// The listener while the call runs, else null.
  [[nodiscard]] std::shared_ptr<CallListener> find_listener(fairlead_call handle) const;

  /// From now on is_cancelled says so. A stale handle is ignored.
  void cancel(fairlead_call handle);

  /// True when cancelled, past its deadline, or stale. No lock.
  [[nodiscard]] bool is_cancelled(fairlead_call handle) const;

  /// Gives the handle back; it is stale from now on. The listener is dropped unheard.
  void close(fairlead_call handle);

  [[nodiscard]] std::uint32_t open_count() const;

 private:
  struct Slot {
    std::atomic<std::uint64_t> handle{0};  // 0: free. Written under mutex, read by is_cancelled without.
    std::atomic<bool> is_cancelled{false};
    std::atomic<std::int64_t> deadline_ns{0};
    mutable std::mutex mutex;  // Guards listener and generation.
    std::uint64_t generation = 0;
    std::shared_ptr<CallListener> listener;
  };

  [[nodiscard]] Slot* find(fairlead_call handle) const;

  const Clock& clock_;
  std::unique_ptr<std::array<Slot, kCallsMax>> slots_;
  mutable std::mutex free_mutex_;
  std::vector<std::uint32_t> free_;  // Guarded by free_mutex_; reserved in full, never allocates.
};

/// Opens a lifecycle operation for the time of a scope.
class Operation {
 public:
  /// @error ResourceExhausted as CallTable::open.
  [[nodiscard]] static Result<Operation> open(CallTable& table, Deadline deadline);
  ~Operation();
  Operation(Operation&& other) noexcept;
  Operation& operator=(Operation&&) = delete;

  [[nodiscard]] fairlead_call handle() const { return handle_; }

 private:
  Operation(CallTable& table, fairlead_call handle) : table_(&table), handle_(handle) {}
  CallTable* table_;
  fairlead_call handle_;
};

}  // namespace fairlead::plugin
