// What makes two pools, and two clients, distinguishable: structs compared field by field, never joined
// strings. Provider code cannot construct one. Values: copyable, passive.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/access.hpp"

namespace fairlead::pool {

/// One pool per binding.
struct PoolKey {
  std::uint64_t generation = 0;  ///< of the loaded plugin: a reload makes a new one
  std::string provider;
  std::uint64_t binding_id = 0;  ///< new whenever the config or the version of a credential changes
  bool operator==(const PoolKey&) const = default;
};

/// The clients of a pool that may serve the same calls.
struct Partition {
  std::string tenant_id;  ///< empty where the clients of a global binding are shared without reserve
  Access access = Access::ReadOnly;
  bool operator==(const Partition&) const = default;
};

/// Two clients with equal keys may stand in for each other; with unequal keys, never.
struct ClientKey {
  std::uint64_t generation = 0;
  std::string provider;
  std::uint64_t binding_id = 0;
  Partition partition;
  bool operator==(const ClientKey&) const = default;
};

/// A Partition of one pool as a number: equal exactly when the partitions are. Worth keeping by whoever
/// calls often; means nothing to another pool.
class PartitionId {
 public:
  constexpr PartitionId() = default;
  constexpr PartitionId(std::uint32_t tenant_index, Access access)
      : value_(tenant_index * 2 + (access == Access::ReadWrite ? 1 : 0)) {}

  [[nodiscard]] constexpr std::uint32_t value() const { return value_; }
  [[nodiscard]] constexpr std::uint32_t tenant_index() const { return value_ / 2; }
  [[nodiscard]] constexpr Access access() const {
    return value_ % 2 == 1 ? Access::ReadWrite : Access::ReadOnly;
  }
  bool operator==(const PartitionId&) const = default;

 private:
  std::uint32_t value_ = 0;
};

}  // namespace fairlead::pool

template <>
struct std::hash<fairlead::pool::PoolKey> {
  std::size_t operator()(const fairlead::pool::PoolKey& key) const noexcept {
    const std::size_t numbers =
        std::hash<std::uint64_t>{}(key.binding_id * 0x9e3779b97f4a7c15U + key.generation);
    return numbers ^ (std::hash<std::string>{}(key.provider) * 31);
  }
};
