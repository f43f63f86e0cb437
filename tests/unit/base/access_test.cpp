// What a call may do, and the rungs: their order of strictness and their names.
#include "base/access.hpp"

#include <gtest/gtest.h>

namespace fairlead {
namespace {

TEST(AccessTest, ReadOnlyOnEitherSideWins) {
  EXPECT_EQ(narrower(Access::ReadOnly, Access::ReadWrite), Access::ReadOnly);
  EXPECT_EQ(narrower(Access::ReadWrite, Access::ReadOnly), Access::ReadOnly);
  EXPECT_EQ(narrower(Access::ReadOnly, Access::ReadOnly), Access::ReadOnly);
}

TEST(AccessTest, WritingNeedsBothSides) {
  EXPECT_EQ(narrower(Access::ReadWrite, Access::ReadWrite), Access::ReadWrite);
}

TEST(AccessTest, EveryNameParsesBackToItsValue) {
  for (const Access access : {Access::ReadOnly, Access::ReadWrite}) {
    EXPECT_EQ(parse_access(to_string(access)), access) << to_string(access);
  }
}

TEST(AccessTest, AnyOtherTextIsNoAccess) {
  for (const auto* text : {"", "READ_ONLY", "read_only ", "readonly", "write"}) {
    EXPECT_EQ(parse_access(text), std::nullopt) << text;
  }
}

TEST(ScopeTest, EveryNameParsesBackToItsValue) {
  for (const Scope scope : {Scope::User, Scope::Tenant, Scope::Global}) {
    EXPECT_EQ(parse_scope(to_string(scope)), scope) << to_string(scope);
  }
}

TEST(ScopeTest, AnyOtherTextIsNoScope) {
  for (const auto* text : {"", "Global", "tenants", "all"})
    EXPECT_EQ(parse_scope(text), std::nullopt) << text;
}

}  // namespace
}  // namespace fairlead
