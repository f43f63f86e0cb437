// Commands: what they check, what they store, that everybody sees it at once.
#include "tenancy/administration.hpp"

#include "unit/tenancy/tenancy_support.hpp"

namespace fairlead::tenancy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AdministrationTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = store::Store::open({.path = ":memory:"}, clock);
    ASSERT_TRUE(opened) << opened.error().message;
    store = *std::move(opened);
    administration.emplace(*store);
  }

  std::shared_ptr<const Directory> directory() {
    auto loaded = load_directory(*store);
    EXPECT_TRUE(loaded);
    return loaded ? *loaded : nullptr;
  }

  void add_tenants(std::initializer_list<const char*> ids) {
    for (const char* id : ids) ASSERT_TRUE(administration->add_tenant(id, "", {}));
  }

  ManualClock clock;
  std::unique_ptr<store::Store> store;
  std::optional<Administration> administration;
};

TEST_F(AdministrationTest, ANewTenantHasTheDefaults) {
  ASSERT_TRUE(
      administration->add_tenant("acme", "Acme", {{"postgres", true, Fallback::Never, ManagedBy::File}}));
  const auto after = directory();
  const Tenant* tenant = after->find_tenant("acme");
  ASSERT_NE(tenant, nullptr);
  EXPECT_EQ(tenant->title, "Acme");
  EXPECT_THAT(tenant->rules,
              ElementsAre(ProviderRule{"postgres", true, Fallback::Never, ManagedBy::Command}));
}

TEST_F(AdministrationTest, AnExistingTenantIsNotAddedAgain) {
  add_tenants({"acme"});
  const auto again = administration->add_tenant("acme", "", {});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
}

TEST_F(AdministrationTest, ABadTenantIdIsInvalid) {
  const auto added = administration->add_tenant("Acme", "", {});
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::InvalidArgument);
}

TEST_F(AdministrationTest, RemovingATenantTellsHowManyConnectionsWentWithIt) {
  add_tenants({"acme", "globex"});
  ASSERT_TRUE(administration->add_connection(tenant_connection("acme", "a"), {}));
  ASSERT_TRUE(administration->add_connection(user_connection("acme", "ann", "b"), {}));
  ASSERT_TRUE(administration->add_connection(tenant_connection("globex", "c"), {}));
  const auto removed = administration->remove_tenant("acme");
  ASSERT_TRUE(removed);
  EXPECT_EQ(*removed, 2u);
  EXPECT_EQ(directory()->find_tenant("acme"), nullptr);
  EXPECT_EQ(directory()->connections().size(), 1u);
}

TEST_F(AdministrationTest, RemovingAnUnknownTenantIsNotFound) {
  const auto removed = administration->remove_tenant("nobody");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::NotFound);
}

TEST_F(AdministrationTest, ATenantOfTheFileIsRemovedThere) {
  Tenant declared = tenant("acme");
  declared.managed_by = ManagedBy::File;
  ASSERT_TRUE(store->add_tenant(declared));
  const auto removed = administration->remove_tenant("acme");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::FailedPrecondition);
  EXPECT_EQ(removed.error().reason, "managed_by_file");
  EXPECT_THAT(removed.error().message, HasSubstr("--prune"));
}

TEST_F(AdministrationTest, ATenantWithAConnectionOfTheFileStays) {
  add_tenants({"acme"});
  Connection declared = tenant_connection("acme", "db");
  declared.managed_by = ManagedBy::File;
  ASSERT_TRUE(store->add_connection(declared));
  const auto removed = administration->remove_tenant("acme");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().reason, "managed_by_file");
  EXPECT_EQ(store->load_all()->tenants.size(), 1u);
}

TEST_F(AdministrationTest, AConnectionWithoutANameIsCalledLikeItsProvider) {
  add_tenants({"acme"});
  Connection connection = tenant_connection("acme", "");
  connection.managed_by = ManagedBy::File;
  const auto added = administration->add_connection(connection, {});
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ(added->name, "postgres");
  EXPECT_EQ(added->managed_by, ManagedBy::Command);
  EXPECT_NE(directory()->find_tenant_connection("acme", "postgres"), nullptr);
}

TEST_F(AdministrationTest, AConnectionThatExistsIsNotOverwritten) {
  add_tenants({"acme"});
  ASSERT_TRUE(administration->add_connection(tenant_connection("acme", "db"), {}));
  const auto again = administration->add_connection(tenant_connection("acme", "db", Access::ReadWrite), {});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::AlreadyExists);
}

TEST_F(AdministrationTest, AConnectionOfAnUnknownTenantIsNotFound) {
  const auto added = administration->add_connection(tenant_connection("nobody", "db"), {});
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::NotFound);
}

