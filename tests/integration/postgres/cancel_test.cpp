// Time limits and cancellation: the call ends, and so does the statement on the server.
#include <csignal>
#include <thread>

#include "environment.hpp"

namespace fairlead::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr const char* kRunning =
    "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND state = 'active'";

// The server said so itself: the socket was not just closed on it.
constexpr const char* kStoppedByServer = R"({"sqlstate":"57014"})";

class CancelTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(plugin.connect()) << plugin.error().message; }

  PostgresPlugin plugin;
};

TEST_F(CancelTest, EndsAStatementByTheDeadline) {
  const auto start = steady_clock::now();
  const CallResult outcome = plugin.call("query", {{"sql", "SELECT nap(60)"}}, milliseconds(1000));
  EXPECT_LT(steady_clock::now() - start, seconds(10));
  EXPECT_EQ(outcome.status(), FAIRLEAD_DEADLINE_EXCEEDED);
  EXPECT_TRUE(becomes(kRunning, "0"));
}

TEST_F(CancelTest, HasTheServerKeepToTheConnectionsTimeLimit) {
  PostgresPlugin impatient({{"statement_timeout_ms", 100}});
  ASSERT_TRUE(impatient.connect());
  const CallResult outcome = impatient.call("query", {{"sql", "SELECT nap(60)"}});
  EXPECT_EQ(outcome.status(), FAIRLEAD_DEADLINE_EXCEEDED);
  EXPECT_EQ(outcome.detail_text(), kStoppedByServer);
}

TEST_F(CancelTest, TheSessionSurvivesAStatementThatTheServerStopped) {
  PostgresPlugin impatient({{"statement_timeout_ms", 100}});
  ASSERT_TRUE(impatient.connect());
  const CallResult outcome = impatient.call("query", {{"sql", "SELECT nap(60)"}});
  EXPECT_EQ(outcome.flags() & FAIRLEAD_ERR_CLIENT_BAD, 0u);
  ASSERT_TRUE(impatient.reset()) << impatient.error().message;
  EXPECT_EQ(impatient.value_of("SELECT 1"), 1);
}

TEST_F(CancelTest, StopsAStatementThatIgnoredTheServersLimit) {
  const auto start = steady_clock::now();
  const CallResult outcome = plugin.call("query", {{"sql", "SELECT stubborn_nap(60)"}}, milliseconds(500));
  EXPECT_LT(steady_clock::now() - start, seconds(10));
  EXPECT_EQ(outcome.status(), FAIRLEAD_DEADLINE_EXCEEDED);
  EXPECT_EQ(outcome.detail_text(), kStoppedByServer);
  EXPECT_TRUE(becomes(kRunning, "0"));
  EXPECT_FALSE(plugin.reset());
}

TEST_F(CancelTest, CancellationReachesTheServer) {
  std::optional<CallResult> outcome;
  std::thread caller([&] { outcome = plugin.call("query", {{"sql", "SELECT nap(60)"}}); });
  EXPECT_TRUE(becomes(kRunning, "1"));
  const auto start = steady_clock::now();
  plugin.cancel();
  caller.join();
  EXPECT_LT(steady_clock::now() - start, seconds(10));
  EXPECT_EQ(outcome->status(), FAIRLEAD_CANCELLED);
  EXPECT_EQ(outcome->detail_text(), kStoppedByServer);
  EXPECT_TRUE(becomes(kRunning, "0"));
}

TEST_F(CancelTest, ACancelledSessionIsNotUsedAgain) {
  std::thread caller([&] { (void)plugin.call("query", {{"sql", "SELECT nap(60)"}}); });
  EXPECT_TRUE(becomes(kRunning, "1"));
  plugin.cancel();
  caller.join();
  EXPECT_FALSE(plugin.reset());
  EXPECT_NE(plugin.error().flags & FAIRLEAD_ERR_CLIENT_BAD, 0u);
}

TEST_F(CancelTest, ACancelledWriteIsRolledBack) {
  std::thread caller([&] {
    (void)plugin.call("execute", {{"sql", "INSERT INTO orders (id, customer) SELECT 600, nap(60)::text"}});
  });
  EXPECT_TRUE(becomes(kRunning, "1"));
  plugin.cancel();
  caller.join();
  EXPECT_TRUE(becomes("SELECT count(*) FROM orders WHERE id = 600", "0"));
}

TEST_F(CancelTest, GivesUpOnAFrozenServer) {
  const auto pid = plugin.value_of("SELECT pg_backend_pid()").as_int64();
  ASSERT_TRUE(plugin.reset());
  ASSERT_EQ(::kill(static_cast<pid_t>(pid), SIGSTOP), 0);
  const auto start = steady_clock::now();
  const CallResult outcome = plugin.call("query", {{"sql", "SELECT 1"}}, milliseconds(300));
  EXPECT_LT(steady_clock::now() - start, seconds(10));
  ::kill(static_cast<pid_t>(pid), SIGCONT);
  EXPECT_EQ(outcome.status(), FAIRLEAD_DEADLINE_EXCEEDED);
  EXPECT_NE(outcome.flags() & FAIRLEAD_ERR_CLIENT_BAD, 0u);
}

TEST_F(CancelTest, TellsThatAKilledSessionIsUnavailableAndBad) {
  std::optional<CallResult> outcome;
  std::thread caller([&] { outcome = plugin.call("query", {{"sql", "SELECT nap(60)"}}); });
  EXPECT_TRUE(becomes(kRunning, "1"));
  EXPECT_TRUE(server().execute_sql(
      "shop", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'"));
  caller.join();
  EXPECT_EQ(outcome->status(), FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(outcome->flags(), FAIRLEAD_ERR_CLIENT_BAD | FAIRLEAD_ERR_RETRYABLE);
}

TEST_F(CancelTest, SaysThatTheEffectOfAKilledWriteIsUnknown) {
  std::optional<CallResult> outcome;
  std::thread caller([&] {
    outcome =
        plugin.call("execute", {{"sql", "INSERT INTO orders (id, customer) SELECT 601, nap(60)::text"}});
  });
  EXPECT_TRUE(becomes(kRunning, "1"));
  EXPECT_TRUE(server().execute_sql(
      "shop", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app'"));
  caller.join();
  EXPECT_EQ(outcome->flags(), FAIRLEAD_ERR_CLIENT_BAD);
  EXPECT_NE(outcome->message().find("unknown"), std::string::npos);
}

TEST_F(CancelTest, ACallThatIsCancelledAlreadyRunsNothing) {
  const CallResult outcome = plugin.call_cancelled("execute", {{"sql", "DELETE FROM orders"}});
  EXPECT_EQ(outcome.status(), FAIRLEAD_CANCELLED);
  EXPECT_TRUE(becomes("SELECT count(*) > 0 FROM orders", "t"));
}

}  // namespace
}  // namespace fairlead::test
