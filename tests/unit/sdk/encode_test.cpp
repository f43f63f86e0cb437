// Values on their way out: the JSON text that results are written as.
#include "fairlead/sdk/encode.hpp"

#include <array>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk/decode.hpp"

namespace encode_test {

using fairlead::Bytes;
using fairlead::Json;
using fairlead::RawJson;
using fairlead::detail::to_json_text;

enum class Level { Low, High };
BOOST_DESCRIBE_ENUM(Level, Low, High)

std::string refusal_of(const std::string& raw) {
  try {
    return to_json_text(RawJson{raw});
  } catch (const fairlead::Error& error) {
    EXPECT_EQ(error.status(), FAIRLEAD_INTERNAL);
    return error.what();
  }
}

TEST(EncodeTest, WritesDoublesInTheirShortestForm) {
  EXPECT_EQ(to_json_text(0.1), "0.1");
  EXPECT_EQ(to_json_text(1e300), "1e+300");
}

TEST(EncodeTest, WritesDoublesInJsonFieldsInTheirShortestForm) {
  EXPECT_EQ(to_json_text(Json{{"a", 0.1}, {"b", {1.5, 2}}}), R"({"a":0.1,"b":[1.5,2]})");
}

TEST(EncodeTest, WritesEveryKindOfJson) {
  const std::string text =
      R"({"n":null,"t":true,"f":false,"i":-1,"u":18446744073709551615,"s":"é\"","a":[],"o":{}})";
  EXPECT_EQ(to_json_text(boost::json::parse(text)), text);
}

TEST(EncodeTest, RefusesInfinityInAJsonField) {
  EXPECT_THROW(to_json_text(Json(std::numeric_limits<double>::infinity())), fairlead::Error);
}

TEST(EncodeTest, WritesBytesAsBase64) {
  EXPECT_EQ(to_json_text(Bytes{""}), R"("")");
  EXPECT_EQ(to_json_text(Bytes{"f"}), R"("Zg==")");
  EXPECT_EQ(to_json_text(Bytes{"fo"}), R"("Zm8=")");
  EXPECT_EQ(to_json_text(Bytes{"foo"}), R"("Zm9v")");
  EXPECT_EQ(to_json_text(Bytes{std::string("\0\xFF\xFE\x66", 4)}), R"("AP/+Zg==")");
}

TEST(EncodeTest, ReadsBackEveryByteItWroteAsBase64) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  std::string text;
  fairlead::detail::append_base64(text, all);
  EXPECT_EQ(fairlead::detail::bytes_of_base64(text), all);
}

TEST(EncodeTest, PassesRawJsonOnAsItIs) {
  EXPECT_EQ(to_json_text(RawJson{R"( {"a": 1.50} )"}), R"( {"a": 1.50} )");
}

TEST(EncodeTest, WritesEmptyRawJsonAsNull) { EXPECT_EQ(to_json_text(RawJson{}), "null"); }

TEST(EncodeTest, RefusesRawJsonThatIsNotOneValue) {
  for (const char* raw :
       {" ", "{", "1 2", "{}x", "nul", "'a'", "[1,]", "\"\xFF\"", "{\"a\":1}}", "//c\n1", "1e400"}) {
    EXPECT_EQ(refusal_of(raw), "the provider's result holds a RawJson that is not one JSON value") << raw;
  }
}

TEST(EncodeTest, TakesRawJsonOf32LevelsAndRefuses33) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(refusal_of(nested(32)), nested(32));
  EXPECT_EQ(refusal_of(nested(33)), "the provider's result holds a RawJson that is not one JSON value");
}

TEST(EncodeTest, WritesArrays) {
  EXPECT_EQ(to_json_text(std::array<int, 2>{1, 2}), "[1,2]");
  EXPECT_EQ(to_json_text(std::array<int, 0>{}), "[]");
}

TEST(EncodeTest, WritesEnumeratorsAsKeys) {
  EXPECT_EQ(to_json_text(std::map<Level, int>{{Level::Low, 1}, {Level::High, 2}}), R"({"Low":1,"High":2})");
}

}  // namespace encode_test
