// Strict JSON: what is refused, each limit at and above, and what the messages say.
#include "json/parse.hpp"

#include <string>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/canonical.hpp"

namespace fairlead::json {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string message_of(std::string_view text, const ParseLimits& limits = {}) {
  const auto value = parse(text, limits);
  return value ? "accepted: " + canonical_text(*value) : value.error().message;
}

std::string reason_of(std::string_view text, const ParseLimits& limits = {}) {
  const auto value = parse(text, limits);
  return value ? "accepted" : value.error().reason;
}

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(JsonParseTest, ReadsEveryKindOfValue) {
  const auto value = parse(R"( {"a":[null,true,false,1,-2,18446744073709551615,0.5],"b":"x"} )");
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(canonical_text(*value), R"({"a":[null,true,false,1,-2,18446744073709551615,0.5],"b":"x"})");
}

TEST(JsonParseTest, KeepsIntegersThatFit64Bits) {
  const auto value = parse("[9223372036854775807,-9223372036854775808,9223372036854775808]");
  ASSERT_TRUE(value);
  EXPECT_TRUE(value->at(0).is_int64());
  EXPECT_TRUE(value->at(1).is_int64());
  EXPECT_EQ(value->at(2).as_uint64(), 9223372036854775808U);
}

TEST(JsonParseTest, MakesIntegersBeyond64BitsDoubles) {
  const auto value = parse("18446744073709551616");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->as_double(), 18446744073709551616.0);
}

TEST(JsonParseTest, RoundsToTheNearestDouble) {
  for (const char* text : {"1.7976931348623157e308", "2.2250738585072011e-308", "9007199254740993.0", "0.1",
                           "123456789012345678901234567890e-20"}) {
    const auto value = parse(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(value->as_double(), std::strtod(text, nullptr)) << text;
  }
}

TEST(JsonParseTest, ReadsNumbersTooSmallForDoubleAsZero) {
  const auto value = parse("1e-400");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->as_double(), 0.0);
}

TEST(JsonParseTest, AllocatesFromTheGivenStorage) {
  boost::json::monotonic_resource arena;
  const auto value = parse(R"({"a":[1,2]})", {}, &arena);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->storage().get(), &arena);
  EXPECT_EQ(value->at("a").storage().get(), &arena);
}

TEST(JsonParseTest, RefusesADuplicateKeyAndSaysWhichAndWhere) {
  EXPECT_EQ(message_of(R"({"tenant":"a","tenant":"b"})"),
            R"(invalid JSON at byte 14: the key "/tenant" is there twice)");
  EXPECT_EQ(reason_of(R"({"tenant":"a","tenant":"b"})"), "duplicate_key");
}

TEST(JsonParseTest, RefusesADuplicateKeySpeltByEscapes) {
  EXPECT_EQ(reason_of(R"({"tenant":1,"t\u0065nant":2})"), "duplicate_key");
}

TEST(JsonParseTest, RefusesADuplicateKeyDeepInsideAndGivesItsPath) {
  EXPECT_THAT(message_of(R"([0,{"x":{"a":{"b":1},"a":{"b":1,"c":2}}}])"), HasSubstr(R"("/1/x/a")"));
}

TEST(JsonParseTest, RefusesADuplicateKeyAmongManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_EQ(reason_of(text + "\"k57\":1}"), "duplicate_key");
}

TEST(JsonParseTest, AcceptsTheSameKeyInDifferentObjects) {
  EXPECT_EQ(reason_of(R"([{"a":{"a":1}},{"a":2}])"), "accepted");
}

TEST(JsonParseTest, RefusesNumbersBeyondTheRangeOfDouble) {
  EXPECT_EQ(message_of(R"({"a":[0,1e400]})"),
            R"(invalid JSON at byte 13, in "/a/1": a number beyond the range of double)");
  EXPECT_EQ(reason_of("-1e400"), "bad_json");
  EXPECT_EQ(reason_of("1e99999999999999999999"), "bad_json");
}

TEST(JsonParseTest, RefusesWhateverFollowsTheValue) {
  EXPECT_EQ(message_of("{} {}"), "invalid JSON at byte 3: something follows the value");
  EXPECT_EQ(reason_of("1,"), "bad_json");
  EXPECT_EQ(reason_of(std::string_view("1\0", 2)), "bad_json");
}

TEST(JsonParseTest, RefusesTextThatEndsTooEarly) {
  EXPECT_EQ(message_of(R"({"a":{"b":[1,)"),
            R"(invalid JSON at byte 13, in "/a/b/1": the text ends too early)");
  for (const char* text :
       {"", " ", "{", "[", "\"", "\"a", "tru", "-", "1.", "1e", "{\"a\"", "{\"a\":", "\"\\u00"}) {
    EXPECT_EQ(reason_of(text), "bad_json") << text;
  }
}

TEST(JsonParseTest, RefusesWhatIsNoJson) {
  for (const char* text :
       {"{a:1}", "{'a':1}", "[1,]", "{\"a\":1,}", "01", "+1", ".5", "0x1", "NaN", "Infinity", "// c\n1",
        "/* c */1", "\"\t\"", "\"\\x\"", "\xEF\xBB\xBF{}", "True", "1E+"}) {
    EXPECT_EQ(reason_of(text), "bad_json") << text;
  }
}

