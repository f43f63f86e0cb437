// The operator's log: one JSON object per line whatever is in the message, and nothing below the level.
#include "base/observe/log.hpp"

#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

namespace fairlead {
namespace {

constexpr LogLevel kLevels[] = {LogLevel::Error, LogLevel::Warning, LogLevel::Notice, LogLevel::Info,
                                LogLevel::Debug};

// What a log of that level writes to standard error for one line.
std::string written(LogLevel least_severe, LogLevel level, std::string_view message,
                    std::string_view fields = {}) {
  testing::internal::CaptureStderr();
  make_stderr_log(least_severe)->write(level, message, fields);
  return testing::internal::GetCapturedStderr();
}

TEST(LogLevelTest, EveryNameParsesBackToItsLevel) {
  for (const LogLevel level : kLevels) EXPECT_EQ(parse_log_level(to_string(level)), level);
}

TEST(LogLevelTest, AnyOtherTextIsNoLevel) {
  for (const auto* text : {"", "INFO", "warn", "trace"})
    EXPECT_EQ(parse_log_level(text), std::nullopt) << text;
}

TEST(StderrLogTest, WritesOneJsonObjectPerLine) {
  const std::string line =
      written(LogLevel::Info, LogLevel::Warning, "pool is full", R"({"tenant":"acme","n":3})");
  ASSERT_EQ(line.find('\n'), line.size() - 1) << line;
  const auto object = boost::json::parse(line).as_object();
  EXPECT_EQ(object.at("level"), "warning");
  EXPECT_EQ(object.at("msg"), "pool is full");
  EXPECT_EQ(object.at("tenant"), "acme");
  EXPECT_EQ(object.at("n"), 3);
  EXPECT_EQ(object.at("ts").as_string().size(), std::string_view("2026-11-20T08:00:00.123Z").size());
}

TEST(StderrLogTest, ANewlineOrQuoteInAMessageForgesNoLine) {
  const std::string message = "a\"}\n{\"level\":\"error\"}";
  const std::string line = written(LogLevel::Info, LogLevel::Info, message);
  ASSERT_EQ(line.find('\n'), line.size() - 1) << line;
  EXPECT_EQ(boost::json::parse(line).as_object().at("msg").as_string(), message);
}

TEST(StderrLogTest, AnEmptyObjectOfFieldsAddsNothing) {
  EXPECT_EQ(boost::json::parse(written(LogLevel::Info, LogLevel::Info, "m", "{}")).as_object().size(), 3u);
}

TEST(StderrLogTest, WritesItsOwnLevelAndMoreSevereOnes) {
  for (const LogLevel level : kLevels) {
    const bool should_write = level <= LogLevel::Notice;
    EXPECT_EQ(!written(LogLevel::Notice, level, "m").empty(), should_write) << to_string(level);
    EXPECT_EQ(make_stderr_log(LogLevel::Notice)->is_enabled(level), should_write) << to_string(level);
  }
}

TEST(NullLogTest, WritesNothing) {
  testing::internal::CaptureStderr();
  make_null_log()->error("lost");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(make_null_log()->is_enabled(LogLevel::Error));
}

}  // namespace
}  // namespace fairlead
