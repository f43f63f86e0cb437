// The shape of outcomes, and which fit what was asked.
#include "plugin/outcome.hpp"

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::plugin {
namespace {

TEST(OutcomeTest, TakesEveryKindInItsShape) {
  const auto input = parse_outcome(FAIRLEAD_OUT_INPUT_REQUIRED, R"({"requestState":"s","inputRequests":{
      "name":{"method":"elicitation/create","params":{"message":"Your name?"}},
      "text":{"method":"sampling/createMessage","params":{}},"roots":{"method":"roots/list"}}})");
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(input->kind, OutcomeKind::InputRequired);
  const auto task = parse_outcome(FAIRLEAD_OUT_TASK, R"({"ttlMs":60000,"pollIntervalMs":500})");
  ASSERT_TRUE(task) << task.error().message;
  EXPECT_EQ(task->kind, OutcomeKind::Task);
  EXPECT_TRUE(parse_outcome(FAIRLEAD_OUT_TASK, "{}"));
  EXPECT_TRUE(parse_outcome(FAIRLEAD_OUT_INPUT_REQUIRED, R"({"requestState":"only"})"));
  EXPECT_TRUE(parse_outcome(FAIRLEAD_OUT_TOOL_ERROR, R"({"content":[]})"));
}

struct Bad {
  std::string what;
  std::int32_t kind;
  std::string json, expected;
};
class RefusedOutcome : public ::testing::TestWithParam<Bad> {};

TEST_P(RefusedOutcome, SaysWhatIsWrong) {
  const auto outcome = parse_outcome(GetParam().kind, GetParam().json);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::InvalidArgument);
  EXPECT_NE(outcome.error().message.find(GetParam().expected), std::string::npos) << outcome.error().message;
}

std::string asks_with(const std::string& request) { return R"({"inputRequests":{"k":)" + request + "}}"; }

INSTANTIATE_TEST_SUITE_P(
    OutcomeTest, RefusedOutcome,
    ::testing::Values(Bad{"broken_utf8", 0, "{\"a\":\"\xff\"}", "invalid JSON"},
                      Bad{"broken_utf8_in_key", 0, "{\"\xc3\":1}", "invalid JSON"},
                      Bad{"overlong", 0, "{\"a\":\"\xc0\xaf\"}", "invalid JSON"},
                      Bad{"no_json", 0, "{", "invalid JSON"}, Bad{"no_object", 0, "[]", "no object"},
                      Bad{"unknown_kind", 9, "{}", "unknown outcome 9"},
                      Bad{"asks_for_nothing", 2, "{}", "neither"},
                      Bad{"state_number", 2, R"({"requestState":7})", "requestState"},
                      Bad{"requests_list", 2, R"({"inputRequests":[]})", "inputRequests"},
                      Bad{"method_missing", 2, asks_with("{}"), "\"k\""},
                      Bad{"method_unknown", 2, asks_with(R"({"method":"tools/call","params":{}})"), "\"k\""},
                      Bad{"params_missing", 2, asks_with(R"({"method":"elicitation/create"})"), "\"k\""},
                      Bad{"params_text", 2, asks_with(R"({"method":"roots/list","params":"x"})"), "\"k\""},
                      Bad{"key_empty", 2, R"({"inputRequests":{"":{"method":"roots/list"}}})", "key"},
                      Bad{"ttl_text", 3, R"({"ttlMs":"1"})", "ttlMs"},
                      Bad{"ttl_zero", 3, R"({"ttlMs":0})", "ttlMs"},
                      Bad{"poll_fraction", 3, R"({"pollIntervalMs":0.5})", "pollIntervalMs"}),
    [](const auto& tested) { return tested.param.what; });

TEST(OutcomeTest, BoundsTheInputsOfOneRound) {
  const auto with = [](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) {
      list += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + R"(":{"method":"roots/list"})";
    }
    return parse_outcome(FAIRLEAD_OUT_INPUT_REQUIRED, "{\"inputRequests\":{" + list + "}}");
  };
  EXPECT_TRUE(with(kInputRequestsMax - 1));
  EXPECT_TRUE(with(kInputRequestsMax));
  EXPECT_FALSE(with(kInputRequestsMax + 1));
}

TEST(OutcomeTest, BoundsTheRequestState) {
  const auto with = [](std::size_t bytes) {
    return parse_outcome(FAIRLEAD_OUT_INPUT_REQUIRED,
                         "{\"requestState\":\"" + std::string(bytes, 's') + "\"}");
  };
  EXPECT_TRUE(with(kRequestStateBytesMax));
  EXPECT_FALSE(with(kRequestStateBytesMax + 1));
}

TEST(OutcomeTest, BoundsTheBytesOfAResult) {
  const auto with = [](std::size_t bytes) {
    return parse_outcome(FAIRLEAD_OUT_RESULT, "{\"a\":\"" + std::string(bytes - 8, 'x') + "\"}");
  };
  EXPECT_TRUE(with(kResultBytesMax));
  EXPECT_FALSE(with(kResultBytesMax + 1));
}

// ---- What fits ----

Outcome outcome(OutcomeKind kind, const std::string& json = "{}") {
  return {kind, json::parse(json)->as_object()};
}

