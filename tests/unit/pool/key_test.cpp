// What makes two pools, partitions and clients distinguishable.
#include "pool/key.hpp"

#include <functional>
#include <vector>

#include <gtest/gtest.h>

namespace fairlead::pool {
namespace {

TEST(PoolKeyTest, DiffersWhenAnyFieldDiffers) {
  const PoolKey key{.generation = 1, .provider = "postgres", .binding_id = 7};
  const std::vector<std::function<void(PoolKey&)>> flips = {[](PoolKey& k) { k.generation = 2; },
                                                            [](PoolKey& k) { k.provider = "minio"; },
                                                            [](PoolKey& k) { k.binding_id = 8; }};
  // A field added to the struct makes this line fail to compile until the list above has grown.
  [[maybe_unused]] const auto& [generation, provider, binding_id] = key;
  for (const auto& flip : flips) {
    PoolKey other = key;
    EXPECT_EQ(other, key);
    EXPECT_EQ(std::hash<PoolKey>{}(other), std::hash<PoolKey>{}(key));
    flip(other);
    EXPECT_NE(other, key);
  }
}

TEST(ClientKeyTest, DiffersWhenAnyFieldDiffers) {
  const ClientKey key{.generation = 1,
                      .provider = "postgres",
                      .binding_id = 7,
                      .partition = {.tenant_id = "acme", .access = Access::ReadOnly}};
  const std::vector<std::function<void(ClientKey&)>> flips = {
      [](ClientKey& k) { k.generation = 2; }, [](ClientKey& k) { k.provider = "minio"; },
      [](ClientKey& k) { k.binding_id = 8; }, [](ClientKey& k) { k.partition.tenant_id = "globex"; },
      [](ClientKey& k) { k.partition.access = Access::ReadWrite; }};
  [[maybe_unused]] const auto& [generation, provider, binding_id, partition] = key;
  [[maybe_unused]] const auto& [tenant_id, access] = partition;
  for (const auto& flip : flips) {
    ClientKey other = key;
    EXPECT_EQ(other, key);
    flip(other);
    EXPECT_NE(other, key);
  }
}

TEST(PartitionIdTest, KeepsTenantAndAccessApart) {
  const PartitionId id(5, Access::ReadWrite);
  EXPECT_EQ(id.tenant_index(), 5U);
  EXPECT_EQ(id.access(), Access::ReadWrite);
  EXPECT_NE(id, PartitionId(5, Access::ReadOnly));
  EXPECT_NE(id, PartitionId(4, Access::ReadWrite));
}

}  // namespace
}  // namespace fairlead::pool
