// Messages, limits, refused schemas, defaults and secrets. What each keyword means is in schema_cases.json.
#include "json/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/canonical.hpp"
#include "json/parse.hpp"
#include "unit/json/param_name.hpp"

namespace fairlead::json {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

boost::json::value of(std::string_view text) { return parse(text).value(); }

Schema compiled(std::string_view text, const SchemaLimits& limits = {}) {
  auto schema = Schema::compile(of(text), limits);
  EXPECT_TRUE(schema) << schema.error().message;
  return schema.value();
}

std::string errors_of(std::string_view schema, std::string_view instance, const SchemaLimits& limits = {}) {
  return to_text(compiled(schema, limits).validate(of(instance)));
}

std::string refusal_of(std::string_view text, const SchemaLimits& limits = {}) {
  const auto schema = Schema::compile(of(text), limits);
  return schema ? "compiled" : schema.error().message;
}

constexpr std::string_view kQuery = R"({"type":"object","properties":{"sql":{"type":"string","minLength":1},
  "limit":{"type":"integer","minimum":1,"maximum":1000},"format":{"enum":["rows","columns"]}},
  "required":["sql"],"additionalProperties":false})";

// ---- Messages ----

TEST(SchemaMessageTest, NamesTheFieldTheExpectedTypeAndTheValue) {
  EXPECT_EQ(errors_of(kQuery, R"({"sql":"x","limit":"abc"})"),
            R"(limit: expected integer, got string "abc")");
}

TEST(SchemaMessageTest, GivesThePathAsJsonPointer) {
  const auto errors =
      compiled(R"({"properties":{"a/b":{"items":{"type":"null"}}}})").validate(of(R"({"a/b":[null,1]})"));
  EXPECT_THAT(errors, ElementsAre(FieldError{"/a~1b/1", "expected null, got integer 1"}));
}

TEST(SchemaMessageTest, PointsAtTheMissingMember) {
  EXPECT_THAT(compiled(kQuery).validate(of("{}")), ElementsAre(FieldError{"/sql", "is required"}));
}

TEST(SchemaMessageTest, TellsWhichMembersAreKnown) {
  EXPECT_EQ(errors_of(kQuery, R"({"sql":"x","limt":1})"),
            "limt: is not known here; known: format, limit, sql");
}

TEST(SchemaMessageTest, ReportsEveryFault) {
  EXPECT_EQ(errors_of(kQuery, R"({"sql":"","limit":1001,"format":"xml"})"),
            "sql: must have at least 1 characters, has 0; limit: must be at most 1000, got integer 1001; "
            R"(format: expected one of "rows", "columns", got string "xml")");
}

TEST(SchemaMessageTest, SaysOnlyTheTypeWhenTheTypeIsWrong) {
  EXPECT_EQ(errors_of(R"({"type":"string","enum":["a"],"minLength":9})", "[1]"),
            "expected string, got array");
}

TEST(SchemaMessageTest, NamesTheTypesOfAlternatives) {
  EXPECT_EQ(errors_of(R"({"anyOf":[{"type":"integer"},{"type":"null"}]})", "\"x\""),
            R"(expected integer or null, got string "x")");
}

TEST(SchemaMessageTest, ExplainsTheAlternativeOfTheRightType) {
  EXPECT_EQ(errors_of(R"({"oneOf":[{"type":"object","required":["id"]},{"type":"null"}]})", "{}"),
            "id: is required");
}

TEST(SchemaMessageTest, SaysHowManyAlternativesFit) {
  EXPECT_EQ(errors_of(R"({"oneOf":[{"type":"integer"},{"minimum":0}]})", "1"),
            "fits 2 of the alternatives and must fit exactly one");
  EXPECT_EQ(errors_of(R"({"anyOf":[{"minimum":2},{"const":0}]})", "1"),
            "fits none of the 2 alternatives, got integer 1");
}

