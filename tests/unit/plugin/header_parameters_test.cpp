// x-mcp-header: where it may stand and what it may say.
#include "plugin/header_parameters.hpp"

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::plugin {
namespace {

Result<std::vector<HeaderParameter>> read(const std::string& schema) {
  return read_header_parameters(*json::parse(schema));
}

TEST(HeaderParametersTest, FindsAnnotationsAlongChainsOfProperties) {
  const auto found = read(R"({"type":"object","properties":{
      "region":{"type":"string","x-mcp-header":"Region"},
      "options":{"type":"object","properties":{"dry_run":{"type":"boolean","x-mcp-header":"Dry-Run"}}},
      "limit":{"type":"integer","x-mcp-header":"Limit"}}})");
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 3U);
  EXPECT_EQ((*found)[1].header, "Dry-Run");
  EXPECT_EQ((*found)[1].path, (std::vector<std::string>{"options", "dry_run"}));
}

TEST(HeaderParametersTest, LeavesSchemasWithoutAnnotationsAlone) {
  const auto found =
      read(R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}}})");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->empty());
}

TEST(HeaderParametersTest, TakesAPropertyOfThatNameForAProperty) {
  const auto found = read(R"({"type":"object","properties":{"x-mcp-header":{"type":"string"}}})");
  EXPECT_TRUE(found && found->empty());
}

TEST(HeaderParametersTest, DoesNotLookIntoData) {
  EXPECT_TRUE(read(R"({"type":"object","properties":{"a":{"type":"object",
      "default":{"x-mcp-header":7},"examples":[{"x-mcp-header":7}]}}})"));
}

struct Bad {
  std::string what, property, expected;
};
class RefusedAnnotation : public ::testing::TestWithParam<Bad> {};

TEST_P(RefusedAnnotation, SaysWhereAndWhy) {
  const auto found = read(R"({"type":"object","properties":{"a":)" + GetParam().property + "}}");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(found.error().message.rfind("/properties/a", 0), 0U) << found.error().message;
  EXPECT_NE(found.error().message.find(GetParam().expected), std::string::npos) << found.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    HeaderParametersTest, RefusedAnnotation,
    ::testing::Values(
        Bad{"number", R"({"type":"number","x-mcp-header":"A"})", "integer"},
        Bad{"object", R"({"type":"object","x-mcp-header":"A"})", "integer"},
        Bad{"nullable", R"({"type":["string","null"],"x-mcp-header":"A"})", "integer"},
        Bad{"untyped", R"({"x-mcp-header":"A"})", "integer"},
        Bad{"empty", R"({"type":"string","x-mcp-header":""})", "header name"},
        Bad{"space", R"({"type":"string","x-mcp-header":"A B"})", "header name"},
        Bad{"colon", R"({"type":"string","x-mcp-header":"A:"})", "header name"},
        Bad{"newline", R"({"type":"string","x-mcp-header":"A\r\nB"})", "header name"},
        Bad{"non_ascii", "{\"type\":\"string\",\"x-mcp-header\":\"\xC3\xA4\"}", "header name"},
        Bad{"no_string", R"({"type":"string","x-mcp-header":7})", "header name"},
        Bad{"long_name", R"({"type":"string","x-mcp-header":")" + std::string(65, 'a') + "\"}",
            "header name"},
        Bad{"in_items", R"({"type":"array","items":{"type":"string","x-mcp-header":"A"}})", "chain"},
        Bad{"in_any_of", R"({"anyOf":[{"type":"string","x-mcp-header":"A"}]})", "chain"},
        Bad{"below_any_of", R"({"anyOf":[{"properties":{"b":{"type":"string","x-mcp-header":"A"}}}]})",
            "chain"}),
    [](const auto& tested) { return tested.param.what; });

TEST(HeaderParametersTest, RefusesItOnTheRootItself) {
  EXPECT_FALSE(read(R"({"type":"object","x-mcp-header":"A"})"));
}

TEST(HeaderParametersTest, TakesANameOf64Bytes) {
  EXPECT_TRUE(read(R"({"type":"object","properties":{"a":{"type":"string","x-mcp-header":")" +
                   std::string(64, 'a') + "\"}}}"));
}

TEST(HeaderParametersTest, RefusesOneHeaderTwiceWhateverItsCase) {
  const auto found = read(R"({"type":"object","properties":{
      "a":{"type":"string","x-mcp-header":"Region"},"b":{"type":"string","x-mcp-header":"REGION"}}})");
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("REGION"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::plugin
