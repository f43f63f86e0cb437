// The JSON Schemas that the SDK derives from described structs.
#include "fairlead/sdk/schema.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace schema_test {

enum class Level { Low, High };
BOOST_DESCRIBE_ENUM(Level, Low, High)

struct Point {
  double x;
  double y;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

struct EveryType {
  bool flag;
  int number;
  std::int64_t big;
  std::uint32_t count;
  double real;
  std::string text;
  Level level;
  std::vector<std::string> tags;
  std::map<std::string, int> scores;
  Point point;
  fairlead::Json anything;
  boost::json::object record;
  boost::json::array list;
};
BOOST_DESCRIBE_STRUCT(EveryType, (),
                      (flag, number, big, count, real, text, level, tags, scores, point, anything, record,
                       list))

struct Optionals {
  std::optional<int> plain;
  fairlead::Arg<std::optional<int>, "Inside"> inside;
  std::optional<fairlead::Arg<int, "Outside">> outside;
  std::optional<int> preset = 3;
};
BOOST_DESCRIBE_STRUCT(Optionals, (), (plain, inside, outside, preset))

struct Defaults {
  int number = 100;
  fairlead::Arg<std::string, "Order"> order = "asc";
  Level level = Level::High;
  std::vector<int> list = {1, 2};
  fairlead::Arg<bool, "Drafts", fairlead::Default{false}> drafts;
  fairlead::Arg<std::string, "Prefix", fairlead::Default{""}> prefix;
  fairlead::Arg<int, "Page", fairlead::Default{7}> page;
  fairlead::Arg<Level, "Level", fairlead::Default{Level::Low}> low;
};
BOOST_DESCRIBE_STRUCT(Defaults, (), (number, order, level, list, drafts, prefix, page, low))

struct ZeroInitialised {
  bool flag = false;
  int number = 0;
  std::string text{};
};
BOOST_DESCRIBE_STRUCT(ZeroInitialised, (), (flag, number, text))

struct Constrained {
  fairlead::Arg<int, "Rows", fairlead::Range{1, 1000}> rows;
  fairlead::Arg<double, "Ratio", fairlead::Range{0.5, 1.5}> ratio;
  fairlead::Arg<std::string, "Name", fairlead::MinLength{1}, fairlead::MaxLength{80}> name;
};
BOOST_DESCRIBE_STRUCT(Constrained, (), (rows, ratio, name))

struct Credentials {
  fairlead::Arg<fairlead::Secret, "Access token"> token;
  std::optional<fairlead::Secret> key;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (token, key))

struct Base {
  int id;
};
BOOST_DESCRIBE_STRUCT(Base, (), (id))
struct Derived : Base {
  int extra;
};
BOOST_DESCRIBE_STRUCT(Derived, (Base), (extra))

enum class Verb { get_, delete_ };
BOOST_DESCRIBE_ENUM(Verb, get_, delete_)
struct Keywords {
  Verb default_ = Verb::delete_;
};
BOOST_DESCRIBE_STRUCT(Keywords, (), (default_))

struct NewTypes {
  std::array<double, 3> position;
  std::map<Level, int> by_level;
  fairlead::Bytes bytes;
  fairlead::RawJson raw;
  std::vector<fairlead::Arg<std::string, "A tag", fairlead::MaxLength{20}>> tags;
};
BOOST_DESCRIBE_STRUCT(NewTypes, (), (position, by_level, bytes, raw, tags))

struct MoreConstraints {
  fairlead::Arg<double, "", fairlead::ExclusiveMin{0.5}, fairlead::ExclusiveMax{2}, fairlead::MultipleOf{0.1}>
      number;
  fairlead::Arg<std::string, "", fairlead::OneOf{"a", "bc"}, fairlead::Default{"bc"}> choice;
  fairlead::Arg<std::string, "", fairlead::Pattern{"^x$"}, fairlead::Format{"uri"},
                fairlead::Examples{"x", "yz"}>
      text;
  fairlead::Arg<std::vector<int>, "", fairlead::MinItems{1}, fairlead::MaxItems{9}, fairlead::UniqueItems{}>
      list;
  fairlead::Arg<std::map<std::string, int>, "", fairlead::MinProperties{1}, fairlead::MaxProperties{9}> map;
  fairlead::Arg<Level, "", fairlead::Examples{Level::High}> level;
  fairlead::Arg<int, "", fairlead::Title{"Rows"}, fairlead::Deprecated{}, fairlead::XMcpHeader{"Row-Count"},
                fairlead::Examples{10, 20}>
      rows;
  fairlead::Arg<bool, "", fairlead::Examples{true}> flag;
};
BOOST_DESCRIBE_STRUCT(MoreConstraints, (), (number, choice, text, list, map, level, rows, flag))

struct BadDefault {
  fairlead::Arg<int, "Rows", fairlead::Range{1, 10}> rows = 50;
};
BOOST_DESCRIBE_STRUCT(BadDefault, (), (rows))
struct BadNestedDefault {
  std::vector<fairlead::Arg<std::string, "", fairlead::MaxLength{2}>> tags = {"ab", "abc"};
};
BOOST_DESCRIBE_STRUCT(BadNestedDefault, (), (tags))
struct ExactDefault {
  double longitude = 104.47399113092115;
};
BOOST_DESCRIBE_STRUCT(ExactDefault, (), (longitude))

enum class FromOne { First = 1, Second };
BOOST_DESCRIBE_ENUM(FromOne, First, Second)
struct StartsAtOne {
  FromOne which;
  FromOne preset = FromOne::Second;
  std::array<FromOne, 2> several;
};
BOOST_DESCRIBE_STRUCT(StartsAtOne, (), (which, preset, several))

using fairlead::Json;

Json input_schema_of_every_type() {
  return fairlead::detail::schema_of<EveryType>(fairlead::detail::Direction::Input);
}

template <class T>
Json schema(fairlead::detail::Direction direction = fairlead::detail::Direction::Input) {
  return fairlead::detail::schema_of<T>(direction);
}

template <class T>
Json property(const char* name) {
  return schema<T>().at("properties").at(name);
}

Json parsed(const char* text) { return boost::json::parse(text); }

TEST(SchemaTest, GivesEachScalarItsType) {
  const Json properties = input_schema_of_every_type().at("properties");
  EXPECT_EQ(properties.at("flag"), parsed(R"({"type":"boolean"})"));
  EXPECT_EQ(properties.at("number"), parsed(R"({"type":"integer"})"));
  EXPECT_EQ(properties.at("big"), parsed(R"({"type":"integer"})"));
  EXPECT_EQ(properties.at("real"), parsed(R"({"type":"number"})"));
  EXPECT_EQ(properties.at("text"), parsed(R"({"type":"string"})"));
}

TEST(SchemaTest, GivesAnUnsignedIntegerTheMinimumZero) {
  EXPECT_EQ(property<EveryType>("count"), parsed(R"({"type":"integer","minimum":0})"));
}

TEST(SchemaTest, GivesAnEnumItsNames) {
  EXPECT_EQ(property<EveryType>("level"), parsed(R"({"type":"string","enum":["Low","High"]})"));
}

TEST(SchemaTest, GivesAVectorTheSchemaOfItsElements) {
  EXPECT_EQ(property<EveryType>("tags"), parsed(R"({"type":"array","items":{"type":"string"}})"));
}

TEST(SchemaTest, GivesAMapTheSchemaOfItsValues) {
  EXPECT_EQ(property<EveryType>("scores"),
            parsed(R"({"type":"object","additionalProperties":{"type":"integer"}})"));
}

TEST(SchemaTest, DescribesANestedStructInPlace) {
  EXPECT_EQ(property<EveryType>("point"), parsed(R"({"type":"object","properties":{"x":{"type":"number"},
      "y":{"type":"number"}},"required":["x","y"],"additionalProperties":false})"));
}

