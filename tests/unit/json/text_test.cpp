// Quoting for messages, JSON Pointers, UTF-8.
#include "json/text.hpp"

#include <gtest/gtest.h>

namespace fairlead::json {
namespace {

TEST(QuotedTest, EscapesQuotesAndBackslashes) { EXPECT_EQ(quoted(R"(a"b\c)"), R"("a\"b\\c")"); }

TEST(QuotedTest, CutsAtTheLimitAndNotInsideACharacter) {
  EXPECT_EQ(quoted("abcd", 4), "\"abcd\"");
  EXPECT_EQ(quoted("abcde", 4), "\"abcd...\"");
  EXPECT_EQ(quoted("abc\xC3\xA4", 4), "\"abc...\"");
}

TEST(QuotedTest, KeepsLettersOfEveryLanguage) {
  EXPECT_EQ(quoted("\xC3\xA4\xE6\xBC\xA2"), "\"\xC3\xA4\xE6\xBC\xA2\"");
}

TEST(QuotedTest, ReplacesWhatCouldDeceiveAReader) {
  EXPECT_EQ(quoted("a\x1B[31m\n"), "\"a?[31m?\"");
  EXPECT_EQ(quoted("\xE2\x80\xAE"
                   "txt"),
            "\"?txt\"");                       // right-to-left override
  EXPECT_EQ(quoted("\xE2\x80\x8B"), "\"?\"");  // zero-width space
  EXPECT_EQ(quoted("\xC2\x85"), "\"?\"");      // C1 control
}

TEST(QuotedTest, ReplacesBrokenUtf8ByteByByte) { EXPECT_EQ(quoted("\xFF\xC3"), "\"??\""); }

TEST(DescribedTest, NamesTheTypeAndShowsScalars) {
  EXPECT_EQ(described("abc"), "string \"abc\"");
  EXPECT_EQ(described(7), "integer 7");
  EXPECT_EQ(described(2.0), "integer 2");
  EXPECT_EQ(described(1.5), "number 1.5");
  EXPECT_EQ(described(true), "boolean true");
  EXPECT_EQ(described(nullptr), "null");
  EXPECT_EQ(described(boost::json::object{{"a", 1}}), "object");
  EXPECT_EQ(described(boost::json::array{1}), "array");
}

TEST(PointerTest, EscapesTildeAndSlash) {
  std::string pointer = "/a";
  append_token(pointer, "b/c~d");
  EXPECT_EQ(pointer, "/a/b~1c~0d");
}

TEST(CodePointTest, DecodesEveryLength) {
  std::string_view text = "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80";
  EXPECT_EQ(take_code_point(text), U'a');
  EXPECT_EQ(take_code_point(text), char32_t{0xE4});
  EXPECT_EQ(take_code_point(text), char32_t{0x20AC});
  EXPECT_EQ(take_code_point(text), char32_t{0x1F600});
  EXPECT_TRUE(text.empty());
}

TEST(CodePointTest, RefusesOverlongFormsSurrogatesAndTooLarge) {
  for (std::string_view text : {"\xC0\xAF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\xED\xA0\x80",
                                "\xF4\x90\x80\x80", "\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xC3("}) {
    const std::size_t size = text.size();
    EXPECT_FALSE(take_code_point(text).has_value());
    EXPECT_EQ(text.size(), size - 1);
  }
}

TEST(CodePointTest, CountsCharactersNotBytes) {
  EXPECT_EQ(count_code_points("a\xC3\xA4\xF0\x9F\x98\x80"), 3U);
}

}  // namespace
}  // namespace fairlead::json
