// Directory: look-up by every key, order, contradictions.
#include "tenancy/directory.hpp"

#include "unit/tenancy/tenancy_support.hpp"

namespace fairlead::tenancy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(DirectoryTest, FindsEveryRowByItsOwnKeyOnly) {
  const auto directory = make_directory({tenant("acme"), tenant("globex")},
                                        {global_connection("postgres"), tenant_connection("acme", "postgres"),
                                         user_connection("acme", "ann", "postgres")});
  ASSERT_NE(directory, nullptr);
  EXPECT_EQ(directory->find_tenant("acme")->id, "acme");
  EXPECT_EQ(directory->find_tenant("nobody"), nullptr);
  EXPECT_EQ(directory->find_user("acme", "ann", "postgres")->scope, Scope::User);
  EXPECT_EQ(directory->find_user("acme", "bob", "postgres"), nullptr);
  EXPECT_EQ(directory->find_user("globex", "ann", "postgres"), nullptr);
  EXPECT_EQ(directory->find_user("acme", "ann", "slack"), nullptr);
  EXPECT_EQ(directory->find_tenant_connection("acme", "postgres")->scope, Scope::Tenant);
  EXPECT_EQ(directory->find_tenant_connection("globex", "postgres"), nullptr);
  EXPECT_EQ(directory->find_tenant_connection("acme", "slack"), nullptr);
  EXPECT_EQ(directory->find_global("postgres")->scope, Scope::Global);
  EXPECT_EQ(directory->find_global("slack"), nullptr);
}

TEST(DirectoryTest, KeysThatReadAlikeWhenJoinedStayApart) {
  const auto directory = make_directory({tenant("a"), tenant("a-b")},
                                        {tenant_connection("a", "b-c"), user_connection("a", "b", "c")});
  ASSERT_NE(directory, nullptr);
  EXPECT_EQ(directory->find_tenant_connection("a-b", "c"), nullptr);
  EXPECT_EQ(directory->find_user("a-b", "", "c"), nullptr);
  EXPECT_EQ(directory->find_user("a", "", "b-c"), nullptr);
}

TEST(DirectoryTest, AnEmptyOneFindsNothing) {
  const auto directory = make_directory({}, {});
  EXPECT_EQ(directory->find_tenant(""), nullptr);
  EXPECT_EQ(directory->find_global("postgres"), nullptr);
  EXPECT_THAT(directory->connection_names("acme", "ann"), IsEmpty());
}

TEST(DirectoryTest, SortsWhatItIsGiven) {
  const auto directory = make_directory({tenant("globex"), tenant("acme")},
                                        {global_connection("a"), tenant_connection("globex", "a"),
                                         tenant_connection("acme", "b"), user_connection("acme", "u", "z")});
  EXPECT_EQ(directory->tenants()[0].id, "acme");
  std::vector<std::string> order;
  for (const auto& connection : directory->connections())
    order.push_back(connection.tenant_id + "/" + connection.name);
  EXPECT_THAT(order, ElementsAre("acme/z", "acme/b", "globex/a", "/a"));
}

TEST(DirectoryTest, NamesEachConnectionOnceFromEveryRung) {
  const auto directory = make_directory(
      {tenant("acme"), tenant("globex")},
      {global_connection("postgres"), global_connection("slack"), tenant_connection("acme", "postgres"),
       tenant_connection("acme", "b"), user_connection("acme", "ann", "mine"),
       user_connection("acme", "bob", "his"), tenant_connection("globex", "theirs")});
  EXPECT_THAT(directory->connection_names("acme", "ann"), ElementsAre("b", "mine", "postgres", "slack"));
  EXPECT_THAT(directory->connection_names("globex", "ann"), ElementsAre("postgres", "slack", "theirs"));
}

TEST(DirectoryTest, RefusesTwoTenantsOfOneId) {
  const auto made = Directory::create({tenant("acme"), tenant("acme")}, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::AlreadyExists);
}

TEST(DirectoryTest, RefusesTwoConnectionsOfOneNameOnEachRung) {
  for (const auto& connection :
       {global_connection("p"), tenant_connection("acme", "p"), user_connection("acme", "ann", "p")}) {
    const auto made = Directory::create({tenant("acme")}, {connection, connection});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::AlreadyExists);
  }
}

TEST(DirectoryTest, RefusesAConnectionOfAnUnknownTenant) {
  for (const auto& connection : {tenant_connection("nobody", "p"), user_connection("nobody", "ann", "p")}) {
    const auto made = Directory::create({tenant("acme")}, {connection});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::NotFound);
  }
}

TEST(DirectoryTest, RefusesToServeAnUnknownTenant) {
  Connection connection = global_connection("p");
  connection.tenants = {"acme", "nobody"};
  const auto made = Directory::create({tenant("acme")}, {connection});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::NotFound);
}

TEST(DirectoryTest, FindsIdsAndNamesOfTheGreatestLength) {
  const std::string id(63, 't');
  const std::string user(128, 'u');
  const std::string name(20, 'n');
  const auto directory = make_directory({tenant(id)}, {user_connection(id, user, name)});
  EXPECT_NE(directory->find_user(id, user, name), nullptr);
  EXPECT_EQ(directory->find_user(id, user, name.substr(1)), nullptr);
}

}  // namespace
}  // namespace fairlead::tenancy
