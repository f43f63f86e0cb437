// The tools of content.hpp: exact contents, logs, progress, schemas.
#include "fixture.hpp"

namespace everything_test {

class ContentToolsTest : public EverythingTest {
 protected:
  // The entry of the catalog.
  [[nodiscard]] Object tool(std::string_view name) {
    for (const auto& one : binding_.catalog().at("tools").as_array()) {
      if (one.at("name").as_string() == boost::json::string_view(name.data(), name.size())) {
        return one.as_object();
      }
    }
    return {};
  }
};

TEST_F(ContentToolsTest, AnswersWithAText) {
  EXPECT_EQ(call("test_simple_text").content(),
            parse(R"([{"type":"text","text":"This is a simple text response for testing."}])"));
}

TEST_F(ContentToolsTest, TakesNoArgumentsMemberAsNone) {
  EXPECT_EQ(only_text(client_.call_text("test_simple_text", "")),
            "This is a simple text response for testing.");
}

TEST_F(ContentToolsTest, AnswersWithAnImage) {
  EXPECT_EQ(call("test_image_content").content(),
            parse(R"([{"type":"image","mimeType":"image/png","data":")" + std::string(kPng) + R"("}])"));
}

TEST_F(ContentToolsTest, AnswersWithASound) {
  EXPECT_EQ(call("test_audio_content").content(),
            parse(R"([{"type":"audio","mimeType":"audio/wav","data":")" + std::string(kWav) + R"("}])"));
}

TEST_F(ContentToolsTest, EmbedsAResource) {
  EXPECT_EQ(call("test_embedded_resource").content(), parse(R"([{"type":"resource","resource":{
      "uri":"test://embedded-resource","mimeType":"text/plain","text":"This is an embedded resource content."}}])"));
}

TEST_F(ContentToolsTest, MixesTypesInTheirOrder) {
  EXPECT_EQ(call("test_multiple_content_types").content(),
            parse(R"([{"type":"text","text":"Multiple content types test:"},
      {"type":"image","mimeType":"image/png","data":")" +
                  std::string(kPng) + R"("},
      {"type":"resource","resource":{"uri":"test://mixed-content-resource","mimeType":"application/json",
       "text":"{\"test\":\"data\",\"value\":123}"}}])"));
}

TEST_F(ContentToolsTest, RefusesForTheModelToRead) {
  const auto result = call("test_error_handling");
  EXPECT_TRUE(result.is_tool_error()) << result.summary();
  EXPECT_EQ(only_text(result), "This tool intentionally returns an error for testing");
}

TEST_F(ContentToolsTest, LogsThreeLinesWithPausesBetween) {
  CallOptions options;
  options.log_level = FAIRLEAD_LOG_DEBUG;
  const auto result = call("test_tool_with_logging", {}, options);
  ASSERT_EQ(result.client_logs().size(), 3u);
  EXPECT_EQ(result.client_logs()[0].data, "Tool execution started");
  EXPECT_EQ(result.client_logs()[1].data, "Tool processing data");
  EXPECT_EQ(result.client_logs()[2].data, "Tool execution completed");
  EXPECT_EQ(result.client_logs()[0].severity, FAIRLEAD_LOG_INFO);
  EXPECT_EQ(passed(), std::chrono::milliseconds(100));
  EXPECT_EQ(only_text(result), "Tool with logging executed successfully");
}

TEST_F(ContentToolsTest, LogsNothingThatTheClientDidNotAskFor) {
  CallOptions options;
  options.log_level = FAIRLEAD_LOG_NOTICE;
  EXPECT_TRUE(call("test_tool_with_logging", {}, options).client_logs().empty());
  EXPECT_TRUE(call("test_logging_tool").client_logs().empty());
}

