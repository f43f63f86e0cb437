// Migrations: up, down, refused, failing half way, tried by two processes.
#include <array>

#include "store/migrations/m0001_initial.hpp"
#include "store/store.hpp"
#include "unit/store/store_support.hpp"

namespace fairlead::store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kSecondUp[] = {"CREATE TABLE second (id INTEGER)",
                                          "INSERT INTO second VALUES (2)"};
constexpr std::string_view kSecondDown[] = {"DROP TABLE second"};
constexpr std::string_view kEditedUp[] = {"CREATE TABLE second (id BIGINT)"};
constexpr std::string_view kBrokenUp[] = {"CREATE TABLE third (id INTEGER)",
                                          "CREATE TABEL oops (id INTEGER)"};
constexpr std::string_view kBrokenDown[] = {"DROP TABLE second", "DROP TABEL oops"};

constexpr std::array kTwo{kInitial, Migration{2, "second", kSecondUp, kSecondDown}};
constexpr std::array kTwoEdited{kInitial, Migration{2, "second", kEditedUp, kSecondDown}};
constexpr std::array kSecondBreaksDown{kInitial, Migration{2, "second", kSecondUp, kBrokenDown}};
constexpr std::array kThirdBreaks{kInitial, Migration{2, "second", kSecondUp, kSecondDown},
                                  Migration{3, "third", kBrokenUp, {}}};

class MigratorTest : public StoreTest {
 protected:
  void SetUp() override { path = folder / "s.db"; }

  Result<std::unique_ptr<Store>> open_with(std::span<const Migration> migrations,
                                           MigrateOnOpen migrate = MigrateOnOpen::ToLatest) {
    return Store::open({.path = path, .migrate = migrate, .migrations = migrations}, clock);
  }
  std::vector<std::string> schema() { return RawDatabase(path).schema(); }

  std::string path;
};

TEST_F(MigratorTest, LeavesNothingBehindWhenMigratedDown) {
  open({.path = path});
  ASSERT_TRUE(store->migrate_to(0));
  EXPECT_THAT(schema(), IsEmpty());
}

TEST_F(MigratorTest, UpDownUpGivesTheSameSchema) {
  open({.path = path});
  const auto first = schema();
  ASSERT_THAT(first, Not(IsEmpty()));
  ASSERT_TRUE(store->migrate_to(0));
  ASSERT_TRUE(store->migrate_to(1));
  EXPECT_EQ(schema(), first);
  EXPECT_TRUE(store->add_tenant(sample_tenant("acme"))) << "and one that works";
}

TEST_F(MigratorTest, MigratingToThePresentVersionChangesNothing) {
  open({.path = path});
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  ASSERT_TRUE(store->migrate_to(1));
  EXPECT_EQ(load().tenants.size(), 1u);
}

TEST_F(MigratorTest, GoesUpStepByStepAndKeepsTheData) {
  open({.path = path});
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  store.reset();
  const auto newer = open_with(kTwo);
  ASSERT_TRUE(newer) << newer.error().message;
  EXPECT_EQ((*newer)->load_all()->tenants.size(), 1u);
  EXPECT_EQ(RawDatabase(path).rows("SELECT id FROM second"), std::vector<std::string>{"2"});
}

TEST_F(MigratorTest, GoesDownOneStepOnly) {
  const auto newer = open_with(kTwo);
  ASSERT_TRUE(newer);
  ASSERT_TRUE((*newer)->migrate_to(1));
  open({.path = path});
  EXPECT_TRUE(load().tenants.empty());
}

TEST_F(MigratorTest, RefusesADatabaseFromTheFuture) {
  ASSERT_TRUE(open_with(kTwo));
  const auto older = open_with(builtin_migrations());
  ASSERT_FALSE(older);
  EXPECT_EQ(older.error().code, ErrorCode::FailedPrecondition);
  EXPECT_EQ(older.error().reason, "store_too_new");
  EXPECT_THAT(older.error().message, HasSubstr("version 2"));
}

TEST_F(MigratorTest, RefusesADatabaseFromTheFutureAlsoWhenItWouldNotMigrate) {
  ASSERT_TRUE(open_with(kTwo));
  EXPECT_FALSE(open_with(builtin_migrations(), MigrateOnOpen::No));
}

TEST_F(MigratorTest, RefusesADatabaseMadeByAnEditedMigration) {
  ASSERT_TRUE(open_with(kTwo));
  const auto other = open_with(kTwoEdited);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().reason, "store_schema_differs");
}

TEST_F(MigratorTest, AStepThatFailsLeavesNothingOfItself) {
  const auto opened = open_with(kThirdBreaks);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::Internal);
  EXPECT_THAT(schema(), testing::Each(Not(HasSubstr("third"))));
  EXPECT_TRUE(open_with(kTwo)) << "the steps before it stand";
}

