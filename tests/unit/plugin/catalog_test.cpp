// What a catalog must look like, and what is taken out of it.
#include "plugin/catalog.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "support/fake_plugin.hpp"

namespace fairlead::plugin {
namespace {

std::string catalog_with(const std::string& tool) { return R"({"tools":[)" + tool + "]}"; }

std::string tool(const std::string& name, const std::string& more = "") {
  return R"({"name":")" + name + R"(","inputSchema":{"type":"object"})" + more + "}";
}

TEST(CatalogTest, ReadsToolsInTheProvidersOrder) {
  const auto catalog = Catalog::parse(test::fake_catalog());
  ASSERT_TRUE(catalog) << catalog.error().message;
  ASSERT_EQ(catalog->tools().size(), 2U);
  EXPECT_EQ(catalog->tools()[0].name, "look");
  EXPECT_EQ(catalog->tools()[1].slot, 1U);
}

TEST(CatalogTest, TakesReadOnlyFromTheAnnotation) {
  const auto catalog = Catalog::parse(test::fake_catalog());
  EXPECT_TRUE(catalog->tools()[0].is_read_only);
  EXPECT_FALSE(catalog->tools()[1].is_read_only);
}

TEST(CatalogTest, TakesAToolWithoutAnnotationsForAWriter) {
  const auto catalog = Catalog::parse(catalog_with(tool("x")));
  EXPECT_FALSE(catalog->tools()[0].is_read_only);
}

TEST(CatalogTest, FindsByNameAndByAlias) {
  const auto catalog = Catalog::parse(test::fake_catalog());
  EXPECT_EQ(catalog->find_tool("change"), catalog->find_tool("alter"));
  ASSERT_NE(catalog->find_tool("alter"), nullptr);
  EXPECT_EQ(catalog->find_tool("missing"), nullptr);
}

TEST(CatalogTest, StripsReservedMetaKeysOnly) {
  const auto catalog = Catalog::parse(test::fake_catalog());
  const std::string text = boost::json::serialize(catalog->tools()[1].definition);
  EXPECT_EQ(text.find("dev.fairlead/"), std::string::npos);
  EXPECT_NE(text.find("com.example/note"), std::string::npos);
}

TEST(CatalogTest, DropsAMetaThatHeldOnlyReservedKeys) {
  const auto catalog =
      Catalog::parse(catalog_with(tool("x", R"(,"_meta":{"dev.fairlead/timeout_ms":1500})")));
  ASSERT_TRUE(catalog);
  EXPECT_FALSE(catalog->tools()[0].definition.contains("_meta"));
  EXPECT_EQ(catalog->tools()[0].traits.timeout, std::chrono::milliseconds(1500));
}

TEST(CatalogTest, KeepsWhatTheReservedKeysSay) {
  const auto catalog = Catalog::parse(catalog_with(tool("x", R"json(,"_meta":{
      "dev.fairlead/tier":"extended","dev.fairlead/toolset":"repos","dev.fairlead/effect":"deletes",
      "dev.fairlead/task":"optional","dev.fairlead/aliases":["y"]})json")));
  ASSERT_TRUE(catalog) << catalog.error().message;
  const EntryTraits& traits = catalog->tools()[0].traits;
  EXPECT_EQ(traits.tier, "extended");
  EXPECT_EQ(traits.toolset, "repos");
  EXPECT_EQ(traits.effect, "deletes");
  EXPECT_EQ(traits.task, TaskSupport::Optional);
  EXPECT_EQ(traits.aliases, std::vector<std::string>{"y"});
}

TEST(CatalogTest, DropsReservedKeysOfANewerSdk) {
  const auto catalog = Catalog::parse(catalog_with(tool("x", R"(,"_meta":{"dev.fairlead/later":[1]})")));
  ASSERT_TRUE(catalog);
  EXPECT_FALSE(catalog->tools()[0].definition.contains("_meta"));
}

TEST(CatalogTest, TakesAnOutputSchemaOfAnyType) {
  EXPECT_TRUE(Catalog::parse(catalog_with(tool("x", R"(,"outputSchema":{"type":"array"})"))));
}

TEST(CatalogTest, AcceptsACatalogWithoutTools) { EXPECT_TRUE(Catalog::parse("{}")); }

struct BadCatalog {
  std::string what;
  std::string json;
  std::string expected;  // Part of the message.
};
class RefusedCatalog : public ::testing::TestWithParam<BadCatalog> {};

TEST_P(RefusedCatalog, SaysWhereAndWhy) {
  const auto catalog = Catalog::parse(GetParam().json);
  ASSERT_FALSE(catalog);
  EXPECT_EQ(catalog.error().code, ErrorCode::InvalidArgument);
  EXPECT_NE(catalog.error().message.find(GetParam().expected), std::string::npos) << catalog.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    CatalogTest, RefusedCatalog,
    ::testing::Values(
        BadCatalog{"no_json", "{", "invalid JSON"}, BadCatalog{"no_object", "[]", "expected an object"},
        BadCatalog{"tools_no_array", R"({"tools":{}})", "/tools"},
        BadCatalog{"tool_no_object", catalog_with("7"), "/tools/0"},
        BadCatalog{"no_name", catalog_with(R"({"inputSchema":{"type":"object"}})"), "/tools/0/name"},
        BadCatalog{"bad_name", catalog_with(tool("no spaces")), "tool name"},
        BadCatalog{"no_input_schema", catalog_with(R"({"name":"x"})"), "/tools/0/inputSchema"},
        BadCatalog{"input_no_object", catalog_with(R"({"name":"x","inputSchema":{"type":"string"}})"),
                   "\"type\": \"object\""},
        BadCatalog{"broken_schema",
                   catalog_with(R"({"name":"x","inputSchema":{"type":"object","required":7}})"),
                   "/tools/0/inputSchema"},
        BadCatalog{"broken_output", catalog_with(tool("x", R"(,"outputSchema":{"required":7})")),
                   "outputSchema"},
        BadCatalog{"bad_hint", catalog_with(tool("x", R"(,"annotations":{"readOnlyHint":"yes"})")),
                   "readOnlyHint"},
        BadCatalog{"bad_description", catalog_with(tool("x", R"(,"description":7)")), "description"},
        BadCatalog{"twice", catalog_with(tool("x") + "," + tool("x")), "two entries are called x"},
        BadCatalog{"alias_taken",
                   catalog_with(tool("x") + "," + tool("y", R"(,"_meta":{"dev.fairlead/aliases":["x"]})")),
                   "alias x"},
        BadCatalog{"bad_alias", catalog_with(tool("x", R"(,"_meta":{"dev.fairlead/aliases":["a b"]})")),
                   "aliases"},
        BadCatalog{"bad_timeout", catalog_with(tool("x", R"(,"_meta":{"dev.fairlead/timeout_ms":0})")),
                   "timeout_ms"}),
    [](const auto& tested) { return tested.param.what; });

}  // namespace
}  // namespace fairlead::plugin
