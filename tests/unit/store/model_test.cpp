// Limits and names of the model.
#include "store/model.hpp"

#include <gtest/gtest.h>

namespace fairlead::store {
namespace {

Connection valid() {
  Connection connection;
  connection.tenant_id = "acme";
  connection.name = "postgres";
  connection.provider = "postgres";
  return connection;
}

struct Case {
  const char* name;
  bool is_legal;
  void (*change)(Connection&);
};

class ConnectionLimitTest : public testing::TestWithParam<Case> {};

TEST_P(ConnectionLimitTest, IsChecked) {
  Connection connection = valid();
  GetParam().change(connection);
  const auto checked = check(connection);
  EXPECT_EQ(checked.has_value(), GetParam().is_legal);
  EXPECT_EQ(checked ? ErrorCode::InvalidArgument : checked.error().code, ErrorCode::InvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(
    Fields, ConnectionLimitTest,
    testing::Values(Case{"AsItIs", true, [](Connection&) {}},
                    Case{"NameOf20", true, [](Connection& c) { c.name = std::string(20, 'a'); }},
                    Case{"NameOf21", false, [](Connection& c) { c.name = std::string(21, 'a'); }},
                    Case{"NameEmpty", false, [](Connection& c) { c.name = ""; }},
                    Case{"NameUpperCase", false, [](Connection& c) { c.name = "Postgres"; }},
                    Case{"ProviderOf20", true, [](Connection& c) { c.provider = std::string(20, 'p'); }},
                    Case{"ProviderOf21", false, [](Connection& c) { c.provider = std::string(21, 'p'); }},
                    Case{"ProviderEmpty", false, [](Connection& c) { c.provider = ""; }},
                    Case{"TenantOf63", true, [](Connection& c) { c.tenant_id = std::string(63, 't'); }},
                    Case{"TenantOf64", false, [](Connection& c) { c.tenant_id = std::string(64, 't'); }},
                    Case{"TenantScopeWithUser", false, [](Connection& c) { c.user_id = "ann"; }},
                    Case{"UserScopeWithoutUser", false, [](Connection& c) { c.scope = Scope::User; }},
                    Case{"UserOf128", true,
                         [](Connection& c) {
                           c.scope = Scope::User;
                           c.user_id = std::string(128, 'u');
                         }},
                    Case{"UserOf129", false,
                         [](Connection& c) {
                           c.scope = Scope::User;
                           c.user_id = std::string(129, 'u');
                         }},
                    Case{"UserUpperCase", false,
                         [](Connection& c) {
                           c.scope = Scope::User;
                           c.user_id = "Ann";
                         }},
                    Case{"GlobalWithTenant", false, [](Connection& c) { c.scope = Scope::Global; }},
                    Case{"GlobalAlone", true,
                         [](Connection& c) {
                           c.scope = Scope::Global;
                           c.tenant_id = "";
                         }},
                    Case{"GlobalListed", true,
                         [](Connection& c) {
                           c.scope = Scope::Global;
                           c.tenant_id = "";
                           c.tenants = {"acme"};
                         }},
                    Case{"GlobalListedTwice", false,
                         [](Connection& c) {
                           c.scope = Scope::Global;
                           c.tenant_id = "";
                           c.tenants = {"acme", "acme"};
                         }},
                    Case{"GlobalListedBadly", false,
                         [](Connection& c) {
                           c.scope = Scope::Global;
                           c.tenant_id = "";
                           c.tenants = {"../x"};
                         }},
                    Case{"TenantScopeListed", false, [](Connection& c) { c.tenants = {"acme"}; }},
                    Case{"PrefixEmpty", true, [](Connection& c) { c.prefix = ""; }},
                    Case{"PrefixOf32", true, [](Connection& c) { c.prefix = std::string(32, 'P'); }},
                    Case{"PrefixOf33", false, [](Connection& c) { c.prefix = std::string(33, 'P'); }},
                    Case{"PrefixWithDot", false, [](Connection& c) { c.prefix = "a."; }},
                    // {"k":"…"} has 8 bytes around the text.
                    Case{"ConfigOf64KiB", true,
                         [](Connection& c) { c.config["k"] = std::string(kConfigBytesMax - 8, 'x'); }},
                    Case{"ConfigOf64KiBAndOne", false,
                         [](Connection& c) { c.config["k"] = std::string(kConfigBytesMax - 7, 'x'); }}),
    [](const auto& param) { return param.param.name; });

TEST(TenantTest, ATitleMayHave200Bytes) {
  Tenant tenant{"acme", std::string(200, 'x'), {}, {}, {}, {}};
  EXPECT_TRUE(check(tenant));
  tenant.title += 'x';
  EXPECT_FALSE(check(tenant));
}

TEST(TenantTest, ATitleHasNoControlCharacters) {
  EXPECT_FALSE(check(Tenant{"acme", "a\x1b[2J", {}, {}, {}, {}}));
}

TEST(TenantTest, SettingARuleReplacesTheOneOfItsProviderAndKeepsTheOrder) {
  Tenant tenant;
  tenant.set_rule({"slack", true, {}, {}});
  tenant.set_rule({"github", true, {}, {}});
  tenant.set_rule({"slack", false, Fallback::Never, {}});
  ASSERT_EQ(tenant.rules.size(), 2u);
  EXPECT_EQ(tenant.rules[0].provider, "github");
  EXPECT_FALSE(tenant.is_enabled("slack"));
  EXPECT_EQ(tenant.fallback_for("slack"), Fallback::Never);
}

TEST(TenantTest, AProviderWithoutARuleIsDisabledAndMayFallBack) {
  EXPECT_FALSE(Tenant().is_enabled("postgres"));
  EXPECT_EQ(Tenant().fallback_for("postgres"), Fallback::Allow);
}

TEST(ModelTest, NamesOfEnumeratorsReadBack) {
  for (const auto value : {Fallback::Allow, Fallback::ReadOnly, Fallback::Never}) {
    EXPECT_EQ(parse_fallback(to_string(value)), value);
  }
  for (const auto value : {ManagedBy::Command, ManagedBy::File})
    EXPECT_EQ(parse_managed_by(to_string(value)), value);
  EXPECT_EQ(parse_fallback("Allow"), std::nullopt);
  EXPECT_EQ(parse_managed_by(""), std::nullopt);
}

TEST(ModelTest, EachFieldOfAKeyTellsConnectionsApart) {
  const ConnectionKey key{Scope::User, "acme", "ann", "postgres"};
  for (const auto& other : {ConnectionKey{Scope::Tenant, "acme", "ann", "postgres"},
                            ConnectionKey{Scope::User, "acm", "ann", "postgres"},
                            ConnectionKey{Scope::User, "acme", "bob", "postgres"},
                            ConnectionKey{Scope::User, "acme", "ann", "slack"}}) {
    EXPECT_NE(key, other);
  }
}

}  // namespace
}  // namespace fairlead::store
