// Values made up from schemas: they fit, and equal seeds make equal ones.
#include "plugin/contract/sample.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "json/schema.hpp"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

bj::object sample(std::string_view schema, const SampleWish& wish = {}) {
  const auto made = make_sample(bj::parse(schema), wish);
  EXPECT_TRUE(made) << made.error().message;
  return made ? *made : bj::object();
}

constexpr std::string_view kAll = R"({"type":"object","required":["s","i","n","b","e","l","o","f","m","x"],
  "properties":{
    "s":{"type":"string","minLength":3,"maxLength":5}, "i":{"type":"integer","minimum":10,"maximum":12},
    "n":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}, "b":{"type":"boolean"},
    "e":{"enum":["red","green"]}, "l":{"type":"array","items":{"type":"integer"},"minItems":2,"maxItems":3},
    "o":{"$ref":"#/$defs/point"}, "f":{"type":"string","format":"email"},
    "m":{"type":"integer","multipleOf":7,"minimum":8}, "x":{"const":5},
    "optional":{"type":"string","description":"not required"}},
  "additionalProperties":false,
  "$defs":{"point":{"type":"object","required":["x"],"properties":{"x":{"type":"number"}}}}})";

TEST(SampleTest, FillsInWhatIsRequired) {
  const bj::object made = sample(kAll);
  EXPECT_EQ(made.at("e"), "red");
  EXPECT_EQ(made.at("f"), "somebody@example.com");
  EXPECT_EQ(made.at("m"), 14);
  EXPECT_EQ(made.at("x"), 5);
  EXPECT_TRUE(made.at("o").as_object().contains("x"));
  EXPECT_FALSE(made.contains("optional"));
}

TEST(SampleTest, FillsInEverythingWhenAsked) {
  EXPECT_TRUE(sample(kAll, {.fill = Fill::Every}).contains("optional"));
}

TEST(SampleTest, FitsWithEverySeed) {
  const bj::value schema = bj::parse(kAll);
  const auto compiled = json::Schema::compile(schema);
  ASSERT_TRUE(compiled);
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Sampler sampler(schema, seed);
    const bj::value made = sampler.make(Fill::Random);
    EXPECT_EQ(json::to_text(compiled->validate(made)), "") << seed << " " << bj::serialize(made);
  }
}

TEST(SampleTest, MakesTheSameFromTheSameSeed) {
  const SampleWish wish{.fill = Fill::Random, .seed = 7};
  EXPECT_EQ(sample(kAll, wish), sample(kAll, wish));
}

TEST(SampleTest, MakesSomethingElseFromAnotherSeed) {
  EXPECT_NE(sample(kAll, {.fill = Fill::Random, .seed = 7}), sample(kAll, {.fill = Fill::Random, .seed = 8}));
}

TEST(SampleTest, PrefersADefaultThenAnExample) {
  EXPECT_EQ(sample(R"({"type":"object","required":["a","b"],"properties":{
      "a":{"type":"string","pattern":"^x+$","default":"xx"},
      "b":{"type":"string","pattern":"^y+$","examples":["yy"]}}})"),
            (bj::object{{"a", "xx"}, {"b", "yy"}}));
}

TEST(SampleTest, TakesABranchOfAnyOf) {
  EXPECT_TRUE(sample(R"({"type":"object","required":["v"],"properties":{
      "v":{"anyOf":[{"type":"integer","minimum":3},{"type":"string"}]}}})")
                  .at("v")
                  .is_int64());
}

TEST(SampleTest, AddsUpTheParts) {
  EXPECT_EQ(sample(R"({"type":"object","allOf":[{"required":["a"],"properties":{"a":{"const":1}}},
                       {"required":["b"],"properties":{"b":{"const":2}}}]})"),
            (bj::object{{"a", 1}, {"b", 2}}));
}

TEST(SampleTest, EndsInARecursion) {
  const bj::object made =
      sample(R"({"type":"object","properties":{"next":{"$ref":"#"}}})", {.fill = Fill::Every});
  EXPECT_TRUE(made.contains("next"));
}

TEST(SampleTest, PutsTheCanaryIntoFreeTextsOnly) {
  const bj::object made =
      sample(R"({"type":"object","required":["free","usual","mail","secret","short"],"properties":{
      "free":{"type":"string"},"usual":{"type":"string","default":"plain"},
      "mail":{"type":"string","format":"email"},"secret":{"type":"string","x-fairlead-secret":true},
      "short":{"type":"string","maxLength":3}},"additionalProperties":false})",
             {.canary = "canary"});
  EXPECT_EQ(made.at("free"), "canary");
  EXPECT_EQ(made.at("usual"), "canary");
  EXPECT_EQ(made.at("mail"), "somebody@example.com");
  EXPECT_NE(made.at("secret"), "canary");
  EXPECT_EQ(made.at("short"), "any");
}

TEST(SampleTest, AddsTheCanaryWhereAnyMemberMayBe) {
  EXPECT_EQ(sample(R"({"type":"object"})", {.canary = "canary"}).at("canary"), "canary");
}

TEST(SampleTest, SaysWhatDoesNotFit) {
  const auto made = make_sample(
      bj::parse(
          R"({"type":"object","required":["p"],"properties":{"p":{"type":"string","pattern":"^[0-9]{8}$"}}})"),
      {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().reason, "no_sample");
  EXPECT_NE(made.error().message.find("p: "), std::string::npos) << made.error().message;
}

}  // namespace
}  // namespace fairlead::plugin::contract
