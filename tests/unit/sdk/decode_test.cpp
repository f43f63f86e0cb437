// Arguments and configurations on their way in: what fits arrives, what does not is refused with its path.
#include "fairlead/sdk/decode.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace decode_test {

enum class Level { Low, High };
BOOST_DESCRIBE_ENUM(Level, Low, High)

struct Filter {
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (tags))

struct Args {
  fairlead::Arg<std::string, "Title", fairlead::MinLength{2}, fairlead::MaxLength{5}> title;
  std::optional<bool> flag;
  fairlead::Arg<int, "Limit", fairlead::Range{1, 10}> limit = 5;
  std::optional<std::int64_t> big;
  std::optional<std::uint8_t> small;
  std::optional<double> real;
  std::optional<float> single;
  std::optional<Level> level;
  std::optional<Filter> filter;
  std::optional<std::map<std::string, int>> scores;
  fairlead::Arg<std::optional<int>, "Page", fairlead::Range{1, 3}> page;
  std::optional<fairlead::Json> anything;
  std::optional<boost::json::object> record;
  std::optional<boost::json::array> list;
};
BOOST_DESCRIBE_STRUCT(Args, (),
                      (title, flag, limit, big, small, real, single, level, filter, scores, page, anything,
                       record, list))

Args decode(std::string_view text) { return fairlead::detail::decode_document<Args>(text, "arguments"); }

enum class Verb { get_, delete_ };
BOOST_DESCRIBE_ENUM(Verb, get_, delete_)
struct Keywords {
  Verb default_;
};
BOOST_DESCRIBE_STRUCT(Keywords, (), (default_))

struct Collections {
  std::optional<std::array<int, 2>> pair;
  std::optional<std::map<Level, int>> by_level;
  std::optional<fairlead::Bytes> bytes;
  std::optional<fairlead::RawJson> raw;
  std::optional<std::vector<fairlead::Arg<std::string, "A tag", fairlead::MaxLength{3}>>> tags;
  int required;
};
BOOST_DESCRIBE_STRUCT(Collections, (), (pair, by_level, bytes, raw, tags, required))

struct Presets {
  std::optional<int> page = 3;
  fairlead::Arg<std::optional<int>, "Inside"> inside;
  std::optional<fairlead::Json> anything;
};
BOOST_DESCRIBE_STRUCT(Presets, (), (page, inside, anything))

enum class FromOne { First = 1, Second };
BOOST_DESCRIBE_ENUM(FromOne, First, Second)
struct StartsAtOne {
  FromOne which;
};
BOOST_DESCRIBE_STRUCT(StartsAtOne, (), (which))

struct Limits {
  std::optional<fairlead::Arg<int, "", fairlead::ExclusiveMin{0}, fairlead::ExclusiveMax{5}>> between;
  fairlead::Arg<std::optional<int>, "", fairlead::MultipleOf{5}> step;
  fairlead::Arg<std::optional<std::string>, "", fairlead::OneOf{"asc", "desc"}> order;
  fairlead::Arg<std::optional<std::vector<int>>, "", fairlead::MinItems{1}, fairlead::MaxItems{3},
                fairlead::UniqueItems{}>
      list;
  fairlead::Arg<std::optional<std::map<std::string, int>>, "", fairlead::MinProperties{1},
                fairlead::MaxProperties{2}>
      map;
  fairlead::Arg<std::optional<std::string>, "", fairlead::Pattern{"^a$"}, fairlead::Format{"date"}> stated;
};
BOOST_DESCRIBE_STRUCT(Limits, (), (between, step, order, list, map, stated))

template <class T>
std::string refusal_of(const std::string& text) {
  try {
    fairlead::detail::decode_document<T>(text, "arguments");
  } catch (const fairlead::Error& error) {
    return error.what();
  }
  return "accepted";
}
Collections decode_collection(const std::string& member) {
  return fairlead::detail::decode_document<Collections>(R"({"required":1,)" + member + "}", "arguments");
}
std::string refusal_of_collection(const std::string& member) {
  return refusal_of<Collections>(R"({"required":1,)" + member + "}");
}