TEST_F(AdministrationTest, ABadConnectionIsInvalidBeforeItsConfigIsAskedAbout) {
  const auto added =
      administration->add_connection(tenant_connection("acme", "Bad Name"), [](auto, const auto&) {
        ADD_FAILURE();
        return std::vector<json::FieldError>{};
      });
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::InvalidArgument);
}

TEST_F(AdministrationTest, AConfigTheProviderRefusesIsNotStored) {
  add_tenants({"acme"});
  const auto added = administration->add_connection(tenant_connection("acme", "db"), [](auto, const auto&) {
    return std::vector<json::FieldError>{{"/host", "is required"}, {"/port", "is too large"}};
  });
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(added.error().reason, "bad_config");
  EXPECT_THAT(added.error().message, HasSubstr("\n  config.host: is required\n  config.port: is too large"));
  EXPECT_THAT(store->load_all()->connections, IsEmpty());
}

TEST_F(AdministrationTest, RemovesAConnectionAndPublishes) {
  ASSERT_TRUE(administration->add_connection(global_connection("db"), {}));
  ASSERT_TRUE(administration->remove_connection({Scope::Global, "", "", "db"}));
  EXPECT_THAT(directory()->connections(), IsEmpty());
}

TEST_F(AdministrationTest, RemovingAnUnknownConnectionIsNotFound) {
  const auto removed = administration->remove_connection({Scope::Global, "", "", "db"});
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::NotFound);
}

TEST_F(AdministrationTest, AConnectionOfTheFileIsRemovedThere) {
  Connection declared = global_connection("db");
  declared.managed_by = ManagedBy::File;
  ASSERT_TRUE(store->add_connection(declared));
  const auto removed = administration->remove_connection(declared.key());
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().reason, "managed_by_file");
  EXPECT_EQ(store->load_all()->connections.size(), 1u);
}

TEST_F(AdministrationTest, EnablesAProviderForOneTenant) {
  add_tenants({"acme", "globex"});
  EXPECT_THAT(*administration->set_enabled("postgres", "acme", true), ElementsAre("acme"));
  EXPECT_TRUE(directory()->find_tenant("acme")->is_enabled("postgres"));
  EXPECT_FALSE(directory()->find_tenant("globex")->is_enabled("postgres"));
}

TEST_F(AdministrationTest, EnablesAProviderForAllThatDoNotHaveIt) {
  add_tenants({"acme", "globex", "initech"});
  ASSERT_TRUE(administration->set_enabled("postgres", "globex", true));
  EXPECT_THAT(*administration->set_enabled("postgres", "", true), ElementsAre("acme", "initech"));
}

TEST_F(AdministrationTest, EnablingWhatTheFileEnablesLeavesTheRuleToTheFile) {
  ASSERT_TRUE(store->add_tenant(tenant("acme", {{"postgres", true, {}, ManagedBy::File}})));
  EXPECT_THAT(*administration->set_enabled("postgres", "acme", true), IsEmpty());
  EXPECT_EQ(store->load_all()->tenants.at(0).rules.at(0).managed_by, ManagedBy::File);
}

TEST_F(AdministrationTest, DisablingWhatTheFileEnablesHolds) {
  ASSERT_TRUE(store->add_tenant(tenant("acme", {{"postgres", true, {}, ManagedBy::File}})));
  EXPECT_THAT(*administration->set_enabled("postgres", "acme", false), ElementsAre("acme"));
  EXPECT_FALSE(directory()->find_tenant("acme")->is_enabled("postgres"));
}

TEST_F(AdministrationTest, EnablingForAnUnknownTenantIsNotFound) {
  const auto enabled = administration->set_enabled("postgres", "nobody", true);
  ASSERT_FALSE(enabled);
  EXPECT_EQ(enabled.error().code, ErrorCode::NotFound);
}

TEST_F(AdministrationTest, EnablingABadProviderIdIsInvalidEvenWithoutTenants) {
  const auto enabled = administration->set_enabled("Postgres", "", true);
  ASSERT_FALSE(enabled);
  EXPECT_EQ(enabled.error().code, ErrorCode::InvalidArgument);
}

TEST_F(AdministrationTest, LoadsADirectoryOfWhatIsStored) {
  add_tenants({"acme"});
  ASSERT_TRUE(administration->add_connection(tenant_connection("acme", "db"), {}));
  const auto directory = load_directory(*store);
  ASSERT_TRUE(directory);
  EXPECT_NE((*directory)->find_tenant_connection("acme", "db"), nullptr);
}

}  // namespace
}  // namespace fairlead::tenancy
