// plan_apply and apply: what is made, changed, left alone, refused and removed.
#include "tenancy/plan.hpp"

#include "json/yaml.hpp"
#include "tenancy/administration.hpp"
#include "unit/tenancy/tenancy_support.hpp"

namespace fairlead::tenancy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kFile = R"(
version: 1
defaults: {enabled: [postgres]}
global: {connections: {postgres: {config: {host: g}, tenants: [globex]}}}
tenants:
  acme: {title: Acme, connections: {postgres: {config: {host: a}}}, users: {ann: {connections: {mine: {provider: postgres}}}}}
  globex: {fallback: {postgres: read_only}}
)";

class ApplyTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = store::Store::open({.path = ":memory:"}, clock);
    ASSERT_TRUE(opened) << opened.error().message;
    store = *std::move(opened);
  }

  static DesiredState desired(std::string_view yaml) {
    const auto document = json::parse_yaml(yaml);
    EXPECT_TRUE(document);
    auto state = read_desired_state(*document);
    EXPECT_TRUE(state) << state.error().message;
    return state ? *std::move(state) : DesiredState{};
  }

  Plan plan(std::string_view yaml, Prune prune = Prune::No) {
    auto made = plan_apply(*store->load_all(), desired(yaml), prune);
    EXPECT_TRUE(made) << made.error().message;
    return made ? *std::move(made) : Plan{};
  }

  void apply_file(std::string_view yaml, Prune prune = Prune::No) {
    const auto applied = apply(*store, plan(yaml, prune));
    EXPECT_TRUE(applied) << applied.error().message;
  }

  // "create tenant 'acme'", without those that stay as they are.
  static std::vector<std::string> notable(const Plan& plan) {
    std::vector<std::string> lines;
    for (const auto& action : plan.actions) {
      if (action.kind != ActionKind::Keep)
        lines.push_back(std::string(to_string(action.kind)) + " " + action.subject);
    }
    return lines;
  }

  static std::string text_of(const Plan& plan, const std::string& subject) {
    for (const auto& action : plan.actions) {
      if (action.subject == subject) return action.text;
    }
    return "no action";
  }

  Tenant stored_tenant(std::string_view id) {
    const auto snapshot = store->load_all();
    for (const auto& tenant : snapshot->tenants) {
      if (tenant.id == id) return tenant;
    }
    ADD_FAILURE() << id;
    return {};
  }

  Connection stored_connection(const ConnectionKey& key) {
    const auto snapshot = store->load_all();
    for (const auto& connection : snapshot->connections) {
      if (connection.key() == key) return connection;
    }
    ADD_FAILURE() << store::describe(key);
    return {};
  }

  const ConnectionKey acme_postgres{Scope::Tenant, "acme", "", "postgres"};
  ManualClock clock;
  std::unique_ptr<store::Store> store;
};

TEST_F(ApplyTest, PlansEverythingForAnEmptyStore) {
  EXPECT_THAT(notable(plan(kFile)), ElementsAre("create tenant 'acme'", "create tenant 'globex'",
                                                "create connection 'mine' of user 'ann' of tenant 'acme'",
                                                "create connection 'postgres' of tenant 'acme'",
                                                "create global connection 'postgres'"));
}

TEST_F(ApplyTest, PlanningTouchesNothing) {
  plan(kFile);
  EXPECT_THAT(store->load_all()->tenants, IsEmpty());
}

TEST_F(ApplyTest, StoresWhatThePlanSays) {
  apply_file(kFile);
  EXPECT_EQ(stored_tenant("acme").title, "Acme");
  EXPECT_THAT(stored_tenant("globex").rules,
              ElementsAre(ProviderRule{"postgres", true, Fallback::ReadOnly, ManagedBy::File}));
  EXPECT_EQ(stored_connection(acme_postgres).managed_by, ManagedBy::File);
  EXPECT_THAT(*stored_connection({Scope::Global, "", "", "postgres"}).tenants, ElementsAre("globex"));
}

TEST_F(ApplyTest, ASecondApplyChangesNothing) {
  apply_file(kFile);
  const auto counter = store->change_counter();
  const Plan second = plan(kFile);
  EXPECT_FALSE(second.has_changes());
  EXPECT_EQ(second.count(ActionKind::Keep), 5u);
  ASSERT_TRUE(apply(*store, second));
  EXPECT_EQ(store->change_counter(), counter);
}

