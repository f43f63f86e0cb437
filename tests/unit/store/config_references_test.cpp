// References inside configurations: what is refused, and what a provider is given.
#include "store/config_references.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fairlead::store {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

boost::json::object object(const char* text) { return boost::json::parse(text).as_object(); }

Result<void> check(const char* config, std::vector<std::string> secret_paths) {
  return check_references(object(config), secret_paths);
}

SecretResolver resolver() {
  return SecretResolver({.secrets_dir = {}, .environment = [](const char* name) {
                           return std::string_view(name) == "HOST" ? "db.example" : nullptr;
                         }});
}

TEST(CheckReferencesTest, AcceptsReferencesInSecretFieldsAndTextElsewhere) {
  EXPECT_TRUE(check(R"({"host": "h", "port": 5432, "password": "${env:P}"})", {"/password"}));
}

TEST(CheckReferencesTest, ASecretMayHaveTextAroundItsReference) {
  EXPECT_TRUE(check(R"({"url": "db://u:${env:P}@h/d"})", {"/url"}));
}

TEST(CheckReferencesTest, RefusesASecretInClearAndDoesNotRepeatIt) {
  const auto checked = check(R"({"password": "canary"})", {"/password"});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(checked.error().reason, "literal_secret");
  EXPECT_THAT(checked.error().message, StartsWith("password: "));
  EXPECT_THAT(checked.error().message, HasSubstr("${env:NAME}"));
  EXPECT_THAT(checked.error().message, Not(HasSubstr("canary")));
}

TEST(CheckReferencesTest, RefusesAnEscapedReferenceAsASecret) {
  EXPECT_FALSE(check(R"({"p": "$${env:X}"})", {"/p"}));
}

TEST(CheckReferencesTest, RefusesASecretThatIsNoText) {
  EXPECT_FALSE(check(R"({"pin": 1234})", {"/pin"}));
  EXPECT_FALSE(check(R"({"pin": {"a": "${env:X}"}})", {"/pin"}));
  EXPECT_FALSE(check(R"({"pin": ""})", {"/pin"}));
}

TEST(CheckReferencesTest, AnAbsentOrNullSecretIsTheSchemasBusiness) {
  EXPECT_TRUE(check(R"({})", {"/password"}));
  EXPECT_TRUE(check(R"({"password": null})", {"/password"}));
}

TEST(CheckReferencesTest, FindsSecretsBelowAnyIndexAndName) {
  EXPECT_FALSE(check(R"({"keys": [{"k": "${env:X}"}, {"k": "clear"}]})", {"/keys/*/k"}));
  EXPECT_TRUE(check(R"({"keys": [{"k": "${env:X}"}, {"other": "clear"}]})", {"/keys/*/k"}));
  EXPECT_FALSE(check(R"({"headers": {"X-Key": "clear"}})", {"/headers/*"}));
}

TEST(CheckReferencesTest, AStarStandsForOneTokenOnly) {
  EXPECT_FALSE(check(R"({"a": {"b": {"c": "clear"}}})", {"/a/*"})) << "an object is no secret either";
  EXPECT_TRUE(check(R"({"b": {"b": {"c": "clear"}}})", {"/a/*"}));
  EXPECT_TRUE(check(R"({"a": "clear"})", {"/a/*"}));
}

TEST(CheckReferencesTest, MatchesEscapedTokens) { EXPECT_FALSE(check(R"({"a/b": "clear"})", {"/a~1b"})); }

TEST(CheckReferencesTest, RefusesAMalformedReferenceAnywhere) {
  const auto checked = check(R"({"list": ["ok", "${nope}"]})", {});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().reason, "bad_reference");
  EXPECT_THAT(checked.error().message, StartsWith("list/1: "));
}

TEST(BindConfigTest, ResolvesPlainFieldsAndTakesSecretsOut) {
  const std::vector<std::string> secret_paths{"/auth/password"};
  const auto bound =
      bind_config(object(R"({"host": "${env:HOST}:1", "n": 1, "auth": {"password": "${env:GONE}"}})"),
                  secret_paths, resolver());
  ASSERT_TRUE(bound) << bound.error().message;
  EXPECT_EQ(bound->config,
            object(R"({"host": "db.example:1", "n": 1, "auth": {"password": "auth/password"}})"));
  ASSERT_EQ(bound->secrets.size(), 1u);
  EXPECT_EQ(bound->secrets[0].name, "auth/password");
  EXPECT_EQ(bound->secrets[0].value, (Template{Reference{ReferenceKind::Env, "GONE"}}));
}

TEST(BindConfigTest, UnescapesPlainFields) {
  EXPECT_EQ(bind_config(object(R"({"x": "$${env:HOST}"})"), {}, resolver())->config,
            object(R"({"x": "${env:HOST}"})"));
}

TEST(BindConfigTest, SaysWhichPlainFieldIsUnresolved) {
  const auto bound = bind_config(object(R"({"host": "${env:GONE}"})"), {}, resolver());
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().code, ErrorCode::FailedPrecondition);
  EXPECT_EQ(bound.error().reason, "secret_unresolved");
  EXPECT_THAT(bound.error().message, StartsWith("host: "));
}

TEST(BindConfigTest, RefusesASecretInClear) {
  const std::vector<std::string> secret_paths{"/p"};
  const auto bound = bind_config(object(R"({"p": "clear"})"), secret_paths, resolver());
  ASSERT_FALSE(bound);
  EXPECT_EQ(bound.error().reason, "literal_secret");
}

}  // namespace
}  // namespace fairlead::store