TEST(OutcomeTest, LetsOnlyToolsReportToolErrors) {
  EXPECT_TRUE(check_outcome(outcome(OutcomeKind::ToolError), {FAIRLEAD_KIND_TOOL}));
  EXPECT_FALSE(check_outcome(outcome(OutcomeKind::ToolError), {FAIRLEAD_KIND_RESOURCE}));
}

TEST(OutcomeTest, LetsToolsResourcesAndPromptsAskForInput) {
  for (const std::uint32_t kind : {FAIRLEAD_KIND_TOOL, FAIRLEAD_KIND_RESOURCE, FAIRLEAD_KIND_PROMPT}) {
    EXPECT_TRUE(check_outcome(outcome(OutcomeKind::InputRequired), {kind}));
  }
  for (const std::uint32_t kind :
       {FAIRLEAD_KIND_COMPLETION, FAIRLEAD_KIND_LIST_RESOURCES, FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES}) {
    EXPECT_FALSE(check_outcome(outcome(OutcomeKind::InputRequired), {kind}));
  }
}

TEST(OutcomeTest, LetsToolsGoOnAsATaskUnlessTheyAreOne) {
  EXPECT_TRUE(check_outcome(outcome(OutcomeKind::Task), {FAIRLEAD_KIND_TOOL}));
  EXPECT_FALSE(check_outcome(outcome(OutcomeKind::Task), {FAIRLEAD_KIND_TOOL, true}));
  EXPECT_FALSE(check_outcome(outcome(OutcomeKind::Task), {FAIRLEAD_KIND_PROMPT}));
}

struct Fit {
  std::string what;
  std::uint32_t kind;
  std::string good, bad;
};
class ResultOf : public ::testing::TestWithParam<Fit> {};

TEST_P(ResultOf, HasItsArray) {
  EXPECT_TRUE(check_outcome(outcome(OutcomeKind::Result, GetParam().good), {GetParam().kind}));
  EXPECT_FALSE(check_outcome(outcome(OutcomeKind::Result, GetParam().bad), {GetParam().kind}));
}

INSTANTIATE_TEST_SUITE_P(
    OutcomeTest, ResultOf,
    ::testing::Values(Fit{"tool", FAIRLEAD_KIND_TOOL, "{}", R"({"content":"text"})"},
                      Fit{"resource", FAIRLEAD_KIND_RESOURCE, R"({"contents":[]})", "{}"},
                      Fit{"prompt", FAIRLEAD_KIND_PROMPT, R"({"messages":[]})", R"({"messages":{}})"},
                      Fit{"completion", FAIRLEAD_KIND_COMPLETION, R"({"completion":{"values":["a"]}})",
                          R"({"completion":{"values":[7]}})"},
                      Fit{"completion_missing", FAIRLEAD_KIND_COMPLETION, R"({"completion":{"values":[]}})",
                          "{}"},
                      Fit{"resources", FAIRLEAD_KIND_LIST_RESOURCES, R"({"resources":[],"nextCursor":"2"})",
                          R"({"resources":[],"nextCursor":2})"},
                      Fit{"templates", FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES, R"({"resourceTemplates":[]})",
                          R"({"resources":[]})"}),
    [](const auto& tested) { return tested.param.what; });

TEST(OutcomeTest, BoundsTheValuesOfACompletion) {
  const auto with = [](std::size_t count) {
    std::string values;
    for (std::size_t i = 0; i < count; ++i) values += i == 0 ? "\"v\"" : ",\"v\"";
    return check_outcome(outcome(OutcomeKind::Result, "{\"completion\":{\"values\":[" + values + "]}}"),
                         {FAIRLEAD_KIND_COMPLETION});
  };
  EXPECT_TRUE(with(kCompletionValuesMax));
  EXPECT_FALSE(with(kCompletionValuesMax + 1));
}

class OutputSchemaTest : public ::testing::Test {
 protected:
  Result<void> check(OutcomeKind kind, const std::string& json) {
    return check_outcome(outcome(kind, json), {FAIRLEAD_KIND_TOOL, false, &schema_});
  }
  json::Schema schema_ = *json::Schema::compile(
      *json::parse(R"({"type":"object","properties":{"rows":{"type":"integer"}},"required":["rows"]})"));
};

TEST_F(OutputSchemaTest, TakesWhatFits) {
  EXPECT_TRUE(check(OutcomeKind::Result, R"({"structuredContent":{"rows":3}})"));
}

TEST_F(OutputSchemaTest, NamesThePathOfWhatDoesNotFit) {
  const auto checked = check(OutcomeKind::Result, R"({"structuredContent":{"rows":"three"}})");
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().message.find("result that does not fit its outputSchema: rows"),
            std::string::npos)
      << checked.error().message;
}

TEST_F(OutputSchemaTest, WantsStructuredContent) {
  EXPECT_FALSE(check(OutcomeKind::Result, R"({"content":[]})"));
}

TEST_F(OutputSchemaTest, LeavesToolErrorsAlone) {
  EXPECT_TRUE(check(OutcomeKind::ToolError, R"({"content":[]})"));
}

}  // namespace
}  // namespace fairlead::plugin