TEST(SchemaTest, LeavesJsonFieldsOpen) {
  EXPECT_EQ(property<EveryType>("anything"), parsed("{}"));
  EXPECT_EQ(property<EveryType>("record"), parsed(R"({"type":"object"})"));
  EXPECT_EQ(property<EveryType>("list"), parsed(R"({"type":"array"})"));
}

TEST(SchemaTest, RequiresEveryFieldWithoutADefault) {
  EXPECT_EQ(input_schema_of_every_type().at("required"),
            parsed(R"(["flag","number","big","count","real","text","level","tags","scores","point","anything",
                       "record","list"])"));
}

TEST(SchemaTest, RefusesAdditionalProperties) {
  EXPECT_EQ(schema<EveryType>().at("additionalProperties"), Json(false));
}

TEST(SchemaTest, DoesNotRequireOptionalFields) {
  EXPECT_FALSE(schema<Optionals>().as_object().contains("required"));
}

TEST(SchemaTest, SeesThroughOptionalAndArgInEitherOrder) {
  EXPECT_EQ(property<Optionals>("plain"), parsed(R"({"type":"integer"})"));
  EXPECT_EQ(property<Optionals>("inside"), parsed(R"({"type":"integer","description":"Inside"})"));
  EXPECT_EQ(property<Optionals>("outside"), parsed(R"({"type":"integer","description":"Outside"})"));
}

