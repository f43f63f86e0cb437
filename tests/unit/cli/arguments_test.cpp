// key=value typed by a schema.
#include "cli/arguments.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::cli {
namespace {

boost::json::object schema() {
  return json::parse(R"({
    "properties": {
      "sql": {"type": "string"},
      "title": {"type": ["string", "null"]},
      "limit": {"type": "integer"},
      "ratio": {"type": "number"},
      "dry_run": {"type": "boolean"},
      "params": {"type": "array"},
      "filter": {"$ref": "#/$defs/filter"},
      "either": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
      "mode": {"enum": ["fast", "slow"]},
      "loop": {"$ref": "#/properties/loop"},
      "free": {}
    },
    "$defs": {"filter": {"type": "object"}}
  })")
      ->as_object();
}

// The value that `pair` gives, or the error's message.
std::string typed(const std::string& pair) {
  const boost::json::object its_schema = schema();
  const std::vector<std::string> pairs{pair};
  const auto arguments = typed_arguments(pairs, &its_schema);
  return arguments ? boost::json::serialize(*arguments) : arguments.error().message;
}

TEST(TypedArgumentsTest, KeepsStringFieldsAsTheyStand) {
  EXPECT_EQ(typed("sql=42"), R"({"sql":"42"})");
  EXPECT_EQ(typed("sql=true"), R"({"sql":"true"})");
  EXPECT_EQ(typed("sql={\"a\":1}"), R"({"sql":"{\"a\":1}"})");
  EXPECT_EQ(typed("sql="), R"({"sql":""})");
}

TEST(TypedArgumentsTest, KeepsEverythingBehindTheFirstEqualsSign) {
  EXPECT_EQ(typed("sql=a=b"), R"({"sql":"a=b"})");
}

TEST(TypedArgumentsTest, KeepsNullAsTextWhereTextIsAllowed) {
  EXPECT_EQ(typed("title=null"), R"({"title":"null"})");
}

TEST(TypedArgumentsTest, ReadsOtherTypesAsJson) {
  EXPECT_EQ(typed("limit=10"), R"({"limit":10})");
  EXPECT_EQ(typed("dry_run=true"), R"({"dry_run":true})");
  EXPECT_EQ(typed("params=[1,\"a\"]"), R"({"params":[1,"a"]})");
}

TEST(TypedArgumentsTest, FollowsReferences) { EXPECT_EQ(typed("filter={\"a\":1}"), R"({"filter":{"a":1}})"); }

TEST(TypedArgumentsTest, EndsAReferenceToItself) { EXPECT_EQ(typed("loop=x"), R"({"loop":"x"})"); }

TEST(TypedArgumentsTest, PrefersJsonWhereBothAreAllowed) {
  EXPECT_EQ(typed("either=7"), R"({"either":7})");
  EXPECT_EQ(typed("either=seven"), R"({"either":"seven"})");
  EXPECT_EQ(typed("either=true"), R"({"either":"true"})");
}

TEST(TypedArgumentsTest, TakesTypesFromEnumerations) { EXPECT_EQ(typed("mode=fast"), R"({"mode":"fast"})"); }

TEST(TypedArgumentsTest, GuessesWhereNothingIsKnown) {
  EXPECT_EQ(typed("free=7"), R"({"free":7})");
  EXPECT_EQ(typed("free=word"), R"({"free":"word"})");
  EXPECT_EQ(typed("free=\"7\""), R"({"free":"\"7\""})");
  EXPECT_EQ(typed("unknown=[1]"), R"({"unknown":[1]})");
}

TEST(TypedArgumentsTest, TakesJsonWhereItIsAskedFor) {
  EXPECT_EQ(typed("sql:=null"), R"({"sql":null})");
  EXPECT_EQ(typed("sql:=\"a\""), R"({"sql":"a"})");
}

TEST(TypedArgumentsTest, LeavesWhetherAValueIsAllowedToValidation) {
  EXPECT_EQ(typed("limit=[]"), R"({"limit":[]})");
}

TEST(TypedArgumentsTest, SaysWhichTypeItWantsAndHowToWriteIt) {
  EXPECT_EQ(typed("limit=ten"), "limit: expected integer, got \"ten\"; write it as JSON, such as limit=10");
  EXPECT_EQ(typed("dry_run=yes"),
            "dry_run: expected boolean, got \"yes\"; write it as JSON, such as dry_run=true");
  EXPECT_EQ(typed("params=a,b"),
            "params: expected array, got \"a,b\"; write it as JSON, such as params='[1,\"two\"]'");
}

TEST(TypedArgumentsTest, RefusesWhatIsNoPair) {
  EXPECT_NE(typed("limit").find("expected key=value, got \"limit\""), std::string::npos);
  EXPECT_NE(typed("=1").find("the key is missing"), std::string::npos);
  EXPECT_NE(typed(":=1").find("the key is missing"), std::string::npos);
}

TEST(TypedArgumentsTest, RefusesBrokenJsonWhereJsonIsAskedFor) {
  EXPECT_NE(typed("sql:=[").find("sql: invalid JSON"), std::string::npos);
}

TEST(TypedArgumentsTest, RefusesAKeyTwice) {
  const std::vector<std::string> pairs{"a=1", "a:=2"};
  const auto arguments = typed_arguments(pairs, nullptr);
  ASSERT_FALSE(arguments);
  EXPECT_EQ(arguments.error(), Error(ErrorCode::InvalidArgument, "a: given twice", "bad_argument"));
}

TEST(MergedTest, JoinsMembersAndRefusesBoth) {
  EXPECT_EQ(boost::json::serialize(*merged({{"a", 1}}, {{"b", 2}})), R"({"a":1,"b":2})");
  EXPECT_EQ(merged({{"a", 1}}, {{"a", 2}}).error().message, "a: given twice");
}

TEST(ParseObjectTest, NamesTheSourceOfWhatIsNoObject) {
  EXPECT_EQ(parse_object("[1]", "--args").error().message, "--args: expected a JSON object, got array");
  EXPECT_EQ(parse_object("{", "standard input").error().message.substr(0, 29),
            "standard input: invalid JSON ");
}

}  // namespace
}  // namespace fairlead::cli
