// Values in both directions: each type, each surprise, each limit.
#include "values.hpp"

#include <string>

#include <gtest/gtest.h>

#include "fairlead/sdk/error.hpp"

namespace fairlead::postgres {
namespace {

namespace json = boost::json;

constexpr Oid kBool = 16, kBytea = 17, kInt8 = 20, kInt4 = 23, kJson = 114, kFloat8 = 701, kBoolArray = 1000,
              kInt4Array = 1007, kTextArray = 1009, kNumeric = 1700, kJsonb = 3802, kJsonbArray = 3807,
              kMadeUp = 4'000'000'000;

TEST(DecodeValueTest, MakesBooleans) {
  EXPECT_EQ(decode_value(kBool, "t"), true);
  EXPECT_EQ(decode_value(kBool, "f"), false);
}

TEST(DecodeValueTest, MakesIntegersToTheLastDigit) {
  EXPECT_EQ(decode_value(kInt4, "-7"), -7);
  EXPECT_EQ(decode_value(kInt8, "-9223372036854775808"), INT64_MIN);
}

TEST(DecodeValueTest, MakesReals) { EXPECT_EQ(decode_value(kFloat8, "-1.5e-07"), -1.5e-07); }

TEST(DecodeValueTest, KeepsRealsThatJsonCannotSayAsText) {
  EXPECT_EQ(decode_value(kFloat8, "NaN"), "NaN");
  EXPECT_EQ(decode_value(kFloat8, "-Infinity"), "-Infinity");
}

TEST(DecodeValueTest, KeepsNumericAsText) { EXPECT_EQ(decode_value(kNumeric, "1.10"), "1.10"); }

TEST(DecodeValueTest, MakesJsonOfJson) {
  EXPECT_EQ(decode_value(kJsonb, R"({"a":[1]})"), json::parse(R"({"a":[1]})"));
}

TEST(DecodeValueTest, MakesJsonAtTheDepthLimit) {
  const std::string text = std::string(kDocumentDepthMax, '[') + std::string(kDocumentDepthMax, ']');
  EXPECT_TRUE(decode_value(kJson, text).is_array());
}

TEST(DecodeValueTest, KeepsJsonAboveTheDepthLimitAsText) {
  const std::string text = std::string(kDocumentDepthMax + 1, '[') + std::string(kDocumentDepthMax + 1, ']');
  EXPECT_EQ(decode_value(kJson, text), json::string_view(text));
}

TEST(DecodeValueTest, KeepsJsonWithInfiniteNumbersAsText) {
  EXPECT_EQ(decode_value(kJson, "[1e400]"), "[1e400]");
}

TEST(DecodeValueTest, KeepsJsonWithTooLongIntegersAsText) {
  EXPECT_EQ(decode_value(kJson, R"({"a":123456789012345678901})"), R"({"a":123456789012345678901})");
}

TEST(DecodeValueTest, MakesArraysOfTypedElements) {
  EXPECT_EQ(decode_value(kInt4Array, "{1,NULL}"), json::parse("[1,null]"));
  EXPECT_EQ(decode_value(kBoolArray, "{{t},{f}}"), json::parse("[[true],[false]]"));
  EXPECT_EQ(decode_value(kJsonbArray, R"({"{\"a\": 1}"})"), json::parse(R"([{"a":1}])"));
}

TEST(DecodeValueTest, KeepsArraysThatDoNotParseAsText) { EXPECT_EQ(decode_value(kTextArray, "{a"), "{a"); }

TEST(DecodeValueTest, MakesBase64OfBytes) {
  EXPECT_EQ(decode_value(kBytea, "\\x"), "");
  EXPECT_EQ(decode_value(kBytea, "\\x66"), "Zg==");
  EXPECT_EQ(decode_value(kBytea, "\\x666f"), "Zm8=");
  EXPECT_EQ(decode_value(kBytea, "\\x666f6f"), "Zm9v");
  EXPECT_EQ(decode_value(kBytea, "\\xfbff"), "+/8=");
}

TEST(DecodeValueTest, KeepsBytesInAnotherFormAsText) { EXPECT_EQ(decode_value(kBytea, "\\x6"), "\\x6"); }

TEST(DecodeValueTest, KeepsUnknownTypesAsText) { EXPECT_EQ(decode_value(kMadeUp, "(1,2)"), "(1,2)"); }

TEST(DecodeValueTest, KeepsSurprisesAsText) {
  EXPECT_EQ(decode_value(kInt4, "1x"), "1x");
  EXPECT_EQ(decode_value(kBool, "true"), "true");
  EXPECT_EQ(decode_value(kJson, "{"), "{");
}

TEST(ToUtf8Test, LetsUtf8Through) {
  EXPECT_EQ(to_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST(ToUtf8Test, ReplacesEachByteThatIsNone) {
  EXPECT_EQ(to_utf8("a\xE4z"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(to_utf8("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong
  EXPECT_EQ(to_utf8("\xED\xA0\x80").size(), 9u);               // a surrogate
  EXPECT_EQ(to_utf8("\xF4\x90\x80\x80").size(), 12u);          // above U+10FFFF
  EXPECT_EQ(to_utf8("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // cut off
}

TEST(JsonBytesTest, CountsWhatTheTextTakes) {
  for (const char* text : {"null", "true", "false", "-12", "\"a\\\"\\n\\u0001\"", "[]", "[1,[2,\"x\"]]", "{}",
                           R"({"a":1,"b":{"c":[]}})"}) {
    EXPECT_EQ(json_bytes(json::parse(text)), std::string_view(text).size()) << text;
  }
}

TEST(EncodeParamsTest, WritesEachKindAsTheServerReadsIt) {
  const auto params =
      encode_params(json::parse(R"(["it's",1,-2.5,true,null,{"a":[1]},[1,"b"],1e300])").as_array());
  const std::vector<std::optional<std::string>> expected{
      "it's", "1", "-2.5", "true", std::nullopt, R"({"a":[1]})", R"([1,"b"])", "1e+300"};
  EXPECT_EQ(params, expected);
}

TEST(EncodeParamsTest, WritesWholeDoublesWithoutExponent) { EXPECT_EQ(encode_params({3.0}).at(0), "3"); }

TEST(EncodeParamsTest, RefusesANulCharacter) {
  EXPECT_THROW((void)encode_params({json::string("a\0b", 3)}), ToolError);
}

TEST(EncodeParamsTest, TakesAsManyAsTheProtocolCanSay) {
  EXPECT_EQ(encode_params(json::array(kParamsMax, 1)).size(), kParamsMax);
}

TEST(EncodeParamsTest, RefusesOneMore) {
  EXPECT_THROW((void)encode_params(json::array(kParamsMax + 1, 1)), ToolError);
}

}  // namespace
}  // namespace fairlead::postgres