TEST(SchemaTest, StatesTheValueOfAPresetOptionalAsDefault) {
  EXPECT_EQ(property<Optionals>("preset"), parsed(R"({"type":"integer","default":3})"));
}

TEST(SchemaTest, TakesMemberInitialisersAsDefaults) {
  EXPECT_EQ(property<Defaults>("number").at("default"), Json(100));
  EXPECT_EQ(property<Defaults>("order").at("default"), Json("asc"));
  EXPECT_EQ(property<Defaults>("level").at("default"), Json("High"));
  EXPECT_EQ(property<Defaults>("list").at("default"), parsed("[1,2]"));
}

TEST(SchemaTest, TakesTheDefaultConstraintEvenWhenItIsTheZeroValue) {
  EXPECT_EQ(property<Defaults>("drafts").at("default"), Json(false));
  EXPECT_EQ(property<Defaults>("prefix").at("default"), Json(""));
  EXPECT_EQ(property<Defaults>("page").at("default"), Json(7));
  EXPECT_EQ(property<Defaults>("low").at("default"), Json("Low"));
}

TEST(SchemaTest, DoesNotRequireFieldsWithADefault) {
  EXPECT_FALSE(schema<Defaults>().as_object().contains("required"));
}

TEST(SchemaTest, RequiresFieldsInitialisedWithTheZeroValue) {
  EXPECT_EQ(schema<ZeroInitialised>().at("required"), parsed(R"(["flag","number","text"])"));
}

TEST(SchemaTest, StatesConstraintsAndDescriptions) {
  EXPECT_EQ(property<Constrained>("rows"),
            parsed(R"({"type":"integer","description":"Rows","minimum":1,"maximum":1000})"));
  EXPECT_EQ(property<Constrained>("ratio"),
            parsed(R"({"type":"number","description":"Ratio","minimum":0.5,"maximum":1.5})"));
  EXPECT_EQ(property<Constrained>("name"),
            parsed(R"({"type":"string","description":"Name","minLength":1,"maxLength":80})"));
}

TEST(SchemaTest, MarksSecrets) {
  EXPECT_EQ(property<Credentials>("token"),
            parsed(R"({"type":"string","x-fairlead-secret":true,"description":"Access token"})"));
  EXPECT_EQ(property<Credentials>("key"), parsed(R"({"type":"string","x-fairlead-secret":true})"));
}

TEST(SchemaTest, RequiresSecretsThatAreNotOptional) {
  EXPECT_EQ(schema<Credentials>().at("required"), parsed(R"(["token"])"));
}

TEST(SchemaTest, IncludesInheritedFields) {
  EXPECT_EQ(schema<Derived>().at("required"), parsed(R"(["id","extra"])"));
}

TEST(SchemaTest, RequiresInOutputsWhatHasADefaultAndStatesNoDefault) {
  const Json output = schema<Defaults>(fairlead::detail::Direction::Output);
  EXPECT_EQ(output.at("required").as_array().size(), 8U);
  EXPECT_FALSE(output.at("properties").at("number").as_object().contains("default"));
}

TEST(SchemaTest, KeepsTheOrderOfTheDescription) {
  EXPECT_EQ(schema<Point>().at("properties").as_object().begin()->key(), "x");
}

TEST(SchemaTest, LeavesOutTheLastUnderscoreOfNames) {
  EXPECT_EQ(property<Keywords>("default"),
            parsed(R"({"type":"string","enum":["get","delete"],"default":"delete"})"));
}

TEST(SchemaTest, GivesAStructWithoutFieldsAnEmptyObject) {
  EXPECT_EQ(schema<fairlead::Nothing>(),
            parsed(R"({"type":"object","properties":{},"additionalProperties":false})"));
}

TEST(SchemaTest, GivesAnArrayItsLength) {
  EXPECT_EQ(property<NewTypes>("position"),
            parsed(R"({"type":"array","items":{"type":"number"},"minItems":3,"maxItems":3})"));
}

