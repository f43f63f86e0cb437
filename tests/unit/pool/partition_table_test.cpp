// Partitions as numbers.
#include "pool/partition_table.hpp"

#include <gtest/gtest.h>

namespace fairlead::pool {
namespace {

TEST(PartitionTableTest, GivesEqualPartitionsEqualNumbers) {
  PartitionTable table;
  const PartitionId first = table.intern("acme", Access::ReadOnly);
  EXPECT_EQ(table.intern(std::string("ac") + "me", Access::ReadOnly), first);
  EXPECT_EQ(table.size(), 1U);
}

TEST(PartitionTableTest, GivesDifferentPartitionsDifferentNumbers) {
  PartitionTable table;
  const PartitionId acme = table.intern("acme", Access::ReadOnly);
  EXPECT_NE(table.intern("globex", Access::ReadOnly), acme);
  EXPECT_NE(table.intern("acme", Access::ReadWrite), acme);
  EXPECT_NE(table.intern("", Access::ReadOnly), acme);
}

TEST(PartitionTableTest, KeepsNumbersAndNamesWhileItGrows) {
  PartitionTable table;
  const PartitionId first = table.intern("tenant0", Access::ReadWrite);
  const std::string_view name = table.tenant_id(first);
  for (int i = 1; i < 5000; ++i) (void)table.intern("tenant" + std::to_string(i), Access::ReadWrite);
  EXPECT_EQ(table.size(), 5000U);
  EXPECT_EQ(name, "tenant0");
  EXPECT_EQ(table.intern("tenant0", Access::ReadWrite), first);
  for (int i = 0; i < 5000; ++i) {
    const std::string tenant = "tenant" + std::to_string(i);
    EXPECT_EQ(table.tenant_id(table.intern(tenant, Access::ReadOnly)), tenant);
  }
  EXPECT_EQ(table.size(), 5000U);
}

}  // namespace
}  // namespace fairlead::pool
