// The ladder: its whole truth table, what wins, what is refused, and the explanation.
#include "tenancy/ladder.hpp"

#include "unit/tenancy/tenancy_support.hpp"

namespace fairlead::tenancy {
namespace {

using testing::HasSubstr;
using testing::Not;

// Who has a connection called "db", and what the global one and the tenant allow.
struct Case {
  bool user;
  bool tenant;
  bool global;
  enum class Serves { All, Us, Others, Nobody } serves;
  Access access;
  Fallback fallback;
};

// The specification once more, written as the tables of the documentation are.
struct Expected {
  std::optional<Scope> rung;
  Access access = Access::ReadOnly;
  ErrorCode error = ErrorCode::NotFound;
};

Expected expect(const Case& c) {
  // Own connections in these tests are read_write, so that the global rung's narrowing is told apart.
  if (c.user) return {Scope::User, Access::ReadWrite};
  if (c.tenant) return {Scope::Tenant, Access::ReadWrite};
  if (!c.global) return {std::nullopt, {}, ErrorCode::NotFound};
  const bool is_served = c.serves == Case::Serves::All || c.serves == Case::Serves::Us;
  if (!is_served || c.fallback == Fallback::Never) return {std::nullopt, {}, ErrorCode::PermissionDenied};
  const bool may_write = c.access == Access::ReadWrite && c.fallback == Fallback::Allow;
  return {Scope::Global, may_write ? Access::ReadWrite : Access::ReadOnly};
}

std::shared_ptr<const Directory> build(const Case& c) {
  std::vector<Connection> connections;
  if (c.user) connections.push_back(user_connection("acme", "ann", "db", Access::ReadWrite));
  if (c.tenant) connections.push_back(tenant_connection("acme", "db", Access::ReadWrite));
  if (c.global) {
    Connection global = global_connection("db", c.access);
    if (c.serves == Case::Serves::Us) global.tenants = {"acme", "globex"};
    if (c.serves == Case::Serves::Others) global.tenants = {"globex"};
    if (c.serves == Case::Serves::Nobody) global.tenants.emplace();
    connections.push_back(global);
  }
  return make_directory({tenant("acme", {{"postgres", true, c.fallback, {}}}), tenant("globex")},
                        connections);
}

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const bool user : {false, true})
    for (const bool own : {false, true})
      for (const bool global : {false, true})
        for (const auto serves :
             {Case::Serves::All, Case::Serves::Us, Case::Serves::Others, Case::Serves::Nobody})
          for (const auto access : {Access::ReadOnly, Access::ReadWrite})
            for (const auto fallback : {Fallback::Allow, Fallback::ReadOnly, Fallback::Never})
              cases.push_back({user, own, global, serves, access, fallback});
  return cases;
}

class TruthTableTest : public testing::TestWithParam<Case> {};

TEST_P(TruthTableTest, ClimbsAsDocumented) {
  const auto directory = build(GetParam());
  const Expected expected = expect(GetParam());
  const auto rung = climb(*directory, *directory->find_tenant("acme"), "ann", "db");
  ASSERT_EQ(rung.has_value(), expected.rung.has_value());
  if (rung) {
    EXPECT_EQ(rung->scope, *expected.rung);
    EXPECT_EQ(rung->connection->scope, *expected.rung);
    EXPECT_EQ(rung->access, expected.access);
  } else {
    EXPECT_EQ(rung.error().code, expected.error);
    EXPECT_THAT(rung.error().message, Not(HasSubstr("globex"))) << "never another tenant's name";
  }
}

TEST_P(TruthTableTest, TheTraceDecidesTheSame) {
  const auto directory = build(GetParam());
  const Tenant& acme = *directory->find_tenant("acme");
  const auto rung = climb(*directory, acme, "ann", "db");
  const auto traced = trace(*directory, acme, "ann", "db");
  ASSERT_EQ(traced.decision.has_value(), rung.has_value());
  if (rung) {
    EXPECT_EQ(traced.decision->connection, rung->connection);
    EXPECT_EQ(traced.decision->access, rung->access);
  } else {
    EXPECT_EQ(traced.decision.error(), rung.error());
  }
  EXPECT_EQ(traced.passed.size(), rung ? 2u : 3u);
  for (const auto& passed : traced.passed) EXPECT_FALSE(passed.reason.empty());
}

std::string name_of(const testing::TestParamInfo<Case>& param) {
  const Case& c = param.param;
  constexpr const char* kServes[] = {"All", "Us", "Others", "Nobody"};
  return std::string(c.user ? "U" : "x") + (c.tenant ? "T" : "x") + (c.global ? "G" : "x") + "_" +
         kServes[static_cast<int>(c.serves)] + "_" + std::string(to_string(c.access)) + "_" +
         std::string(store::to_string(c.fallback));
}

INSTANTIATE_TEST_SUITE_P(Ladder, TruthTableTest, testing::ValuesIn(all_cases()), name_of);