// A valid title and the given member beside it.
Args decode_with(const std::string& member) { return decode(R"({"title":"abc",)" + member + "}"); }

std::string refusal(std::string_view text) {
  try {
    decode(text);
  } catch (const fairlead::Error& error) {
    EXPECT_EQ(error.status(), FAIRLEAD_INVALID_ARGUMENT);
    EXPECT_EQ(error.flags(), 0U);
    return error.what();
  }
  return "accepted";
}
std::string refusal_with(const std::string& member) { return refusal(R"({"title":"abc",)" + member + "}"); }

TEST(DecodeTest, TakesEveryTypeOfField) {
  const Args args =
      decode(R"({"title":"abc","flag":true,"limit":7,"big":-9007199254740993,"small":255,"real":1.5,
      "single":0.25,"level":"High","filter":{"tags":["a","b"]},"scores":{"x":1},"page":2,"anything":[null],
      "record":{"k":1},"list":[1]})");
  EXPECT_EQ(*args.title, "abc");
  EXPECT_EQ(args.flag, true);
  EXPECT_EQ(args.limit, 7);
  EXPECT_EQ(args.big, -9007199254740993);
  EXPECT_EQ(args.small, 255);
  EXPECT_EQ(args.real, 1.5);
  EXPECT_EQ(args.single, 0.25F);
  EXPECT_EQ(args.level, Level::High);
  EXPECT_EQ(args.filter->tags, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(args.scores->at("x"), 1);
  EXPECT_EQ(*args.page, 2);
  EXPECT_EQ(*args.anything, boost::json::parse("[null]"));
  EXPECT_EQ(args.record->at("k"), fairlead::Json(1));
  EXPECT_EQ(args.list->size(), 1U);
}

TEST(DecodeTest, KeepsDefaultsAndEmptyOptionalsOfFieldsThatAreNotGiven) {
  const Args args = decode(R"({"title":"abc"})");
  EXPECT_EQ(args.limit, 5);
  EXPECT_FALSE(args.flag.has_value());
  EXPECT_FALSE(args.page->has_value());
}

TEST(DecodeTest, NamesTheFieldAndBothTypesWhenTheTypeIsWrong) {
  EXPECT_EQ(refusal(R"({"title":1})"), "title: expected string, got number");
  EXPECT_EQ(refusal_with(R"("flag":"yes")"), "flag: expected boolean, got string");
  EXPECT_EQ(refusal_with(R"("limit":"1")"), "limit: expected integer, got string");
  EXPECT_EQ(refusal_with(R"("real":true)"), "real: expected number, got boolean");
  EXPECT_EQ(refusal_with(R"("level":1)"), "level: expected string, got number");
  EXPECT_EQ(refusal_with(R"("record":[])"), "record: expected object, got array");
  EXPECT_EQ(refusal_with(R"("list":{})"), "list: expected array, got object");
  EXPECT_EQ(refusal_with(R"("scores":[])"), "scores: expected object, got array");
  EXPECT_EQ(refusal_with(R"("filter":3)"), "filter: expected object, got number");
}

TEST(DecodeTest, WritesThePathIntoNestedFields) {
  EXPECT_EQ(refusal_with(R"("filter":{"tags":["a","b",3]})"), "filter.tags[2]: expected string, got number");
}

TEST(DecodeTest, WritesThePathIntoMaps) {
  EXPECT_EQ(refusal_with(R"("scores":{"x":1,"y":[]})"), "scores.y: expected integer, got array");
}

TEST(DecodeTest, NamesAMissingRequiredField) { EXPECT_EQ(refusal("{}"), "title: required field is missing"); }

TEST(DecodeTest, NamesAMissingRequiredFieldOfANestedStruct) {
  EXPECT_EQ(refusal_with(R"("filter":{})"), "filter.tags: required field is missing");
}

TEST(DecodeTest, NamesAnUnknownFieldAndTheKnownOnes) {
  EXPECT_EQ(refusal_with(R"("filter":{"tags":[],"tag":1})"),
            "filter.tag: unknown field; the fields are tags");
}

