// Arguments of prompts and variables of resource templates: structs whose values arrive as text.
#include "fairlead/sdk/text_fields.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace text_fields_test {

enum class Level { Low, High };
BOOST_DESCRIBE_ENUM(Level, Low, High)

struct Args {
  fairlead::Arg<std::string, "Who is greeted", fairlead::Title{"Name"}, fairlead::MaxLength{9}> name;
  std::optional<std::int64_t> count;
  std::optional<std::uint8_t> small;
  fairlead::Arg<std::optional<double>, "Ratio", fairlead::Range{0.0, 1.0}> ratio;
  std::optional<bool> loud;
  Level level = Level::High;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Args, (), (name, count, small, ratio, loud, level, note))

struct BadDefault {
  fairlead::Arg<int, "", fairlead::Range{1, 10}> rows = 50;
};
BOOST_DESCRIBE_STRUCT(BadDefault, (), (rows))

const fairlead::detail::Path kRoot("arguments");

Args decode(const std::string& text) {
  return fairlead::detail::decode_text_arguments<Args>(boost::json::parse(text).as_object(), kRoot);
}
Args decode_with(const std::string& member) { return decode(R"({"name":"Ada",)" + member + "}"); }

std::string refusal(const std::string& text) {
  try {
    decode(text);
  } catch (const fairlead::Error& error) {
    EXPECT_EQ(error.status(), FAIRLEAD_INVALID_ARGUMENT);
    return error.what();
  }
  return "accepted";
}
std::string refusal_with(const std::string& member) { return refusal(R"({"name":"Ada",)" + member + "}"); }

TEST(TextArgumentsTest, ReadsNumbersBoolsAndEnumeratorsOutOfText) {
  const Args args = decode(
      R"({"name":"7","count":"-9007199254740993","small":"255","ratio":"0.25","loud":"true","level":"Low"})");
  EXPECT_EQ(*args.name, "7");
  EXPECT_EQ(args.count, -9007199254740993);
  EXPECT_EQ(args.small, 255);
  EXPECT_EQ(*args.ratio, 0.25);
  EXPECT_EQ(args.loud, true);
  EXPECT_EQ(args.level, Level::Low);
}

TEST(TextArgumentsTest, KeepsDefaultsOfWhatIsNotGiven) {
  const Args args = decode(R"({"name":"Ada","count":null})");
  EXPECT_EQ(args.level, Level::High);
  EXPECT_FALSE(args.count.has_value());
}

TEST(TextArgumentsTest, TakesEmptyTextAsNoValueExceptForText) {
  const Args args = decode(R"({"name":"","count":"","loud":"","note":"","level":""})");
  EXPECT_EQ(*args.name, "");
  EXPECT_FALSE(args.count.has_value());
  EXPECT_FALSE(args.loud.has_value());
  EXPECT_EQ(args.level, Level::High);
  EXPECT_EQ(args.note, "");
}

TEST(TextArgumentsTest, RefusesTextThatIsNoNumber) {
  for (const char* text : {"x", "1x", " 1", "1 ", "0x1", "1e", "--1", "[1]", "nan", "01"}) {
    EXPECT_EQ(refusal_with(R"("count":")" + std::string(text) + '"'), "count: expected an integer in digits")
        << text;
  }
  EXPECT_EQ(refusal_with(R"("ratio":"half")"), "ratio: expected a number in digits");
}

TEST(TextArgumentsTest, RefusesTextThatIsNoBool) {
  EXPECT_EQ(refusal_with(R"("loud":"yes")"), "loud: expected true or false");
}

TEST(TextArgumentsTest, RefusesNumbersThatTheTypeCannotHold) {
  EXPECT_EQ(refusal_with(R"("small":"256")"), "small: 256 is out of range");
  EXPECT_EQ(refusal_with(R"("count":"1.5")"), "count: expected integer, got a number with a fraction");
}

TEST(TextArgumentsTest, EnforcesConstraints) {
  EXPECT_EQ(refusal_with(R"("ratio":"1.5")"), "ratio: 1.5 is above the maximum 1");
  EXPECT_EQ(refusal(R"({"name":"0123456789"})"), "name: longer than 9 characters");
}

TEST(TextArgumentsTest, RefusesWhatIsNoText) {
  EXPECT_EQ(refusal_with(R"("count":7)"), "count: expected string, got number");
}

TEST(TextArgumentsTest, NamesAMissingArgument) {
  EXPECT_EQ(refusal("{}"), "name: required field is missing");
}

TEST(TextArgumentsTest, NamesAnUnknownArgument) {
  EXPECT_EQ(refusal_with(R"("nome":"x")"),
            "nome: unknown field; the fields are name, count, small, ratio, loud, level, note");
}

TEST(VariablesTest, ReadsAnyRangeOfPairs) {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"name", "Ada"}, {"count", "7"}};
  const std::map<std::string_view, std::string_view> map = {{"name", "Ada"}};
  EXPECT_EQ(fairlead::detail::decode_variables<Args>(pairs, kRoot).count, 7);
  EXPECT_EQ(*fairlead::detail::decode_variables<Args>(map, kRoot).name, "Ada");
}

TEST(VariablesTest, RefusesAMissingVariable) {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"count", "7"}};
  EXPECT_THROW(fairlead::detail::decode_variables<Args>(pairs, kRoot), fairlead::Error);
}

TEST(FieldNamesTest, GivesTheNamesInTheirOrder) {
  constexpr auto kNames = fairlead::detail::field_names<Args>();
  EXPECT_EQ(kNames.front(), "name");
  EXPECT_EQ(kNames.back(), "note");
}

TEST(PromptArgumentsTest, SaysWhatTheFieldsSay) {
  const auto arguments = fairlead::detail::prompt_arguments_of<Args>();
  ASSERT_EQ(arguments.size(), 7U);
  EXPECT_EQ(arguments[0].name, "name");
  EXPECT_EQ(arguments[0].title, "Name");
  EXPECT_EQ(arguments[0].description, "Who is greeted");
  EXPECT_EQ(arguments[3].description, "Ratio");
  EXPECT_EQ(arguments[1].title, "");
}

TEST(PromptArgumentsTest, RequiresWhatHasNoDefaultAndIsNotOptional) {
  const auto arguments = fairlead::detail::prompt_arguments_of<Args>();
  EXPECT_TRUE(arguments[0].is_required);
  EXPECT_FALSE(arguments[1].is_required);  // optional
  EXPECT_FALSE(arguments[5].is_required);  // a member initialiser
}

TEST(PromptArgumentsTest, RefusesADefaultThatTheConstraintsRefuse) {
  EXPECT_THROW(fairlead::detail::prompt_arguments_of<BadDefault>(), fairlead::Error);
}

}  // namespace text_fields_test
