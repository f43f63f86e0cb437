// The tools of questions.hpp: keys, methods and params of what they ask, and rounds of every kind.
#include "fixture.hpp"

namespace everything_test {

class QuestionToolsTest : public EverythingTest {
 protected:
  static constexpr const char* kNameQuestion =
      R"({"method":"elicitation/create","params":{"message":"What is your name?","requestedSchema":
          {"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}})";

  static std::string sampling_question(const std::string& text, int max_tokens) {
    return R"({"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text",
        "text":")" +
           text + R"("}}],"maxTokens":)" + std::to_string(max_tokens) + "}}";
  }
};

constexpr const char* kUserName = "test_input_required_result_elicitation";
constexpr const char* kThree = "test_input_required_result_multiple_inputs";
constexpr const char* kCapabilities = "test_input_required_result_capabilities";
constexpr const char* kRootsQuestion = R"({"method":"roots/list","params":{}})";

TEST_F(QuestionToolsTest, AsksTheModelWhatItWasTold) {
  const auto asked = call("test_sampling", {{"prompt", "Test prompt for sampling"}});
  EXPECT_EQ(asked.input_requests(),
            parse(R"({"answer":)" + sampling_question("Test prompt for sampling", 100) + "}"));
}

TEST_F(QuestionToolsTest, RepeatsWhatTheModelSaid) {
  const Object arguments{{"prompt", "Test prompt for sampling"}};
  const auto asked = call("test_sampling", arguments);
  const Object answers{{"answer", sampled("This is a test response from the client")}};
  EXPECT_EQ(only_text(call("test_sampling", arguments, asked.answered_with(answers))),
            "LLM response: This is a test response from the client");
}

TEST_F(QuestionToolsTest, AsksTheModelAgainWhenItsMessageIsNone) {
  const Object arguments{{"prompt", "Test prompt for sampling"}};
  const auto asked = call("test_sampling", arguments);
  const Object answers{{"answer", {{"role", "assistant"}, {"content", "text"}}}};
  EXPECT_TRUE(call("test_sampling", arguments, asked.answered_with(answers)).is_input_required());
}

TEST_F(QuestionToolsTest, NeedsSamplingWhateverTheClientCanDo) {
  CallOptions options;
  options.capabilities = Object();
  const auto asked = call("test_missing_capability", {}, options);
  ASSERT_EQ(asked.input_requests().size(), 1u);
  EXPECT_EQ(asked.input_requests().begin()->value().at("method"), "sampling/createMessage");
  EXPECT_EQ(only_text(call("test_missing_capability", {}, asked.answered_with({{"answer", sampled("yes")}}))),
            "The client can sample: yes");
}

TEST_F(QuestionToolsTest, TellsProgressBeforeItAsks) {
  CallOptions options;
  options.wants_progress = true;
  const auto asked = call("test_streaming_elicitation", {}, options);
  EXPECT_EQ(asked.progress().size(), 1u);
  EXPECT_EQ(asked.input_requests(), parse(R"({"user_name":)" + std::string(kNameQuestion) + "}"));
  EXPECT_EQ(only_text(call("test_streaming_elicitation", {},
                           asked.answered_with({{"user_name", accepted({{"name", "Alice"}})}}))),
            "Hello, Alice!");
}

TEST_F(QuestionToolsTest, AsksForAName) {
  const auto asked = call(kUserName);
  EXPECT_EQ(asked.json(), parse(R"({"inputRequests":{"user_name":)" + std::string(kNameQuestion) + "}}"));
}

TEST_F(QuestionToolsTest, GreetsByAnAnswerThatNoSealVouchesFor) {
  EXPECT_EQ(only_text(call(kUserName, {}, unsealed({{"user_name", accepted({{"name", "Alice"}})}}))),
            "Hello, Alice!");
}

TEST_F(QuestionToolsTest, AsksAgainWhenTheKeyIsAnother) {
  const auto again = call(kUserName, {}, unsealed({{"wrong_key", accepted({{"name", "Alice"}})}}));
  EXPECT_TRUE(again.input_requests().contains("user_name"));
}

TEST_F(QuestionToolsTest, PassesOverAnswersToNoQuestion) {
  const Object answers{{"user_name", accepted({{"name", "Alice"}})},
                       {"unknown_extra_key", accepted({{"name", "Bob"}})},
                       {"another_unexpected", 1}};
  EXPECT_EQ(only_text(call(kUserName, {}, unsealed(answers))), "Hello, Alice!");
}