TEST(LadderTest, SaysWhyItIsRefused) {
  const auto unlisted = build({false, false, true, Case::Serves::Others, Access::ReadOnly, Fallback::Allow});
  const auto forbidden = build({false, false, true, Case::Serves::All, Access::ReadOnly, Fallback::Never});
  const auto first = climb(*unlisted, *unlisted->find_tenant("acme"), "ann", "db");
  const auto second = climb(*forbidden, *forbidden->find_tenant("acme"), "ann", "db");
  ASSERT_TRUE(!first && !second);
  EXPECT_EQ(first.error().reason, "fallback_refused");
  EXPECT_THAT(first.error().message, HasSubstr("not among those it serves"));
  EXPECT_EQ(second.error().reason, "fallback_refused");
  EXPECT_THAT(second.error().message, HasSubstr("fallback rule for postgres is `never`"));
}

TEST(LadderTest, SaysWhenNobodyHasSuchAConnection) {
  const auto directory = make_directory({tenant("acme")}, {global_connection("other")});
  const auto rung = climb(*directory, *directory->find_tenant("acme"), "ann", "db");
  ASSERT_FALSE(rung);
  EXPECT_EQ(rung.error().reason, "no_connection");
}

TEST(LadderTest, AnotherUsersConnectionIsNone) {
  const auto directory = make_directory({tenant("acme")}, {user_connection("acme", "bob", "db")});
  EXPECT_FALSE(climb(*directory, *directory->find_tenant("acme"), "ann", "db"));
}

TEST(LadderTest, AnotherTenantsConnectionIsNone) {
  const auto directory =
      make_directory({tenant("acme"), tenant("globex")}, {tenant_connection("globex", "db")});
  EXPECT_FALSE(climb(*directory, *directory->find_tenant("acme"), "ann", "db"));
}

TEST(LadderTest, TheMostSpecificNameWinsWhateverItsProviderAndEvenIfThatIsDisabled) {
  Connection own = tenant_connection("acme", "db");
  own.provider = "mysql";
  const auto directory =
      make_directory({tenant("acme", {{"mysql", false, {}, {}}, {"postgres", true, {}, {}}})},
                     {own, global_connection("db")});
  const auto rung = climb(*directory, *directory->find_tenant("acme"), "ann", "db");
  ASSERT_TRUE(rung);
  EXPECT_EQ(rung->scope, Scope::Tenant);
  EXPECT_EQ(rung->connection->provider, "mysql");
}

TEST(LadderTest, TheFallbackRuleIsThatOfTheGlobalConnectionsProvider) {
  const auto directory = make_directory({tenant("acme", {{"mysql", true, Fallback::Never, {}}})},
                                        {global_connection("db", Access::ReadWrite)});
  const auto rung = climb(*directory, *directory->find_tenant("acme"), "ann", "db");
  ASSERT_TRUE(rung);
  EXPECT_EQ(rung->access, Access::ReadWrite);
}

TEST(LadderTest, AFallbackRuleDoesNotNarrowTheTenantsOwn) {
  const auto directory = build({false, true, true, Case::Serves::All, Access::ReadOnly, Fallback::Never});
  EXPECT_EQ(climb(*directory, *directory->find_tenant("acme"), "ann", "db")->access, Access::ReadWrite);
}

std::string reason_for(const LadderTrace& traced, Scope scope) {
  for (const auto& passed : traced.passed) {
    if (passed.scope == scope) return passed.reason;
  }
  return "taken";
}

TEST(LadderTraceTest, ExplainsEachRung) {
  const auto directory = build({false, true, true, Case::Serves::All, Access::ReadOnly, Fallback::Allow});
  const auto traced = trace(*directory, *directory->find_tenant("acme"), "ann", "db");
  EXPECT_EQ(reason_for(traced, Scope::User), "user 'ann' has no connection called 'db'");
  EXPECT_EQ(reason_for(traced, Scope::Tenant), "taken");
  EXPECT_THAT(reason_for(traced, Scope::Global),
              HasSubstr("the tenant's own connection of that name hides it"));
}

TEST(LadderTraceTest, ExplainsThatAUsersConnectionHidesTheOthers) {
  const auto directory = build({true, true, false, Case::Serves::All, Access::ReadOnly, Fallback::Allow});
  const auto traced = trace(*directory, *directory->find_tenant("acme"), "ann", "db");
  EXPECT_THAT(reason_for(traced, Scope::Tenant),
              HasSubstr("the user's own connection of that name hides it"));
  EXPECT_EQ(reason_for(traced, Scope::Global), "no global connection is called 'db'");
}

TEST(LadderTraceTest, ExplainsARefusalOnTheGlobalRung) {
  const auto directory = build({false, false, true, Case::Serves::All, Access::ReadOnly, Fallback::Never});
  const auto traced = trace(*directory, *directory->find_tenant("acme"), "ann", "db");
  EXPECT_EQ(reason_for(traced, Scope::Tenant), "the tenant has no connection called 'db'");
  EXPECT_THAT(reason_for(traced, Scope::Global), HasSubstr("`never`"));
}

}  // namespace
}  // namespace fairlead::tenancy