TEST(SchemaTest, GivesAMapKeyedByAnEnumItsNames) {
  EXPECT_EQ(property<NewTypes>("by_level"), parsed(R"({"type":"object",
      "propertyNames":{"enum":["Low","High"]},"additionalProperties":{"type":"integer"}})"));
}

TEST(SchemaTest, SaysThatBytesAreBase64) {
  EXPECT_EQ(property<NewTypes>("bytes"), parsed(R"({"type":"string","contentEncoding":"base64"})"));
}

TEST(SchemaTest, LeavesRawJsonOpen) { EXPECT_EQ(property<NewTypes>("raw"), parsed("{}")); }

TEST(SchemaTest, DescribesTheElementsOfAVector) {
  EXPECT_EQ(property<NewTypes>("tags"), parsed(R"({"type":"array",
      "items":{"type":"string","description":"A tag","maxLength":20}})"));
}

TEST(SchemaTest, StatesTheConstraintsOfNumbers) {
  EXPECT_EQ(property<MoreConstraints>("number"), parsed(R"({"type":"number","exclusiveMinimum":0.5,
      "exclusiveMaximum":2,"multipleOf":0.1})"));
}

TEST(SchemaTest, StatesAChoiceAsEnum) {
  EXPECT_EQ(property<MoreConstraints>("choice"),
            parsed(R"({"type":"string","enum":["a","bc"],"default":"bc"})"));
}

TEST(SchemaTest, StatesPatternsFormatsAndExamples) {
  EXPECT_EQ(property<MoreConstraints>("text"),
            parsed(R"({"type":"string","pattern":"^x$","format":"uri","examples":["x","yz"]})"));
  EXPECT_EQ(property<MoreConstraints>("level").at("examples"), parsed(R"(["High"])"));
  EXPECT_EQ(property<MoreConstraints>("flag").at("examples"), parsed("[true]"));
}

TEST(SchemaTest, StatesTheConstraintsOfListsAndMaps) {
  EXPECT_EQ(property<MoreConstraints>("list"), parsed(R"({"type":"array","items":{"type":"integer"},
      "minItems":1,"maxItems":9,"uniqueItems":true})"));
  EXPECT_EQ(property<MoreConstraints>("map"), parsed(R"({"type":"object",
      "additionalProperties":{"type":"integer"},"minProperties":1,"maxProperties":9})"));
}

TEST(SchemaTest, StatesTitlesHeadersAndThatAFieldIsDeprecated) {
  EXPECT_EQ(property<MoreConstraints>("rows"), parsed(R"({"type":"integer","title":"Rows","deprecated":true,
      "x-mcp-header":"Row-Count","examples":[10,20]})"));
}

TEST(SchemaTest, RefusesAMemberInitialiserThatTheConstraintsRefuse) {
  try {
    schema<BadDefault>();
    FAIL() << "accepted";
  } catch (const fairlead::Error& error) {
    EXPECT_STREQ(error.what(), "rows: 50 is above the maximum 10");
  }
}

TEST(SchemaTest, RefusesAnElementOfADefaultThatItsConstraintsRefuse) {
  EXPECT_THROW(schema<BadNestedDefault>(), fairlead::Error);
}

TEST(SchemaTest, JudgesNoDefaultsInOutputs) {
  EXPECT_NO_THROW(schema<BadDefault>(fairlead::detail::Direction::Output));
}

TEST(SchemaTest, StatesDefaultsWithAllTheirDigits) {
  EXPECT_EQ(property<ExactDefault>("longitude").at("default"), Json(104.47399113092115));
}

TEST(SchemaTest, RequiresAnEnumWhoseZeroHasNoName) {
  EXPECT_EQ(schema<StartsAtOne>().at("required"), parsed(R"(["which","several"])"));
}

// ---- What does not compile, asked of the check itself ---------------------------------------------------

struct Recursive {
  std::vector<Recursive> children;
};
BOOST_DESCRIBE_STRUCT(Recursive, (), (children))
struct UnknownType {
  char letter;
};
BOOST_DESCRIBE_STRUCT(UnknownType, (), (letter))
struct OptionalElements {
  std::vector<std::optional<int>> values;
};
BOOST_DESCRIBE_STRUCT(OptionalElements, (), (values))