TEST(DecodeTest, CutsALongUnknownNameBetweenCharacters) {
  std::string name = "x";
  for (int i = 0; i < 100; ++i) name += "\u00e9";
  const std::string said = refusal_with("\"filter\":{\"tags\":[],\"" + name + "\":1}");
  EXPECT_EQ(said.substr(0, 7 + 63 + 5), "filter." + name.substr(0, 63) + "...: ");
}

TEST(DecodeTest, RefusesWhatIsNoObject) { EXPECT_EQ(refusal("[]"), "arguments: expected object, got array"); }

TEST(DecodeTest, RefusesWhatIsNoJsonWithoutNamingSourceFiles) {
  const std::string said = refusal("{");
  EXPECT_EQ(said.substr(0, 21), "arguments: not JSON: ");
  EXPECT_EQ(said.find('/'), std::string::npos) << said;
}

TEST(DecodeTest, RefusesDeepNestingInsteadOfOverflowingTheStack) {
  EXPECT_NE(refusal(R"({"title":"abc","anything":)" + std::string(100000, '[')), "accepted");
}

TEST(DecodeTest, TakesEmptyTextAsNoArguments) { EXPECT_EQ(refusal(""), "title: required field is missing"); }

TEST(DecodeTest, TakesWholeNumbersInAnySpellingAsIntegers) {
  EXPECT_EQ(decode_with(R"("limit":7.0)").limit, 7);
  EXPECT_EQ(decode_with(R"("big":1e3)").big, 1000);
}

TEST(DecodeTest, RefusesFractionsForIntegers) {
  EXPECT_EQ(refusal_with(R"("big":1.5)"), "big: expected integer, got a number with a fraction");
}

TEST(DecodeTest, RefusesIntegersThatTheTypeCannotHold) {
  EXPECT_EQ(refusal_with(R"("small":256)"), "small: 256 is out of range");
  EXPECT_EQ(refusal_with(R"("small":-1)"), "small: -1 is out of range");
  EXPECT_EQ(refusal_with(R"("limit":2147483648)"), "limit: 2147483648 is out of range");
  EXPECT_EQ(refusal_with(R"("big":9223372036854775808)"), "big: 9223372036854775808 is out of range");
  EXPECT_EQ(refusal_with(R"("big":1e300)"), "big: out of range");
}

TEST(DecodeTest, TakesTheLastIntegerThatTheTypeHolds) {
  EXPECT_EQ(decode_with(R"("big":9223372036854775807)").big, INT64_MAX);
}

TEST(DecodeTest, RefusesNumbersThatAFloatCannotHold) {
  EXPECT_EQ(refusal_with(R"("single":1e300)"), "single: out of range");
}

TEST(DecodeTest, NamesTheEnumeratorsWhenNoneFits) {
  EXPECT_EQ(refusal_with(R"("level":"Middle")"), "level: expected one of Low, High");
}

TEST(DecodeTest, TakesNamesWithoutTheirLastUnderscore) {
  const auto decoded = fairlead::detail::decode_document<Keywords>(R"({"default":"delete"})", "arguments");
  EXPECT_EQ(decoded.default_, Verb::delete_);
}

TEST(DecodeTest, EnforcesTheRangeAtBothEnds) {
  EXPECT_EQ(refusal_with(R"("limit":0)"), "limit: 0 is below the minimum 1");
  EXPECT_EQ(decode_with(R"("limit":1)").limit, 1);
  EXPECT_EQ(decode_with(R"("limit":10)").limit, 10);
  EXPECT_EQ(refusal_with(R"("limit":11)"), "limit: 11 is above the maximum 10");
}

TEST(DecodeTest, EnforcesTheRangeOfAGivenOptional) {
  EXPECT_EQ(refusal_with(R"("page":4)"), "page: 4 is above the maximum 3");
}

