// A tenant's own connection that fails, fails: the global one is never asked in its stead, though it would
// answer. Each test first shows that it does answer somebody else, so that "not asked" means something.
#include "environment.hpp"

namespace fairlead::test {
namespace {

class BrokenConnectionTest : public CliIntegration {
 protected:
  /// Breaks acme's connection, calls, and says what came of it.
  Ran call_broken(const boost::json::object& changes) {
    apply(changes);
    const std::size_t first = logins_of("shared_reader");
    EXPECT_EQ(installed.query("globex", "SELECT 1").exit, 0);
    EXPECT_EQ(logins_of("shared_reader"), first + 1);
    Ran ran = installed.query("acme", "SELECT 1");
    EXPECT_EQ(logins_of("shared_reader"), first + 1) << "the global connection was asked";
    EXPECT_EQ(ran.json().at("rung"), "tenant") << ran.out;
    return ran;
  }

  static std::string message_of(const Ran& ran) {
    return std::string(ran.json().at("error").at("message").as_string());
  }
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_F(BrokenConnectionTest, RefusedPortIsReportedAsUnavailable) {
  const Ran ran = call_broken({{"port", 1}});
  EXPECT_EQ(ran.exit, 5);
  EXPECT_EQ(ran.json().at("outcome"), "unavailable");
  EXPECT_TRUE(contains(message_of(ran), "refused")) << message_of(ran);
}

TEST_F(BrokenConnectionTest, WrongPasswordIsReportedAsACredential) {
  installed.write_secret("wrong", "not it\n");
  const Ran ran = call_broken({{"password", "${file:wrong}"}});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_EQ(ran.json().at("outcome"), "unauthenticated");
  EXPECT_TRUE(contains(message_of(ran), "password")) << message_of(ran);
  EXPECT_FALSE(contains(ran.out, "not it"));
}

TEST_F(BrokenConnectionTest, UnsetVariableIsReportedByName) {
  const Ran ran = call_broken({{"password", "${env:ACME_UNSET_PASSWORD}"}});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_EQ(ran.json().at("error").at("reason"), "secret_unresolved");
  EXPECT_TRUE(contains(message_of(ran), "ACME_UNSET_PASSWORD")) << message_of(ran);
}

TEST_F(BrokenConnectionTest, MissingSecretFileIsReportedByName) {
  const Ran ran = call_broken({{"password", "${file:absent}"}});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_EQ(ran.json().at("error").at("reason"), "secret_unresolved");
  EXPECT_TRUE(contains(message_of(ran), "absent")) << message_of(ran);
}

TEST_F(BrokenConnectionTest, UnresolvedPlainFieldIsReportedByName) {
  const Ran ran = call_broken({{"host", "${env:ACME_UNSET_HOST}"}});
  EXPECT_EQ(ran.exit, 6);
  EXPECT_EQ(ran.json().at("error").at("reason"), "secret_unresolved");
  EXPECT_TRUE(contains(message_of(ran), "ACME_UNSET_HOST")) << message_of(ran);
}

TEST_F(BrokenConnectionTest, ServerThatTakesNoMoreConnectionsIsReported) {
  installed.write_secret("full", "full\n");
  const Ran ran = call_broken({{"user", "full"}, {"password", "${file:full}"}});
  EXPECT_EQ(ran.exit, 5) << ran.out;
  EXPECT_TRUE(contains(message_of(ran), "too many connections")) << message_of(ran);
}

TEST_F(BrokenConnectionTest, MissingDatabaseIsReported) {
  const Ran ran = call_broken({{"database", "absent"}});
  EXPECT_NE(ran.exit, 0);
  EXPECT_TRUE(contains(message_of(ran), "absent")) << message_of(ran);
}

}  // namespace
}  // namespace fairlead::test
