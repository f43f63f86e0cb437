// What becomes of the end of a child process: words for people.
#include "plugin/contract/judge.hpp"

#include <csignal>

#include <gtest/gtest.h>

namespace fairlead::plugin::contract {
namespace {

constexpr TrialLimits kLimits{.phase_max = std::chrono::seconds(5), .total_max = std::chrono::seconds(60)};

Judged judged(const TrialEnd& end) { return to_judged(end, kLimits); }
std::string message_of(const TrialEnd& end) { return judged(end).judgement.message; }

TrialEnd returned(std::string report) {
  return {.ending = TrialEnding::Returned, .report = std::move(report)};
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(JudgeTest, TakesTheJudgementThatWasReported) {
  EXPECT_EQ(judged(returned(R"({"verdict":"warned","message":"say more"})")).judgement, warned("say more"));
  EXPECT_EQ(judged(returned(R"({"verdict":"passed","message":""})")).judgement, passed());
}

TEST(JudgeTest, FailsWhatPassedButBrokeTheContract) {
  const Judged result =
      judged(returned(R"({"verdict":"passed","message":"","breaches":["completed twice"]})"));
  EXPECT_EQ(result.judgement, failed("broke the contract: completed twice"));
  EXPECT_TRUE(result.is_only_breach);
}

TEST(JudgeTest, SaysTheBreachBesideWhatTheCheckFound) {
  const Judged result =
      judged(returned(R"({"verdict":"failed","message":"late","breaches":["completed twice"]})"));
  EXPECT_EQ(result.judgement.message, "broke the contract: completed twice; late");
  EXPECT_FALSE(result.is_only_breach);
}

TEST(JudgeTest, FailsAnUnreadableReport) {
  for (const char* report : {"", "[]", "{}", R"({"verdict":"splendid"})", "not json"})
    EXPECT_EQ(judged(returned(report)).judgement.verdict, Verdict::Failed) << report;
}

TEST(JudgeTest, NamesSignalPhaseAndReasonOfACrash) {
  const TrialEnd end{
      .ending = TrialEnding::Crashed, .signal = SIGSEGV, .phase = "invoke echo", .note = "it was late"};
  EXPECT_EQ(message_of(end), "crashed with SIGSEGV in invoke echo: it was late");
  EXPECT_TRUE(judged(end).is_accident);
  EXPECT_EQ(judged(end).phase, "invoke echo");
}

TEST(JudgeTest, SaysThatACrashWasOutsideOfEveryCall) {
  EXPECT_TRUE(
      contains(message_of({.ending = TrialEnding::Crashed, .signal = SIGABRT}), "outside of any function"));
}

TEST(JudgeTest, SaysWhatThePluginHadBeenGiven) {
  const TrialEnd end{.ending = TrialEnding::Crashed,
                     .signal = SIGSEGV,
                     .phase = "invoke echo",
                     .given = "10,000 empty lists"};
  EXPECT_EQ(message_of(end), "crashed with SIGSEGV in invoke echo, given 10,000 empty lists");
}

TEST(JudgeTest, NamesPhaseAndLimitOfAHang) {
  EXPECT_TRUE(contains(message_of({.ending = TrialEnding::Hung, .phase = "connect"}),
                       "did not return from connect within 5 s"));
}

TEST(JudgeTest, NamesTheLimitOfTheWhole) {
  EXPECT_TRUE(contains(message_of({.ending = TrialEnding::Overran}), "was not done within 60 s"));
}

TEST(JudgeTest, NamesStatusAndPhaseOfAnExit) {
  EXPECT_TRUE(contains(message_of({.ending = TrialEnding::Exited, .status = 0, .phase = "init"}),
                       "ended the process (status 0) in init"));
}

TEST(JudgeTest, ShowsWhatWasWrittenLast) {
  const TrialEnd end{.ending = TrialEnding::Crashed, .signal = SIGABRT, .output = "Assertion `x' failed.\n"};
  EXPECT_TRUE(message_of(end).ends_with("\nit wrote last: Assertion `x' failed.")) << message_of(end);
}

}  // namespace
}  // namespace fairlead::plugin::contract
