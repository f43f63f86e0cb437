// The partitions of one pool as small numbers. Tenants are added once and never removed, so a number means
// the same as long as the table lives; the number of tenants bounds it (about 100 bytes each).
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "pool/key.hpp"

namespace fairlead::pool {

/// Any thread. Finding a tenant that is known takes no lock and allocates nothing.
class PartitionTable {
 public:
  PartitionTable();
  ~PartitionTable();
  PartitionTable(const PartitionTable&) = delete;
  PartitionTable& operator=(const PartitionTable&) = delete;

  /// Finds or adds.
  [[nodiscard]] PartitionId intern(std::string_view tenant_id, Access access);

  /// `id` came from this table. The view lives as long as the table.
  [[nodiscard]] std::string_view tenant_id(PartitionId id) const;
  [[nodiscard]] std::size_t size() const;

 private:
  struct Entry {
    std::string tenant_id;
    std::uint32_t index;
  };
  // Open addressing with linear probing; at most half full, so that every probe ends.
  struct Buckets {
    explicit Buckets(std::size_t count);
    void insert(const Entry* entry);
    std::size_t mask;
    std::unique_ptr<std::atomic<const Entry*>[]> cells;
  };
  [[nodiscard]] static const Entry* find(const Buckets& buckets, std::string_view tenant_id);
  const Entry* add(std::string_view tenant_id);

  // Release/acquire: whoever sees a table or an entry sees what it points to. Entries never change.
  std::atomic<const Buckets*> current_;
  mutable std::mutex mutex_;                           // Writers only.
  std::vector<std::unique_ptr<const Entry>> entries_;  // Guarded by mutex_. Index = tenant_index.
  // Guarded by mutex_. Outgrown tables stay, because a reader may still be in one; they double each time,
  // so together they are smaller than the last.
  std::vector<std::unique_ptr<Buckets>> tables_;
};

}  // namespace fairlead::pool
