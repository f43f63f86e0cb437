// Which URIs a template matches, and what its variables then are.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"

namespace uri_template_test {

using fairlead::detail::is_uri_template;
using fairlead::detail::literal_length;
using fairlead::detail::matches_uri;
using fairlead::detail::variables_of;
using Variables = std::vector<std::pair<std::string_view, std::string>>;

TEST(UriTemplateTest, AcceptsTextAndVariablesInTurn) {
  EXPECT_TRUE(is_uri_template("a:{b}"));
  EXPECT_TRUE(is_uri_template("a://{b}/c/{d_1}.json"));
  EXPECT_TRUE(is_uri_template("a://{b}/{+path}"));
  EXPECT_TRUE(is_uri_template("a://{+path}/end"));
}

TEST(UriTemplateTest, RefusesWhatItCannotMatch) {
  for (const char* const refused :
       {"", "a://b", "{b}", "a://{}", "a://{b", "a://b}", "a://{b}}", "a://{b}{c}", "a://{b}/{+c}/{d}",
        "a://{+}", "a://{?b}", "a://{b,c}", "a://{b*}", "a://{b:3}", "a://{#b}", "a://{{b}}"}) {
    EXPECT_FALSE(is_uri_template(refused)) << refused;
  }
}

TEST(UriTemplateTest, MatchesOneSegmentPerVariable) {
  EXPECT_EQ(variables_of("test://{a}/x/{b}.json", "test://1/x/2.json"), (Variables{{"a", "1"}, {"b", "2"}}));
}

TEST(UriTemplateTest, DoesNotMatchAnEmptyValue) {
  EXPECT_FALSE(matches_uri("test://{a}/x", "test:///x"));
  EXPECT_FALSE(matches_uri("test://x/{a}", "test://x/"));
  EXPECT_FALSE(matches_uri("test://x/{+a}", "test://x/"));
}

TEST(UriTemplateTest, KeepsAPlainVariableWithinItsSegment) {
  EXPECT_FALSE(matches_uri("test://{a}", "test://1/2"));
  EXPECT_FALSE(matches_uri("test://{a}", "test://1?q"));
  EXPECT_FALSE(matches_uri("test://{a}", "test://1#f"));
  EXPECT_FALSE(matches_uri("test://{a}/x/{b}", "test://1/2/x/3"));
}

TEST(UriTemplateTest, LetsAReservedVariableCrossSegments) {
  EXPECT_EQ(variables_of("test://{a}/{+path}.txt", "test://1/b/c.txt/d.txt"),
            (Variables{{"a", "1"}, {"path", "b/c.txt/d"}}));
}

TEST(UriTemplateTest, TakesTheLastTextAtTheEndOfTheUri) {
  EXPECT_EQ(variables_of("test://{a}-x", "test://1-x-x"), (Variables{{"a", "1-x"}}));
  EXPECT_FALSE(matches_uri("test://{a}-x", "test://1-x-y"));
}

TEST(UriTemplateTest, TakesTheFirstPlaceOfTheTextBetweenVariables) {
  EXPECT_EQ(variables_of("test://{a}-{b}", "test://1-2-3"), (Variables{{"a", "1"}, {"b", "2-3"}}));
}

TEST(UriTemplateTest, DecodesPercentEncodedBytes) {
  EXPECT_EQ(variables_of("test://{a}", "test://%41%2fb%c3%A9"), (Variables{{"a", "A/b\xC3\xA9"}}));
}

TEST(UriTemplateTest, LeavesAPercentSignWithoutDigits) {
  EXPECT_EQ(variables_of("test://{a}", "test://5%"), (Variables{{"a", "5%"}}));
  EXPECT_EQ(variables_of("test://{a}", "test://5%4"), (Variables{{"a", "5%4"}}));
  EXPECT_EQ(variables_of("test://{a}", "test://5%4x"), (Variables{{"a", "5%4x"}}));
}

// What a provider repeats in its result would else be called its misbehaviour.
TEST(UriTemplateTest, RefusesBytesThatAreNoUtf8) {
  EXPECT_THROW((void)variables_of("test://{a}", "test://%FF"), fairlead::Error);
}

TEST(UriTemplateTest, CountsLiteralCharacters) {
  EXPECT_EQ(literal_length("a:{b}c{d}"), 3U);
  EXPECT_EQ(literal_length("abc"), 3U);
}

// A pattern whose parts occur everywhere: each URI byte is looked at a few times, not once per byte before
// it.
TEST(UriTemplateTest, MatchesLongUrisInLinearTime) {
  const std::string uri = "test://" + std::string(1'000'000, '-');
  EXPECT_TRUE(matches_uri("test://{a}-{b}-{c}-{d}", uri));
  EXPECT_FALSE(matches_uri("test://{a}-{b}-{c}-{d}x", uri));
}

}  // namespace uri_template_test