TEST_F(ApplyTest, ChangesTheRowsThatDifferOnly) {
  apply_file(kFile);
  const Plan changed = plan(R"(
version: 1
defaults: {enabled: [postgres]}
global: {connections: {postgres: {config: {host: g}, tenants: all, access: read_write}}}
tenants:
  acme: {title: Acme, connections: {postgres: {config: {host: b}}}, users: {ann: {connections: {mine: {provider: postgres}}}}}
  globex: {enabled: [slack], fallback: {postgres: read_only}}
)");
  EXPECT_THAT(notable(changed),
              ElementsAre("update tenant 'globex'", "update connection 'postgres' of tenant 'acme'",
                          "update global connection 'postgres'"));
  EXPECT_EQ(text_of(changed, "connection 'postgres' of tenant 'acme'"), "config changed");
  EXPECT_EQ(text_of(changed, "global connection 'postgres'"),
            "access read_only -> read_write; tenants [globex] -> all");
  EXPECT_EQ(text_of(changed, "tenant 'globex'"),
            "postgres: enabled, fallback read_only -> disabled, fallback read_only; slack: unset -> enabled, "
            "fallback allow");
  ASSERT_TRUE(apply(*store, changed));
  EXPECT_EQ(stored_connection(acme_postgres).credential_version, 2);
  EXPECT_FALSE(stored_tenant("globex").is_enabled("postgres"));
}

TEST_F(ApplyTest, LeavesWhatTheFileNoLongerSaysWithoutPrune) {
  apply_file(kFile);
  const Plan smaller = plan("{version: 1, tenants: {acme: {title: Acme, enabled: [postgres]}}}");
  EXPECT_FALSE(smaller.has_changes());
  EXPECT_EQ(smaller.count(ActionKind::Stale), 4u);
  ASSERT_TRUE(apply(*store, smaller));
  EXPECT_EQ(store->load_all()->connections.size(), 3u);
}

TEST_F(ApplyTest, RemovesWhatTheFileNoLongerSaysWithPrune) {
  apply_file(kFile);
  const Plan smaller = plan("{version: 1, tenants: {acme: {title: Acme, enabled: [postgres]}}}", Prune::Yes);
  EXPECT_EQ(smaller.count(ActionKind::Remove), 4u);
  ASSERT_TRUE(apply(*store, smaller));
  const auto snapshot = store->load_all();
  EXPECT_EQ(snapshot->tenants.size(), 1u);
  EXPECT_THAT(snapshot->connections, IsEmpty());
}

TEST_F(ApplyTest, PrunesATenantTogetherWithItsConnections) {
  apply_file(kFile);
  apply_file("{version: 1}", Prune::Yes);
  EXPECT_THAT(store->load_all()->tenants, IsEmpty());
}

TEST_F(ApplyTest, NeverPrunesWhatACommandMade) {
  Tenant own = tenant("own");
  ASSERT_TRUE(store->add_tenant(own));
  ASSERT_TRUE(store->add_connection(tenant_connection("own", "db")));
  ASSERT_TRUE(store->add_connection(global_connection("db")));
  EXPECT_THAT(notable(plan("version: 1", Prune::Yes)), IsEmpty());
}

TEST_F(ApplyTest, DoesNotPruneATenantThatHoldsACommandsConnection) {
  apply_file(kFile);
  ASSERT_TRUE(store->add_connection(tenant_connection("globex", "mine")));
  const Plan pruned = plan("version: 1", Prune::Yes);
  EXPECT_EQ(text_of(pruned, "tenant 'globex'"),
            "stands no longer in the file, but holds connections made by commands; remove them first");
  ASSERT_TRUE(apply(*store, pruned));
  EXPECT_EQ(store->load_all()->tenants.size(), 1u);
  EXPECT_EQ(store->load_all()->connections.size(), 1u);
}

TEST_F(ApplyTest, ReportsAConnectionMadeByACommandAndLeavesIt) {
  ASSERT_TRUE(store->add_tenant(tenant("acme")));
  ASSERT_TRUE(store->add_connection(tenant_connection("acme", "postgres", Access::ReadWrite)));
  const Plan conflicting = plan(kFile);
  EXPECT_THAT(text_of(conflicting, "connection 'postgres' of tenant 'acme'"),
              HasSubstr("was made by a command and stays; the file differs: access read_write -> read_only; "
                        "config changed"));
  ASSERT_TRUE(apply(*store, conflicting));
  const Connection kept = stored_connection(acme_postgres);
  EXPECT_EQ(kept.access, Access::ReadWrite);
  EXPECT_EQ(kept.managed_by, ManagedBy::Command);
}

