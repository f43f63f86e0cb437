#include "plugin/call_table.hpp"

#include <utility>

namespace fairlead::plugin {
namespace {

// A handle is generation * kCallsMax + index; generations start at 1, so no handle is 0.
std::uint32_t index_of(fairlead_call handle) {
  return static_cast<std::uint32_t>(handle % CallTable::kCallsMax);
}

}  // namespace

CallTable::CallTable(const Clock& clock)
    : clock_(clock), slots_(std::make_unique<std::array<Slot, kCallsMax>>()) {
  free_.reserve(kCallsMax);
  for (std::uint32_t i = kCallsMax; i > 0; --i) free_.push_back(i - 1);
}

Result<fairlead_call> CallTable::open(Deadline deadline, std::shared_ptr<CallListener> listener) {
  std::uint32_t index = 0;
  {
    const std::lock_guard lock(free_mutex_);
    if (free_.empty()) {
      return fail(ErrorCode::ResourceExhausted, "too many calls are in flight inside the plugin",
                  "plugin_calls_full");
    }
    index = free_.back();
    free_.pop_back();
  }
  Slot& slot = (*slots_)[index];
  const std::lock_guard lock(slot.mutex);
  ++slot.generation;
  slot.listener = std::move(listener);
  slot.is_cancelled.store(false, std::memory_order_relaxed);
  slot.deadline_ns.store(deadline.at.time_since_epoch().count(), std::memory_order_relaxed);
  const fairlead_call handle = slot.generation * kCallsMax + index;
  // Release: whoever reads this handle sees the two fields above.
  slot.handle.store(handle, std::memory_order_release);
  return handle;
}

CallTable::Slot* CallTable::find(fairlead_call handle) const {
  Slot& slot = (*slots_)[index_of(handle)];
  return handle != 0 && slot.handle.load(std::memory_order_acquire) == handle ? &slot : nullptr;
}

std::shared_ptr<CallListener> CallTable::take_listener(fairlead_call handle) {
  Slot* slot = find(handle);
  if (slot == nullptr) return nullptr;
  const std::lock_guard lock(slot->mutex);
  // Checked again: the call may have been closed between find and lock.
  if (slot->handle.load(std::memory_order_relaxed) != handle) return nullptr;
  return std::exchange(slot->listener, nullptr);
}

std::shared_ptr<CallListener> CallTable::find_listener(fairlead_call handle) const {
  const Slot* slot = find(handle);
  if (slot == nullptr) return nullptr;
  const std::lock_guard lock(slot->mutex);
  return slot->handle.load(std::memory_order_relaxed) == handle ? slot->listener : nullptr;
}

void CallTable::cancel(fairlead_call handle) {
  Slot* slot = find(handle);
  if (slot == nullptr) return;
  const std::lock_guard lock(slot->mutex);
  if (slot->handle.load(std::memory_order_relaxed) == handle) {
    slot->is_cancelled.store(true, std::memory_order_relaxed);
  }
}

bool CallTable::is_cancelled(fairlead_call handle) const {
  const Slot* slot = find(handle);
  if (slot == nullptr || slot->is_cancelled.load(std::memory_order_relaxed)) return true;
  return clock_.now().time_since_epoch().count() >= slot->deadline_ns.load(std::memory_order_relaxed);
}

void CallTable::close(fairlead_call handle) {
  std::shared_ptr<CallListener> dropped;  // Destroyed after the lock is gone: its destructor is not ours.
  Slot* slot = find(handle);
  if (slot == nullptr) return;
  {
    const std::lock_guard lock(slot->mutex);
    if (slot->handle.load(std::memory_order_relaxed) != handle) return;
    slot->handle.store(0, std::memory_order_release);
    dropped = std::move(slot->listener);
  }
  const std::lock_guard lock(free_mutex_);
  free_.push_back(index_of(handle));
}

std::uint32_t CallTable::open_count() const {
  const std::lock_guard lock(free_mutex_);
  return kCallsMax - static_cast<std::uint32_t>(free_.size());
}

Result<Operation> Operation::open(CallTable& table, Deadline deadline) {
  FAIRLEAD_TRY(const fairlead_call handle, table.open(deadline, nullptr));
  return Operation(table, handle);
}

Operation::Operation(Operation&& other) noexcept
    : table_(std::exchange(other.table_, nullptr)), handle_(other.handle_) {}

Operation::~Operation() {
  if (table_ != nullptr) table_->close(handle_);
}

}  // namespace fairlead::plugin
