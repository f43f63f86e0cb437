// soci_provider on a real SQLite database in memory.
#include <fairlead/testing.hpp>
#include <gtest/gtest.h>

namespace {

using boost::json::array;

class SociProviderTest : public testing::Test {
 protected:
  SociProviderTest() : plugin_(host_, fairlead_plugin_main_v1()) {
    host_.set_secret("the database", "dbname=:memory:");
  }
  ~SociProviderTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }

  fairlead::testing::TestBinding bind(boost::json::object config = {}) {
    config.emplace("backend", "sqlite3");
    config.emplace("connection", "the database");
    return plugin_.provider().bind(std::move(config));
  }

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_;
};

TEST_F(SociProviderTest, GivesRowsOfEveryTypeItReads) {
  auto binding = bind();
  auto client = binding.connect();
  ASSERT_TRUE(
      client.call("execute", {{"sql", "create table t (i integer, r double, s text, n text)"}}).is_ok());
  ASSERT_TRUE(client.call("execute", {{"sql", "insert into t values (7, 0.5, 'word', null)"}}).is_ok());

  const auto found = client.call("query", {{"sql", "select i, r, s, n from t"}});

  ASSERT_TRUE(found.is_ok()) << found.summary();
  EXPECT_EQ(found.structured().at("columns"), array({"i", "r", "s", "n"}));
  EXPECT_EQ(found.structured().at("rows"), array({array({7, 0.5, "word", nullptr})}));
  EXPECT_EQ(found.structured().at("truncated"), false);
}

TEST_F(SociProviderTest, SaysHowManyRowsAStatementTouched) {
  auto binding = bind();
  auto client = binding.connect();
  ASSERT_TRUE(client.call("execute", {{"sql", "create table t (i integer)"}}).is_ok());
  ASSERT_TRUE(client.call("execute", {{"sql", "insert into t values (1), (2), (3)"}}).is_ok());

  const auto touched = client.call("execute", {{"sql", "delete from t where i > 1"}});

  EXPECT_EQ(touched.structured().at("rows"), 2);
}

TEST_F(SociProviderTest, StopsAtTheMostRowsAndSaysSo) {
  auto binding = bind({{"rows_max", 2}});
  auto client = binding.connect();

  const auto two = client.call("query", {{"sql", "select 1 union all select 2"}});
  const auto three = client.call("query", {{"sql", "select 1 union all select 2 union all select 3"}});

  EXPECT_EQ(two.structured().at("truncated"), false);
  EXPECT_EQ(three.structured().at("truncated"), true);
  EXPECT_EQ(three.structured().at("rows").as_array().size(), 2U);
}

TEST_F(SociProviderTest, UndoesWhateverAQueryChanged) {
  auto binding = bind();
  auto client = binding.connect();
  ASSERT_TRUE(client.call("execute", {{"sql", "create table t (i integer)"}}).is_ok());

  (void)client.call("query", {{"sql", "insert into t values (1) returning i"}});

  const auto left = client.call("query", {{"sql", "select i from t"}});
  EXPECT_TRUE(left.structured().at("rows").as_array().empty());
}

TEST_F(SociProviderTest, TellsTheModelWhatIsWrongWithItsSql) {
  auto binding = bind();
  auto client = binding.connect();

  const auto refused = client.call("query", {{"sql", "select nonsense from nowhere"}});

  EXPECT_TRUE(refused.is_tool_error());
  EXPECT_NE(refused.text().find("nowhere"), std::string::npos) << refused.text();
}

TEST_F(SociProviderTest, DoesNotConnectToABackendThatIsNotInstalled) {
  auto binding = plugin_.provider().bind({{"backend", "no_such_backend"}, {"connection", "the database"}});

  const auto client = binding.connect();

  EXPECT_TRUE(client.refused());
  EXPECT_EQ(client.status(), FAIRLEAD_UNAVAILABLE);
}

}  // namespace
