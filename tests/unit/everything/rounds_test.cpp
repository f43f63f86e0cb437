// The tools of rounds.hpp: what an answer without the seal, or with another state, must not bring about.
#include "fixture.hpp"

namespace everything_test {

class RoundToolsTest : public EverythingTest {
 protected:
  static constexpr const char* kOkQuestion =
      R"({"confirm":{"method":"elicitation/create","params":{"message":"Please confirm","requestedSchema":
          {"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]}}}})";
  static Object ok() { return {{"confirm", accepted({{"ok", true}})}}; }
};

constexpr const char* kState = "test_input_required_result_request_state";
constexpr const char* kTampered = "test_input_required_result_tampered_state";
constexpr const char* kRounds = "test_input_required_result_multi_round";

TEST_F(RoundToolsTest, AsksToConfirmWithAState) {
  const auto asked = call(kState);
  EXPECT_EQ(asked.input_requests(), parse(kOkQuestion));
  EXPECT_NE(asked.request_state(), "");
}

TEST_F(RoundToolsTest, IsConfirmedUnderTheSeal) {
  EXPECT_EQ(only_text(call(kState, {}, call(kState).answered_with(ok()))), "state-ok: confirmed");
}

TEST_F(RoundToolsTest, IsNotConfirmedByANo) {
  const auto asked = call(kState);
  EXPECT_EQ(only_text(call(kState, {}, asked.answered_with({{"confirm", accepted({{"ok", false}})}}))),
            "state-ok: not confirmed");
  EXPECT_EQ(only_text(call(kState, {}, asked.answered_with({{"confirm", declined()}}))),
            "state-ok: not confirmed");
}

TEST_F(RoundToolsTest, AsksAgainWithoutTheSealThoughTheStateIsRight) {
  const auto asked = call(kState);
  EXPECT_EQ(call(kState, {}, unsealed(ok(), asked.request_state())).json(), asked.json());
}

TEST_F(RoundToolsTest, AsksAgainWhenThereIsNoState) {
  EXPECT_TRUE(call(kState, {}, unsealed(ok())).is_input_required());
}

TEST_F(RoundToolsTest, AsksAgainForAMalformedConfirmation) {
  const auto asked = call(kState);
  EXPECT_TRUE(
      call(kState, {}, asked.answered_with({{"confirm", accepted({{"ok", "yes"}})}})).is_input_required());
}

TEST_F(RoundToolsTest, TakesNoStateOfAnotherTool) {
  const auto asked = call(kState);
  EXPECT_TRUE(call(kTampered, {}, asked.answered_with(ok())).is_input_required());
}

TEST_F(RoundToolsTest, AsksAgainWhenTheStateWasTamperedWith) {
  const auto asked = call(kTampered);
  EXPECT_EQ(asked.input_requests(), parse(kOkQuestion));
  const auto again = call(kTampered, {}, unsealed(ok(), asked.request_state() + "-TAMPERED"));
  EXPECT_EQ(again.json(), asked.json());
}

TEST_F(RoundToolsTest, IsConfirmedWhenTheStateIsAsItWas) {
  EXPECT_EQ(only_text(call(kTampered, {}, call(kTampered).answered_with(ok()))),
            "The state is as it was given: confirmed");
}

TEST_F(RoundToolsTest, AsksInTwoStepsWithTwoStates) {
  const auto first = call(kRounds);
  EXPECT_EQ(first.input_requests().at("step1").at("params").at("message"), "Step 1: What is your name?");
  const auto second = call(kRounds, {}, first.answered_with({{"step1", accepted({{"name", "Alice"}})}}));
  ASSERT_EQ(second.input_requests().size(), 1u);
  EXPECT_EQ(second.input_requests().at("step2"), parse(R"({"method":"elicitation/create","params":
      {"message":"Step 2: What is your favorite color?","requestedSchema":
       {"type":"object","properties":{"color":{"type":"string"}},"required":["color"]}}})"));
  EXPECT_NE(first.request_state(), "");
  EXPECT_NE(second.request_state(), first.request_state());
  const auto third = call(kRounds, {}, second.answered_with({{"step2", accepted({{"color", "blue"}})}}));
  EXPECT_EQ(only_text(third), "Alice likes blue");
}

TEST_F(RoundToolsTest, CarriesAnyNameFromStepToStep) {
  const auto first = call(kRounds);
  const Object answers{{"step1", accepted({{"name", "\"A\\\n\"}"}})}};
  const auto second = call(kRounds, {}, first.answered_with(answers));
  const auto third = call(kRounds, {}, second.answered_with({{"step2", accepted({{"color", "blue"}})}}));
  EXPECT_EQ(only_text(third), "\"A\\\n\"} likes blue");
}

TEST_F(RoundToolsTest, BeginsAgainWithoutTheSeal) {
  const auto first = call(kRounds);
  const auto forged = unsealed({{"step2", accepted({{"color", "blue"}})}}, R"({"round":2,"name":"Mallory"})");
  EXPECT_EQ(call(kRounds, {}, forged).json(), first.json());
}

TEST_F(RoundToolsTest, BeginsAgainWithAStateThatIsNotItsOwn) {
  const auto first = call(kRounds);
  for (const char* state : {"request_state", "[2]", R"({"round":1})"}) {
    CallOptions options;
    options.state = state;
    options.answers = Object{{"step2", accepted({{"color", "blue"}})}};
    EXPECT_EQ(call(kRounds, {}, options).json(), first.json()) << state;
  }
}

TEST_F(RoundToolsTest, StopsWhereTheUserDeclines) {
  const auto first = call(kRounds);
  EXPECT_EQ(only_text(call(kRounds, {}, first.answered_with({{"step1", declined()}}))), "Stopped at step 1");
  const auto second = call(kRounds, {}, first.answered_with({{"step1", accepted({{"name", "Alice"}})}}));
  EXPECT_EQ(only_text(call(kRounds, {}, second.answered_with({{"step2", declined()}}))), "Stopped at step 2");
}

TEST_F(RoundToolsTest, AsksTheSecondStepAgainForAMalformedAnswer) {
  const auto second =
      call(kRounds, {}, call(kRounds).answered_with({{"step1", accepted({{"name", "Alice"}})}}));
  const auto again = call(kRounds, {}, second.answered_with({{"step2", accepted({{"colour", "blue"}})}}));
  EXPECT_EQ(again.json(), second.json());
}

}  // namespace everything_test
