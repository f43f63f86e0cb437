// The numbers of loads.
#include "plugin/generation.hpp"

#include <gtest/gtest.h>

namespace fairlead::plugin {
namespace {

TEST(GenerationTableTest, CountsEachIdFromOne) {
  GenerationTable table;
  EXPECT_EQ(table.take("a", "x").value_or(0), 1U);
  EXPECT_EQ(table.take("a", "y").value_or(0), 2U);
  EXPECT_EQ(table.take("b", "x").value_or(0), 1U);
}

TEST(GenerationTableTest, GivesTheSameContentANewNumber) {
  GenerationTable table;
  EXPECT_EQ(table.take("a", "x").value_or(0), 1U);
  EXPECT_EQ(table.take("a", "x").value_or(0), 2U);
}

TEST(GenerationTableTest, RefusesOneContentMoreThanIsAllowed) {
  GenerationTable table;
  for (std::size_t i = 0; i < kGenerationsMax; ++i) ASSERT_TRUE(table.take("a", std::to_string(i))) << i;
  const auto refused = table.take("a", "one more");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::ResourceExhausted);
  EXPECT_TRUE(table.take("a", "0")) << "mapped already";
  EXPECT_TRUE(table.take("b", "one more")) << "another id";
}

}  // namespace
}  // namespace fairlead::plugin