TEST(DecodeTest, CountsLengthsInCharacters) {
  EXPECT_EQ(refusal(R"({"title":"é"})"), "title: shorter than 2 characters");
  EXPECT_EQ(*decode(R"({"title":"éé"})").title, "éé");
  EXPECT_EQ(*decode(R"({"title":"ééééé"})").title, "ééééé");
  EXPECT_EQ(refusal(R"({"title":"éééééé"})"), "title: longer than 5 characters");
}

TEST(DecodeTest, DoesNotRepeatTextInMessages) {
  EXPECT_EQ(refusal(R"({"title":"hunter2 is my password"})").find("hunter2"), std::string::npos);
}

TEST(DecodeTest, TakesNullForAnOptionalFieldAsNotGiven) {
  const auto args = fairlead::detail::decode_document<Presets>(
      R"({"page":null,"inside":null,"anything":null})", "arguments");
  EXPECT_EQ(args.page, 3);
  EXPECT_FALSE(args.inside->has_value());
  EXPECT_FALSE(args.anything.has_value());
}

TEST(DecodeTest, RefusesNullForAFieldThatMustBeGiven) {
  EXPECT_EQ(refusal_of<Collections>(R"({"required":null})"), "required: expected integer, got null");
}

TEST(DecodeTest, TakesAnArrayOfItsLength) {
  EXPECT_EQ(*decode_collection(R"("pair":[1,2])").pair, (std::array<int, 2>{1, 2}));
}

TEST(DecodeTest, RefusesAnArrayOfAnotherLength) {
  EXPECT_EQ(refusal_of_collection(R"("pair":[1])"), "pair: expected 2 elements, got 1");
  EXPECT_EQ(refusal_of_collection(R"("pair":[1,2,3])"), "pair: expected 2 elements, got 3");
}

TEST(DecodeTest, WritesThePathIntoArrays) {
  EXPECT_EQ(refusal_of_collection(R"("pair":[1,"2"])"), "pair[1]: expected integer, got string");
}

TEST(DecodeTest, TakesMapsKeyedByEnumerators) {
  EXPECT_EQ(decode_collection(R"("by_level":{"High":2})").by_level->at(Level::High), 2);
}

TEST(DecodeTest, NamesTheEnumeratorsWhenAKeyIsNone) {
  EXPECT_EQ(refusal_of_collection(R"("by_level":{"Middle":2})"),
            "by_level.Middle: expected one of Low, High");
}

TEST(DecodeTest, TakesBase64AsBytes) {
  EXPECT_EQ(decode_collection(R"("bytes":"")").bytes->data, "");
  EXPECT_EQ(decode_collection(R"("bytes":"Zg==")").bytes->data, "f");
  EXPECT_EQ(decode_collection(R"("bytes":"Zm8=")").bytes->data, "fo");
  EXPECT_EQ(decode_collection(R"("bytes":"Zm9v")").bytes->data, "foo");
  const std::string binary("\0\xFF\xFE\x66", 4);
  EXPECT_EQ(decode_collection(R"("bytes":"AP/+Zg==")").bytes->data, binary);
}

TEST(DecodeTest, RefusesWhatIsNotTheOneBase64TextOfItsBytes) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm-v",
                           "Zm9v\\n", " Zm9v", "Z=g=", "\u00e9\u00e9"}) {
    EXPECT_EQ(refusal_of_collection(std::string(R"("bytes":")") + text + '"'),
              "bytes: expected base64 with padding (RFC 4648 section 4)")
        << text;
  }
}

TEST(DecodeTest, TakesAnyJsonAsTextIntoRawJson) {
  EXPECT_EQ(decode_collection(R"("raw": {"a": [1.50, "é"]})").raw->text, R"({"a":[1.5,"é"]})");
}

TEST(DecodeTest, EnforcesTheConstraintsOfElements) {
  EXPECT_EQ(*decode_collection(R"("tags":["abc"])").tags->front(), "abc");
  EXPECT_EQ(refusal_of_collection(R"("tags":["abc","abcd"])"), "tags[1]: longer than 3 characters");
}

TEST(DecodeTest, RequiresAnEnumWhoseZeroHasNoName) {
  EXPECT_EQ(refusal_of<StartsAtOne>("{}"), "which: required field is missing");
}

