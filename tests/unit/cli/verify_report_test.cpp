// What `fairlead verify` says of checks that have been judged.
#include "cli/verify_report.hpp"

#include <sstream>

#include <gtest/gtest.h>

namespace fairlead::cli {
namespace {

namespace contract = plugin::contract;
using contract::Verdict;

const contract::Check& check(std::string_view id) {
  for (const contract::Check& each : contract::all_checks()) {
    if (each.id == id) return each;
  }
  ADD_FAILURE() << id;
  return contract::all_checks().front();
}

contract::CheckReport report(std::string_view id, contract::Judgement judgement) {
  contract::CheckReport made{&check(id), {}};
  made.judged.judgement = std::move(judgement);
  made.judged.elapsed = std::chrono::milliseconds(12);
  return made;
}

VerifyReport whole(std::vector<contract::CheckReport> checks) {
  VerifyReport made;
  made.providers.push_back({"notes", std::move(checks)});
  return made;
}

TEST(VerifySummaryTest, SaysVerifiedWhenNothingFailed) {
  EXPECT_EQ(summary_line(whole({report("connect.works", contract::passed())})), "1 ok: verified");
  EXPECT_EQ(summary_line(whole({report("connect.works", contract::passed()),
                                report("load.lint", contract::warned("old")),
                                report("call.overlapping", contract::skipped("not shared"))})),
            "1 ok, 1 warning, 1 skipped: verified");
}

TEST(VerifySummaryTest, SaysNotVerifiedWhenSomethingFailed) {
  EXPECT_EQ(summary_line(whole({report("connect.works", contract::failed("no")),
                                report("load.lint", contract::warned("old")),
                                report("load.works", contract::warned("old"))})),
            "0 ok, 1 failed, 2 warnings: not verified");
}

TEST(VerifySummaryTest, DoesNotSayVerifiedOfWhatNeverConnected) {
  const VerifyReport report_of_it = whole(
      {report("load.works", contract::passed()), report("connect.works", contract::skipped("no back end"))});
  EXPECT_EQ(summary_line(report_of_it), "1 ok, 1 skipped: nothing failed, but much could not be asked");
  EXPECT_FALSE(report_of_it.is_verified());
}

class GroupedChecksTest : public testing::Test {
 protected:
  std::ostringstream out_;
  std::ostringstream error_out_;
  Console console_{out_, error_out_};
};

TEST_F(GroupedChecksTest, PrintsAGroupWhenItIsWholeAndInOrder) {
  GroupedChecks shown(console_,
                      {&check("bind.sample_config"), &check("connect.works"), &check("bind.missing_secret")});
  shown.add(report("bind.sample_config", contract::passed()));
  shown.add(report("connect.works", contract::passed()));
  EXPECT_EQ(out_.str(), "");
  shown.add(report("bind.missing_secret", contract::skipped("no secret")));
  EXPECT_EQ(out_.str(),
            "\nbind\n"
            "  ok    bind.sample_config               12 ms\n"
            "  skip  bind.missing_secret              12 ms\n"
            "        no secret\n"
            "\nconnect\n"
            "  ok    connect.works                    12 ms\n");
}

TEST_F(GroupedChecksTest, IndentsEveryLineOfAMessageAndShowsControlCharacters) {
  GroupedChecks shown(console_, {&check("load.lint")});
  shown.add(report("load.lint", contract::failed("one\n\x1B[31mtwo")));
  EXPECT_NE(out_.str().find("  FAIL  load.lint"), std::string::npos);
  EXPECT_NE(out_.str().find("\n        one\n        \\x1b[31mtwo\n"), std::string::npos) << out_.str();
}

TEST(VerifyJsonTest, HasEverything) {
  VerifyReport verified;
  verified.identity = contract::Identity{"com.example.notes", "1.2.3", "sdk", {"notes"}};
  verified.sha256 = "abc";
  verified.seed = 7;
  auto crashed = report("connect.works", contract::failed("crashed"));
  crashed.judged.phase = "connect";
  verified.providers.push_back({"notes", {report("load.lint", contract::passed()), crashed}});
  const boost::json::object json = to_json(verified);
  EXPECT_EQ(json.at("plugin").at("id"), "com.example.notes");
  EXPECT_EQ(json.at("plugin").at("sha256"), "abc");
  EXPECT_EQ(json.at("provider"), "notes");
  EXPECT_EQ(json.at("seed"), 7U);
  EXPECT_EQ(json.at("verified"), false);
  const auto& second = json.at("checks").at(1);
  EXPECT_EQ(second.at("id"), "connect.works");
  EXPECT_EQ(second.at("group"), "connect");
  EXPECT_EQ(second.at("verdict"), "failed");
  EXPECT_EQ(second.at("phase"), "connect");
  EXPECT_EQ(second.at("elapsed_ms"), 12.0);
  EXPECT_FALSE(json.at("checks").at(0).as_object().contains("phase"));
  EXPECT_EQ(json.at("counts").at("failed"), 1U);
  EXPECT_EQ(json.at("counts").at("passed"), 1U);
}

TEST(VerifyJsonTest, NamesNoPluginThatDidNotGetSoFar) {
  VerifyReport verified;
  verified.providers.push_back({"", {report("load.works", contract::failed("no"))}});
  const boost::json::object json = to_json(verified);
  EXPECT_TRUE(json.at("plugin").at("id").is_null());
  EXPECT_TRUE(json.at("provider").is_null());
}

}  // namespace
}  // namespace fairlead::cli
