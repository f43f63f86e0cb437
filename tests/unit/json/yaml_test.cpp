// YAML for configuration: what a plain scalar means, what is refused and where.
#include "json/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/canonical.hpp"
#include "unit/json/param_name.hpp"

namespace fairlead::json {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string read(std::string_view text, const YamlLimits& limits = {}) {
  const auto value = parse_yaml(text, limits);
  return value ? canonical_text(*value) : value.error().message;
}

TEST(YamlTest, ReadsMappingsAndLists) {
  EXPECT_EQ(read("tenants:\n  - id: acme\n    enabled: [postgres, slack]\n  - {id: globex}\n"),
            R"({"tenants":[{"enabled":["postgres","slack"],"id":"acme"},{"id":"globex"}]})");
}

struct ScalarCase {
  const char* yaml;
  const char* json;

  friend void PrintTo(const ScalarCase& one, std::ostream* out) { *out << to_test_name(one.yaml); }
};

class YamlScalarTest : public ::testing::TestWithParam<ScalarCase> {};

TEST_P(YamlScalarTest, MeansWhatTheCoreSchemaSays) {
  EXPECT_EQ(read(std::string("v: ") + GetParam().yaml), std::string("{\"v\":") + GetParam().json + "}");
}

INSTANTIATE_TEST_SUITE_P(
    , YamlScalarTest,
    ::testing::Values(ScalarCase{"no", "\"no\""}, ScalarCase{"on", "\"on\""}, ScalarCase{"y", "\"y\""},
                      ScalarCase{"010", "\"010\""}, ScalarCase{"-07", "\"-07\""},
                      ScalarCase{"1_000", "\"1_000\""}, ScalarCase{"12:30", "\"12:30\""},
                      ScalarCase{"true", "true"}, ScalarCase{"FALSE", "false"},
                      ScalarCase{"tRue", "\"tRue\""}, ScalarCase{"null", "null"}, ScalarCase{"~", "null"},
                      ScalarCase{"", "null"}, ScalarCase{"0", "0"}, ScalarCase{"-12", "-12"},
                      ScalarCase{"+7", "7"}, ScalarCase{"0o17", "15"}, ScalarCase{"0x1F", "31"},
                      ScalarCase{"0x", "\"0x\""}, ScalarCase{"18446744073709551615", "18446744073709551615"},
                      ScalarCase{"1.5", "1.5"}, ScalarCase{".5", "0.5"}, ScalarCase{"1.", "1"},
                      ScalarCase{"1e3", "1000"}, ScalarCase{"-1.5E-2", "-0.015"}, ScalarCase{"1e-400", "0"},
                      ScalarCase{".", "\".\""}, ScalarCase{"1e", "\"1e\""}, ScalarCase{"1.2.3", "\"1.2.3\""},
                      ScalarCase{"\"true\"", "\"true\""}, ScalarCase{"'1'", "\"1\""},
                      ScalarCase{"\"\"", "\"\""}, ScalarCase{"|\n  1", "\"1\""},
                      ScalarCase{"2026-11-20", "\"2026-11-20\""}, ScalarCase{"${env:X}", "\"${env:X}\""}));

TEST(YamlTest, IsNullForAnEmptyText) {
  EXPECT_EQ(read(""), "null");
  EXPECT_EQ(read("# only a comment\n"), "null");
}

TEST(YamlTest, ReadsWindowsLineEndsAndAByteOrderMark) {
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a: 1\r\nb: 2\r\n"),
            R"({"a":1,"b":2})");
}

TEST(YamlTest, ExpandsAnchors) {
  EXPECT_EQ(read("a: &pool {max: 8}\nb: *pool\nc: &n 5\nd: *n\n"),
            R"({"a":{"max":8},"b":{"max":8},"c":5,"d":5})");
}

TEST(YamlTest, RefusesADuplicateKeyAndSaysWhere) {
  EXPECT_EQ(read("a: 1\nb:\n  c: 1\n  c: 2\n"), "line 4, column 3: the key \"c\" is there twice");
  EXPECT_THAT(read("a: 1\n'a': 2\n"), HasSubstr("is there twice"));
}

