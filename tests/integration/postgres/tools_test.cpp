// execute, list_tables and describe_table against the real catalogue.
#include <thread>

#include "environment.hpp"

namespace fairlead::test {
namespace {

namespace json = boost::json;

class ToolsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(plugin.connect()) << plugin.error().message; }
  void TearDown() override { EXPECT_TRUE(plugin.reset()) << plugin.error().message; }

  PostgresPlugin plugin;
};

TEST_F(ToolsTest, ExecuteCommitsAndCounts) {
  const auto answer =
      plugin.ask("execute", {{"sql", "UPDATE orders SET total = 0.25 WHERE id IN (3, 4, 5)"}});
  EXPECT_EQ(answer, json::parse(R"json({"command":"UPDATE","rows_affected":3,"truncated":false})json"));
  EXPECT_TRUE(becomes("SELECT count(*) FROM orders WHERE total = 0.25", "3"));
}

TEST_F(ToolsTest, ExecuteGivesTheRowsOfReturning) {
  const auto answer =
      plugin.ask("execute", {{"sql", "INSERT INTO orders (id, customer) VALUES ($1, $2) RETURNING id, total"},
                             {"params", {200, "new"}}});
  EXPECT_EQ(answer, json::parse(R"json({"command":"INSERT","rows_affected":1,
                                    "columns":[{"name":"id","type":"integer"},{"name":"total","type":"numeric(10,2)"}],
                                    "rows":[[200,"0.00"]],"truncated":false})json"));
  EXPECT_TRUE(becomes("SELECT count(*) FROM orders WHERE id = 200", "1"));
}

TEST_F(ToolsTest, ExecuteWritesAllRowsThoughReturningIsTruncated) {
  const auto answer = plugin.ask("execute", {{"sql",
                                              "INSERT INTO orders SELECT i, 'many' || i FROM "
                                              "generate_series(300, 309) i RETURNING id"},
                                             {"limit", 3}});
  EXPECT_EQ(answer.at("rows").as_array().size(), 3u);
  EXPECT_EQ(answer.at("truncated"), true);
  EXPECT_EQ(answer.at("rows_affected"), 10);
  EXPECT_TRUE(becomes("SELECT count(*) FROM orders WHERE id BETWEEN 300 AND 309", "10"));
}

TEST_F(ToolsTest, ExecuteLeavesNothingOfAFailedStatement) {
  const CallResult outcome =
      plugin.call("execute", {{"sql", "INSERT INTO orders VALUES (400, 'a'), (1, 'taken')"}});
  EXPECT_EQ(error_content(outcome).at("sqlstate"), "23505");
  EXPECT_TRUE(becomes("SELECT count(*) FROM orders WHERE id = 400", "0"));
}

TEST_F(ToolsTest, ExecuteReportsAnErrorThatOnlyCommitFinds) {
  const CallResult outcome = plugin.call("execute", {{"sql", "INSERT INTO uniques VALUES (1), (1)"}});
  EXPECT_EQ(error_content(outcome).at("sqlstate"), "23505");
}

TEST_F(ToolsTest, ExecuteMakesTables) {
  const auto answer = plugin.ask("execute", {{"sql", "CREATE TABLE made (a int)"}});
  EXPECT_EQ(answer, json::parse(R"json({"command":"CREATE TABLE","rows_affected":0,"truncated":false})json"));
}

TEST_F(ToolsTest, ExecuteIsRefusedOnReadOnlyAccess) {
  const CallResult outcome = plugin.call("execute", {{"sql", "DELETE FROM orders"}}, std::chrono::seconds(5),
                                         FAIRLEAD_ACCESS_READ_ONLY);
  EXPECT_EQ(error_content(outcome).at("reason"), "read_only_access");
}

TEST_F(ToolsTest, ExecuteWaitsForALockOnlySoLong) {
  PostgresPlugin other;
  ASSERT_TRUE(other.connect());
  ASSERT_TRUE(server().execute_sql("shop",
                                   "CREATE FUNCTION hold_and_nap() RETURNS int LANGUAGE plpgsql AS $$ BEGIN "
                                   "LOCK TABLE uniques; PERFORM pg_sleep(20); RETURN 1; END $$"));
  std::thread holder([&] { (void)other.call("execute", {{"sql", "SELECT hold_and_nap() FOR UPDATE"}}); });
  EXPECT_TRUE(becomes("SELECT count(*) FROM pg_locks WHERE relation = 'uniques'::regclass AND granted", "1"));
  const CallResult outcome =
      plugin.call("execute", {{"sql", "INSERT INTO uniques VALUES (5)"}}, std::chrono::seconds(2));
  EXPECT_EQ(outcome.status(), FAIRLEAD_ABORTED) << outcome.json_text();
  EXPECT_NE(outcome.flags() & FAIRLEAD_ERR_RETRYABLE, 0u);
  EXPECT_EQ(json::parse(outcome.detail_text()).at("sqlstate"), "55P03");
  other.cancel();
  holder.join();
}

TEST_F(ToolsTest, ListTablesTellsKindAndComment) {
  const auto tables = plugin.ask("list_tables", {{"name", "ORDERS"}}).at("tables").as_array();
  ASSERT_EQ(tables.size(), 2u);
  EXPECT_EQ(tables[0], json::parse(R"json({"schema":"public","name":"big_orders","kind":"view"})json"));
  EXPECT_EQ(tables[1].at("kind"), "table");
  EXPECT_EQ(tables[1].at("comment"), "what was bought");
}

TEST_F(ToolsTest, ListTablesStopsAtItsLimit) {
  const auto answer = plugin.ask("list_tables", {{"limit", 1}});
  EXPECT_EQ(answer.at("tables").as_array().size(), 1u);
  EXPECT_EQ(answer.at("truncated"), true);
}

TEST_F(ToolsTest, ListTablesShowsASystemSchemaWhenItIsNamed) {
  const auto tables =
      plugin.ask("list_tables", {{"schema", "pg_catalog"}, {"name", "pg_class"}}).at("tables");
  EXPECT_EQ(tables.at(0).at("name"), "pg_class");
}

TEST_F(ToolsTest, DescribeTableTellsColumnsKeysAndIndexes) {
  const auto table = plugin.ask("describe_table", {{"table", "orders"}});
  EXPECT_EQ(table.at("columns"), json::parse(R"json([{"name":"id","type":"integer","nullable":false},
                            {"name":"customer","type":"text","nullable":false,"comment":"who bought it"},
                            {"name":"total","type":"numeric(10,2)","nullable":true,"default_value":"0"}])json"));
  EXPECT_EQ(table.at("primary_key"), json::parse(R"json(["id"])json"));
  EXPECT_EQ(table.at("indexes").at(0).at("name"), "orders_customer");
  EXPECT_EQ(table.at("indexes").at(0).at("unique"), true);
  EXPECT_EQ(table.at("comment"), "what was bought");
}

TEST_F(ToolsTest, DescribeTableTellsForeignKeys) {
  const auto key = plugin.ask("describe_table", {{"table", "lines"}}).at("foreign_keys").at(0);
  EXPECT_EQ(key.at("columns"), json::parse(R"json(["order_id"])json"));
  EXPECT_EQ(key.at("references_table"), "orders");
  EXPECT_EQ(key.at("references_columns"), json::parse(R"json(["id"])json"));
}

TEST_F(ToolsTest, DescribeTableSaysWhatToDoAboutAnUnknownTable) {
  const CallResult outcome = plugin.call("describe_table", {{"table", "nothing"}});
  EXPECT_NE(error_text(outcome).find("list_tables"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::test
