// That nothing of one call is left for the next, whatever the call did.
#include "environment.hpp"

namespace fairlead::test {
namespace {

namespace json = boost::json;

class ResetTest : public ::testing::Test {
 protected:
  // Leaves every trace at once, through a function the plugin cannot look into, then cleans up.
  void SetUp() override {
    ASSERT_TRUE(plugin.connect()) << plugin.error().message;
    pid = plugin.value_of("SELECT pg_backend_pid()");
    ASSERT_TRUE(plugin.reset());
    (void)plugin.ask("execute",
                     {{"sql", "INSERT INTO orders (id, customer) SELECT 500, leave_traces()::text"}});
    ASSERT_TRUE(plugin.reset()) << plugin.error().message;
  }
  // The traces are gone because they were removed, not because the session is another one.
  void TearDown() override {
    ASSERT_TRUE(plugin.reset());
    EXPECT_EQ(plugin.value_of("SELECT pg_backend_pid()"), pid);
    ASSERT_TRUE(server().execute_sql("shop", "DELETE FROM orders WHERE id = 500"));
  }

  PostgresPlugin plugin;
  json::value pid;
};

TEST_F(ResetTest, RemovesTemporaryTables) {
  EXPECT_EQ(plugin.value_of("SELECT count(*) FROM pg_catalog.pg_class WHERE relname = 'trace'"), 0);
}

TEST_F(ResetTest, RestoresSettings) {
  const auto row = plugin
                       .ask("query", {{"sql",
                                       "SELECT current_setting('fairlead.trace', true), "
                                       "current_setting('search_path')"}})
                       .at("rows")
                       .at(0);
  EXPECT_EQ(row, json::parse(R"json(["","\"$user\", public"])json"));
}

TEST_F(ResetTest, ReturnsToTheSettingsThatDecodingReliesOn) {
  const auto row = plugin
                       .ask("query", {{"sql",
                                       "SELECT current_setting('DateStyle'), current_setting('TimeZone'), "
                                       "current_setting('IntervalStyle')"}})
                       .at("rows")
                       .at(0);
  EXPECT_EQ(row, json::parse(R"json(["ISO, MDY","UTC","iso_8601"])json"));
}

TEST_F(ResetTest, ReleasesAdvisoryLocks) {
  EXPECT_TRUE(becomes("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", "0"));
}

TEST_F(ResetTest, StopsListening) {
  EXPECT_EQ(plugin.value_of("SELECT count(*) FROM pg_listening_channels()"), 0);
}

TEST_F(ResetTest, DropsPreparedStatementsAndCursors) {
  EXPECT_EQ(plugin.value_of("SELECT (SELECT count(*) FROM pg_prepared_statements WHERE name <> '') + "
                            "(SELECT count(*) FROM pg_cursors WHERE name = 'trace_cursor')"),
            0);
}

TEST(ResetAloneTest, EndsTheTransactionOfAFailedStatement) {
  PostgresPlugin plugin;
  ASSERT_TRUE(plugin.connect());
  (void)plugin.call("execute", {{"sql", "UPDATE orders SET total = 1 / (id - id)"}});
  ASSERT_TRUE(plugin.reset());
  EXPECT_TRUE(becomes("SELECT state FROM pg_stat_activity WHERE usename = 'app'", "idle"));
}

TEST(ResetAloneTest, SucceedsWithoutACallBeforeIt) {
  PostgresPlugin plugin;
  ASSERT_TRUE(plugin.connect());
  EXPECT_TRUE(plugin.reset());
}

TEST(ResetAloneTest, HappensByItselfWhenTheHostForgetsIt) {
  PostgresPlugin plugin;
  ASSERT_TRUE(plugin.connect());
  (void)plugin.ask("execute",
                   {{"sql", "INSERT INTO orders (id, customer) SELECT 501, leave_traces()::text"}});
  EXPECT_EQ(plugin.value_of("SELECT current_setting('fairlead.trace', true)"), "");
}

TEST(ResetAloneTest, FailsWhenTheServerHasEndedTheSession) {
  PostgresPlugin plugin;
  ASSERT_TRUE(plugin.connect());
  (void)plugin.value_of("SELECT 1");
  ASSERT_TRUE(plugin.reset());
  ASSERT_TRUE(server().execute_sql(
      "shop", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'"));
  ASSERT_TRUE(becomes("SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'", "0"));
  EXPECT_FALSE(plugin.ping());
  EXPECT_EQ(plugin.error().status, FAIRLEAD_UNAVAILABLE);
}

TEST(ResetAloneTest, LetsPingSucceedAfterwards) {
  PostgresPlugin plugin;
  ASSERT_TRUE(plugin.connect());
  (void)plugin.call("query", {{"sql", "SELECT 1 / 0"}});
  ASSERT_TRUE(plugin.reset());
  EXPECT_TRUE(plugin.ping()) << plugin.error().message;
}

}  // namespace
}  // namespace fairlead::test