TEST(SchemaMessageTest, QuotesShortlyAndSafely) {
  const std::string text = errors_of(R"({"pattern":"^a$"})", "\"" + std::string(5000, 'x') + "\"");
  EXPECT_LT(text.size(), 120U);
  EXPECT_THAT(errors_of(R"({"type":"integer"})", R"("a\u001b[2J\n")"),
              AllOf(Not(HasSubstr("\x1B")), Not(HasSubstr("\n"))));
}

TEST(SchemaMessageTest, CutsLongNamesInPathsBetweenCharacters) {
  const std::string name = std::string(127, 'x') + "\xC3\xA4";
  const auto errors = compiled(R"({"additionalProperties":false})").validate(of("{\"" + name + "\":1}"));
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].path, "/" + std::string(127, 'x'));
}

struct MessageCase {
  const char* schema;
  const char* instance;
  const char* message;

  friend void PrintTo(const MessageCase& one, std::ostream* out) { *out << to_test_name(one.schema); }
};

class SchemaWordsTest : public ::testing::TestWithParam<MessageCase> {};

TEST_P(SchemaWordsTest, SaysWhatIsWrong) {
  EXPECT_EQ(errors_of(GetParam().schema, GetParam().instance), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    , SchemaWordsTest,
    ::testing::Values(
        MessageCase{"false", "1", "is not allowed here"},
        MessageCase{R"({"const":"a"})", "\"b\"", R"(expected "a", got string "b")"},
        MessageCase{R"({"minimum":1})", "0.5", "must be at least 1, got number 0.5"},
        MessageCase{R"({"exclusiveMinimum":1})", "1", "must be more than 1, got integer 1"},
        MessageCase{R"({"exclusiveMaximum":1.5})", "2", "must be less than 1.5, got integer 2"},
        MessageCase{R"({"multipleOf":5})", "7", "must be a multiple of 5, got integer 7"},
        MessageCase{R"({"maxLength":1})", "\"ab\"", "must have at most 1 characters, has 2"},
        MessageCase{R"({"pattern":"^a$"})", "\"b\"", R"(must match the pattern "^a$", got string "b")"},
        MessageCase{R"({"minItems":1})", "[]", "must have at least 1 items, has 0"},
        MessageCase{R"({"maxItems":0})", "[1]", "must have at most 0 items, has 1"},
        MessageCase{R"({"uniqueItems":true})", "[1,2,1]", "items 0 and 2 are equal"},
        MessageCase{R"({"contains":{"type":"null"}})", "[1]", "must have at least 1 matching items, has 0"},
        MessageCase{R"({"maxProperties":0})", R"({"a":1})", "must have at most 0 members, has 1"},
        MessageCase{R"({"dependentRequired":{"a":["b"]}})", R"({"a":1})", R"(b: is required beside "a")"},
        MessageCase{R"({"not":{}})", "1", "has a form that is excluded"},
        MessageCase{R"({"propertyNames":{"maxLength":1}})", R"({"ab":1})",
                    "ab: must have at most 1 characters, has 2"},
        MessageCase{
            R"({"enum":[1,2,3,4,5,6,7,8,9]})", "0",
            "expected one of integer 1, integer 2, integer 3, integer 4, integer 5, integer 6, integer 7, "
            "integer 8, ..., got integer 0"}));

// ---- Limits of a validation ----

TEST(SchemaLimitTest, StopsAtTheLimitOfErrors) {
  SchemaLimits limits;
  limits.errors_max = 2;
  const Schema schema = compiled(R"({"items":{"type":"null"}})", limits);
  EXPECT_THAT(schema.validate(of("[1]")), SizeIs(1));
  EXPECT_THAT(schema.validate(of("[1,2]")), SizeIs(2));
  EXPECT_THAT(schema.validate(of("[1,2,3]")), SizeIs(2));
}

TEST(SchemaLimitTest, RefusesAnInstanceThatTakesTooManySteps) {
  SchemaLimits limits;
  limits.steps_max = 4;
  EXPECT_EQ(errors_of(R"({"items":true})", "[1,2]", limits), "");
  EXPECT_EQ(errors_of(R"({"items":true})", "[1,2,3]", limits), "");
  EXPECT_THAT(errors_of(R"({"items":true})", "[1,2,3,4]", limits), HasSubstr("too long to check"));
}

TEST(SchemaLimitTest, IsNotFooledByNotWhenStepsRunOut) {
  SchemaLimits limits;
  limits.steps_max = 3;
  EXPECT_THAT(errors_of(R"({"not":{"items":{"type":"null"}}})", "[null,null,null,1]", limits),
              HasSubstr("too long"));
}

TEST(SchemaLimitTest, EndsForBranchesThatMultiply) {
  std::string text = R"({"$defs":{"d0":{"type":"null"})";
  for (int i = 1; i < 40; ++i) {
    const std::string ref = R"({"$ref":"#/$defs/d)" + std::to_string(i - 1) + "\"}";
    text += ",\"d" + std::to_string(i) + R"(":{"anyOf":[)" + ref + "," + ref + "]}";
  }
  EXPECT_THAT(errors_of(text + R"(},"$ref":"#/$defs/d39"})", "1"), HasSubstr("too long to check"));
}

TEST(SchemaLimitTest, RefusesAnInstanceThatIsTooDeepInsteadOfOverflowingTheStack) {
  boost::json::value deep(nullptr);
  for (int i = 0; i < 5000; ++i) deep = boost::json::array{std::move(deep)};
  EXPECT_THAT(to_text(compiled(R"({"items":{"$ref":"#"}})").validate(deep)), HasSubstr("too long to check"));
}

TEST(SchemaLimitTest, ComparesManyItemsForUniquenessQuickly) {
  boost::json::array items;
  for (int i = 0; i < 50'000; ++i) items.emplace_back(i);
  EXPECT_THAT(compiled(R"({"uniqueItems":true})").validate(items), IsEmpty());
}

TEST(SchemaLimitTest, MatchesPatternsInLinearTime) {
  EXPECT_NE(errors_of(R"({"pattern":"^(a+)+$"})", "\"" + std::string(50'000, 'a') + "b\""), "");
}

// ---- Schemas that are refused ----

class SchemaRefusalTest : public ::testing::TestWithParam<TextCase> {};

TEST_P(SchemaRefusalTest, RefusesAKeywordOfTheWrongForm) {
  const auto schema = Schema::compile(of(GetParam().text));
  ASSERT_FALSE(schema) << GetParam().text;
  EXPECT_EQ(schema.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(schema.error().reason, "bad_schema");
}

INSTANTIATE_TEST_SUITE_P(
    , SchemaRefusalTest,
    ::testing::Values(
        TextCase{"1"}, TextCase{"null"}, TextCase{"[]"}, TextCase{R"({"type":"text"})"},
        TextCase{R"({"type":[]})"}, TextCase{R"({"type":7})"}, TextCase{R"({"enum":"a"})"},
        TextCase{R"({"properties":[]})"}, TextCase{R"({"properties":{"a":1}})"},
        TextCase{R"({"required":"a"})"}, TextCase{R"({"required":[1]})"},
        TextCase{R"({"additionalProperties":"no"})"}, TextCase{R"({"items":[{}]})"},
        TextCase{R"({"prefixItems":[]})"}, TextCase{R"({"prefixItems":{}})"}, TextCase{R"({"minItems":-1})"},
        TextCase{R"({"minItems":1.5})"}, TextCase{R"({"maxItems":"1"})"}, TextCase{R"({"minLength":1e300})"},
        TextCase{R"({"minimum":"1"})"}, TextCase{R"({"multipleOf":0})"}, TextCase{R"({"multipleOf":-1})"},
        TextCase{R"({"uniqueItems":1})"}, TextCase{R"({"allOf":[]})"}, TextCase{R"({"anyOf":{}})"},
        TextCase{R"({"oneOf":[1]})"}, TextCase{R"({"not":1})"}, TextCase{R"({"if":[]})"},
        TextCase{R"({"$ref":1})"}, TextCase{R"({"$defs":[]})"}, TextCase{R"({"$anchor":1})"},
        TextCase{R"({"pattern":1})"}, TextCase{R"j({"pattern":"("})j"}, TextCase{R"j({"pattern":"(?=a)"})j"},
        TextCase{R"j({"pattern":"(a)\\1"})j"}, TextCase{R"j({"patternProperties":{"(":true}})j"},
        TextCase{R"({"dependentRequired":{"a":"b"}})"}, TextCase{R"({"dependentRequired":[]})"},
        TextCase{R"({"dependentSchemas":{"a":1}})"}, TextCase{R"({"x-fairlead-secret":"yes"})"},
        TextCase{R"({"$schema":"http://json-schema.org/draft-07/schema#"})"}));

TEST(SchemaCompileTest, SaysWhereInTheSchemaItIsWrong) {
  EXPECT_EQ(refusal_of(R"({"properties":{"a":{"items":{"minimum":"1"}}}})"),
            R"(the schema at "/properties/a/items" is not usable: minimum: expected a number)");
}

TEST(SchemaCompileTest, AcceptsItsOwnDialect) {
  EXPECT_EQ(refusal_of(R"({"$schema":"https://json-schema.org/draft/2020-12/schema"})"), "compiled");
}

TEST(SchemaCompileTest, RefusesReferencesOutOfTheDocument) {
  for (const char* text : {R"({"$ref":"https://example.com/x"})", R"({"$ref":"other.json#/a"})",
                           R"({"$ref":"file:///etc/passwd"})"}) {
    EXPECT_THAT(refusal_of(text), HasSubstr("nothing is fetched")) << text;
  }
}

TEST(SchemaCompileTest, RefusesReferencesThatLeadNowhere) {
  for (const char* text :
       {R"({"$ref":"#/$defs/x"})", R"({"$ref":"#x"})", R"({"$ref":"#/%zz"})",
        R"({"allOf":[{}],"$ref":"#/allOf/1"})", R"({"allOf":[{}],"$ref":"#/allOf/99999999999999999999"})"}) {
    EXPECT_THAT(refusal_of(text), HasSubstr("leads nowhere")) << text;
  }
}

TEST(SchemaCompileTest, RefusesAReferenceToWhatIsNoSchema) {
  EXPECT_THAT(refusal_of(R"({"title":"x","$ref":"#/title"})"),
              HasSubstr("a schema is an object, true or false"));
}

TEST(SchemaCompileTest, RefusesReferencesThatNeverEnd) {
  for (const char* text : {R"({"$ref":"#"})", R"({"allOf":[{"$ref":"#"}]})", R"({"not":{"$ref":"#"}})",
                           R"({"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[{"$ref":"#/$defs/a"}]}}})",
                           R"({"dependentSchemas":{"a":{"$ref":"#"}}})"}) {
    EXPECT_THAT(refusal_of(text), HasSubstr("leads back to itself")) << text;
  }
}

TEST(SchemaCompileTest, RefusesTheSameAnchorTwice) {
  EXPECT_THAT(refusal_of(R"({"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}})"),
              HasSubstr("is there twice"));
}

TEST(SchemaCompileTest, RefusesDynamicReferencesItCouldMisread) {
  EXPECT_THAT(
      refusal_of(R"({"$defs":{"a":{"$id":"urn:a","$dynamicAnchor":"x","items":{"$dynamicRef":"#x"}}}})"),
      HasSubstr("not supported"));
  EXPECT_THAT(refusal_of(R"({"$defs":{"a":{}},"$ref":"#/$defs/a","$dynamicRef":"#/$defs/a"})"),
              HasSubstr("side by side"));
}

TEST(SchemaCompileTest, HoldsTheDepthLimit) {
  SchemaLimits limits;
  limits.depth_max = 3;
  EXPECT_EQ(refusal_of(R"({"items":{}})", limits), "compiled");
  EXPECT_EQ(refusal_of(R"({"items":{"items":{}}})", limits), "compiled");
  EXPECT_THAT(refusal_of(R"({"items":{"items":{"items":{}}}})", limits), HasSubstr("more than 3 levels"));
}

TEST(SchemaCompileTest, HoldsTheLimitOfSubschemas) {
  SchemaLimits limits;
  limits.subschemas_max = 3;
  EXPECT_EQ(refusal_of(R"({"allOf":[{}]})", limits), "compiled");
  EXPECT_EQ(refusal_of(R"({"allOf":[{},{}]})", limits), "compiled");
  EXPECT_THAT(refusal_of(R"({"allOf":[{},{},{}]})", limits), HasSubstr("more than 3 subschemas"));
}

TEST(SchemaCompileTest, HoldsTheLimitOfPatterns) {
  SchemaLimits limits;
  limits.pattern_bytes_max = 3;
  EXPECT_EQ(refusal_of(R"({"pattern":"ab"})", limits), "compiled");
  EXPECT_EQ(refusal_of(R"({"pattern":"abc"})", limits), "compiled");
  EXPECT_THAT(refusal_of(R"({"pattern":"abcd"})", limits), HasSubstr("longer than 3 bytes"));
}

TEST(SchemaCompileTest, DoesNotNeedTheDocumentAfterwards) {
  auto document = std::make_unique<boost::json::value>(of(
      R"({"properties":{"a":{"enum":["x"],"default":"a long default text on the heap"}},"required":["b"]})"));
  const Schema schema = Schema::compile(*document).value();
  document.reset();
  boost::json::value instance = of(R"({"b":1})");
  ASSERT_TRUE(schema.apply_defaults(instance));
  EXPECT_THAT(to_text(schema.validate(instance)), HasSubstr("expected \"x\", got string \"a long default"));
}

// ---- Defaults ----

std::string filled(std::string_view schema, std::string_view instance) {
  boost::json::value value = of(instance);
  const auto done = compiled(schema).apply_defaults(value);
  return done ? canonical_text(value) : done.error().message;
}

TEST(SchemaDefaultsTest, FillsInWhatIsMissingOnly) {
  EXPECT_EQ(filled(R"({"properties":{"port":{"default":5432},"host":{"default":"h"},"user":{}}})",
                   R"({"host":null})"),
            R"({"host":null,"port":5432})");
}

TEST(SchemaDefaultsTest, ReachesNestedObjectsAndArrayItems) {
  EXPECT_EQ(filled(R"({"properties":{"pool":{"properties":{"max":{"default":8}}},
                       "nodes":{"items":{"properties":{"w":{"default":1}}}}}})",
                   R"({"pool":{},"nodes":[{},{"w":2}]})"),
            R"({"nodes":[{"w":1},{"w":2}],"pool":{"max":8}})");
}

TEST(SchemaDefaultsTest, FillsInsideADefaultButMakesNoObjectWithoutOne) {
  EXPECT_EQ(filled(R"({"properties":{"a":{"default":{},"properties":{"x":{"default":1}}},
                                     "b":{"properties":{"x":{"default":1}}}}})",
                   "{}"),
            R"({"a":{"x":1}})");
}

TEST(SchemaDefaultsTest, FollowsRefAndAllOfButNoConditions) {
  EXPECT_EQ(filled(R"({"$defs":{"d":{"default":1}},"allOf":[{"properties":{"a":{"$ref":"#/$defs/d"}}}],
                       "anyOf":[{"properties":{"b":{"default":2}}}],"if":true,"then":{"properties":{"c":{"default":3}}}})",
                   "{}"),
            R"({"a":1})");
}

TEST(SchemaDefaultsTest, LeavesOtherTypesAlone) {
  EXPECT_EQ(filled(R"({"properties":{"a":{"default":1}}})", "[1]"), "[1]");
}

TEST(SchemaDefaultsTest, RefusesDefaultsThatNeverEnd) {
  EXPECT_THAT(filled(R"({"properties":{"next":{"$ref":"#","default":{}}}})", "{}"), HasSubstr("never end"));
  EXPECT_THAT(filled(R"({"properties":{"l":{"$ref":"#","default":{}},"r":{"$ref":"#","default":{}}}})", "{}"),
              HasSubstr("never end"));
}

TEST(SchemaDefaultsTest, EndsForReferencesThatMultiply) {
  std::string text = R"({"$defs":{"d0":{})";
  for (int i = 1; i < 60; ++i) {
    const std::string ref = R"({"$ref":"#/$defs/d)" + std::to_string(i - 1) + "\"}";
    text += ",\"d" + std::to_string(i) + R"(":{"allOf":[)" + ref + "," + ref + "]}";
  }
  EXPECT_THAT(filled(text + R"(},"properties":{"a":{"$ref":"#/$defs/d59"}}})", "{}"), HasSubstr("too many"));
}

// ---- Secrets ----

TEST(SchemaSecretTest, ListsTheMarkedFields) {
  const Schema schema = compiled(R"({"$defs":{"s":{"type":"string","x-fairlead-secret":true}},
    "properties":{"password":{"$ref":"#/$defs/s"},"host":{"x-fairlead-secret":false},
                  "tls":{"properties":{"key/pem":{"x-fairlead-secret":true}}}}})");
  EXPECT_THAT(schema.secret_paths(), ElementsAre("/password", "/tls/key~1pem"));
}

TEST(SchemaSecretTest, FindsFieldsInEveryBranchAndWritesAStarForAnyName) {
  const Schema schema = compiled(R"({"anyOf":[{"properties":{"a":{"x-fairlead-secret":true}}}],
    "if":true,"then":{"properties":{"b":{"x-fairlead-secret":true}}},
    "properties":{"list":{"items":{"x-fairlead-secret":true}},
                  "headers":{"additionalProperties":{"x-fairlead-secret":true}}}})");
  EXPECT_THAT(schema.secret_paths(), ElementsAre("/a", "/b", "/headers/*", "/list/*"));
}

TEST(SchemaSecretTest, HasNoneWithoutMarks) { EXPECT_THAT(compiled(kQuery).secret_paths(), IsEmpty()); }

TEST(SchemaSecretTest, RefusesASecretInsideARecursion) {
  EXPECT_THAT(refusal_of(R"({"properties":{"next":{"$ref":"#"},"key":{"x-fairlead-secret":true}}})"),
              HasSubstr("inside a recursion"));
}

TEST(SchemaSecretTest, AcceptsASecretBesideARecursion) {
  const Schema schema = compiled(R"({"properties":{"key":{"x-fairlead-secret":true},
    "tree":{"$anchor":"t","properties":{"next":{"$ref":"#t"}}}}})");
  EXPECT_THAT(schema.secret_paths(), ElementsAre("/key"));
}

class SecretEchoTest : public ::testing::TestWithParam<TextCase> {};

TEST_P(SecretEchoTest, NeverRepeatsTheValue) {
  const std::string schema = std::string(R"({"properties":{"password":)") + GetParam().text + "}}";
  const std::string text = errors_of(schema, R"({"password":"hunter2"})");
  EXPECT_THAT(text, HasSubstr("password: "));
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
}

INSTANTIATE_TEST_SUITE_P(
    , SecretEchoTest,
    ::testing::Values(TextCase{R"({"x-fairlead-secret":true,"type":"integer"})"},
                      TextCase{R"({"x-fairlead-secret":true,"pattern":"^a$"})"},
                      TextCase{R"({"x-fairlead-secret":true,"const":"x"})"},
                      TextCase{R"({"x-fairlead-secret":true,"enum":["x","y"]})"},
                      TextCase{R"({"x-fairlead-secret":true,"anyOf":[{"type":"null"},{"type":"integer"}]})"},
                      TextCase{R"({"x-fairlead-secret":true,"anyOf":[{"const":"x"},{"const":"y"}]})"},
                      TextCase{R"({"allOf":[{"x-fairlead-secret":true},{"type":"integer"}]})"},
                      TextCase{R"({"type":"integer","anyOf":[{"x-fairlead-secret":true}]})"}));

TEST(SchemaSecretTest, RepeatsNothingInsideASecretObjectEither) {
  EXPECT_THAT(
      errors_of(
          R"({"properties":{"cert":{"x-fairlead-secret":true,"properties":{"key":{"type":"integer"}}}}})",
          R"({"cert":{"key":"hunter2"}})"),
      Not(HasSubstr("hunter2")));
}

TEST(SchemaSecretTest, StillShowsTheValuesOfOtherFields) {
  EXPECT_EQ(errors_of(R"({"properties":{"port":{"type":"integer"},"key":{"x-fairlead-secret":true}}})",
                      R"({"port":"x"})"),
            R"(port: expected integer, got string "x")");
}

}  // namespace
}  // namespace fairlead::json