TEST(JsonParseTest, RefusesBrokenUtf8) {
  for (const char* text :
       {"\"\xFF\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xE2\x82\""}) {
    EXPECT_EQ(reason_of(text), "bad_json");
  }
}

TEST(JsonParseTest, RefusesHalfASurrogatePair) {
  EXPECT_THAT(message_of(R"("\ud800x")"), HasSubstr("invalid JSON at byte"));
  EXPECT_THAT(message_of(R"(["\udc00 and more text"])"), HasSubstr("half a surrogate pair"));
}

TEST(JsonParseTest, SaysNothingOfBoostOrSourceFiles) {
  for (const char* text : {"{a:1}", "\"\\ud800", "1e400", "[1"}) {
    EXPECT_THAT(message_of(text), Not(HasSubstr("boost"))) << text;
    EXPECT_THAT(message_of(text), Not(HasSubstr("hpp"))) << text;
  }
}

TEST(JsonParseTest, RepeatsNoValueInItsMessage) {
  EXPECT_THAT(message_of(R"({"password":"hunter2" "x":1})"), Not(HasSubstr("hunter2")));
}

TEST(JsonParseTest, GivesThePathOfTheValueThatIsWrongThoughAKeyCameTwiceBefore) {
  EXPECT_THAT(message_of(R"({"a":1,"a":2,"b":[1e400]})"), HasSubstr(R"(in "/b/0")"));
}

TEST(JsonParseTest, HoldsTheDepthLimit) {
  EXPECT_EQ(reason_of(nested(31, "[", "]")), "accepted");
  EXPECT_EQ(reason_of(nested(32, "[", "]")), "accepted");
  EXPECT_EQ(reason_of(nested(33, "[", "]")), "json_too_large");
  EXPECT_EQ(reason_of(nested(32, "{\"a\":", "}")), "accepted");
  EXPECT_EQ(reason_of(nested(33, "{\"a\":", "}")), "json_too_large");
  EXPECT_EQ(reason_of(nested(100'000, "[", "]")), "json_too_large");
  EXPECT_THAT(message_of(nested(33, "[", "]")), HasSubstr("more than 32 levels of arrays and objects"));
}

TEST(JsonParseTest, HoldsTheSizeLimit) {
  ParseLimits limits;
  limits.text_bytes_max = 4;
  EXPECT_EQ(reason_of("[12]", limits), "accepted");
  EXPECT_EQ(reason_of("[123]", limits), "json_too_large");
  EXPECT_EQ(message_of("[123]", limits), "the JSON text has 5 bytes; at most 4 are read");
}

TEST(JsonParseTest, HoldsTheLimitOfValues) {
  ParseLimits limits;
  limits.nodes_max = 4;
  EXPECT_EQ(reason_of("[1,null]", limits), "accepted");
  EXPECT_EQ(reason_of(R"({"a":"x","b":{},"c":true})", limits), "accepted");
  EXPECT_EQ(reason_of("[1,2.5,true,null]", limits), "json_too_large");
  EXPECT_EQ(reason_of("[[],[],[],{}]", limits), "json_too_large");
}

TEST(JsonParseTest, HoldsTheLimitOfKeysInOneObject) {
  ParseLimits limits;
  limits.object_keys_max = 2;
  EXPECT_EQ(reason_of(R"({"a":1})", limits), "accepted");
  EXPECT_EQ(reason_of(R"({"a":1,"b":{"c":1,"d":2}})", limits), "accepted");
  EXPECT_EQ(reason_of(R"({"a":1,"b":1,"c":1})", limits), "json_too_large");
}

TEST(JsonParseTest, HoldsTheLimitOfStringsWithEscapesResolved) {
  ParseLimits limits;
  limits.string_bytes_max = 3;
  EXPECT_EQ(reason_of(R"("ab")", limits), "accepted");
  EXPECT_EQ(reason_of(R"("\u0061bc")", limits), "accepted");
  EXPECT_EQ(reason_of(R"("abcd")", limits), "json_too_large");
  EXPECT_EQ(reason_of(R"("\u0061bcd")", limits), "json_too_large");
  EXPECT_EQ(reason_of(R"({"abc":1})", limits), "accepted");
  EXPECT_EQ(reason_of(R"({"abcd":1})", limits), "json_too_large");
}

TEST(JsonParseTest, HoldsTheLimitOfNumberTexts) {
  EXPECT_EQ(reason_of("0." + std::string(61, '1')), "accepted");
  EXPECT_EQ(reason_of("0." + std::string(62, '1')), "accepted");
  EXPECT_EQ(reason_of("0." + std::string(63, '1')), "json_too_large");
  EXPECT_EQ(reason_of(std::string(100'000, '1')), "json_too_large");
}

TEST(JsonParseTest, ReadsLongStringsWithEscapesWhole) {
  std::string text = "\"";
  std::string expected;
  for (int i = 0; i < 5000; ++i) {
    text += "ab\\n\\u00e4";
    expected += "ab\n\xC3\xA4";
  }
  const auto value = parse(text + "\"");
  ASSERT_TRUE(value);
  EXPECT_EQ(std::string_view(value->as_string()), expected);
}

}  // namespace
}  // namespace fairlead::json
