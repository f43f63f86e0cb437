// Calls from the command line to a real server: who answers whom, refusals, cancellation, the call log.
#include <set>

#include "environment.hpp"

namespace fairlead::test {
namespace {

namespace json = boost::json;

class CallsTest : public CliIntegration {};

constexpr const char* kItems = "SELECT current_database(), name FROM items";

TEST_F(CallsTest, AnswersATenantThroughItsOwnConnection) {
  const std::size_t before = logins_of("shared_reader");
  const Ran ran = installed.query("acme", kItems);
  ASSERT_EQ(ran.exit, 0) << ran.out << ran.error_out;
  EXPECT_EQ(ran.json().at("rung"), "tenant");
  EXPECT_EQ(ran.json().at("data").at("rows"), (json::array{json::array{"acme", "of acme"}}));
  EXPECT_EQ(logins_of("shared_reader"), before);
}

TEST_F(CallsTest, AnswersATenantWithoutConnectionThroughTheGlobalOne) {
  const std::size_t before = logins_of("shared_reader");
  const Ran ran = installed.query("globex", kItems);
  ASSERT_EQ(ran.exit, 0) << ran.out << ran.error_out;
  EXPECT_EQ(ran.json().at("rung"), "global");
  EXPECT_EQ(ran.json().at("data").at("rows"), (json::array{json::array{"company", "of the company"}}));
  EXPECT_EQ(logins_of("shared_reader"), before + 1);
}

TEST_F(CallsTest, WritesThroughATenantsOwnConnection) {
  const Ran ran = installed.run({"call", "acme", "postgres_execute", "sql=INSERT INTO items VALUES ($1)",
                                 "params=[\"new\"]", "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.out << ran.error_out;
  EXPECT_TRUE(becomes("SELECT count(*) FROM items WHERE name = 'new'", "1"));
  EXPECT_TRUE(server().execute_sql("acme", "DELETE FROM items WHERE name = 'new'"));
}

TEST_F(CallsTest, RefusesAWriteThroughTheGlobalRungBeforeItConnects) {
  const std::size_t before = logins_of("shared_reader");
  const Ran ran = installed.run({"call", "globex", "postgres_execute", "sql=DELETE FROM items", "--json"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_EQ(ran.json().at("error").at("reason"), "read_only_access");
  EXPECT_EQ(logins_of("shared_reader"), before);
}

TEST_F(CallsTest, RefusesAWriteInAQuery) {
  const Ran ran = installed.query("globex", "DELETE FROM items RETURNING name");
  EXPECT_EQ(ran.exit, 1) << ran.out;
  EXPECT_EQ(ran.json().at("outcome"), "tool_error");
  EXPECT_EQ(installed.query("globex", kItems).json().at("data").at("rows").as_array().size(), 1U);
}

TEST_F(CallsTest, RefusesADisabledProviderBeforeItConnects) {
  const std::size_t before = logins_of("shared_reader");
  const Ran ran = installed.query("initech", kItems);
  EXPECT_EQ(ran.exit, 3);
  EXPECT_EQ(ran.json().at("error").at("reason"), "provider_disabled");
  EXPECT_EQ(logins_of("shared_reader"), before);
}

TEST_F(CallsTest, RefusesAnUnknownTenant) {
  const Ran ran = installed.query("nobody", kItems);
  EXPECT_EQ(ran.exit, 3);
  EXPECT_EQ(ran.json().at("error").at("reason"), "unknown_tenant");
}

TEST_F(CallsTest, ReportsArgumentsThatDoNotFit) {
  EXPECT_EQ(installed.run({"call", "acme", "postgres_query", "sql=SELECT 1", "limit=0"}).exit, 4);
  EXPECT_EQ(installed.run({"call", "acme", "postgres_query"}).exit, 4);
}

TEST_F(CallsTest, ShowsRowsAsATable) {
  const Ran ran =
      installed.run({"call", "acme", "postgres_query", "sql=SELECT 1 AS n, NULL AS nothing, 'ü' AS text"});
  ASSERT_EQ(ran.exit, 0) << ran.error_out;
  EXPECT_EQ(ran.out, "n  nothing  text\n─  ───────  ────\n1  NULL     ü\n(1 row)\n");
}

TEST_F(CallsTest, EndsAtItsTimeout) {
  const Ran ran =
      installed.run({"call", "acme", "postgres_query", "sql=SELECT nap(20)", "--timeout", "0.5", "--json"});
  EXPECT_EQ(ran.exit, 5) << ran.out;
  EXPECT_EQ(ran.json().at("outcome"), "deadline_exceeded");
}

TEST_F(CallsTest, CancelsOnTheServerWhenInterrupted) {
  Started started = installed.start({"call", "acme", "postgres_query", "sql=SELECT nap(25)", "--json"});
  const std::string napping =
      "SELECT count(*) FROM pg_stat_activity WHERE usename = 'acme' AND wait_event = 'PgSleep'";
  ASSERT_TRUE(becomes(napping, "1"));
  started.interrupt();
  const Ran ran = started.wait();
  EXPECT_EQ(ran.exit, 5) << ran.out << ran.error_out;
  EXPECT_EQ(ran.json().at("outcome"), "cancelled");
  EXPECT_TRUE(becomes(napping, "0"));
}

TEST_F(CallsTest, LeavesALineForEveryOutcome) {
  struct Case {
    std::vector<std::string> words;
    const char* outcome;
  };
  const std::vector<Case> cases{
      {{"acme", "postgres_query", "sql=SELECT 1"}, "ok"},
      {{"acme", "postgres_query", "sql=SELECT nonsense"}, "tool_error"},
      {{"acme", "postgres_query"}, "invalid_argument"},
      {{"globex", "postgres_execute", "sql=DELETE FROM items"}, "permission_denied"},
      {{"initech", "postgres_query", "sql=SELECT 1"}, "permission_denied"},
      {{"acme", "postgres_nonsense"}, "not_found"},
      {{"nobody", "postgres_query"}, "not_found"}};
  const std::set<std::string> keys{"ts",   "tenant", "user",    "provider", "connection",
                                   "rung", "tool",   "outcome", "ms",       "payload_keys"};
  for (const Case& wanted : cases) {
    std::vector<std::string> words{"call"};
    words.insert(words.end(), wanted.words.begin(), wanted.words.end());
    (void)installed.run(words);
    const auto lines = installed.call_lines();
    ASSERT_FALSE(lines.empty()) << wanted.outcome;
    const json::object& line = lines.back().as_object();
    std::set<std::string> found;
    for (const auto& member : line) found.insert(member.key());
    EXPECT_EQ(found, keys);
    EXPECT_EQ(line.at("outcome"), wanted.outcome);
    EXPECT_EQ(line.at("tenant").as_string(), wanted.words.front());
    EXPECT_EQ(line.at("tool").as_string(), wanted.words.at(1));
  }
  EXPECT_EQ(installed.call_lines().size(), cases.size());
}

TEST_F(CallsTest, LogsNeitherArgumentsNorData) {
  ASSERT_EQ(installed.query("acme", "SELECT 'whisper' AS word").exit, 0);
  const auto lines = installed.call_lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(json::serialize(lines.front()).find("whisper"), std::string::npos);
  EXPECT_EQ(lines.front().at("payload_keys"), (json::value{"columns", "row_count", "rows", "truncated"}));
}

}  // namespace
}  // namespace fairlead::test