TEST(YamlTest, RefusesKeysThatAreNoStrings) {
  EXPECT_EQ(read("x: 1\n1: a\n"), "line 2, column 1: the key \"1\" is no string; quote it");
  for (const char* text : {"true: 1", "~: 1", "1.5: 1", "? [a]\n: 1", "? {a: 1}\n: 1", "? .inf\n: 1"}) {
    EXPECT_THAT(read(text), StartsWith("line 1, column ")) << text;
  }
  EXPECT_EQ(read("'1': a"), R"({"1":"a"})");
}

TEST(YamlTest, RefusesTags) {
  for (const char* text :
       {"a: !!str 1", "a: !secret x", "a: !!map {}", "a: !!seq []", "a: !<tag:yaml.org,2002:int> 1"}) {
    EXPECT_THAT(read(text), HasSubstr("tags are not supported")) << text;
  }
}

TEST(YamlTest, RefusesMergeKeys) {
  EXPECT_THAT(read("a: &x {b: 1}\nc:\n  <<: *x\n"), StartsWith("line 3, column 3: merge keys"));
}

TEST(YamlTest, RefusesASecondDocument) {
  EXPECT_THAT(read("a: 1\n---\nb: 2\n"), HasSubstr("a second document begins"));
  EXPECT_EQ(read("---\na: 1\n...\n"), R"({"a":1})");
}

TEST(YamlTest, RefusesInfinitiesAndNan) {
  for (const char* text : {"a: .inf", "a: -.INF", "a: .nan", "a: 1e400", "a: -1e400"}) {
    EXPECT_THAT(read(text), StartsWith("line 1, column 4: ")) << text;
  }
}

TEST(YamlTest, RefusesAnAliasInsideItsOwnAnchor) {
  EXPECT_THAT(read("a: &x [1, *x]"), HasSubstr("inside its own anchor"));
}

TEST(YamlTest, RefusesAnUnknownAlias) { EXPECT_THAT(read("a: *x"), StartsWith("line 1, column ")); }

TEST(YamlTest, RefusesABombOfAliases) {
  std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string inner = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + inner;
    for (int k = 0; k < 9; ++k) text += "," + inner;
    text += "]\n";
  }
  EXPECT_THAT(read(text), HasSubstr("more than 1000000 values, aliases expanded"));
}

TEST(YamlTest, RefusesALongTextMultipliedByAliases) {
  std::string text = "- &a " + std::string(1'000'000, 'x') + "\n";
  for (int i = 0; i < 100; ++i) text += "- *a\n";
  EXPECT_THAT(read(text), HasSubstr("more than 1000000 values, aliases expanded"));
}

TEST(YamlTest, CountsLongTextsOfKeysAndValuesByTheirBytes) {
  YamlLimits limits;
  limits.nodes_max = 3;
  EXPECT_EQ(read("[" + std::string(127, 'x') + "]", limits), "[\"" + std::string(127, 'x') + "\"]");
  EXPECT_THAT(read("[" + std::string(128, 'x') + "]", limits), HasSubstr("more than 3 values"));
  EXPECT_EQ(read(std::string(127, 'x') + ": 1", limits), "{\"" + std::string(127, 'x') + "\":1}");
  EXPECT_THAT(read(std::string(128, 'x') + ": 1", limits), HasSubstr("more than 3 values"));
}

TEST(YamlTest, HoldsTheLimitOfValues) {
  YamlLimits limits;
  limits.nodes_max = 4;
  EXPECT_EQ(read("[1, 2]", limits), "[1,2]");
  EXPECT_EQ(read("[1, 2, 3]", limits), "[1,2,3]");
  EXPECT_THAT(read("[1, 2, 3, 4]", limits), HasSubstr("more than 4 values"));
  EXPECT_EQ(read("[&a 1, *a, *a]", limits), "[1,1,1]");
  EXPECT_THAT(read("[&a 1, *a, *a, *a]", limits), HasSubstr("more than 4 values"));
}

TEST(YamlTest, HoldsTheDepthLimit) {
  YamlLimits limits;
  limits.depth_max = 2;
  EXPECT_EQ(read("[a]", limits), R"(["a"])");
  EXPECT_EQ(read("{a: [b]}", limits), R"({"a":["b"]})");
  EXPECT_THAT(read("{a: [[b]]}", limits), HasSubstr("more than 2 levels"));
}

