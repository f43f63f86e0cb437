// The tools of forms.hpp: what the forms look like, and each kind of answer.
#include "fixture.hpp"

namespace everything_test {

class FormToolsTest : public EverythingTest {
 protected:
  // The params of the only question, which is a form.
  static Object form(const CallResult& result, std::string_view key) {
    const Object& asked = result.input_requests();
    EXPECT_EQ(asked.size(), 1u) << result.summary();
    const auto& request = asked.at(boost::json::string_view(key.data(), key.size())).as_object();
    EXPECT_EQ(request.at("method"), "elicitation/create");
    return request.at("params").as_object();
  }
};

constexpr const char* kUserMessage = "Please provide your information";

TEST_F(FormToolsTest, AsksForAUserWithTheMessageItWasGiven) {
  EXPECT_EQ(form(call("test_elicitation", {{"message", kUserMessage}}), "answer"), parse(R"({
      "message":"Please provide your information",
      "requestedSchema":{"type":"object",
        "properties":{"username":{"type":"string","description":"User's response"},
                      "email":{"type":"string","description":"User's email address"}},
        "required":["username","email"]}})"));
}

TEST_F(FormToolsTest, RepeatsWhatTheUserSaid) {
  const Object arguments{{"message", kUserMessage}};
  const auto asked = call("test_elicitation", arguments);
  const Object user{{"username", "testuser"}, {"email", "test@example.com"}};
  EXPECT_EQ(only_text(call("test_elicitation", arguments, asked.answered_with({{"answer", accepted(user)}}))),
            R"(User response: action: accept, content: {"username":"testuser","email":"test@example.com"})");
}

TEST_F(FormToolsTest, SaysThatTheUserDeclinedOrCancelled) {
  const Object arguments{{"message", kUserMessage}};
  const auto asked = call("test_elicitation", arguments);
  EXPECT_EQ(only_text(call("test_elicitation", arguments, asked.answered_with({{"answer", declined()}}))),
            "User response: action: decline, content: {}");
  const Object cancelled{{"action", "cancel"}};
  EXPECT_EQ(only_text(call("test_elicitation", arguments, asked.answered_with({{"answer", cancelled}}))),
            "User response: action: cancel, content: {}");
}

TEST_F(FormToolsTest, AsksAgainWhenTheAnswerDoesNotFitTheForm) {
  const Object arguments{{"message", kUserMessage}};
  const auto asked = call("test_elicitation", arguments);
  const Object half{{"username", "testuser"}};
  const auto again = call("test_elicitation", arguments, asked.answered_with({{"answer", accepted(half)}}));
  EXPECT_EQ(again.input_requests(), asked.input_requests());
}

TEST_F(FormToolsTest, FillsInTheDefaultsWithTheirTypes) {
  const Object params = form(call("test_elicitation_sep1034_defaults"), "answer");
  EXPECT_EQ(params.at("requestedSchema").at("properties"), parse(R"({
      "name":{"type":"string","description":"User name","default":"John Doe"},
      "age":{"type":"integer","description":"User age","default":30},
      "score":{"type":"number","description":"User score","default":95.5},
      "status":{"type":"string","description":"User status","enum":["active","inactive","pending"],
                "default":"active"},
      "verified":{"type":"boolean","description":"Whether the user is verified","default":true}})"));
}

TEST_F(FormToolsTest, WritesNumbersInFormsAsNumbers) {
  const std::string text = call("test_elicitation_sep1034_defaults").json_text();
  EXPECT_NE(text.find(R"("default":30})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("default":95.5})"), std::string::npos) << text;
}

TEST_F(FormToolsTest, TakesOtherValuesThanTheDefaults) {
  const auto asked = call("test_elicitation_sep1034_defaults");
  const Object filled{
      {"name", "Jane Smith"}, {"age", 25}, {"score", 88}, {"status", "inactive"}, {"verified", false}};
  EXPECT_EQ(only_text(call("test_elicitation_sep1034_defaults", {},
                           asked.answered_with({{"answer", accepted(filled)}}))),
            R"(Elicitation completed: action=accept, content={"name":"Jane Smith","age":25,"score":88,)"
            R"("status":"inactive","verified":false})");
}

TEST_F(FormToolsTest, TakesAFormThatWasAcceptedAsItWas) {
  const auto asked = call("test_elicitation_sep1034_defaults");
  const auto result =
      call("test_elicitation_sep1034_defaults", {}, asked.answered_with({{"answer", accepted({})}}));
  EXPECT_EQ(only_text(result), "Elicitation completed: action=accept, content={}");
}

TEST_F(FormToolsTest, AsksAgainForAStatusThatIsNone) {
  const auto asked = call("test_elicitation_sep1034_defaults");
  const Object filled{{"status", "retired"}};
  EXPECT_TRUE(
      call("test_elicitation_sep1034_defaults", {}, asked.answered_with({{"answer", accepted(filled)}}))
          .is_input_required());
}

TEST_F(FormToolsTest, OffersEachFormOfChoice) {
  const Object params = form(call("test_elicitation_sep1330_enums"), "answer");
  const auto& properties = params.at("requestedSchema").at("properties").as_object();
  ASSERT_EQ(properties.size(), 5u);
  EXPECT_EQ(
      properties.at("untitledSingle"),
      parse(R"({"type":"string","description":"One of three","enum":["option1","option2","option3"]})"));
  EXPECT_EQ(properties.at("titledSingle").at("oneOf"), parse(R"([{"const":"value1","title":"First Option"},
      {"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}])"));
  EXPECT_FALSE(properties.at("titledSingle").as_object().contains("enum"));
  EXPECT_EQ(properties.at("legacyEnum").at("enum"), parse(R"(["opt1","opt2","opt3"])"));
  EXPECT_EQ(properties.at("legacyEnum").at("enumNames"),
            parse(R"(["Option One","Option Two","Option Three"])"));
  EXPECT_EQ(properties.at("untitledMulti").at("items"),
            parse(R"({"type":"string","enum":["option1","option2","option3"]})"));
  EXPECT_EQ(properties.at("titledMulti").at("items"),
            parse(R"({"anyOf":[{"const":"value1","title":"First Choice"},
      {"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]})"));
}

TEST_F(FormToolsTest, RepeatsWhatWasChosen) {
  const auto asked = call("test_elicitation_sep1330_enums");
  const Object chosen =
      parse(R"({"untitledSingle":"option1","untitledMulti":["option1","option2"]})").as_object();
  EXPECT_EQ(only_text(call("test_elicitation_sep1330_enums", {},
                           asked.answered_with({{"answer", accepted(chosen)}}))),
            "Elicitation completed: action=accept, content="
            R"({"untitledSingle":"option1","untitledMulti":["option1","option2"]})");
}

TEST_F(FormToolsTest, AsksAgainWhenTheAnswerIsNoAnswerToAForm) {
  const auto asked = call("test_elicitation_sep1330_enums");
  EXPECT_TRUE(
      call("test_elicitation_sep1330_enums", {}, asked.answered_with({{"answer", sampled("option1")}}))
          .is_input_required());
}

}  // namespace everything_test