TEST_F(MigratorTest, AStepDownThatFailsLeavesEverything) {
  const auto opened = open_with(kSecondBreaksDown);
  ASSERT_TRUE(opened);
  const auto before = schema();
  ASSERT_FALSE((*opened)->migrate_to(1));
  EXPECT_EQ(schema(), before);
  EXPECT_TRUE((*opened)->status()->at(1).applied_at.has_value());
}

TEST_F(MigratorTest, RefusesAVersionThatDoesNotExist) {
  open({.path = path});
  for (const int version : {-1, 2}) {
    const auto moved = store->migrate_to(version);
    ASSERT_FALSE(moved) << version;
    EXPECT_EQ(moved.error().code, ErrorCode::InvalidArgument);
  }
}

TEST_F(MigratorTest, OpensWithoutMigratingWhenTold) {
  const auto opened = open_with(builtin_migrations(), MigrateOnOpen::No);
  ASSERT_TRUE(opened);
  EXPECT_THAT(schema(), IsEmpty());
  EXPECT_FALSE((*opened)->status()->at(0).applied_at.has_value());
}

TEST_F(MigratorTest, TellsWhatIsApplied) {
  const auto opened = open_with(kTwo, MigrateOnOpen::No);
  ASSERT_TRUE(opened);
  ASSERT_TRUE((*opened)->migrate_to(1));
  const auto status = (*opened)->status();
  ASSERT_TRUE(status);
  ASSERT_EQ(status->size(), 2u);
  EXPECT_EQ(status->at(0).name, "initial");
  EXPECT_EQ(status->at(0).applied_at, clock.wall_now());
  EXPECT_FALSE(status->at(1).applied_at.has_value());
}

TEST_F(MigratorTest, TwoProcessesMayMigrateOneAfterTheOther) {
  const auto first = open_with(kTwo, MigrateOnOpen::No);
  const auto second = open_with(kTwo, MigrateOnOpen::No);
  ASSERT_TRUE(first && second);
  ASSERT_TRUE((*first)->migrate_to(2));
  EXPECT_TRUE((*second)->migrate_to(2));
}

TEST(MigrationTest, BuiltinVersionsHaveNoGap) {
  int expected = 1;
  for (const auto& migration : builtin_migrations()) EXPECT_EQ(migration.version, expected++);
}

TEST(MigrationTest, AChecksumTellsWhereAStatementEnds) {
  static constexpr std::string_view kJoined[] = {"ab", "c"};
  static constexpr std::string_view kOther[] = {"a", "bc"};
  EXPECT_NE(checksum({1, "x", kJoined, {}}), checksum({1, "x", kOther, {}}));
  EXPECT_EQ(checksum({1, "x", kJoined, {}}).size(), 64u);
}

// A released migration is never edited: a change belongs into a new one.
TEST(MigrationTest, TheFirstOneIsWhatWasReleased) {
  EXPECT_EQ(checksum(kInitial), "06385f61938de1e6e7f5f3b073a727eee145fa7adc511ddfc8cf4940e4655e5c");
}

// The rules that hold whatever the program writes.
TEST_F(MigratorTest, TheSchemaItselfRefusesRowsThatMakeNoSense) {
  open({.path = path});
  ASSERT_TRUE(store->add_tenant(sample_tenant("acme")));
  RawDatabase raw(path);
  const auto insert = [&](const std::string& scope, const std::string& tenant, const std::string& user,
                          const std::string& serves = "'all'") {
    return raw.run(
        "INSERT INTO connections (id, scope, tenant_id, user_id, name, provider, config, access, serves, "
        "managed_by, credential_version, created_at, updated_at) VALUES (99, " +
        scope + ", " + tenant + ", " + user + ", 'n', 'p', '{}', 'read_only', " + serves +
        ", 'command', 1, 0, 0)");
  };
  EXPECT_EQ(insert("'galaxy'", "NULL", "NULL"), SQLITE_CONSTRAINT_CHECK);
  EXPECT_EQ(insert("'global'", "'acme'", "NULL"), SQLITE_CONSTRAINT_CHECK);
  EXPECT_EQ(insert("'tenant'", "NULL", "NULL"), SQLITE_CONSTRAINT_CHECK);
  EXPECT_EQ(insert("'tenant'", "'acme'", "'ann'"), SQLITE_CONSTRAINT_CHECK);
  EXPECT_EQ(insert("'user'", "'acme'", "NULL"), SQLITE_CONSTRAINT_CHECK);
  EXPECT_EQ(insert("'tenant'", "'acme'", "NULL", "'listed'"), SQLITE_CONSTRAINT_CHECK);
  EXPECT_EQ(insert("'tenant'", "'nobody'", "NULL"), SQLITE_CONSTRAINT_FOREIGNKEY);
  EXPECT_EQ(insert("'tenant'", "'acme'", "NULL"), SQLITE_OK);
}

}  // namespace
}  // namespace fairlead::store
