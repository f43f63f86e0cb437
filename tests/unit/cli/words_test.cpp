// A line of text as words.
#include "cli/words.hpp"

#include <gtest/gtest.h>

namespace fairlead::cli {
namespace {

using Words = std::vector<std::string>;

Words split(std::string_view line) { return split_words(line).value_or(Words{"(refused)"}); }

TEST(SplitWordsTest, SplitsAtBlanks) { EXPECT_EQ(split(" add  a=1\tb=2\r"), (Words{"add", "a=1", "b=2"})); }

TEST(SplitWordsTest, FindsNoWordsInBlanks) { EXPECT_EQ(split(" \t"), Words()); }

TEST(SplitWordsTest, KeepsBlanksInsideQuotes) {
  EXPECT_EQ(split(R"(a="one two"'three four' b)"), (Words{"a=one twothree four", "b"}));
}

TEST(SplitWordsTest, KeepsAnEmptyWord) { EXPECT_EQ(split(R"("" a='')"), (Words{"", "a="})); }

TEST(SplitWordsTest, TakesTheCharacterBehindABackslash) { EXPECT_EQ(split(R"(a\ b\\)"), (Words{R"(a b\)"})); }

TEST(SplitWordsTest, EscapesOnlyQuotesAndBackslashesInDoubleQuotes) {
  EXPECT_EQ(split(R"("a\"b\\c\n")"), (Words{R"(a"b\c\n)"}));
}

TEST(SplitWordsTest, EscapesNothingInSingleQuotes) { EXPECT_EQ(split(R"('a\b')"), (Words{R"(a\b)"})); }

TEST(SplitWordsTest, RefusesAnOpenQuote) {
  for (const char* line : {R"(a="one)", "a='one", R"("a\")"}) {
    const auto words = split_words(line);
    ASSERT_FALSE(words) << line;
    EXPECT_EQ(words.error().reason, "bad_line");
  }
}

}  // namespace
}  // namespace fairlead::cli
