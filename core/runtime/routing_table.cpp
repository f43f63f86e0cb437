#include "runtime/routing_table.hpp"

#include <utility>

namespace fairlead::runtime {

RoutingTable::RoutingTable(std::shared_ptr<const tenancy::Directory> directory)
    : directory_(std::move(directory)), warm_(directory_->connections().size()) {}

std::size_t RoutingTable::index_of(const tenancy::Connection& connection) const {
  return static_cast<std::size_t>(&connection - directory_->connections().data());
}

BoundConnection* RoutingTable::find(const tenancy::Connection& connection) const {
  return warm_[index_of(connection)].load(std::memory_order_acquire);
}

BoundConnection* RoutingTable::add(const tenancy::Connection& connection,
                                   std::shared_ptr<BoundConnection> bound) {
  std::atomic<BoundConnection*>& warm = warm_[index_of(connection)];
  const std::lock_guard lock(mutex_);
  if (is_retired_) return nullptr;
  if (BoundConnection* first = warm.load(std::memory_order_relaxed)) return first;
  owners_.push_back(std::move(bound));
  warm.store(owners_.back().get(), std::memory_order_release);
  return owners_.back().get();
}

std::vector<std::shared_ptr<BoundConnection>> RoutingTable::bound() const {
  const std::lock_guard lock(mutex_);
  return owners_;
}

std::vector<std::shared_ptr<BoundConnection>> RoutingTable::retire() {
  const std::lock_guard lock(mutex_);
  is_retired_ = true;
  return owners_;
}

void RoutingTable::clear() {
  std::vector<std::shared_ptr<BoundConnection>> released;  // Declared before the lock: destroyed without it.
  const std::lock_guard lock(mutex_);
  is_retired_ = true;
  for (auto& warm : warm_) warm.store(nullptr, std::memory_order_release);
  released.swap(owners_);
}

}  // namespace fairlead::runtime