TEST_F(QuestionToolsTest, AsksAgainWhenTheAnswerIsMalformed) {
  for (const char* answer : {"12345", "null", "{}", R"({"action":"accept"})",
                             R"({"action":"accept","content":{"name":1}})", R"({"action":"perhaps"})"}) {
    EXPECT_TRUE(call(kUserName, {}, unsealed({{"user_name", parse(answer)}})).is_input_required()) << answer;
  }
}

TEST_F(QuestionToolsTest, GreetsWhoeverDeclinesToSay) {
  EXPECT_EQ(only_text(call(kUserName, {}, unsealed({{"user_name", declined()}}))), "Hello, whoever you are!");
}

TEST_F(QuestionToolsTest, AsksTheModelForACapital) {
  const auto asked = call("test_input_required_result_sampling");
  EXPECT_EQ(asked.input_requests(), parse(R"({"capital_question":)" +
                                          sampling_question("What is the capital of France?", 100) + "}"));
  const Object answers{{"capital_question", sampled("The capital of France is Paris.")}};
  EXPECT_EQ(only_text(call("test_input_required_result_sampling", {}, asked.answered_with(answers))),
            "The capital of France is Paris.");
}

TEST_F(QuestionToolsTest, AsksTheClientForItsRoots) {
  const auto asked = call("test_input_required_result_list_roots");
  EXPECT_EQ(asked.input_requests(), parse(R"({"client_roots":)" + std::string(kRootsQuestion) + "}"));
  EXPECT_EQ(only_text(call("test_input_required_result_list_roots", {},
                           asked.answered_with({{"client_roots", rooted()}}))),
            "Roots: Test Root (file:///test/root)");
}

TEST_F(QuestionToolsTest, NamesNoRootsWhereThereAreNone) {
  const Object answers{{"client_roots", {{"roots", boost::json::array()}}}};
  EXPECT_EQ(only_text(call("test_input_required_result_list_roots", {}, unsealed(answers))), "Roots: none");
}

TEST_F(QuestionToolsTest, AsksThreeAtOnceWithAState) {
  const auto asked = call(kThree);
  EXPECT_EQ(asked.input_requests(), parse(R"({"user_name":)" + std::string(kNameQuestion) +
                                          R"(,"greeting":)" + sampling_question("Generate a greeting", 50) +
                                          R"(,"client_roots":)" + kRootsQuestion + "}"));
  EXPECT_NE(asked.request_state(), "");
}

TEST_F(QuestionToolsTest, UsesAllThreeAnswers) {
  const auto asked = call(kThree);
  const Object answers{{"user_name", accepted({{"name", "Alice"}})},
                       {"greeting", sampled("Hello there!")},
                       {"client_roots", rooted()}};
  EXPECT_EQ(only_text(call(kThree, {}, asked.answered_with(answers))),
            "Hello there! Hello, Alice! Roots: Test Root (file:///test/root)");
}

TEST_F(QuestionToolsTest, AsksAllThreeAgainWhileOneIsMissing) {
  const auto asked = call(kThree);
  const Object answers{{"user_name", accepted({{"name", "Alice"}})}, {"greeting", sampled("Hello there!")}};
  EXPECT_EQ(call(kThree, {}, asked.answered_with(answers)).input_requests(), asked.input_requests());
}

TEST_F(QuestionToolsTest, AsksOnlyWhatTheClientCanAnswer) {
  CallOptions options;
  options.capabilities = parse(R"({"sampling":{}})").as_object();
  EXPECT_EQ(call(kCapabilities, {}, options).input_requests(),
            parse(R"({"greeting":)" + sampling_question("Generate a greeting", 50) + "}"));
  options.capabilities =
      parse(R"({"sampling":{},"elicitation":{},"roots":{"listChanged":true}})").as_object();
  EXPECT_EQ(call(kCapabilities, {}, options).input_requests().size(), 3u);
  options.capabilities = parse(R"({"elicitation":{"url":{}}})").as_object();
  EXPECT_TRUE(call(kCapabilities, {}, options).is_ok());
}

TEST_F(QuestionToolsTest, AsksNothingOfAClientThatCanAnswerNothing) {
  EXPECT_EQ(only_text(call(kCapabilities)), "The client can answer no questions");
}

TEST_F(QuestionToolsTest, IsContentWithWhatTheClientCanAnswer) {
  CallOptions options;
  options.capabilities = parse(R"({"sampling":{}})").as_object();
  const auto asked = call(kCapabilities, {}, options);
  EXPECT_EQ(only_text(call(kCapabilities, {}, asked.answered_with({{"greeting", sampled("Hi")}}, options))),
            "The client answered all it can");
}

}  // namespace everything_test
