// Store: tenants, rules, connections, transactions, versions.
#include "store/store.hpp"

#include "unit/store/store_support.hpp"

namespace fairlead::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(StoreTest, IsEmptyWhenNew) {
  const Snapshot snapshot = load();
  EXPECT_TRUE(snapshot.tenants.empty());
  EXPECT_TRUE(snapshot.connections.empty());
}

TEST_F(StoreTest, GivesATenantBackAsItWasStored) {
  Tenant tenant = sample_tenant("acme");
  tenant.managed_by = ManagedBy::File;
  tenant.set_rule({"slack", false, Fallback::Never, ManagedBy::Command});
  tenant.set_rule({"postgres", true, Fallback::ReadOnly, ManagedBy::File});
  ASSERT_TRUE(store->add_tenant(tenant));
  const Snapshot snapshot = load();
  ASSERT_EQ(snapshot.tenants.size(), 1u);
  EXPECT_EQ(snapshot.tenants[0].title, "The acme");
  EXPECT_EQ(snapshot.tenants[0].managed_by, ManagedBy::File);
  EXPECT_EQ(snapshot.tenants[0].rules, tenant.rules);
}

TEST_F(StoreTest, KeepsTenantsInIdOrderEachWithItsOwnRules) {
  for (const char* id : {"zeta", "acme", "mid"}) {
    Tenant tenant = sample_tenant(id);
    if (tenant.id != "mid") tenant.set_rule({tenant.id.substr(0, 4), true, {}, {}});
    ASSERT_TRUE(store->add_tenant(tenant));
  }
  const Snapshot snapshot = load();
  ASSERT_EQ(snapshot.tenants.size(), 3u);
  EXPECT_TRUE(snapshot.tenants[0].is_enabled("acme"));
  EXPECT_TRUE(snapshot.tenants[1].rules.empty());
  EXPECT_TRUE(snapshot.tenants[2].is_enabled("zeta"));
}

