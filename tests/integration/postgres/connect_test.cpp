// Connecting: what is refused, how it is said, and TLS.
#include <csignal>
#include <cstdlib>

#include "environment.hpp"

namespace fairlead::test {
namespace {

namespace json = boost::json;

// What connect says of a connection that must not come about.
Refusal refusal(const json::object& changes, std::string_view password = "app secret's") {
  PostgresPlugin plugin(changes, password);
  EXPECT_FALSE(plugin.connect());
  return plugin.error();
}

TEST(ConnectTest, SaysThatThePasswordIsWrong) {
  const Refusal error = refusal({}, "hunter2");
  EXPECT_EQ(error.status, FAIRLEAD_UNAUTHENTICATED);
  EXPECT_EQ(error.flags, FAIRLEAD_ERR_BINDING_BAD);
  EXPECT_EQ(error.message.find("hunter2"), std::string::npos);
}

TEST(ConnectTest, SaysThatAPasswordIsMissing) {
  const Refusal error = refusal({{"password", nullptr}});
  EXPECT_EQ(error.status, FAIRLEAD_UNAUTHENTICATED);
  EXPECT_NE(error.message.find("`password`"), std::string::npos) << error.message;
}

TEST(ConnectTest, SaysThatTheDatabaseDoesNotExist) {
  const Refusal error = refusal({{"database", "nowhere"}});
  EXPECT_EQ(error.status, FAIRLEAD_NOT_FOUND);
  EXPECT_EQ(error.flags, FAIRLEAD_ERR_BINDING_BAD);
}

TEST(ConnectTest, SaysThatTheRoleDoesNotExist) {
  EXPECT_EQ(refusal({{"user", "nobody_here"}}).status, FAIRLEAD_UNAUTHENTICATED);
}

TEST(ConnectTest, SaysThatThePortIsRefused) {
  const Refusal error = refusal({{"port", 1}});
  EXPECT_EQ(error.status, FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(error.flags, FAIRLEAD_ERR_RETRYABLE);
}

TEST(ConnectTest, TreatsTheDatabaseAsANameAndNotAsAConnectionString) {
  const Refusal error = refusal({{"database", "host=127.0.0.1 user=postgres"}});
  EXPECT_EQ(error.status, FAIRLEAD_NOT_FOUND) << error.message;
}

TEST(ConnectTest, GivesUpOnAServerThatNeverAnswers) {
  PostgresPlugin plugin({{"host", server().folder().string()}, {"connect_timeout_s", 1}});
  ASSERT_EQ(::kill(server().pid(), SIGSTOP), 0);
  const auto start = std::chrono::steady_clock::now();
  const bool is_connected = plugin.connect();
  ::kill(server().pid(), SIGCONT);
  EXPECT_FALSE(is_connected);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  EXPECT_EQ(plugin.error().status, FAIRLEAD_UNAVAILABLE);
}

TEST(ConnectTest, ConnectsByUnixSocket) {
  PostgresPlugin plugin({{"host", server().folder().string()}});
  ASSERT_TRUE(plugin.connect()) << plugin.error().message;
  EXPECT_EQ(plugin.value_of("SELECT inet_server_addr() IS NULL"), true);
}

TEST(ConnectTest, RefusesAnEnvironmentThatWouldRedirectEverybody) {
  ::setenv("PGHOSTADDR", "127.0.0.2", 1);
  const Refusal error = refusal({});
  ::unsetenv("PGHOSTADDR");
  EXPECT_EQ(error.status, FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_NE(error.message.find("PGHOSTADDR"), std::string::npos);
}

TEST(ConnectTest, IgnoresTheEnvironmentOtherwise) {
  for (const char* name :
       {"PGUSER", "PGDATABASE", "PGOPTIONS", "PGSSLMODE", "PGAPPNAME", "PGPORT", "PGPASSWORD"}) {
    ::setenv(name, "stranger", 1);
  }
  PostgresPlugin plugin;
  EXPECT_TRUE(plugin.connect()) << plugin.error().message;
  for (const char* name :
       {"PGUSER", "PGDATABASE", "PGOPTIONS", "PGSSLMODE", "PGAPPNAME", "PGPORT", "PGPASSWORD"}) {
    ::unsetenv(name);
  }
}

TEST(ConnectTest, RefusesASettingThatWouldChangeTheRole) {
  const Refusal error = refusal({{"tenant_setting", "role"}});
  EXPECT_EQ(error.status, FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(error.flags, FAIRLEAD_ERR_BINDING_BAD);
}

TEST(ConnectTest, ReportsThatTheServerIsFull) {
  ASSERT_TRUE(server().execute_sql("shop", "ALTER ROLE app CONNECTION LIMIT 1"));
  PostgresPlugin first;
  ASSERT_TRUE(first.connect());
  const Refusal error = refusal({});
  ASSERT_TRUE(server().execute_sql("shop", "ALTER ROLE app CONNECTION LIMIT -1"));
  EXPECT_EQ(error.status, FAIRLEAD_RESOURCE_EXHAUSTED);
  EXPECT_EQ(error.flags, FAIRLEAD_ERR_RETRYABLE);
}

// ---- TLS -------------------------------------------------------------------------------------------------

constexpr const char* kIsTls = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

TEST(ConnectTlsTest, PreferUsesTlsWhereTheServerHasIt) {
  PostgresPlugin plugin({{"sslmode", nullptr}});
  ASSERT_TRUE(plugin.connect()) << plugin.error().message;
  EXPECT_EQ(plugin.value_of(kIsTls), true);
}

TEST(ConnectTlsTest, DisableUsesNone) {
  PostgresPlugin plugin({{"sslmode", "disable"}});
  ASSERT_TRUE(plugin.connect());
  EXPECT_EQ(plugin.value_of(kIsTls), false);
}

TEST(ConnectTlsTest, VerifyFullAcceptsTheServersNameAndAuthority) {
  PostgresPlugin plugin({{"sslmode", "verify-full"}, {"sslrootcert", server().ca_file().string()}});
  ASSERT_TRUE(plugin.connect()) << plugin.error().message;
  EXPECT_EQ(plugin.value_of(kIsTls), true);
}

TEST(ConnectTlsTest, VerifyFullRefusesAnotherAuthority) {
  const Refusal error =
      refusal({{"sslmode", "verify-full"}, {"sslrootcert", server().foreign_ca_file().string()}});
  EXPECT_EQ(error.status, FAIRLEAD_UNAVAILABLE);
  EXPECT_NE(error.message.find("sslrootcert"), std::string::npos) << error.message;
}

TEST(ConnectTlsTest, VerifyFullRefusesAnotherName) {
  const Refusal error = refusal(
      {{"sslmode", "verify-full"}, {"sslrootcert", server().ca_file().string()}, {"host", "127.0.0.2"}});
  EXPECT_EQ(error.status, FAIRLEAD_UNAVAILABLE);
}

TEST(ConnectTlsTest, VerifyCaAcceptsAnotherName) {
  PostgresPlugin plugin(
      {{"sslmode", "verify-ca"}, {"sslrootcert", server().ca_file().string()}, {"host", "127.0.0.2"}});
  EXPECT_TRUE(plugin.connect()) << plugin.error().message;
}

TEST(ConnectTlsTest, VerifyFullNeedsAnAuthority) {
  const Refusal error = refusal({{"sslmode", "verify-full"}});
  EXPECT_EQ(error.status, FAIRLEAD_FAILED_PRECONDITION);
}

TEST(ConnectTlsTest, PlainTextIsRefusedByAServerThatRequiresTls) {
  EXPECT_EQ(refusal({{"user", "tls_only"}, {"sslmode", "disable"}}).status, FAIRLEAD_UNAUTHENTICATED);
  PostgresPlugin plugin({{"user", "tls_only"}, {"sslmode", "require"}});
  EXPECT_TRUE(plugin.connect()) << plugin.error().message;
}

}  // namespace
}  // namespace fairlead::test
