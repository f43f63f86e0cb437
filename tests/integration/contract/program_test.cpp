// `fairlead verify` as its users see it: what it prints, and how it ends, whatever the plugin does.
#include "environment.hpp"

namespace fairlead::test {
namespace {

class VerifyProgramTest : public VerifyFixture {
 protected:
  [[nodiscard]] Verified verify_faulty(const std::string& name, const std::string& more = "") const {
    return verify(built("tests/faulty/" + name + ".so"), more);
  }
};

TEST_F(VerifyProgramTest, SaysVerifiedAndEndsWithZero) {
  const Verified sound = verify_faulty("sound", "--writes");
  EXPECT_EQ(sound.exit, 0) << sound.output;
  EXPECT_TRUE(sound.output.ends_with(": verified\n")) << sound.output;
}

TEST_F(VerifyProgramTest, OutlivesACrashAndNamesIt) {
  const Verified crash = verify_faulty("crash_in_invoke", "--only call.each_entry");
  EXPECT_EQ(crash.exit, 1);
  EXPECT_TRUE(contains(crash.output, "FAIL  call.each_entry")) << crash.output;
  EXPECT_TRUE(contains(crash.output, "crashed with SIGSEGV in invoke echo")) << crash.output;
  EXPECT_TRUE(crash.output.ends_with(": not verified\n")) << crash.output;
}

TEST_F(VerifyProgramTest, SkipsWhatNeedsWhatDoesNotWork) {
  const Verified crash = verify_faulty("crash_in_init");
  EXPECT_EQ(crash.exit, 1);
  EXPECT_TRUE(contains(crash.output, "needs declare.tables to pass")) << crash.output;
}

TEST_F(VerifyProgramTest, TellsOneBreachOnce) {
  const Verified twice =
      verify_faulty("completes_twice", "--only call.each_entry --only call.views_are_copied");
  EXPECT_TRUE(contains(twice.output, "1 failed, 1 skipped")) << twice.output;
  EXPECT_TRUE(contains(twice.output, "what call.each_entry found happened here too")) << twice.output;
}

TEST_F(VerifyProgramTest, GivesOneLineOfJson) {
  const Verified hang = verify_faulty("hang_in_connect", "--only connect --time-limit 1 --json");
  EXPECT_EQ(hang.exit, 1);
  const boost::json::value json = boost::json::parse(hang.output);
  EXPECT_EQ(json.at("plugin").at("id"), "dev.fairlead.faulty.hang_in_connect");
  EXPECT_EQ(json.at("provider"), "hang_in_connect");
  EXPECT_EQ(json.at("verified"), false);
  EXPECT_EQ(json.at("checks").at(0).at("id"), "connect.works");
  EXPECT_EQ(json.at("checks").at(0).at("phase"), "connect");
  EXPECT_EQ(json.at("counts").at("failed"), 1);
}

TEST_F(VerifyProgramTest, MakesTheSameCallsFromTheSameSeed) {
  const Verified fuzzed = verify_faulty("sound", "--only fuzz --fuzz 7 --seed 42");
  EXPECT_TRUE(contains(fuzzed.output, "14 calls, seed 42")) << fuzzed.output;
}

TEST_F(VerifyProgramTest, ListsTheChecksWithoutAFile) {
  const Verified listed = verify("--list");
  EXPECT_EQ(listed.exit, 0);
  EXPECT_TRUE(contains(listed.output, "call.views_are_copied")) << listed.output;
}

TEST_F(VerifyProgramTest, RefusesWhatIsNoFile) { EXPECT_EQ(verify(folder_ / "absent.so").exit, 3); }

TEST_F(VerifyProgramTest, RefusesAnUnknownCheck) {
  EXPECT_EQ(verify_faulty("sound", "--only splendour").exit, 3);
}

TEST_F(VerifyProgramTest, RefusesAnUnknownProvider) {
  EXPECT_EQ(verify_faulty("sound", "--provider other").exit, 3);
}

TEST_F(VerifyProgramTest, FailsWhereTheConfigurationThatWasGivenDoesNotFit) {
  const Verified wrong = verify_faulty("sound", "--only bind.sample_config " + config({{"nmae", "x"}}));
  EXPECT_EQ(wrong.exit, 1);
  EXPECT_TRUE(contains(wrong.output, "nmae")) << wrong.output;
}

}  // namespace
}  // namespace fairlead::test
