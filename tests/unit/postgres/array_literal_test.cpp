// Array literals: what is read, and what is refused so that it stays text.
#include "array_literal.hpp"

#include <string>

#include <gtest/gtest.h>

namespace fairlead::postgres {
namespace {

namespace json = boost::json;

// The array as JSON text with every element a string, or "none".
std::string parsed(std::string_view text) {
  const auto array = parse_array_literal(
      text, [](std::string_view item) { return json::value(json::string_view(item.data(), item.size())); });
  return array ? json::serialize(*array) : "none";
}

TEST(ArrayLiteralTest, ReadsAnEmptyArray) { EXPECT_EQ(parsed("{}"), "[]"); }
TEST(ArrayLiteralTest, ReadsWords) { EXPECT_EQ(parsed("{a,b c}"), R"(["a","b c"])"); }
TEST(ArrayLiteralTest, ReadsQuotesAndEscapes) { EXPECT_EQ(parsed(R"({"a,\"}","\\"})"), R"(["a,\"}","\\"])"); }
TEST(ArrayLiteralTest, ReadsTheEmptyString) { EXPECT_EQ(parsed(R"({""})"), R"([""])"); }
TEST(ArrayLiteralTest, TellsNullFromTheWordNull) {
  EXPECT_EQ(parsed(R"({NULL,"NULL"})"), R"([null,"NULL"])");
}
TEST(ArrayLiteralTest, ReadsDimensions) { EXPECT_EQ(parsed("{{1,2},{3,4}}"), R"([["1","2"],["3","4"]])"); }
TEST(ArrayLiteralTest, SkipsBounds) { EXPECT_EQ(parsed("[0:1][2:2]={{1},{2}}"), R"([["1"],["2"]])"); }
TEST(ArrayLiteralTest, ReadsSixDimensions) { EXPECT_EQ(parsed("{{{{{{1}}}}}}"), R"([[[[[["1"]]]]]])"); }
TEST(ArrayLiteralTest, RefusesSevenDimensions) { EXPECT_EQ(parsed("{{{{{{{1}}}}}}}"), "none"); }
TEST(ArrayLiteralTest, RefusesAnOpenArray) { EXPECT_EQ(parsed("{1,2"), "none"); }
TEST(ArrayLiteralTest, RefusesAnOpenQuote) { EXPECT_EQ(parsed(R"({"1)"), "none"); }
TEST(ArrayLiteralTest, RefusesAnEscapeAtTheEnd) { EXPECT_EQ(parsed("{\"\\"), "none"); }
TEST(ArrayLiteralTest, RefusesAMissingElement) { EXPECT_EQ(parsed("{1,}"), "none"); }
TEST(ArrayLiteralTest, RefusesTextBehindTheArray) { EXPECT_EQ(parsed("{1}x"), "none"); }
TEST(ArrayLiteralTest, RefusesTextThatIsNoArray) { EXPECT_EQ(parsed("1"), "none"); }
TEST(ArrayLiteralTest, RefusesNothing) { EXPECT_EQ(parsed(""), "none"); }

}  // namespace
}  // namespace fairlead::postgres