TEST_F(StoreTest, RefusesASecondTenantOfTheSameId) {
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  const auto again = store->add_tenant(sample_tenant("acme"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
}

TEST_F(StoreTest, RefusesATenantIdOutsideTheGrammar) {
  const auto refused = store->add_tenant(sample_tenant("../acme"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
}

TEST_F(StoreTest, PuttingATenantReplacesItsRulesAndKeepsItsBirthday) {
  Tenant tenant = sample_tenant("acme");
  tenant.set_rule({"slack", true, {}, {}});
  ASSERT_TRUE(store->put_tenant(tenant));
  const WallTime born = load().tenants[0].created_at;
  clock.advance(std::chrono::seconds(5));
  Tenant other = sample_tenant("acme");
  other.set_rule({"github", true, {}, {}});
  ASSERT_TRUE(store->put_tenant(other));
  const Tenant stored = load().tenants[0];
  EXPECT_EQ(stored.rules, other.rules);
  EXPECT_EQ(stored.created_at, born);
  EXPECT_EQ(stored.updated_at - born, std::chrono::seconds(5));
}

TEST_F(StoreTest, RemovingATenantTakesItsConnectionsAndNobodyElses) {
  for (const char* id : {"acme", "globex"}) {
    ASSERT_TRUE(store->add_tenant(sample_tenant(id)));
    ASSERT_TRUE(store->add_connection(sample_connection(id)));
  }
  ASSERT_TRUE(store->remove_tenant("acme"));
  const Snapshot snapshot = load();
  ASSERT_EQ(snapshot.connections.size(), 1u);
  EXPECT_EQ(snapshot.connections[0].tenant_id, "globex");
}

TEST_F(StoreTest, AListThatLosesItsLastTenantServesNobody) {
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  Connection global = sample_connection("");
  global.tenants = {"acme"};
  ASSERT_TRUE(store->add_connection(global));
  ASSERT_TRUE(store->remove_tenant("acme"));
  const auto tenants = load().connections[0].tenants;
  ASSERT_TRUE(tenants.has_value()) << "nullopt would mean all";
  EXPECT_TRUE(tenants->empty());
}

TEST_F(StoreTest, RemovingAnUnknownTenantIsNotFound) {
  const auto removed = store->remove_tenant("nobody");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::NotFound);
}

TEST_F(StoreTest, EnablesAndDisablesAndKeepsTheFallbackRule) {
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  ASSERT_TRUE(store->set_fallback("acme", "postgres", Fallback::Never, ManagedBy::Command));
  ASSERT_TRUE(store->set_enabled("acme", "postgres", true, ManagedBy::Command));
  EXPECT_THAT(load().tenants[0].rules,
              ElementsAre(ProviderRule{"postgres", true, Fallback::Never, ManagedBy::Command}));
  ASSERT_TRUE(store->set_enabled("acme", "postgres", false, ManagedBy::File));
  EXPECT_THAT(load().tenants[0].rules,
              ElementsAre(ProviderRule{"postgres", false, Fallback::Never, ManagedBy::File}));
}

TEST_F(StoreTest, AFallbackRuleAloneEnablesNothing) {
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  ASSERT_TRUE(store->set_fallback("acme", "postgres", Fallback::Allow, ManagedBy::Command));
  EXPECT_FALSE(load().tenants[0].is_enabled("postgres"));
}

TEST_F(StoreTest, EnablingForAnUnknownTenantIsNotFound) {
  const auto enabled = store->set_enabled("nobody", "postgres", true, ManagedBy::Command);
  ASSERT_FALSE(enabled);
  EXPECT_EQ(enabled.error().code, ErrorCode::NotFound);
}

TEST_F(StoreTest, EnablingAProviderOutsideTheGrammarIsInvalid) {
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  const auto enabled = store->set_enabled("acme", "Postgres!", true, ManagedBy::Command);
  ASSERT_FALSE(enabled);
  EXPECT_EQ(enabled.error().code, ErrorCode::InvalidArgument);
}

TEST_F(StoreTest, GivesAConnectionBackAsItWasStored) {
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  Connection connection = sample_connection("acme", "reports");
  connection.scope = Scope::User;
  connection.user_id = "ann@acme.example";
  connection.access = Access::ReadWrite;
  connection.prefix = "";
  connection.managed_by = ManagedBy::File;
  connection.config["nested"] = {{"list", {1, 2.5, nullptr, true}}, {"text", "a'b\"c\n\xc3\xa4"}};
  const auto added = store->add_connection(connection);
  ASSERT_TRUE(added) << added.error().message;
  const Connection stored = load().connections.at(0);
  EXPECT_EQ(stored.key(), connection.key());
  EXPECT_EQ(stored.config, connection.config);
  EXPECT_EQ(stored.provider, "postgres");
  EXPECT_EQ(stored.access, Access::ReadWrite);
  EXPECT_EQ(stored.prefix, "");
  EXPECT_EQ(stored.managed_by, ManagedBy::File);
  EXPECT_EQ(stored.credential_version, 1);
  EXPECT_EQ(stored.id, added->id);
  EXPECT_FALSE(stored.tenants.has_value());
  EXPECT_FALSE(stored.last_used_at.has_value());
}

TEST_F(StoreTest, TellsNoPrefixFromAnEmptyOne) {
  ASSERT_TRUE(store->add_connection(sample_connection("")));
  EXPECT_FALSE(load().connections.at(0).prefix.has_value());
  EXPECT_EQ(load().connections.at(0).tool_prefix(), "postgres_");
}

TEST_F(StoreTest, KeepsTheListOfTenantsServed) {
  for (const char* id : {"acme", "globex", "initech"}) ASSERT_TRUE(store->add_tenant(sample_tenant(id)));
  Connection global = sample_connection("");
  global.tenants = {"globex", "acme"};
  ASSERT_TRUE(store->add_connection(global));
  EXPECT_THAT(*load().connections.at(0).tenants, ElementsAre("acme", "globex"));
  global.tenants = {"initech"};
  ASSERT_TRUE(store->put_connection(global));
  EXPECT_THAT(*load().connections.at(0).tenants, ElementsAre("initech"));
  global.tenants.reset();
  ASSERT_TRUE(store->put_connection(global));
  EXPECT_FALSE(load().connections.at(0).tenants.has_value());
}

TEST_F(StoreTest, OneNameMayStandOnEveryRungAndWithEveryOwner) {
  for (const char* id : {"acme", "globex"}) {
    ASSERT_TRUE(store->add_tenant(sample_tenant(id)));
    ASSERT_TRUE(store->add_connection(sample_connection(id)));
    for (const char* user : {"ann", "bob"}) {
      Connection own = sample_connection(id);
      own.scope = Scope::User;
      own.user_id = user;
      ASSERT_TRUE(store->add_connection(own));
    }
  }
  ASSERT_TRUE(store->add_connection(sample_connection("")));
  EXPECT_EQ(load().connections.size(), 7u);
}

class SameNameTest : public StoreTest, public testing::WithParamInterface<Scope> {};

TEST_P(SameNameTest, IsRefusedInOneScope) {
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  Connection connection = sample_connection(GetParam() == Scope::Global ? "" : "acme");
  connection.scope = GetParam();
  if (GetParam() == Scope::User) connection.user_id = "ann";
  ASSERT_TRUE(store->add_connection(connection));
  const auto again = store->add_connection(connection);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
  EXPECT_EQ(load().connections.size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Scopes, SameNameTest, testing::Values(Scope::User, Scope::Tenant, Scope::Global),
                         [](const auto& param) { return std::string(to_string(param.param)); });

TEST_F(StoreTest, RefusesAConnectionOfAnUnknownTenant) {
  const auto added = store->add_connection(sample_connection("nobody"));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::NotFound);
}

TEST_F(StoreTest, RefusesToServeAnUnknownTenantAndStoresNothing) {
  Connection global = sample_connection("");
  global.tenants = {"nobody"};
  const auto added = store->add_connection(global);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::NotFound);
  EXPECT_TRUE(load().connections.empty());
}

TEST_F(StoreTest, NoErrorRepeatsWhatAConfigHolds) {
  Connection connection = sample_connection("nobody");
  connection.config["note"] = "canary-4711";
  const auto added = store->add_connection(connection);
  ASSERT_FALSE(added);
  EXPECT_THAT(added.error().message, testing::Not(HasSubstr("canary")));
}

TEST_F(StoreTest, ChangingTheConfigMakesANewCredentialVersion) {
  ASSERT_TRUE(store->add_connection(sample_connection("")));
  Connection changed = sample_connection("");
  changed.config["host"] = "other.example";
  const auto put = store->put_connection(changed);
  ASSERT_TRUE(put);
  EXPECT_EQ(put->credential_version, 2);
  EXPECT_EQ(load().connections.at(0).credential_version, 2);
}

TEST_F(StoreTest, ChangingTheProviderMakesANewCredentialVersion) {
  ASSERT_TRUE(store->add_connection(sample_connection("")));
  Connection changed = sample_connection("");
  changed.provider = "mysql";
  ASSERT_TRUE(store->put_connection(changed));
  EXPECT_EQ(load().connections.at(0).credential_version, 2);
}

TEST_F(StoreTest, ChangingOnlyTheAccessKeepsTheCredentialVersion) {
  const auto added = store->add_connection(sample_connection(""));
  ASSERT_TRUE(added);
  clock.advance(std::chrono::seconds(3));
  Connection changed = sample_connection("");
  changed.access = Access::ReadWrite;
  const auto put = store->put_connection(changed);
  ASSERT_TRUE(put);
  EXPECT_EQ(put->credential_version, 1);
  EXPECT_EQ(put->id, added->id);
  EXPECT_EQ(put->updated_at - put->created_at, std::chrono::seconds(3));
}

TEST_F(StoreTest, NeverGivesAnIdToASecondConnection) {
  const auto first = store->add_connection(sample_connection(""));
  ASSERT_TRUE(first);
  ASSERT_TRUE(store->remove_connection(first->key()));
  const auto second = store->add_connection(sample_connection(""));
  ASSERT_TRUE(second);
  EXPECT_NE(second->id, first->id);
}

TEST_F(StoreTest, RemovingAnUnknownConnectionIsNotFound) {
  const auto removed = store->remove_connection({Scope::Global, "", "", "postgres"});
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::NotFound);
}

TEST_F(StoreTest, RemovesTheConnectionOfTheGivenScopeOnly) {
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  ASSERT_TRUE(store->add_connection(sample_connection("acme")));
  ASSERT_TRUE(store->add_connection(sample_connection("")));
  ASSERT_TRUE(store->remove_connection({Scope::Tenant, "acme", "", "postgres"}));
  ASSERT_EQ(load().connections.size(), 1u);
  EXPECT_EQ(load().connections[0].scope, Scope::Global);
}

TEST_F(StoreTest, NotesTheLastUseWithoutCountingAChange) {
  const auto added = store->add_connection(sample_connection(""));
  ASSERT_TRUE(added);
  const auto before = store->change_counter();
  clock.advance(std::chrono::minutes(2));
  ASSERT_TRUE(store->touch_last_used(added->id));
  EXPECT_EQ(load().connections[0].last_used_at, clock.wall_now());
  EXPECT_EQ(store->change_counter(), before);
}

TEST_F(StoreTest, PuttingAConnectionKeepsItsLastUse) {
  const auto added = store->add_connection(sample_connection(""));
  ASSERT_TRUE(added);
  ASSERT_TRUE(store->touch_last_used(added->id));
  ASSERT_TRUE(store->put_connection(sample_connection("")));
  EXPECT_TRUE(load().connections[0].last_used_at.has_value());
}

TEST_F(StoreTest, CountsEveryChange) {
  const auto before = *store->change_counter();
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  ASSERT_TRUE(store->set_enabled("acme", "postgres", true, ManagedBy::Command));
  ASSERT_TRUE(store->add_connection(sample_connection("acme")));
  ASSERT_TRUE(store->remove_tenant("acme"));
  EXPECT_EQ(*store->change_counter(), before + 4);
  EXPECT_EQ(load().change_counter, before + 4);
}

TEST_F(StoreTest, ATransactionKeepsAllWhenItSucceeds) {
  ASSERT_TRUE(store->transaction([&]() -> Result<void> {
    FAIRLEAD_CHECK(store->add_tenant(sample_tenant("acme")));
    return store->add_tenant(sample_tenant("globex"));
  }));
  EXPECT_EQ(load().tenants.size(), 2u);
}

TEST_F(StoreTest, ATransactionKeepsNothingWhenItFails) {
  const auto failed = store->transaction([&]() -> Result<void> {
    FAIRLEAD_CHECK(store->add_tenant(sample_tenant("acme")));
    return fail(ErrorCode::Cancelled, "changed my mind");
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::Cancelled);
  EXPECT_TRUE(load().tenants.empty());
  EXPECT_EQ(*store->change_counter(), 0);
}

TEST_F(StoreTest, ATransactionThatSwallowsAFailureIsAborted) {
  const auto result = store->transaction([&]() -> Result<void> {
    FAIRLEAD_CHECK(store->add_tenant(sample_tenant("acme")));
    EXPECT_FALSE(store->remove_tenant("nobody"));
    return {};
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::Aborted);
  EXPECT_TRUE(load().tenants.empty());
}

TEST_F(StoreTest, AFailedTransactionLeavesTheStoreUsable) {
  ASSERT_FALSE(store->transaction([]() -> Result<void> { return fail(ErrorCode::Cancelled, "no"); }));
  EXPECT_TRUE(store->add_tenant(sample_tenant("acme")));
}

TEST_F(StoreTest, DamagedConfigTextIsDataLoss) {
  open({.path = folder / "s.db"});
  ASSERT_TRUE(store->add_connection(sample_connection("")));
  ASSERT_EQ(RawDatabase(folder / "s.db").run("UPDATE connections SET config = '[1'"), SQLITE_OK);
  const auto loaded = store->load_all();
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::DataLoss);
}

TEST_F(StoreTest, SeesTheDataVersionMoveWhenAnotherProcessCommits) {
  open({.path = folder / "s.db"});
  const auto mine = store->data_version();
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  EXPECT_EQ(store->data_version(), mine) << "own changes do not count";
  auto other = Store::open({.path = folder / "s.db"}, clock);
  ASSERT_TRUE(other);
  ASSERT_TRUE((*other)->add_tenant(sample_tenant("globex")));
  EXPECT_NE(store->data_version(), mine);
  EXPECT_EQ(load().tenants.size(), 2u);
}

TEST_F(StoreTest, AnotherWriterIsUnavailableAndRetryable) {
  open({.path = folder / "s.db", .busy_timeout = std::chrono::milliseconds(0)});
  RawDatabase other(folder / "s.db");
  ASSERT_EQ(other.run("BEGIN IMMEDIATE"), SQLITE_OK);
  const auto added = store->add_tenant(sample_tenant("acme"));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::Unavailable);
  EXPECT_EQ(added.error().reason, "store_locked");
  EXPECT_TRUE(added.error().is_retryable);
  EXPECT_TRUE(store->load_all()) << "readers are not held up";
  ASSERT_EQ(other.run("COMMIT"), SQLITE_OK);
  EXPECT_TRUE(store->add_tenant(sample_tenant("acme")));
}

}  // namespace
}  // namespace fairlead::store