TEST_F(ApplyTest, ReportsATenantMadeByACommandAndStillMakesTheFilesConnections) {
  ASSERT_TRUE(store->add_tenant(tenant("acme")));
  const Plan conflicting = plan(kFile);
  EXPECT_THAT(text_of(conflicting, "tenant 'acme'"), HasSubstr("was made by a command"));
  ASSERT_TRUE(apply(*store, conflicting));
  EXPECT_EQ(stored_tenant("acme").title, "");
  EXPECT_THAT(stored_tenant("acme").rules, IsEmpty());
  EXPECT_EQ(stored_connection(acme_postgres).managed_by, ManagedBy::File);
}

TEST_F(ApplyTest, ACommandsRowThatIsAsTheFileSaysIsNoConflict) {
  ASSERT_TRUE(store->add_tenant(tenant("acme", {{"postgres", true, {}, {}}})));
  const Plan same = plan("{version: 1, tenants: {acme: {enabled: [postgres]}}}");
  EXPECT_THAT(notable(same), IsEmpty());
}

TEST_F(ApplyTest, AProviderDisabledByACommandStaysDisabled) {
  apply_file(kFile);
  ASSERT_TRUE(store->set_enabled("acme", "postgres", false, ManagedBy::Command));
  const Plan again = plan(kFile);
  EXPECT_THAT(
      text_of(again, "tenant 'acme'"),
      HasSubstr(
          "postgres was set by a command (disabled, fallback allow), the file says enabled, fallback allow"));
  ASSERT_TRUE(apply(*store, again));
  EXPECT_FALSE(stored_tenant("acme").is_enabled("postgres"));
}

TEST_F(ApplyTest, AProviderDisabledByACommandStaysDisabledWhenTheTenantChanges) {
  apply_file(kFile);
  ASSERT_TRUE(store->set_enabled("acme", "postgres", false, ManagedBy::Command));
  apply_file("{version: 1, tenants: {acme: {title: New, enabled: [postgres, slack]}}}");
  const Tenant stored = stored_tenant("acme");
  EXPECT_EQ(stored.title, "New");
  EXPECT_FALSE(stored.is_enabled("postgres"));
  EXPECT_EQ(stored.find_rule("postgres")->managed_by, ManagedBy::Command);
  EXPECT_TRUE(stored.is_enabled("slack"));
}

TEST_F(ApplyTest, RefusesToServeATenantThatWouldNotExist) {
  const auto made =
      plan_apply(*store->load_all(),
                 desired("{version: 1, global: {connections: {db: {tenants: [nobody, acme]}}}}"), Prune::No);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
  EXPECT_THAT(made.error().message, HasSubstr("global.connections.db.tenants: there is no tenant 'acme'"));
  EXPECT_THAT(made.error().message, HasSubstr("there is no tenant 'nobody'"));
}

TEST_F(ApplyTest, RefusesToServeATenantThatItPrunes) {
  apply_file(kFile);
  constexpr std::string_view kWithoutGlobex =
      "{version: 1, global: {connections: {db: {tenants: [globex]}}}}";
  EXPECT_FALSE(plan_apply(*store->load_all(), desired(kWithoutGlobex), Prune::Yes));
  EXPECT_TRUE(plan_apply(*store->load_all(), desired(kWithoutGlobex), Prune::No)) << "it is stale, but there";
}

TEST_F(ApplyTest, MayServeATenantMadeByACommand) {
  ASSERT_TRUE(store->add_tenant(tenant("own")));
  apply_file("{version: 1, global: {connections: {db: {tenants: [own]}}}}");
  EXPECT_EQ(store->load_all()->connections.size(), 1u);
}

TEST_F(ApplyTest, RefusesAPlanMadeFromAnOlderState) {
  const Plan old = plan(kFile);
  ASSERT_TRUE(store->add_tenant(tenant("initech")));
  const auto applied = apply(*store, old);
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().code, ErrorCode::Aborted);
  EXPECT_EQ(applied.error().reason, "plan_outdated");
  EXPECT_EQ(store->load_all()->tenants.size(), 1u);
}

TEST_F(ApplyTest, KeepsNothingWhenOneActionFails) {
  Plan broken = plan(kFile);
  broken.actions.push_back(
      {ActionKind::Create, "a connection of nobody", "new", tenant_connection("nobody", "db")});
  const auto applied = apply(*store, broken);
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().code, ErrorCode::NotFound);
  EXPECT_THAT(store->load_all()->tenants, IsEmpty());
}

}  // namespace
}  // namespace fairlead::tenancy
