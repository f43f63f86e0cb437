#include "net/wait_table.hpp"

namespace fairlead::net {

WaitTable::WaitTable(std::uint32_t waits_max) : waits_max_(waits_max) {
  free_.reserve(waits_max);
  for (std::uint32_t i = waits_max; i > 0; --i) free_.push_back(i - 1);
}

// A handle is generation * waits_max + index; generations start at 1, so no handle is 0.
const WaitTable::Slot* WaitTable::find(std::uint64_t handle) const {
  const std::size_t index = handle % waits_max_;
  if (index >= slots_.size()) return nullptr;
  const Slot& slot = slots_[index];
  return slot.is_open && slot.generation == handle / waits_max_ ? &slot : nullptr;
}

std::optional<std::uint64_t> WaitTable::open(WaitKind kind, std::optional<MonotonicTime> end_at,
                                             plugin::WaitDone done) {
  if (free_.empty()) return std::nullopt;
  const std::uint32_t index = free_.back();
  free_.pop_back();
  if (index >= slots_.size()) slots_.resize(index + 1);
  Slot& slot = slots_[index];
  ++slot.generation;
  slot.is_open = true;
  slot.kind = kind;
  slot.end_at = end_at;
  slot.done = std::move(done);
  slot.fd = -1;
  slot.is_cancelled = false;
  const std::uint64_t handle = slot.generation * waits_max_ + index;
  if (end_at) ends_.emplace(*end_at, handle);
  return handle;
}

void WaitTable::set_fd(std::uint64_t handle, int fd) { slots_[handle % waits_max_].fd = fd; }

bool WaitTable::cancel(std::uint64_t handle) {
  if (find(handle) == nullptr) return false;
  Slot& slot = slots_[handle % waits_max_];
  if (slot.kind == WaitKind::Post || slot.is_cancelled) return false;
  slot.is_cancelled = true;
  return true;
}

std::optional<EndedWait> WaitTable::close(std::uint64_t handle) {
  if (find(handle) == nullptr) return std::nullopt;
  const auto index = static_cast<std::uint32_t>(handle % waits_max_);
  Slot& slot = slots_[index];
  if (slot.end_at) ends_.erase({*slot.end_at, handle});
  slot.is_open = false;
  free_.push_back(index);
  return EndedWait{std::exchange(slot.done, nullptr), slot.fd, slot.is_cancelled};
}

std::optional<WaitKind> WaitTable::kind_of(std::uint64_t handle) const {
  const Slot* slot = find(handle);
  return slot == nullptr ? std::nullopt : std::optional(slot->kind);
}

std::optional<std::pair<MonotonicTime, std::uint64_t>> WaitTable::first_end() const {
  return ends_.empty() ? std::nullopt : std::optional(*ends_.begin());
}

std::vector<std::uint64_t> WaitTable::open_handles() const {
  std::vector<std::uint64_t> handles;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].is_open) handles.push_back(slots_[i].generation * waits_max_ + i);
  }
  return handles;
}

}  // namespace fairlead::net
