// The one text of a value. The numbers are those that RFC 8785 lists in its appendix B, by their bits.
#include "json/canonical.hpp"

#include <bit>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::json {
namespace {

std::string canonical(std::string_view text) {
  const auto value = parse(text);
  return value ? canonical_text(*value) : value.error().message;
}

TEST(CanonicalTextTest, WritesNumbersAsEcmascriptDoes) {
  const std::pair<std::uint64_t, const char*> cases[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& [bits, text] : cases) EXPECT_EQ(canonical_text(std::bit_cast<double>(bits)), text);
}

TEST(CanonicalTextTest, WritesWholeDoublesLikeIntegers) {
  EXPECT_EQ(canonical("[1.0,1e2,-0.0]"), "[1,100,0]");
}

TEST(CanonicalTextTest, KeepsAllDigitsOfLargeIntegers) {
  EXPECT_EQ(canonical("[9007199254740993,18446744073709551615]"), "[9007199254740993,18446744073709551615]");
}

TEST(CanonicalTextTest, WritesNullForWhatJsonHasNoFormFor) {
  EXPECT_EQ(canonical_text(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(canonical_text(std::numeric_limits<double>::quiet_NaN()), "null");
}

TEST(CanonicalTextTest, DropsWhiteSpaceAndSortsKeysAtEveryDepth) {
  EXPECT_EQ(canonical(R"( { "b" : [ { "z":1, "a":2 } ], "a" : { } } )"), R"({"a":{},"b":[{"a":2,"z":1}]})");
}

TEST(CanonicalTextTest, SortsKeysByUtf16CodeUnits) {
  // U+FB33 is below U+1F600 by code point and by bytes, above it by UTF-16.
  EXPECT_EQ(canonical(R"({"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"1":4,"":5})"),
            "{\"\":5,\"1\":4,\"\xE2\x82\xAC\":3,\"\xF0\x9F\x98\x80\":2,\"\xEF\xAC\xB3\":1}");
}

TEST(CanonicalTextTest, EscapesNoMoreThanItMust) {
  EXPECT_EQ(canonical(R"("\u0000\u001f\b\t\n\f\r\"\\\/\u007f\u2028\u00e4")"),
            "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\x7F\xE2\x80\xA8\xC3\xA4\"");
}

TEST(CanonicalTextTest, IsItsOwnCanonicalText) {
  const std::string once = canonical(R"({"b":[1.50,-0,1E3],"a":"\u00e4"})");
  EXPECT_EQ(canonical(once), once);
}

TEST(SortedKeysTest, SortsByBytes) {
  const auto value = parse(R"({"rows":1,"columns":2,"Z":3})");
  ASSERT_TRUE(value);
  EXPECT_EQ(sorted_keys(value->as_object()), (std::vector<std::string>{"Z", "columns", "rows"}));
}

TEST(SortedKeysTest, IsEmptyForAnEmptyObject) { EXPECT_TRUE(sorted_keys({}).empty()); }

}  // namespace
}  // namespace fairlead::json
