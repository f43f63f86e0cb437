// The grammar of the lines that `fairlead dev` reads.
#include "cli/dev_line.hpp"

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::cli {
namespace {

DevRequest request(std::string_view line) {
  auto parsed = parse_dev_line(line);
  EXPECT_TRUE(parsed.request) << (parsed.request ? "" : parsed.request.error().message);
  return parsed.request.value_or(DevRequest{});
}

std::string refusal(std::string_view line) {
  const auto parsed = parse_dev_line(line);
  EXPECT_FALSE(parsed.request) << line;
  return parsed.request ? "" : parsed.request.error().message;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(DevLineTest, ReadsAToolWithArguments) {
  const DevRequest add = request(R"({"tool":"add","arguments":{"title":"one"}})");
  EXPECT_EQ(add.verb, DevVerb::Tool);
  EXPECT_EQ(add.name, "add");
  EXPECT_EQ(add.arguments, (boost::json::object{{"title", "one"}}));
}

TEST(DevLineTest, ReadsEverythingThatASecondRoundNeeds) {
  const DevRequest again = request(
      R"({"tool":"book","input_responses":{"a":{}},"state":"s","capabilities":{"roots":{}},"as_task":true})");
  EXPECT_EQ(again.input_responses, (boost::json::object{{"a", boost::json::object()}}));
  EXPECT_EQ(again.state, "s");
  EXPECT_EQ(again.capabilities, (boost::json::object{{"roots", boost::json::object()}}));
  EXPECT_TRUE(again.is_task);
}

TEST(DevLineTest, ReadsACompletion) {
  const DevRequest complete =
      request(R"({"complete":{"ref":"plan","argument":"day","value":"M","context":{"week":"1"}}})");
  EXPECT_EQ(complete.name, "plan");
  EXPECT_EQ(complete.argument, "day");
  EXPECT_EQ(complete.value, "M");
  EXPECT_EQ(complete.arguments, (boost::json::object{{"week", "1"}}));
}

TEST(DevLineTest, ReadsTheVerbsWithoutAName) {
  EXPECT_EQ(request(R"({"ping":true})").verb, DevVerb::Ping);
  EXPECT_EQ(request(R"({"reset":true})").verb, DevVerb::Reset);
  EXPECT_EQ(request(R"({"reload":true})").verb, DevVerb::Reload);
}

TEST(DevLineTest, ReadsAListAndItsCursor) {
  const DevRequest list = request(R"({"list":"resourceTemplates","cursor":"2"})");
  EXPECT_EQ(list.name, "resourceTemplates");
  EXPECT_EQ(list.cursor, "2");
}

TEST(DevLineTest, EchoesTheIdWhateverItIs) {
  EXPECT_EQ(parse_dev_line(R"({"id":7,"ping":true})").id, 7);
  EXPECT_EQ(parse_dev_line(R"({"id":"seven","nonsense":1})").id, "seven");
  EXPECT_TRUE(parse_dev_line(R"({"ping":true})").id.is_null());
}

TEST(DevLineTest, TakesTimeoutsFromAMillisecondToAnHour) {
  EXPECT_EQ(request(R"({"ping":true,"timeout_ms":1})").timeout, Duration(std::chrono::milliseconds(1)));
  EXPECT_EQ(request(R"({"ping":true,"timeout_ms":3600000})").timeout, Duration(kDevTimeoutMax));
  EXPECT_TRUE(contains(refusal(R"({"ping":true,"timeout_ms":0})"), "3600000"));
  EXPECT_TRUE(contains(refusal(R"({"ping":true,"timeout_ms":3600001})"), "3600000"));
}

TEST(DevLineTest, RefusesALineThatAsksForNothingOrTwoThings) {
  EXPECT_TRUE(contains(refusal(R"({"id":1})"), "asks for nothing"));
  EXPECT_TRUE(contains(refusal(R"({"ping":true,"reset":true})"), "two lines"));
}

TEST(DevLineTest, RefusesUnknownMembersAndSuggestsTheNearest) {
  EXPECT_TRUE(contains(refusal(R"({"tool":"add","argumets":{}})"), "did you mean 'arguments'?"));
}

TEST(DevLineTest, RefusesMembersThatDoNotGoWithTheVerb) {
  EXPECT_TRUE(contains(refusal(R"({"ping":true,"arguments":{}})"), "does not go with"));
  EXPECT_TRUE(contains(refusal(R"({"prompt":"p","as_task":true})"), "does not go with"));
}

TEST(DevLineTest, RefusesMembersOfAnotherType) {
  EXPECT_TRUE(contains(refusal(R"({"tool":5})"), "expected string"));
  EXPECT_TRUE(contains(refusal(R"({"tool":"add","arguments":[]})"), "expected object"));
  EXPECT_TRUE(contains(refusal(R"({"ping":1})"), R"({"ping":true})"));
  EXPECT_TRUE(contains(refusal(R"({"complete":"plan"})"), "complete"));
  EXPECT_TRUE(contains(refusal(R"({"complete":{"ref":"plan"}})"), "argument"));
}

TEST(DevLineTest, RefusesAnUnknownList) {
  EXPECT_TRUE(contains(refusal(R"({"list":"tool"})"), "did you mean 'tools'?"));
}

TEST(DevLineTest, RefusesWhatIsNoJson) { EXPECT_TRUE(contains(refusal("{tool"), "invalid JSON")); }

TEST(DevLineTest, ReadsAToolInTheShortForm) {
  const DevRequest add = request(R"(  add title="one two" count=2)");
  EXPECT_EQ(add.verb, DevVerb::Tool);
  EXPECT_EQ(add.name, "add");
  EXPECT_EQ(add.pairs, (std::vector<std::string>{"title=one two", "count=2"}));
}

TEST(DevLineTest, ReadsTheCommandsOfTheShortForm) {
  EXPECT_EQ(request("/read notes://1").verb, DevVerb::Resource);
  EXPECT_EQ(request("/prompt plan day=monday").pairs, std::vector<std::string>{"day=monday"});
  EXPECT_EQ(request("/complete plan day").value, "");
  EXPECT_EQ(request("/complete plan day M").value, "M");
  EXPECT_EQ(request("/list").name, "tools");
  EXPECT_EQ(request("/ping").verb, DevVerb::Ping);
  EXPECT_EQ(request("/reset").verb, DevVerb::Reset);
  EXPECT_EQ(request("/reload").verb, DevVerb::Reload);
  for (const char* line : {"help", "/help"}) EXPECT_EQ(request(line).verb, DevVerb::Help);
  for (const char* line : {"quit", "/quit"}) EXPECT_EQ(request(line).verb, DevVerb::Quit);
}

TEST(DevLineTest, RefusesShortCommandsWithTooFewOrTooManyWords) {
  EXPECT_TRUE(contains(refusal("/read"), "/read URI"));
  EXPECT_TRUE(contains(refusal("/read a b"), "/read URI"));
  EXPECT_TRUE(contains(refusal("/complete plan"), "/complete REF"));
  EXPECT_TRUE(contains(refusal("/complete a b c d"), "/complete REF"));
  EXPECT_TRUE(contains(refusal("/ping now"), "/ping"));
}

TEST(DevLineTest, RefusesAnUnknownCommandAndSuggestsTheNearest) {
  EXPECT_TRUE(contains(refusal("/relaod"), "did you mean '/reload'?"));
}

TEST(DevLineTest, HelpNamesEveryShortCommand) {
  for (const char* word :
       {"/list", "/read", "/prompt", "/complete", "/ping", "/reset", "/reload", "help", "quit"}) {
    EXPECT_TRUE(contains(std::string(dev_help()), word)) << word;
  }
}

}  // namespace
}  // namespace fairlead::cli
