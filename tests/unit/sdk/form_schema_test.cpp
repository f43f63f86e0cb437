// The schemas of elicited forms, which MCP keeps flat.
#include "fairlead/sdk/form_schema.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace form_schema_test {

enum class Level { Low, High };
BOOST_DESCRIBE_ENUM(Level, Low, High)

enum class Colour { Red, Blue };
BOOST_DESCRIBE_ENUM(Colour, Red, Blue)
constexpr std::string_view enum_title(Colour colour) {
  return colour == Colour::Red ? "A warm red" : std::string_view();
}

struct Form {
  fairlead::Arg<std::string, "Your name", fairlead::Title{"Name"}, fairlead::MinLength{1},
                fairlead::MaxLength{9}>
      name;
  fairlead::Arg<std::optional<std::string>, "", fairlead::Format{"email"}> email;
  fairlead::Arg<int, "", fairlead::Range{0, 150}> age = 30;
  double score = 95.5;
  fairlead::Arg<bool, "", fairlead::Default{false}> verified;
  fairlead::Arg<Level, "", fairlead::Default{Level::Low}> level;
  fairlead::Arg<std::string, "", fairlead::OneOf{"a", "b"}> choice;
  std::vector<Level> levels = {Level::High};
  fairlead::Arg<Colour, "A colour", fairlead::Default{Colour::Blue}> colour;
  fairlead::Arg<std::vector<Colour>, "", fairlead::MinItems{1}, fairlead::MaxItems{2}> colours;
};
BOOST_DESCRIBE_STRUCT(Form, (), (name, email, age, score, verified, level, choice, levels, colour, colours))

using fairlead::Json;

Json form() { return fairlead::detail::form_schema_of<Form>(); }
Json property(const char* name) { return form().at("properties").at(name); }
Json parsed(const char* text) { return boost::json::parse(text); }

TEST(FormSchemaTest, HasTheMembersOfARequestedSchemaAndNoOther) {
  const Json schema = form();
  EXPECT_EQ(schema.at("type"), Json("object"));
  EXPECT_EQ(schema.at("required"), parsed(R"(["name","choice","colours"])"));
  EXPECT_EQ(schema.as_object().size(), 3U);
}

TEST(FormSchemaTest, DescribesText) {
  EXPECT_EQ(property("name"), parsed(R"({"type":"string","description":"Your name","title":"Name",
      "minLength":1,"maxLength":9})"));
  EXPECT_EQ(property("email"), parsed(R"({"type":"string","format":"email"})"));
}

TEST(FormSchemaTest, StatesTheDefaultsOfEveryPrimitive) {
  EXPECT_EQ(property("age"), parsed(R"({"type":"integer","minimum":0,"maximum":150,"default":30})"));
  EXPECT_EQ(property("score"), parsed(R"({"type":"number","default":95.5})"));
  EXPECT_EQ(property("verified"), parsed(R"({"type":"boolean","default":false})"));
  EXPECT_EQ(property("level"), parsed(R"({"type":"string","enum":["Low","High"],"default":"Low"})"));
}

TEST(FormSchemaTest, OffersTextsToChooseFrom) {
  EXPECT_EQ(property("choice"), parsed(R"({"type":"string","enum":["a","b"]})"));
}

TEST(FormSchemaTest, OffersSeveralEnumerators) {
  EXPECT_EQ(property("levels"), parsed(R"({"type":"array","items":{"type":"string","enum":["Low","High"]},
      "default":["High"]})"));
}

TEST(FormSchemaTest, GivesEnumeratorsTheirTitlesOrElseTheirNames) {
  EXPECT_EQ(property("colour"), parsed(R"({"type":"string","description":"A colour","default":"Blue",
      "oneOf":[{"const":"Red","title":"A warm red"},{"const":"Blue","title":"Blue"}]})"));
}

TEST(FormSchemaTest, GivesTheEnumeratorsOfAListTheirTitles) {
  EXPECT_EQ(property("colours"), parsed(R"({"type":"array","minItems":1,"maxItems":2,
      "items":{"anyOf":[{"const":"Red","title":"A warm red"},{"const":"Blue","title":"Blue"}]}})"));
}

TEST(FormSchemaTest, LeavesTitlesOfEnumeratorsOutOfOtherSchemas) {
  EXPECT_EQ(Json(fairlead::detail::schema_of<Colour>(fairlead::detail::Direction::Input)),
            parsed(R"({"type":"string","enum":["Red","Blue"]})"));
}

// ---- What does not compile, asked of the check itself ---------------------------------------------------

struct Nested {
  Form form;
};
BOOST_DESCRIBE_STRUCT(Nested, (), (form))
struct ListOfText {
  std::vector<std::string> texts;
};
BOOST_DESCRIBE_STRUCT(ListOfText, (), (texts))
struct WithPattern {
  fairlead::Arg<std::optional<std::string>, "", fairlead::Pattern{"^x$"}> text;
};
BOOST_DESCRIBE_STRUCT(WithPattern, (), (text))
struct WithFormat {
  std::optional<fairlead::Arg<std::string, "", fairlead::Format{"uuid"}>> text;
};
BOOST_DESCRIBE_STRUCT(WithFormat, (), (text))

using fairlead::detail::FormFault;

TEST(FormCheckTest, AcceptsEverythingThatAFormCanSay) {
  constexpr auto kFault = fairlead::detail::fault_of_form<Form>();
  EXPECT_EQ(kFault, FormFault::None);
}

TEST(FormCheckTest, FindsWhatIsNotFlat) {
  constexpr auto kOfStruct = fairlead::detail::fault_of_form<Nested>();
  constexpr auto kOfList = fairlead::detail::fault_of_form<ListOfText>();
  EXPECT_EQ(kOfStruct, FormFault::Nested);
  EXPECT_EQ(kOfList, FormFault::Nested);
}

TEST(FormCheckTest, FindsConstraintsThatFormsDoNotKnow) {
  constexpr auto kFault = fairlead::detail::fault_of_form<WithPattern>();
  EXPECT_EQ(kFault, FormFault::OtherConstraint);
}

TEST(FormCheckTest, FindsFormatsThatFormsDoNotKnow) {
  constexpr auto kFault = fairlead::detail::fault_of_form<WithFormat>();
  EXPECT_EQ(kFault, FormFault::OtherFormat);
}

}  // namespace form_schema_test
