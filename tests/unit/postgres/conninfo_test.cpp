// Settings to libpq keywords: what is refused, and that nothing of the process fills a gap.
#include "conninfo.hpp"

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

namespace fairlead::postgres {
namespace {

ConnectSettings settings() {
  ConnectSettings made;
  made.host = "db.example";
  made.database = "shop";
  made.user = "app";
  made.application_name = "fairlead";
  made.tenant_setting = "fairlead.tenant";
  return made;
}

std::string value_of(const ConnectSettings& from, std::string_view password, std::string_view keyword) {
  for (const auto& [name, value] : keywords_of(from, password)) {
    if (name == keyword) return value;
  }
  return "(absent)";
}

TEST(ConninfoTest, TakesGoodSettings) { EXPECT_EQ(fault_in(settings()), std::nullopt); }

TEST(ConninfoTest, PassesValuesUntouched) {
  auto odd = settings();
  odd.database = "x' host='evil";
  EXPECT_EQ(value_of(odd, "", "dbname"), "x' host='evil");
}

TEST(ConninfoTest, LeavesAnEmptyPasswordOut) { EXPECT_EQ(value_of(settings(), "", "password"), "(absent)"); }
TEST(ConninfoTest, PassesThePassword) { EXPECT_EQ(value_of(settings(), "s3cret", "password"), "s3cret"); }

TEST(ConninfoTest, GivesEveryKeywordAValueBecauseLibpqFillsInTheRestFromTheProcess) {
  for (const auto& [name, value] : keywords_of(settings(), "")) EXPECT_FALSE(value.empty()) << name;
}

TEST(ConninfoTest, KeepsLibpqOutOfTheHomeFolder) {
  for (const char* file : {"passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir"}) {
    EXPECT_EQ(value_of(settings(), "", file), "/nonexistent/fairlead") << file;
  }
}

TEST(ConninfoTest, FixesWhatDecodingReliesOnAtStartup) {
  const std::string options = value_of(settings(), "", "options");
  for (const auto& setting : fixed_settings()) {
    EXPECT_NE(options.find("-c " + std::string(setting.name) + "="), std::string::npos) << setting.name;
  }
}

TEST(ConninfoTest, NeedsAHost) {
  auto bad = settings();
  bad.host.clear();
  EXPECT_TRUE(fault_in(bad)->starts_with("host:"));
}

TEST(ConninfoTest, RefusesAListOfHosts) {
  auto bad = settings();
  bad.host = "a,b";
  EXPECT_TRUE(fault_in(bad)->starts_with("host:"));
}

TEST(ConninfoTest, RefusesANulCharacter) {
  auto bad = settings();
  bad.user = std::string("app\0x", 5);
  EXPECT_TRUE(fault_in(bad)->starts_with("user:"));
}

TEST(ConninfoTest, RefusesAnUnknownSslMode) {
  auto bad = settings();
  bad.sslmode = "verify_full";
  EXPECT_TRUE(fault_in(bad)->starts_with("sslmode:"));
}

TEST(ConninfoTest, NeedsAnAuthorityToVerify) {
  auto bad = settings();
  bad.sslmode = "verify-ca";
  EXPECT_TRUE(fault_in(bad)->starts_with("sslrootcert:"));
  bad.sslrootcert = "/etc/ca.pem";
  EXPECT_EQ(fault_in(bad), std::nullopt);
}

TEST(ConninfoTest, NeedsTheKeyOfAClientCertificate) {
  auto bad = settings();
  bad.sslcert = "/etc/client.pem";
  EXPECT_TRUE(fault_in(bad)->starts_with("sslkey:"));
}

TEST(CustomSettingTest, TakesNamesWithADot) {
  EXPECT_TRUE(is_custom_setting("fairlead.tenant"));
  EXPECT_TRUE(is_custom_setting("a.b.c_1"));
}

TEST(CustomSettingTest, RefusesPostgresqlsOwn) {
  EXPECT_FALSE(is_custom_setting("role"));
  EXPECT_FALSE(is_custom_setting("session_authorization"));
}

TEST(CustomSettingTest, RefusesOddNames) {
  for (const char* name : {"", ".", "a.", ".a", "a..b", "1a.b", "a.b c", "a.b;"})
    EXPECT_FALSE(is_custom_setting(name)) << name;
}

TEST(CustomSettingTest, KeepsToTheLengthOfAName) {
  EXPECT_TRUE(is_custom_setting("a." + std::string(61, 'b')));
  EXPECT_FALSE(is_custom_setting("a." + std::string(62, 'b')));
}

TEST(EnvironmentTest, NamesAVariableThatCannotBeOverridden) {
  ::setenv("PGSERVICE", "x", 1);
  EXPECT_EQ(fault_in_environment(true), "PGSERVICE");
  ::unsetenv("PGSERVICE");
  EXPECT_EQ(fault_in_environment(true), std::nullopt);
}

TEST(EnvironmentTest, MindsPgpasswordOnlyWithoutAPassword) {
  ::setenv("PGPASSWORD", "x", 1);
  EXPECT_EQ(fault_in_environment(true), std::nullopt);
  EXPECT_EQ(fault_in_environment(false), "PGPASSWORD");
  ::unsetenv("PGPASSWORD");
}

}  // namespace
}  // namespace fairlead::postgres
