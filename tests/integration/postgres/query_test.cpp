// What a query gives: values by type, limits, parameters, the tenant, and errors the model can act on.
#include "environment.hpp"

namespace fairlead::test {
namespace {

namespace json = boost::json;

class QueryTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(plugin.connect()) << plugin.error().message; }
  void TearDown() override { EXPECT_TRUE(plugin.reset()) << plugin.error().message; }

  json::object query(std::string_view sql, const json::object& more = {}) {
    json::object arguments{{"sql", sql}};
    for (const auto& member : more) arguments[member.key()] = member.value();
    return plugin.ask("query", arguments);
  }

  PostgresPlugin plugin;
};

TEST_F(QueryTest, GivesColumnsRowsAndCount) {
  EXPECT_EQ(query("SELECT id, customer, total FROM orders WHERE id <= 2 ORDER BY id"),
            json::parse(R"json({"columns":[{"name":"id","type":"integer"},{"name":"customer","type":"text"},
                                       {"name":"total","type":"numeric(10,2)"}],
                            "rows":[[1,"customer 1","1.50"],[2,"customer 2","3.00"]],
                            "row_count":2,"truncated":false})json")
                .as_object());
}

TEST_F(QueryTest, DecodesEachTypeToItsJson) {
  const auto row = query(
                       "SELECT true, 1::int2, -2147483648, 9223372036854775807, 1.5::float4, 'NaN'::float8, "
                       "0.10::numeric, '{\"a\":[1,null]}'::jsonb, '{1,NULL,3}'::int[], '{{t,f}}'::bool[], "
                       "'\\xff00'::bytea, NULL::text, 'x\"y'::text")
                       .at("rows")
                       .at(0);
  EXPECT_EQ(row, json::parse(R"json([true,1,-2147483648,9223372036854775807,1.5,"NaN","0.10",{"a":[1,null]},
                                 [1,null,3],[[true,false]],"/wA=",null,"x\"y"])json"));
}

TEST_F(QueryTest, WritesTimesInIsoAndUtcWhateverTheServersZone) {
  const auto row = query("SELECT '2026-03-01 12:00+02'::timestamptz, '2026-03-01'::date, '90 min'::interval");
  EXPECT_EQ(row.at("rows").at(0),
            json::parse(R"json(["2026-03-01 10:00:00+00","2026-03-01","PT1H30M"])json"));
}

TEST_F(QueryTest, NamesTypesOfTheDatabasesOwn) {
  const auto answer = query("SELECT 'fine'::mood AS a, '{bad}'::mood[] AS b");
  EXPECT_EQ(answer.at("columns"),
            json::parse(R"json([{"name":"a","type":"mood"},{"name":"b","type":"mood[]"}])json"));
  EXPECT_EQ(answer.at("rows"), json::parse(R"json([["fine","{bad}"]])json"));
}