TEST(DecodeTest, EnforcesExclusiveBounds) {
  EXPECT_EQ(refusal_of<Limits>(R"({"between":0})"), "between: 0 is not above 0");
  EXPECT_EQ(refusal_of<Limits>(R"({"between":1})"), "accepted");
  EXPECT_EQ(refusal_of<Limits>(R"({"between":4})"), "accepted");
  EXPECT_EQ(refusal_of<Limits>(R"({"between":5})"), "between: 5 is not below 5");
}

TEST(DecodeTest, EnforcesTheStepOfIntegers) {
  EXPECT_EQ(refusal_of<Limits>(R"({"step":-10})"), "accepted");
  EXPECT_EQ(refusal_of<Limits>(R"({"step":11})"), "step: 11 is not a multiple of 5");
}

TEST(DecodeTest, EnforcesTheChoiceOfTexts) {
  EXPECT_EQ(refusal_of<Limits>(R"({"order":"desc"})"), "accepted");
  EXPECT_EQ(refusal_of<Limits>(R"({"order":"des"})"), "order: expected one of asc, desc");
}

TEST(DecodeTest, EnforcesTheNumberOfElements) {
  EXPECT_EQ(refusal_of<Limits>(R"({"list":[]})"), "list: 0 elements are fewer than 1");
  EXPECT_EQ(refusal_of<Limits>(R"({"list":[1]})"), "accepted");
  EXPECT_EQ(refusal_of<Limits>(R"({"list":[1,2,3]})"), "accepted");
  EXPECT_EQ(refusal_of<Limits>(R"({"list":[1,2,3,4]})"), "list: 4 elements are more than 3");
}

TEST(DecodeTest, EnforcesThatElementsAreUnique) {
  EXPECT_EQ(refusal_of<Limits>(R"({"list":[7,8,7.0]})"), "list: two elements are equal");
}

TEST(DecodeTest, EnforcesTheNumberOfMembers) {
  EXPECT_EQ(refusal_of<Limits>(R"({"map":{}})"), "map: 0 members are fewer than 1");
  EXPECT_EQ(refusal_of<Limits>(R"({"map":{"a":1}})"), "accepted");
  EXPECT_EQ(refusal_of<Limits>(R"({"map":{"a":1,"b":2}})"), "accepted");
  EXPECT_EQ(refusal_of<Limits>(R"({"map":{"a":1,"b":2,"c":3}})"), "map: 3 members are more than 2");
}

TEST(DecodeTest, LeavesPatternsAndFormatsToTheHost) {
  EXPECT_EQ(refusal_of<Limits>(R"({"stated":"no date"})"), "accepted");
}

TEST(DecodeTest, ReadsDoublesExactly) {
  // Boost.JSON 1.81 reads each of them one unit in the last place off.
  for (const double exact :
       {-172.43127776997827, -9.146229953197121, -15.075161560223165, 104.47399113092115}) {
    EXPECT_EQ(decode_with("\"real\":" + fairlead::detail::to_json_text(exact)).real, exact);
  }
}

TEST(DecodeTest, RefusesNumbersBeyondTheRangeOfDouble) {
  EXPECT_EQ(refusal_with(R"("anything":1e400)").substr(0, 21), "arguments: not JSON: ");
  EXPECT_EQ(refusal_with(R"("anything":1e308)"), "accepted");
}

TEST(TryDecodeTest, GivesTheValueThatFits) {
  EXPECT_EQ(fairlead::detail::try_decode<Filter>(boost::json::parse(R"({"tags":["a"]})"))->tags,
            std::vector<std::string>{"a"});
}

TEST(TryDecodeTest, IsEmptyForAValueThatDoesNotFit) {
  EXPECT_FALSE(fairlead::detail::try_decode<Filter>(boost::json::parse(R"({"tags":[1]})")).has_value());
  EXPECT_FALSE(fairlead::detail::try_decode<Filter>(fairlead::Json()).has_value());
}

}  // namespace decode_test
