// Values by what they mean.
#include "json/compare.hpp"

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::json {
namespace {

boost::json::value of(std::string_view text) { return parse(text).value(); }

TEST(JsonEqualTest, ComparesNumbersByValueWhateverTheirKind) {
  EXPECT_TRUE(is_equal(of("1"), of("1.0")));
  EXPECT_TRUE(is_equal(of("9223372036854775808"), of("9223372036854775808.0")));
  EXPECT_FALSE(is_equal(of("1"), of("1.5")));
}

TEST(JsonEqualTest, DoesNotRoundLargeIntegers) {
  EXPECT_FALSE(is_equal(of("9007199254740993"), of("9007199254740992.0")));
  EXPECT_FALSE(is_equal(of("18446744073709551615"), of("18446744073709551616")));
}

TEST(JsonEqualTest, IgnoresTheOrderOfMembersOnly) {
  EXPECT_TRUE(is_equal(of(R"({"a":[1],"b":2})"), of(R"({"b":2.0,"a":[1.0]})")));
  EXPECT_FALSE(is_equal(of("[1,2]"), of("[2,1]")));
}

TEST(JsonEqualTest, DoesNotMixTypes) {
  EXPECT_FALSE(is_equal(of("0"), of("false")));
  EXPECT_FALSE(is_equal(of("null"), of("false")));
  EXPECT_FALSE(is_equal(of("\"1\""), of("1")));
  EXPECT_FALSE(is_equal(of("[]"), of("{}")));
}

TEST(JsonEqualTest, LooksAtEveryMember) {
  EXPECT_FALSE(is_equal(of(R"({"a":1})"), of(R"({"a":1,"b":1})")));
  EXPECT_FALSE(is_equal(of(R"({"a":1})"), of(R"({"b":1})")));
  EXPECT_FALSE(is_equal(of("[1]"), of("[1,1]")));
}

TEST(JsonHashTest, IsTheSameForEqualValues) {
  EXPECT_EQ(hash_of(of(R"({"a":[1],"b":"x"})")), hash_of(of(R"({"b":"x","a":[1.0]})")));
}

TEST(JsonHashTest, TellsOrderInArraysApart) { EXPECT_NE(hash_of(of("[1,2]")), hash_of(of("[2,1]"))); }

TEST(JsonNumberOrderTest, ComparesAcrossKinds) {
  EXPECT_LT(compare_numbers(of("-1"), of("18446744073709551615")), 0);
  EXPECT_GT(compare_numbers(of("0.5"), of("0")), 0);
  EXPECT_LT(compare_numbers(of("9007199254740992.0"), of("9007199254740993")), 0);
  EXPECT_EQ(compare_numbers(of("3"), of("3.0")), 0);
}

TEST(JsonMultipleTest, CountsInDecimals) {
  EXPECT_TRUE(is_multiple_of(of("0.3"), of("0.1")));
  EXPECT_TRUE(is_multiple_of(of("0.0075"), of("0.0001")));
  EXPECT_FALSE(is_multiple_of(of("0.00751"), of("0.0001")));
  EXPECT_TRUE(is_multiple_of(of("19.99"), of("0.01")));
}

TEST(JsonMultipleTest, IsExactForLargeNumbers) {
  EXPECT_TRUE(is_multiple_of(of("1e308"), of("0.5")));
  EXPECT_FALSE(is_multiple_of(of("1e308"), of("0.123456789")));
  EXPECT_TRUE(is_multiple_of(of("18446744073709551615"), of("5")));
  EXPECT_FALSE(is_multiple_of(of("18446744073709551614"), of("5")));
  EXPECT_TRUE(is_multiple_of(of("-9223372036854775808"), of("2")));
}

TEST(JsonMultipleTest, HandlesDivisorsOfLargerUnit) {
  EXPECT_FALSE(is_multiple_of(of("0.5"), of("1")));
  EXPECT_FALSE(is_multiple_of(of("7"), of("1e300")));
  EXPECT_TRUE(is_multiple_of(of("0"), of("1e300")));
  EXPECT_TRUE(is_multiple_of(of("4.5"), of("1.5")));
  EXPECT_TRUE(is_multiple_of(of("20"), of("2e1")));
  EXPECT_TRUE(is_multiple_of(of("6"), of("1.5")));
}

}  // namespace
}  // namespace fairlead::json