TEST_F(QueryTest, PassesParametersAsTheStatementTypesThem) {
  const auto answer =
      query("SELECT $1::int + 1, $2::text, $3::jsonb -> 'k', $4::bool, $5::text, $6::float8, $7::int[]",
            {{"params", {41, "it's $1; --", {{"k", {1, 2}}}, true, nullptr, 2.5, "{1,2}"}}});
  EXPECT_EQ(answer.at("rows").at(0), json::parse(R"json([42,"it's $1; --",[1,2],true,null,2.5,[1,2]])json"));
}

TEST_F(QueryTest, PassesAWholeDoubleAsAnInteger) {
  const auto answer = query("SELECT $1::int", {{"params", {3.0}}});
  EXPECT_EQ(answer.at("rows").at(0).at(0), 3);
}

TEST_F(QueryTest, TellsWhenParametersAreMissing) {
  const CallResult outcome = plugin.call("query", {{"sql", "SELECT $1::int, $2::int"}, {"params", {1}}});
  EXPECT_NE(error_text(outcome).find("params"), std::string::npos);
}

TEST_F(QueryTest, IsNotTruncatedAtTheRowLimit) {
  const auto answer = query("SELECT generate_series(1, 5)", {{"limit", 5}});
  EXPECT_EQ(answer.at("row_count"), 5);
  EXPECT_EQ(answer.at("truncated"), false);
}

TEST_F(QueryTest, IsTruncatedAboveTheRowLimit) {
  const auto answer = query("SELECT generate_series(1, 6)", {{"limit", 5}});
  EXPECT_EQ(answer.at("row_count"), 5);
  EXPECT_EQ(answer.at("truncated"), true);
}

TEST_F(QueryTest, KeepsToTheConnectionsRowLimitWhateverIsAskedFor) {
  PostgresPlugin small({{"rows_max", 3}});
  ASSERT_TRUE(small.connect());
  const auto answer = small.ask("query", {{"sql", "SELECT generate_series(1, 9)"}, {"limit", 9}});
  EXPECT_EQ(answer.at("row_count"), 3);
}

TEST_F(QueryTest, DoesNotFetchMoreThanTheLimitFromAnEndlessQuery) {
  const auto answer = query("SELECT generate_series(1, 1000000000000)", {{"limit", 2}});
  EXPECT_EQ(answer.at("rows"), json::parse("[[1],[2]]"));
}

// A row of one text of n bytes counts n + 6: quotes, brackets and two commas.
TEST_F(QueryTest, IsNotTruncatedAtTheByteLimit) {
  PostgresPlugin small({{"bytes_max", 2048}});
  ASSERT_TRUE(small.connect());
  const auto answer = small.ask("query", {{"sql", "SELECT repeat('x', 1018) FROM generate_series(1, 2)"}});
  EXPECT_EQ(answer.at("row_count"), 2);
  EXPECT_EQ(answer.at("truncated"), false);
}

TEST_F(QueryTest, IsTruncatedAboveTheByteLimit) {
  PostgresPlugin small({{"bytes_max", 2048}});
  ASSERT_TRUE(small.connect());
  const auto answer = small.ask("query", {{"sql", "SELECT repeat('x', 1019) FROM generate_series(1, 2)"}});
  EXPECT_EQ(answer.at("row_count"), 1);
  EXPECT_EQ(answer.at("truncated"), true);
}

TEST_F(QueryTest, CutsAQueryOffThatKeepsSendingBeyondTheByteLimit) {
  PostgresPlugin small({{"bytes_max", 2048}});
  ASSERT_TRUE(small.connect());
  const auto answer =
      small.ask("query", {{"sql", "SELECT repeat('x', 1000000) FROM generate_series(1, 900)"}});
  EXPECT_EQ(answer.at("row_count"), 0);
  EXPECT_EQ(answer.at("truncated"), true);
  EXPECT_FALSE(small.reset());
  EXPECT_NE(small.error().flags & FAIRLEAD_ERR_CLIENT_BAD, 0u);
}

TEST_F(QueryTest, ShowsTheTenantDuringTheCallOnly) {
  EXPECT_EQ(plugin.value_of("SELECT tenant()"), "acme");
  ASSERT_TRUE(plugin.reset());
  EXPECT_TRUE(becomes("SELECT application_name FROM pg_stat_activity WHERE usename = 'app'", "fairlead"));
}

TEST_F(QueryTest, ShowsTheTenantUnderTheConfiguredName) {
  PostgresPlugin other({{"tenant_setting", "app.tenant"}});
  ASSERT_TRUE(other.connect());
  EXPECT_EQ(other.value_of("SELECT current_setting('app.tenant')"), "acme");
}

TEST_F(QueryTest, RunsExplainAndShow) {
  EXPECT_EQ(query("SHOW transaction_read_only").at("rows"), json::parse(R"json([["on"]])json"));
  EXPECT_GT(query("EXPLAIN SELECT * FROM orders").at("row_count").as_int64(), 0);
}

TEST_F(QueryTest, TakesCommentsAndSemicolonsBehindTheStatement) {
  EXPECT_EQ(plugin.value_of("/* a; */ SELECT 7; -- the end"), 7);
}

TEST_F(QueryTest, TellsPositionHintAndStateOfAnError) {
  const CallResult outcome = plugin.call("query", {{"sql", "SELECT customr FROM orders"}});
  const json::object content = error_content(outcome);
  EXPECT_EQ(content.at("sqlstate"), "42703");
  EXPECT_EQ(content.at("position"), 8);
  EXPECT_NE(content.at("hint").as_string().find("customer"), json::string::npos);
}

TEST_F(QueryTest, WorksOnAfterAnErrorInTheSameSession) {
  const auto pid = plugin.value_of("SELECT pg_backend_pid()");
  ASSERT_TRUE(plugin.reset());
  (void)plugin.call("query", {{"sql", "SELECT 1 / 0"}});
  ASSERT_TRUE(plugin.reset());
  EXPECT_EQ(plugin.value_of("SELECT pg_backend_pid()"), pid);
}

TEST_F(QueryTest, RefusesAWriteByItsParseTree) {
  const CallResult outcome =
      plugin.call("query", {{"sql", "WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d"}});
  EXPECT_EQ(error_content(outcome).at("reason"), "not_read_only");
}

TEST_F(QueryTest, HasTheServerRefuseAWriteThatHidesInAFunction) {
  const CallResult outcome = plugin.call("query", {{"sql", "SELECT hidden_write()"}});
  EXPECT_EQ(error_content(outcome).at("sqlstate"), "25006");
}

TEST_F(QueryTest, CannotBeMadeWritableByAFunction) {
  const CallResult outcome = plugin.call("query", {{"sql", "SELECT hidden_unlock(), hidden_write()"}});
  EXPECT_EQ(error_content(outcome).at("sqlstate"), "25001");
}

TEST_F(QueryTest, RefusesTwoStatements) {
  const CallResult outcome = plugin.call("query", {{"sql", "SELECT 1; DROP TABLE orders"}});
  EXPECT_EQ(error_content(outcome).at("reason"), "several_statements");
}

}  // namespace
}  // namespace fairlead::test