TEST(YamlTest, StopsAtTheDepthLimitOfAMuchDeeperText) {
  const std::string text = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(read(text), "line 1, column 33: more than 32 levels of lists and mappings");
}

TEST(YamlTest, CountsTheDepthInsideAnAlias) {
  YamlLimits limits;
  limits.depth_max = 3;
  EXPECT_EQ(read("- &a [[1]]\n- *a\n", limits), "[[[1]],[[1]]]");
  EXPECT_THAT(read("- &a [[1]]\n- [*a]\n", limits), HasSubstr("more than 3 levels"));
  EXPECT_THAT(read("- &a [1]\n- &b [*a]\n- [*b]\n", limits), HasSubstr("more than 3 levels"));
}

TEST(YamlTest, HoldsTheSizeLimit) {
  YamlLimits limits;
  limits.text_bytes_max = 4;
  EXPECT_EQ(read("a: 1", limits), R"({"a":1})");
  EXPECT_THAT(read("a: 12", limits), HasSubstr("the text has 5 bytes; at most 4 are read"));
}

TEST(YamlTest, RefusesTextThatIsNotUtf8) {
  EXPECT_EQ(read("a: x\nb: \xFF\n"), "line 2, column 4: the text is not UTF-8");
  EXPECT_THAT(read(std::string_view("\xFF\xFE"
                                    "a\0:\0",
                                    6)),
              HasSubstr("not UTF-8"));
}

TEST(YamlTest, RefusesEscapesThatBecomeBrokenUtf8) {
  EXPECT_EQ(read("a: \"\\u0085\\xa0\""), "{\"a\":\"\xC2\x85\xC2\xA0\"}");
  for (const char* text : {"a: \"\\N\"", "a: \"\\_\"", "\"\\N\": 1"})
    EXPECT_THAT(read(text), HasSubstr("not supported")) << text;
}

TEST(YamlTest, RefusesControlCharacters) {
  EXPECT_THAT(read("a: \x04 b"), HasSubstr("a control character"));
  EXPECT_THAT(read(std::string_view("a: \0", 4)), HasSubstr("a control character"));
  EXPECT_EQ(read("a: \"\\x01\""), "{\"a\":\"\\u0001\"}");
}

TEST(YamlTest, SaysWhereTheSyntaxIsBroken) {
  EXPECT_THAT(read("a: [1, 2\nb: 3\n"), StartsWith("line "));
  EXPECT_THAT(read("a:\n\t- 1\n"), StartsWith("line 2"));
}

TEST(YamlTest, RefusesATextThatEndsInsideQuotes) {
  for (const char* text :
       {"a: \"open", "a: \"open\n", "a: 'open\n  ", "a: 'o\n\n \n", "a: \"x\\\n", "a: 'x\r"}) {
    EXPECT_THAT(read(text), HasSubstr("close the quotes")) << text;
  }
}

TEST(YamlTest, KeepsTheLineBreaksOfBlockScalars) {
  EXPECT_EQ(read("a: |\n  x\n"), R"({"a":"x\n"})");
  EXPECT_EQ(read("a: |+\n  x\n\n"), R"({"a":"x\n\n"})");
  EXPECT_EQ(read("a: |-\n  x\n  y\n"), R"({"a":"x\ny"})");
}

TEST(YamlTest, HasTheReasonBadYaml) {
  const auto value = parse_yaml("a: [");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(value.error().reason, "bad_yaml");
}

TEST(YamlTest, RepeatsNoValueInItsMessage) {
  for (const char* text :
       {"password: hunter2 : x", "password: \"hunter2", "password: hunter2\npassword: hunter2"}) {
    const auto value = parse_yaml(text);
    ASSERT_FALSE(value) << text;
    EXPECT_THAT(value.error().message, Not(HasSubstr("hunter2")));
  }
}

TEST(YamlTest, EndsForEveryPrefixOfADocument) {
  const std::string text = "a: &x\n  - {b: \"c\\n\", d: [1, 'e']}\n  - |\n    text\nf: *x\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto value = parse_yaml(text.substr(0, size));
    EXPECT_THAT(value ? "line " : value.error().message, StartsWith("line ")) << size;
  }
}

}  // namespace
}  // namespace fairlead::json
