// Classification by parse tree: what is read, what writes, what is refused whatever it looks like.
#include "statement.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace fairlead::postgres {
namespace {

// "read", "write", or the reason of the refusal.
std::string verdict(std::string_view sql) {
  try {
    return classify(sql).effect == Effect::Read ? "read" : "write";
  } catch (const ToolError& error) {
    return std::string(error.structured().at("reason").as_string());
  }
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

// ---- One statement, one verdict --------------------------------------------------------------------------

struct Case {
  const char* name;
  const char* sql;
  const char* verdict;
};

class StatementVerdictTest : public testing::TestWithParam<Case> {};

TEST_P(StatementVerdictTest, Is) { EXPECT_EQ(verdict(GetParam().sql), GetParam().verdict); }

std::string name_of(const testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Reads, StatementVerdictTest,
    testing::Values(Case{"Select", "SELECT 1", "read"}, Case{"Values", "VALUES (1), (2)", "read"},
                    Case{"Table", "TABLE t", "read"},
                    Case{"With", "WITH a AS (SELECT 1) SELECT * FROM a", "read"},
                    Case{"Union", "SELECT 1 UNION SELECT 2", "read"},
                    Case{"Parentheses", "(SELECT 1)", "read"}, Case{"Explain", "EXPLAIN SELECT 1", "read"},
                    Case{"ExplainOptions", "EXPLAIN (VERBOSE, FORMAT json) SELECT 1", "read"},
                    Case{"ExplainAnalyzeFalse", "EXPLAIN (ANALYZE false) SELECT 1", "read"},
                    Case{"ExplainAnalyzeZero", "EXPLAIN (ANALYZE 0) SELECT 1", "read"},
                    Case{"Show", "SHOW server_version", "read"},
                    Case{"TrailingSemicolons", "SELECT 1;;", "read"},
                    Case{"LeadingComment", "/* DELETE; /* nested */ */ -- x\n SELECT 1", "read"},
                    Case{"KeywordInLiteral", "SELECT 'DROP TABLE t; COMMIT'", "read"},
                    Case{"KeywordInDollarQuotes", "SELECT $a$ ; DELETE FROM t; $a$", "read"},
                    Case{"KeywordAsName", "SELECT \"insert\", \"pg_sleep\" FROM \"delete\"", "read"},
                    Case{"SemicolonInEscapeString", "SELECT E'\\'; DELETE FROM t; --'", "read"},
                    Case{"RefusedNameAsText", "SELECT 'pg_sleep(1)'", "read"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Writes, StatementVerdictTest,
    testing::Values(
        Case{"Insert", "INSERT INTO t VALUES (1)", "write"}, Case{"Update", "UPDATE t SET a = 1", "write"},
        Case{"Delete", "DELETE FROM t", "write"},
        Case{"Merge", "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE", "write"},
        Case{"WritingWith", "WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d", "write"},
        Case{"NestedWritingWith",
             "SELECT * FROM (WITH a AS (WITH b AS (INSERT INTO t VALUES (1) RETURNING 1) SELECT * FROM b) "
             "SELECT * FROM a) x",
             "write"},
        Case{"SelectInto", "SELECT 1 AS a INTO t", "write"},
        Case{"SelectIntoInUnion", "SELECT 1 AS a INTO t UNION SELECT 2", "write"},
        Case{"ForUpdate", "SELECT * FROM t FOR UPDATE", "write"},
        Case{"ForShareInside", "SELECT * FROM (SELECT * FROM t FOR SHARE) x", "write"},
        Case{"ExplainAnalyze", "EXPLAIN ANALYZE SELECT 1", "write"},
        Case{"ExplainAnalyzeOption", "EXPLAIN (VERBOSE, ANALYZE) SELECT 1", "write"},
        Case{"ExplainInsert", "EXPLAIN INSERT INTO t VALUES (1)", "write"},
        Case{"CreateTable", "CREATE TABLE t (a int DEFAULT 3)", "write"},
        Case{"CreateTableAs", "CREATE TABLE t AS SELECT 1", "write"},
        Case{"CreateIndex", "CREATE INDEX ON t (a)", "write"},
        Case{"CreateView", "CREATE VIEW v AS SELECT 1", "write"},
        Case{"CreateSchema", "CREATE SCHEMA s", "write"}, Case{"DropTable", "DROP TABLE t", "write"},
        Case{"AddColumn", "ALTER TABLE t ADD COLUMN b int", "write"},
        Case{"RenameColumn", "ALTER TABLE t RENAME COLUMN a TO b", "write"},
        Case{"Truncate", "TRUNCATE t", "write"}, Case{"Comment", "COMMENT ON TABLE t IS 'x'", "write"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Refusals, StatementVerdictTest,
    testing::Values(
        Case{"Begin", "BEGIN", "refused_statement"}, Case{"Commit", "COMMIT", "refused_statement"},
        Case{"Rollback", "ROLLBACK", "refused_statement"},
        Case{"Savepoint", "SAVEPOINT a", "refused_statement"},
        Case{"PrepareTransaction", "PREPARE TRANSACTION 'a'", "refused_statement"},
        Case{"Set", "SET fairlead.tenant = 'b'", "refused_statement"},
        Case{"SetLocal", "SET LOCAL ROLE postgres", "refused_statement"},
        Case{"SetSession", "SET SESSION AUTHORIZATION postgres", "refused_statement"},
        Case{"Reset", "RESET ALL", "refused_statement"}, Case{"Discard", "DISCARD ALL", "refused_statement"},
        Case{"Listen", "LISTEN a", "refused_statement"}, Case{"Notify", "NOTIFY a", "refused_statement"},
        Case{"Unlisten", "UNLISTEN *", "refused_statement"},
        Case{"CopyFromProgram", "COPY t FROM PROGRAM 'id'", "refused_statement"},
        Case{"CopyToStdout", "COPY t TO STDOUT", "refused_statement"},
        Case{"Do", "DO $$ BEGIN END $$", "refused_statement"}, Case{"Call", "CALL p()", "refused_statement"},
        Case{"Prepare", "PREPARE a AS SELECT 1", "refused_statement"},
        Case{"Execute", "EXECUTE a", "refused_statement"},
        Case{"ExplainExecute", "EXPLAIN EXECUTE a", "refused_statement"},
        Case{"CreateTableAsExecute", "CREATE TABLE t AS EXECUTE a", "refused_statement"},
        Case{"Deallocate", "DEALLOCATE ALL", "refused_statement"},
        Case{"Declare", "DECLARE c CURSOR WITH HOLD FOR SELECT 1", "refused_statement"},
        Case{"Fetch", "FETCH ALL FROM c", "refused_statement"}, Case{"Close", "CLOSE c", "refused_statement"},
        Case{"Lock", "LOCK TABLE t", "refused_statement"}, Case{"Load", "LOAD 'x'", "refused_statement"},
        Case{"Vacuum", "VACUUM t", "refused_statement"},
        Case{"Checkpoint", "CHECKPOINT", "refused_statement"},
        Case{"AlterSystem", "ALTER SYSTEM SET a = 1", "refused_statement"},
        Case{"CreateRole", "CREATE ROLE r", "refused_statement"},
        Case{"AlterRole", "ALTER ROLE r SUPERUSER", "refused_statement"},
        Case{"Grant", "GRANT ALL ON t TO PUBLIC", "refused_statement"},
        Case{"CreateDatabase", "CREATE DATABASE d", "refused_statement"},
        Case{"CreateExtension", "CREATE EXTENSION dblink", "refused_statement"},
        Case{"CreateFunction", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
             "refused_statement"},
        Case{"DropFunction", "DROP FUNCTION f()", "refused_statement"},
        Case{"CreateTrigger", "CREATE TRIGGER a BEFORE INSERT ON t EXECUTE FUNCTION f()",
             "refused_statement"},
        Case{"CreateRule", "CREATE RULE r AS ON INSERT TO t DO NOTHING", "refused_statement"},
        Case{"AlterOwner", "ALTER TABLE t OWNER TO postgres", "refused_statement"},
        Case{"DisableRowSecurity", "ALTER TABLE t ADD COLUMN b int, DISABLE ROW LEVEL SECURITY",
             "refused_statement"},
        Case{"TemporaryTable", "CREATE TEMP TABLE t (a int)", "refused_statement"},
        Case{"TemporarySelectInto", "SELECT 1 AS a INTO TEMP t", "refused_statement"},
        Case{"SchemaWithElements", "CREATE SCHEMA s CREATE TABLE t (a int)", "refused_statement"},
        Case{"UpdateOfSettings", "UPDATE pg_settings SET setting = 'b' WHERE name = 'fairlead.tenant'",
             "refused_statement"},
        Case{"Empty", "", "empty_statement"}, Case{"OnlyComment", "-- SELECT 1", "empty_statement"},
        Case{"OnlySemicolon", ";", "empty_statement"},
        Case{"TwoStatements", "SELECT 1; DELETE FROM t", "several_statements"},
        Case{"TwoStatementsBehindComment", "SELECT 1 /* ; */ ; -- \n SELECT 2", "several_statements"},
        Case{"SyntaxError", "SELEC 1", "syntax_error"}, Case{"OpenLiteral", "SELECT 'abc", "syntax_error"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    RefusedFunctions, StatementVerdictTest,
    testing::Values(
        Case{"SetConfig", "SELECT set_config('fairlead.tenant', 'b', false)", "refused_function"},
        Case{"Qualified", "SELECT pg_catalog.set_config('a.b', 'c', true)", "refused_function"},
        Case{"UpperCase", "SELECT PG_SLEEP(1)", "refused_function"},
        Case{"Quoted", "SELECT \"pg_sleep\"(1)", "refused_function"},
        Case{"UnicodeEscape", "SELECT U&\"pg\\005fsleep\"(1)", "refused_function"},
        Case{"InFrom", "SELECT * FROM pg_read_file('/etc/passwd')", "refused_function"},
        Case{"InSubquery", "SELECT 1 WHERE EXISTS (SELECT pg_ls_dir('.'))", "refused_function"},
        Case{"InDefault", "CREATE TABLE t (a text DEFAULT pg_read_file('x'))", "refused_function"},
        Case{"InReturning", "INSERT INTO t VALUES (1) RETURNING lo_import('/etc/passwd')",
             "refused_function"},
        Case{"InExplain", "EXPLAIN SELECT pg_sleep(1)", "refused_function"},
        Case{"InOrderBy", "SELECT 1 ORDER BY pg_advisory_lock(1)", "refused_function"},
        Case{"Dblink", "SELECT * FROM dblink('host=x', 'SELECT 1') AS t(a int)", "refused_function"},
        Case{"SqlFromAString", "SELECT query_to_xml('DELETE FROM t', true, true, '')", "refused_function"},
        Case{"TerminateBackend", "SELECT pg_terminate_backend(1)", "refused_function"},
        Case{"Notify", "SELECT pg_notify('a', 'b')", "refused_function"},
        Case{"ReloadConfiguration", "SELECT pg_reload_conf()", "refused_function"}),
    name_of);

// ---- What else it tells ----------------------------------------------------------------------------------

TEST(StatementTest, SelectIsACursorQuery) { EXPECT_TRUE(classify("SELECT 1").is_cursor_query); }
TEST(StatementTest, ExplainIsNoCursorQuery) { EXPECT_FALSE(classify("EXPLAIN SELECT 1").is_cursor_query); }
TEST(StatementTest, ShowIsNoCursorQuery) { EXPECT_FALSE(classify("SHOW ALL").is_cursor_query); }

TEST(StatementTest, TellsWhereTheSyntaxErrorIs) {
  try {
    (void)classify("SELECT 1 FORM t");
    FAIL();
  } catch (const ToolError& error) {
    EXPECT_NE(std::string_view(error.what()).find("at character 15"), std::string_view::npos) << error.what();
  }
}

TEST(StatementTest, NamesTheRefusedFunction) {
  try {
    (void)classify("SELECT PG_Sleep(1)");
    FAIL();
  } catch (const ToolError& error) {
    EXPECT_NE(std::string_view(error.what()).find("pg_sleep"), std::string_view::npos);
  }
}

TEST(StatementTest, RefusesANulCharacter) {
  EXPECT_EQ(verdict(std::string_view("SELECT 1\0; DELETE", 17)), "syntax_error");
}

// ---- Limits ----------------------------------------------------------------------------------------------

TEST(StatementTest, TakesAStatementAtTheLengthLimit) {
  const std::string sql = "SELECT '" + std::string(kSqlBytesMax - 9, 'x') + "'";
  ASSERT_EQ(sql.size(), kSqlBytesMax);
  EXPECT_EQ(verdict(sql), "read");
}

TEST(StatementTest, RefusesAStatementAboveTheLengthLimit) {
  EXPECT_EQ(verdict("SELECT '" + std::string(kSqlBytesMax - 8, 'x') + "'"), "too_long");
}

TEST(StatementTest, TakesAThousandRowsOfValues) {
  EXPECT_EQ(verdict("INSERT INTO t VALUES (0)" + repeated(",(1)", 1000)), "write");
}

TEST(StatementTest, TakesALongChainOfConditions) {
  EXPECT_EQ(verdict("SELECT 1 WHERE a = 1" + repeated(" OR a = 2", 2000)), "read");
}

TEST(StatementTest, TakesAsManyNestedOperatorsAsPromised) {
  EXPECT_EQ(verdict("SELECT 1" + repeated("+1", kSqlDepthMax)), "read");
}

TEST(StatementTest, RefusesNestingThatTheGrammarRefuses) {
  EXPECT_EQ(verdict("SELECT " + std::string(20'000, '(') + "1" + std::string(20'000, ')')), "too_deep");
}

// The tree of this one overflows a stack of 8 MiB when it is written.
TEST(StatementTest, RefusesTheDeepestTreeThatFitsTheLengthLimit) {
  EXPECT_EQ(verdict("SELECT 1" + repeated("+1", (kSqlBytesMax - 8) / 2)), "too_deep");
}

}  // namespace
}  // namespace fairlead::postgres
