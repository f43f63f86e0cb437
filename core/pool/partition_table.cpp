// An insert-only hash table with lock-free look-up.
#include "pool/partition_table.hpp"

#include <functional>

namespace fairlead::pool {
namespace {
constexpr std::size_t kFirstBuckets = 4;
}  // namespace

PartitionTable::Buckets::Buckets(std::size_t count)
    : mask(count - 1), cells(std::make_unique<std::atomic<const Entry*>[]>(count)) {}

void PartitionTable::Buckets::insert(const Entry* entry) {
  std::size_t at = std::hash<std::string_view>{}(entry->tenant_id) & mask;
  while (cells[at].load(std::memory_order_relaxed) != nullptr) at = (at + 1) & mask;  // Only writers insert.
  cells[at].store(entry, std::memory_order_release);
}

PartitionTable::PartitionTable() {
  tables_.push_back(std::make_unique<Buckets>(kFirstBuckets));
  current_.store(tables_.back().get(), std::memory_order_release);
}

PartitionTable::~PartitionTable() = default;

const PartitionTable::Entry* PartitionTable::find(const Buckets& buckets, std::string_view tenant_id) {
  std::size_t at = std::hash<std::string_view>{}(tenant_id)&buckets.mask;
  while (const Entry* entry = buckets.cells[at].load(std::memory_order_acquire)) {
    if (entry->tenant_id == tenant_id) return entry;
    at = (at + 1) & buckets.mask;
  }
  return nullptr;
}

PartitionId PartitionTable::intern(std::string_view tenant_id, Access access) {
  const Entry* entry = find(*current_.load(std::memory_order_acquire), tenant_id);
  if (entry == nullptr) entry = add(tenant_id);
  return {entry->index, access};
}

const PartitionTable::Entry* PartitionTable::add(std::string_view tenant_id) {
  const std::lock_guard lock(mutex_);
  // Another thread may have been first, or the reader looked into an outgrown table.
  if (const Entry* entry = find(*tables_.back(), tenant_id)) return entry;
  const auto index = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back(std::make_unique<const Entry>(Entry{std::string(tenant_id), index}));
  Buckets& buckets = *tables_.back();
  if (entries_.size() * 2 <= buckets.mask + 1) {
    buckets.insert(entries_.back().get());
    return entries_.back().get();
  }
  auto larger = std::make_unique<Buckets>((buckets.mask + 1) * 2);
  for (const auto& entry : entries_) larger->insert(entry.get());
  current_.store(larger.get(), std::memory_order_release);
  tables_.push_back(std::move(larger));
  return entries_.back().get();
}

std::string_view PartitionTable::tenant_id(PartitionId id) const {
  const std::lock_guard lock(mutex_);
  return entries_[id.tenant_index()]->tenant_id;
}

std::size_t PartitionTable::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace fairlead::pool
