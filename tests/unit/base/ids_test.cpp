// The grammar of ids: each limit at, below and above; each class of letter; what the error says.
#include "base/ids.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

std::string letters(std::size_t count) { return std::string(count, 'a'); }

TEST(TenantIdTest, TakesOneToSixtyThreeBytes) {
  EXPECT_TRUE(check_tenant_id("a"));
  EXPECT_TRUE(check_tenant_id(letters(62)));
  EXPECT_TRUE(check_tenant_id(letters(63)));
  EXPECT_FALSE(check_tenant_id(letters(64)));
  EXPECT_FALSE(check_tenant_id(""));
}

TEST(TenantIdTest, TakesLowerCaseDigitsUnderscoreAndDash) { EXPECT_TRUE(check_tenant_id("0-acme_2")); }

TEST(TenantIdTest, BeginsWithALetterOrDigit) {
  EXPECT_FALSE(check_tenant_id("-acme"));
  EXPECT_FALSE(check_tenant_id("_acme"));
}

TEST(TenantIdTest, RefusesEverythingElse) {
  using namespace std::string_literals;
  for (const std::string& id :
       {"Acme"s, "a b"s, "a.b"s, "a/b"s, "a:b"s, "a@b"s, "a\nb"s, "a\0b"s, "\xc3\xa4"s, "a'"s}) {
    EXPECT_FALSE(check_tenant_id(id)) << id;
  }
}

TEST(TenantIdTest, SaysWhatIsAllowedAndWhy) {
  const auto refused = check_tenant_id("Acme");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(refused.error().reason, "bad_id");
  EXPECT_EQ(
      refused.error().message,
      "tenant id 'Acme' is not allowed: use 1 to 63 of a-z, 0-9 and _-, beginning with a letter or digit");
}

TEST(TenantIdTest, DoesNotEchoControlCharactersIntoTheError) {
  const auto refused = check_tenant_id("a\x1b[31m\n");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("'a?[31m?'"), std::string::npos) << refused.error().message;
}

TEST(TenantIdTest, QuotesAtMostFortyBytesOfTheId) {
  EXPECT_EQ(check_tenant_id(letters(64)).error().message.find("'" + letters(40) + "...'"), 10u);
  EXPECT_NE(check_tenant_id("A" + letters(39)).error().message.find("'A" + letters(39) + "'"),
            std::string::npos);
}

TEST(ConnectionNameTest, TakesOneToTwentyBytes) {
  EXPECT_TRUE(check_connection_name("a"));
  EXPECT_TRUE(check_connection_name(letters(19)));
  EXPECT_TRUE(check_connection_name(letters(20)));
  EXPECT_FALSE(check_connection_name(letters(21)));
  EXPECT_FALSE(check_connection_name(""));
}

TEST(ConnectionNameTest, FollowsTheGrammarOfTenantIds) {
  EXPECT_TRUE(check_connection_name("db-2_ro"));
  EXPECT_FALSE(check_connection_name("_db"));
  EXPECT_FALSE(check_connection_name("DB"));
  EXPECT_FALSE(check_connection_name("a.b"));
}

TEST(UserIdTest, AnEmptyIdIsTheSingleton) { EXPECT_EQ(normalise_user_id(""), "singleton"); }

TEST(UserIdTest, IsLowerCased) {
  EXPECT_EQ(normalise_user_id("Ada.Lovelace@Example.COM"), "ada.lovelace@example.com");
}

TEST(UserIdTest, MayContainDotAtPlusUnderscoreAndDash) {
  EXPECT_EQ(normalise_user_id("a.b@c+d_e-f"), "a.b@c+d_e-f");
}

TEST(UserIdTest, BeginsWithALetterOrDigit) {
  for (const auto* id : {".ada", "@ada", "+ada", "_ada", "-ada"}) EXPECT_FALSE(normalise_user_id(id)) << id;
}

TEST(UserIdTest, TakesUpTo128Bytes) {
  EXPECT_EQ(normalise_user_id(letters(127)), letters(127));
  EXPECT_EQ(normalise_user_id(letters(128)), letters(128));
  const auto refused = normalise_user_id(letters(129));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
}

TEST(UserIdTest, RefusesEverythingElse) {
  for (const auto* id : {"a b", "a/b", "a:b", "a\tb", "\xc3\xa4"}) EXPECT_FALSE(normalise_user_id(id)) << id;
}

TEST(ToolNameTest, TakesOneToSixtyFourBytes) {
  EXPECT_TRUE(check_tool_name("a"));
  EXPECT_TRUE(check_tool_name(letters(63)));
  EXPECT_TRUE(check_tool_name(letters(64)));
  EXPECT_FALSE(check_tool_name(letters(65)));
  EXPECT_FALSE(check_tool_name(""));
}

TEST(ToolNameTest, TakesBothCasesAndBeginsWithAnything) {
  EXPECT_TRUE(check_tool_name("Postgres_query-2"));
  EXPECT_TRUE(check_tool_name("_q"));
  EXPECT_TRUE(check_tool_name("-q"));
}

TEST(ToolNameTest, RefusesEverythingElse) {
  for (const auto* name : {"a b", "a.b", "a/b", "a:b", "\xc3\xa4"}) {
    const auto refused = check_tool_name(name);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
  }
}

}  // namespace
}  // namespace fairlead