TEST_F(ContentToolsTest, LogsAnyJsonUnderTheNameOfALogger) {
  CallOptions options;
  options.log_level = FAIRLEAD_LOG_INFO;
  const auto result = call("test_logging_tool", {}, options);
  ASSERT_EQ(result.client_logs().size(), 1u);
  EXPECT_EQ(result.client_logs()[0].logger, "everything");
  EXPECT_EQ(result.client_logs()[0].data,
            parse(R"({"message":"a line for the client","tool":"test_logging_tool"})"));
  EXPECT_EQ(only_text(result), "One line was logged");
  EXPECT_EQ(passed(), std::chrono::milliseconds(0));
}

TEST_F(ContentToolsTest, TellsProgressThreeTimes) {
  CallOptions options;
  options.wants_progress = true;
  const auto result = call("test_tool_with_progress", {}, options);
  ASSERT_EQ(result.progress().size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(result.progress()[i].done, 50.0 * static_cast<double>(i));
    EXPECT_EQ(result.progress()[i].total, 100);
  }
  EXPECT_EQ(passed(), std::chrono::milliseconds(100));
  EXPECT_EQ(only_text(result), "Tool with progress executed successfully");
}

TEST_F(ContentToolsTest, JustTakesItsTimeWhenNobodyWantsProgress) {
  const auto result = call("test_tool_with_progress");
  EXPECT_TRUE(result.is_ok());
  EXPECT_TRUE(result.progress().empty());
  EXPECT_EQ(passed(), std::chrono::milliseconds(100));
}

TEST_F(ContentToolsTest, AnswersLateForAClientThatReconnects) {
  EXPECT_EQ(only_text(call("test_reconnection")), "The answer came though the connection was interrupted");
  EXPECT_EQ(passed(), std::chrono::milliseconds(200));
}

TEST_F(ContentToolsTest, ServesOtherCallsOfTheClientWhileItWaits) {
  auto waiting = client_.start("test_reconnection");
  EXPECT_TRUE(call("test_simple_text").is_ok());
  EXPECT_FALSE(waiting.is_done());
  EXPECT_TRUE(waiting.result().is_ok());
}

TEST_F(ContentToolsTest, StatesTheRawSchemaAsItIs) {
  const auto expected = parse(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
    "$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},
     "city":{"type":"string"}}}},
    "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
     "contactMethod":{"type":"string","enum":["phone","email"]},"phone":{"type":"string"},
     "email":{"type":"string"}},
    "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
    "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
    "then":{"required":["phone"]},"else":{"required":["email"]},"additionalProperties":false})");
  const Object entry = tool("json_schema_2020_12_tool");
  EXPECT_EQ(entry.at("inputSchema"), expected);
  EXPECT_EQ(entry.at("description"), "Tool with JSON Schema 2020-12 features");
  EXPECT_EQ(only_text(call("json_schema_2020_12_tool", {{"email", "a@example.com"}})),
            R"(Arguments: {"email":"a@example.com"})");
}

TEST_F(ContentToolsTest, StatesWhichArgumentsTravelAsHeaders) {
  const Object entry = tool("test_custom_headers");
  const auto& schema = entry.at("inputSchema").as_object();
  EXPECT_EQ(schema.at("required"), parse(R"(["region"])"));
  const auto& properties = schema.at("properties").as_object();
  EXPECT_EQ(properties.at("region"), parse(R"({"type":"string","description":"Where the call should run",
                                               "x-mcp-header":"Region"})"));
  EXPECT_EQ(properties.at("priority").at("x-mcp-header"), "Priority");
  EXPECT_EQ(properties.at("priority").at("type"), "integer");
  EXPECT_EQ(properties.at("verbose").at("x-mcp-header"), "Verbose");
  EXPECT_FALSE(properties.at("query").as_object().contains("x-mcp-header"));
}

TEST_F(ContentToolsTest, RepeatsTheArgumentsThatTravelAsHeaders) {
  EXPECT_EQ(only_text(call("test_custom_headers", {{"region", "=?base64?SGVsbG8=?="}})),
            "region==?base64?SGVsbG8=?=");
  EXPECT_EQ(
      only_text(call("test_custom_headers",
                     {{"region", "eu"}, {"priority", 0}, {"verbose", false}, {"query", "test-default"}})),
      "region=eu, priority=0, verbose=false, query=test-default");
}

}  // namespace everything_test
