// What terminals are shown: nothing they would obey, and columns counted as they count.
#include "cli/text.hpp"

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::cli {
namespace {

TEST(PrintableTest, LeavesOrdinaryTextAlone) { EXPECT_EQ(printable("naïve 東京 café"), "naïve 東京 café"); }

TEST(PrintableTest, NeutralisesEscapeSequences) {
  EXPECT_EQ(printable("\x1b[2J\x1b]0;title\x07"), "\\x1b[2J\\x1b]0;title\\x07");
}

TEST(PrintableTest, NeutralisesTheOneCharacterFormOfEscapeSequences) {
  EXPECT_EQ(printable("\u009b31m"), "\\x9b31m");
}

TEST(PrintableTest, KeepsLinesTogether) { EXPECT_EQ(printable("a\nb\tc\r"), "a\\nb\\tc\\r"); }

TEST(PrintableTest, ShowsTextDirectionOverrides) { EXPECT_EQ(printable("a\u202eb"), "a\\u{202e}b"); }

TEST(PrintableTest, ShowsInvisibleTagCharacters) { EXPECT_EQ(printable("a\U000e0041b"), "a\\u{e0041}b"); }

TEST(PrintableTest, ShowsBytesThatAreNotUtf8) { EXPECT_EQ(printable("a\xff\xc3"), "a\\xff\\xc3"); }

TEST(PrintableTest, KeepsJoinersThatScriptsNeed) { EXPECT_EQ(printable("می\u200cخواهم"), "می\u200cخواهم"); }

TEST(DisplayWidthTest, CountsWideCharactersTwice) { EXPECT_EQ(display_width("東京"), 4U); }

TEST(DisplayWidthTest, CountsCombiningCharactersNotAtAll) { EXPECT_EQ(display_width("e\u0301"), 1U); }

TEST(DisplayWidthTest, CountsAccentedLettersOnce) { EXPECT_EQ(display_width("Åland"), 5U); }

TEST(CutToWidthTest, LeavesTextThatFits) { EXPECT_EQ(cut_to_width("abcd", 4), "abcd"); }

TEST(CutToWidthTest, EndsWhatIsCutWithAnEllipsis) { EXPECT_EQ(cut_to_width("abcde", 4), "abc…"); }

TEST(CutToWidthTest, NeverCutsAWideCharacterInHalf) { EXPECT_EQ(cut_to_width("東京都", 4), "東…"); }

TEST(CutToWidthTest, GivesNothingForNoColumns) { EXPECT_EQ(cut_to_width("abc", 0), ""); }

TEST(CompactJsonTest, KeepsTheOrderOfKeys) {
  EXPECT_EQ(compact_json({{"b", 1}, {"a", nullptr}}), R"({"b":1,"a":null})");
}

TEST(CompactJsonTest, WritesNumbersShortly) { EXPECT_EQ(compact_json(0.1), "0.1"); }

TEST(CompactJsonTest, EscapesWhatATerminalWouldObey) {
  EXPECT_EQ(compact_json("\u009b31m\x7f\x1b"), R"("\u009b31m\u007f\u001b")");
}

TEST(CompactJsonTest, EscapesBeyondTheBasicPlaneAsAPair) {
  const std::string text = compact_json("\U000e0041");
  EXPECT_EQ(text, R"("\udb40\udc41")");
  EXPECT_EQ(json::parse(text)->as_string(), "\U000e0041");
}

TEST(CompactJsonTest, WritesEmptyContainers) {
  EXPECT_EQ(compact_json({{"a", boost::json::array()}, {"o", boost::json::object()}}), R"({"a":[],"o":{}})");
}

TEST(PrettyJsonTest, PutsMembersOfTheOutermostOnTheirOwnLines) {
  EXPECT_EQ(pretty_json({{"a", 1}, {"b", {1, 2}}}), "{\n  \"a\": 1,\n  \"b\": [1, 2]\n}");
}

TEST(PrettyJsonTest, BreaksContainersThatAreLong) {
  const std::string word(40, 'x');
  EXPECT_EQ(pretty_json({{"a", {word, word}}}),
            "{\n  \"a\": [\n    \"" + word + "\",\n    \"" + word + "\"\n  ]\n}");
}

TEST(PrettyJsonTest, GivesTheValueBack) {
  const boost::json::value value{{"a", {1, 2.5, "x\x1b", nullptr, boost::json::object()}},
                                 {"b", std::string(90, 'y')}};
  EXPECT_EQ(json::parse(pretty_json(value)).value(), value);
}

TEST(FirstSentenceTest, EndsAtTheFullStop) { EXPECT_EQ(first_sentence("Runs SQL. More."), "Runs SQL."); }

TEST(FirstSentenceTest, DoesNotEndInsideANumber) {
  EXPECT_EQ(first_sentence("Takes 1.5 s. More."), "Takes 1.5 s.");
}

TEST(FirstSentenceTest, EndsAtTheLine) { EXPECT_EQ(first_sentence("no stop\nmore"), "no stop"); }

}  // namespace
}  // namespace fairlead::cli
