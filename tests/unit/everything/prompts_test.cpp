// The prompts: their exact messages, their arguments, and the one that asks.
#include "fixture.hpp"

namespace everything_test {

class PromptsTest : public EverythingTest {};

constexpr const char* kArguments = "test_prompt_with_arguments";
constexpr const char* kQuestion = "test_input_required_result_prompt";

TEST_F(PromptsTest, GivesOneMessage) {
  EXPECT_EQ(prompt("test_simple_prompt").messages(), parse(R"([{"role":"user","content":
      {"type":"text","text":"This is a simple prompt for testing."}}])"));
}

TEST_F(PromptsTest, PutsTheArgumentsIntoTheMessage) {
  EXPECT_EQ(prompt(kArguments, {{"arg1", "testValue1"}, {"arg2", "testValue2"}}).messages(),
            parse(R"([{"role":"user","content":{"type":"text",
                      "text":"Prompt with arguments: arg1='testValue1', arg2='testValue2'"}}])"));
}

TEST_F(PromptsTest, StatesThatBothArgumentsAreRequired) {
  EXPECT_EQ(binding_.catalog().at("prompts").at(1).at("arguments"),
            parse(R"([{"name":"arg1","description":"First test argument","required":true},
                      {"name":"arg2","description":"Second test argument","required":true}])"));
}

TEST_F(PromptsTest, RefusesAMissingArgument) {
  EXPECT_EQ(prompt(kArguments, {{"arg1", "testValue1"}}).status_text(), "INVALID_ARGUMENT");
}

TEST_F(PromptsTest, CompletesBothArguments) {
  for (const char* argument : {"arg1", "arg2"}) {
    EXPECT_EQ(complete(kArguments, argument, "par").completion(),
              parse(R"({"values":["paris","park","party"],"total":3,"hasMore":false})"));
  }
  EXPECT_EQ(complete(kArguments, "arg1", "test").completion(),
            parse(R"({"values":["test"],"total":1,"hasMore":false})"));
}

TEST_F(PromptsTest, CompletesNothingElse) {
  EXPECT_EQ(complete("test_prompt_with_embedded_resource", "resourceUri", "").completion().at("values"),
            parse("[]"));
}

TEST_F(PromptsTest, EmbedsTheResourceItWasGiven) {
  EXPECT_EQ(
      prompt("test_prompt_with_embedded_resource", {{"resourceUri", "test://example-resource"}}).messages(),
      parse(R"([{"role":"user","content":{"type":"resource","resource":{"uri":"test://example-resource",
                       "mimeType":"text/plain","text":"Embedded resource content for testing."}}},
                      {"role":"user","content":{"type":"text",
                       "text":"Please process the embedded resource above."}}])"));
}

TEST_F(PromptsTest, ShowsAnImage) {
  EXPECT_EQ(prompt("test_prompt_with_image").messages(),
            parse(R"([{"role":"user","content":{"type":"image","mimeType":"image/png","data":")" +
                  std::string(kPng) + R"("}},
                {"role":"user","content":{"type":"text","text":"Please analyze the image above."}}])"));
}

TEST_F(PromptsTest, AsksBeforeItIsMade) {
  EXPECT_EQ(prompt(kQuestion).input_requests(),
            parse(R"({"user_context":{"method":"elicitation/create","params":
      {"message":"What context should the prompt use?","requestedSchema":
       {"type":"object","properties":{"context":{"type":"string"}},"required":["context"]}}}})"));
}

TEST_F(PromptsTest, IsMadeOfTheAnswer) {
  const auto asked = prompt(kQuestion);
  const Object answers{{"user_context", accepted({{"context", "test context"}})}};
  const auto result = prompt(kQuestion, {}, asked.answered_with(answers));
  EXPECT_EQ(result.messages(),
            parse(R"([{"role":"user","content":{"type":"text","text":"Use this context: test context"}}])"));
  EXPECT_EQ(result.json().at("description"), "A prompt made of the user's answer");
}

TEST_F(PromptsTest, IsMadeWithoutAnAnswerWhenTheUserDeclines) {
  const auto result = prompt(kQuestion, {}, unsealed({{"user_context", declined()}}));
  EXPECT_EQ(result.messages().at(0).at("content").at("text"), "Use no context.");
}

}  // namespace everything_test
