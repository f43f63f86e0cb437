// What the scanner says, read back; the plugin in its process can write there too, so any text may come.
#include "plugin/scan_report.hpp"

#include <gtest/gtest.h>

namespace fairlead::plugin {
namespace {

ScanReport report() {
  ScanReport made;
  made.id = "com.example.\"fake\"\n";
  made.version = "1.2.3";
  made.sdk = "none";
  made.abi_minor = 3;
  made.providers = {"fake", "other"};
  made.elapsed = std::chrono::microseconds(1234);
  return made;
}

TEST(ScanReportTest, ComesBackAsItWas) {
  const auto transcript =
      parse_transcript(stage_line(scan_stage::kMap) + verdict_line(report()) + stage_line(scan_stage::kExit));
  EXPECT_EQ(transcript.last_stage, scan_stage::kExit);
  ASSERT_TRUE(transcript.has_verdict);
  ASSERT_TRUE(transcript.verdict);
  EXPECT_EQ(*transcript.verdict, report());
}

TEST(ScanReportTest, CarriesARefusal) {
  const Error error(ErrorCode::FailedPrecondition, "it needs a newer host", "wrong_abi");
  const auto transcript = parse_transcript(verdict_line(fail(error)));
  ASSERT_TRUE(transcript.has_verdict);
  ASSERT_FALSE(transcript.verdict);
  EXPECT_EQ(transcript.verdict.error(), error);
}

TEST(ScanReportTest, KnowsTheLastStageOfACrash) {
  const auto transcript =
      parse_transcript(stage_line(scan_stage::kMap) + stage_line(scan_stage::kInit) + "stag");
  EXPECT_EQ(transcript.last_stage, scan_stage::kInit);
  EXPECT_FALSE(transcript.has_verdict);
}

TEST(ScanReportTest, TakesNoMalformedReport) {
  for (const char* line :
       {"report", "report ", "report {", "report []", "report {}", "report {\"id\":1}",
        "report {\"id\":\"a\",\"version\":\"1\",\"sdk\":\"\",\"abi_minor\":-1,\"providers\":[],"
        "\"elapsed_us\":1}",
        "report {\"id\":\"a\",\"version\":\"1\",\"sdk\":\"\",\"abi_minor\":0,\"providers\":[1],"
        "\"elapsed_us\":1}",
        "refused {}", "refused {\"status\":99,\"reason\":\"x\",\"message\":\"\"}",
        "refused {\"status\":3,\"reason\":\"\",\"message\":\"\"}"}) {
    const auto transcript = parse_transcript(line);
    EXPECT_FALSE(transcript.has_verdict) << line;
    EXPECT_EQ(transcript.is_malformed, std::string_view(line) != "report") << line;
  }
}

}  // namespace
}  // namespace fairlead::plugin