struct OptionalDefaults {
  std::vector<fairlead::Arg<int, "", fairlead::Default{1}>> values;
};
BOOST_DESCRIBE_STRUCT(OptionalDefaults, (), (values))
struct DefaultInOptional {
  std::optional<fairlead::Arg<int, "", fairlead::Default{1}>> value;
};
BOOST_DESCRIBE_STRUCT(DefaultInOptional, (), (value))
struct IntegerKeys {
  std::map<int, int> by_number;
};
BOOST_DESCRIBE_STRUCT(IntegerKeys, (), (by_number))

struct Region {
  fairlead::Arg<std::string, "", fairlead::XMcpHeader{"Region"}> region;
};
BOOST_DESCRIBE_STRUCT(Region, (), (region))
struct HeaderInList {
  std::vector<Region> regions;
};
BOOST_DESCRIBE_STRUCT(HeaderInList, (), (regions))
struct HeaderOfElement {
  std::vector<fairlead::Arg<int, "", fairlead::XMcpHeader{"Rows"}>> rows;
};
BOOST_DESCRIBE_STRUCT(HeaderOfElement, (), (rows))
struct HeaderInNestedStruct {
  std::optional<Region> place;
  fairlead::Arg<int, "", fairlead::XMcpHeader{"Rows"}> rows;
};
BOOST_DESCRIBE_STRUCT(HeaderInNestedStruct, (), (place, rows))
struct HeaderTwice {
  Region place;
  fairlead::Arg<std::optional<int>, "", fairlead::XMcpHeader{"REGION"}> other;
};
BOOST_DESCRIBE_STRUCT(HeaderTwice, (), (place, other))

using fairlead::detail::TypeFault;

TEST(TypeCheckTest, AcceptsArgsAsElements) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<NewTypes, false>();
  EXPECT_EQ(kFault, TypeFault::None);
}

TEST(TypeCheckTest, FindsElementsWithADefault) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<OptionalDefaults, false>();
  EXPECT_EQ(kFault, TypeFault::NestedOptional);
}

TEST(TypeCheckTest, FindsADefaultThatAnOptionalHides) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<DefaultInOptional, false>();
  EXPECT_EQ(kFault, TypeFault::UnusedDefault);
}

TEST(TypeCheckTest, FindsMapsWhoseKeysAreNoNames) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<IntegerKeys, false>();
  EXPECT_EQ(kFault, TypeFault::NotSupported);
}

TEST(TypeCheckTest, FindsHeadersInElements) {
  constexpr auto kInside = fairlead::detail::fault_of_struct<HeaderInList, false>();
  constexpr auto kDirect = fairlead::detail::fault_of_struct<HeaderOfElement, false>();
  EXPECT_EQ(kInside, TypeFault::HeaderInElement);
  EXPECT_EQ(kDirect, TypeFault::HeaderInElement);
}

TEST(TypeCheckTest, AcceptsHeadersInNestedStructs) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<HeaderInNestedStruct, false>();
  constexpr bool kIsUnique = fairlead::detail::has_unique_headers<HeaderInNestedStruct>();
  EXPECT_EQ(kFault, TypeFault::None);
  EXPECT_TRUE(kIsUnique);
}

TEST(TypeCheckTest, FindsAHeaderNamedTwiceWhateverItsCase) {
  constexpr bool kIsUnique = fairlead::detail::has_unique_headers<HeaderTwice>();
  EXPECT_FALSE(kIsUnique);
}

TEST(TypeCheckTest, AcceptsEverySupportedType) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<EveryType, false>();
  EXPECT_EQ(kFault, TypeFault::None);
}

TEST(TypeCheckTest, FindsAStructThatContainsItself) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<Recursive, false>();
  EXPECT_EQ(kFault, TypeFault::TooDeep);
}

TEST(TypeCheckTest, FindsAFieldOfAnUnknownType) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<UnknownType, false>();
  EXPECT_EQ(kFault, TypeFault::NotSupported);
}

TEST(TypeCheckTest, FindsOptionalElements) {
  constexpr auto kFault = fairlead::detail::fault_of_struct<OptionalElements, false>();
  EXPECT_EQ(kFault, TypeFault::NestedOptional);
}

TEST(TypeCheckTest, AllowsSecretsInConfigurationsOnly) {
  constexpr auto kInConfig = fairlead::detail::fault_of_struct<Credentials, true>();
  constexpr auto kInArguments = fairlead::detail::fault_of_struct<Credentials, false>();
  EXPECT_EQ(kInConfig, TypeFault::None);
  EXPECT_EQ(kInArguments, TypeFault::SecretOutsideConfig);
}

}  // namespace schema_test
