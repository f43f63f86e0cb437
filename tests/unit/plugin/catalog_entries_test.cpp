// Resources, resource templates and prompts of a catalog; its limits.
#include <functional>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "plugin/catalog.hpp"

namespace fairlead::plugin {
namespace {

constexpr const char* kWhole = R"json({
  "tools":[{"name":"list","inputSchema":{"type":"object"}}],
  "resources":[
    {"uri":"notes://all","name":"all","title":"All notes","mimeType":"text/plain; charset=utf-8","size":12,
     "annotations":{"audience":["user"],"priority":0.5,"lastModified":"2026-01-12T15:00:58Z"},
     "icons":[{"src":"https://example.com/n.png"}]},
    {"uri":"notes://one","name":"one","_meta":{"dev.fairlead/tier":"core","dev.fairlead/aliases":["notes://1"]}}],
  "resourceTemplates":[{"uriTemplate":"notes://{id}/data","name":"note"}],
  "prompts":[{"name":"greet","description":"Greets.",
              "arguments":[{"name":"who","required":true},{"name":"how"}]}],
  "_meta":{"dev.fairlead/lists":["resources"],
           "dev.fairlead/completes":[{"ref":{"type":"ref/prompt","name":"greet"},"argument":"who"},{"ref":{"type":"ref/resource","uri":"notes://{id}/data"},"argument":"id"}]}
})json";

TEST(CatalogEntriesTest, ReadsEveryKind) {
  const auto catalog = Catalog::parse(kWhole);
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_EQ(catalog->tools().size(), 1U);
  ASSERT_EQ(catalog->resources().size(), 2U);
  EXPECT_EQ(catalog->resources()[1].uri, "notes://one");
  EXPECT_EQ(catalog->resources()[1].slot, 1U);
  ASSERT_EQ(catalog->resource_templates().size(), 1U);
  EXPECT_EQ(catalog->resource_templates()[0].uri_template, "notes://{id}/data");
  ASSERT_EQ(catalog->prompts().size(), 1U);
  ASSERT_EQ(catalog->prompts()[0].arguments.size(), 2U);
  EXPECT_TRUE(catalog->prompts()[0].arguments[0].is_required);
  EXPECT_FALSE(catalog->prompts()[0].arguments[1].is_required);
}

TEST(CatalogEntriesTest, FindsPromptsAndResources) {
  const auto catalog = Catalog::parse(kWhole);
  ASSERT_NE(catalog->find_prompt("greet"), nullptr);
  EXPECT_EQ(catalog->find_prompt("missing"), nullptr);
  ASSERT_NE(catalog->find_resource("notes://one"), nullptr);
  EXPECT_EQ(catalog->find_resource("notes://1"), catalog->find_resource("notes://one"));
}

TEST(CatalogEntriesTest, KeepsTheTraitsOfAResourceOffTheWire) {
  const auto catalog = Catalog::parse(kWhole);
  EXPECT_EQ(catalog->resources()[1].traits.tier, "core");
  EXPECT_EQ(boost::json::serialize(catalog->resources()[1].definition).find("dev.fairlead/"),
            std::string::npos);
}

TEST(CatalogEntriesTest, KnowsWhatIsListedOnDemandAndCompleted) {
  const auto catalog = Catalog::parse(kWhole);
  EXPECT_TRUE(catalog->lists_resources());
  EXPECT_FALSE(catalog->lists_resource_templates());
  ASSERT_EQ(catalog->completed_arguments().size(), 2U);
  EXPECT_EQ(catalog->completed_arguments()[0].argument, "who");
}

struct Bad {
  std::string what, json, expected;
};
class RefusedEntry : public ::testing::TestWithParam<Bad> {};

TEST_P(RefusedEntry, SaysWhereAndWhy) {
  const auto catalog = Catalog::parse(GetParam().json);
  ASSERT_FALSE(catalog);
  EXPECT_EQ(catalog.error().code, ErrorCode::InvalidArgument);
  EXPECT_NE(catalog.error().message.find(GetParam().expected), std::string::npos) << catalog.error().message;
}

std::string resource(const std::string& more) {
  return R"({"resources":[{"uri":"a:b","name":"n")" + more + "}]}";
}
std::string prompt(const std::string& more) { return R"({"prompts":[{"name":"p")" + more + "}]}"; }

INSTANTIATE_TEST_SUITE_P(
    CatalogEntriesTest, RefusedEntry,
    ::testing::Values(
        Bad{"uri_missing", R"({"resources":[{"name":"n"}]})", "/resources/0/uri"},
        Bad{"uri_relative", R"({"resources":[{"uri":"all","name":"n"}]})", "/resources/0/uri"},
        Bad{"resource_name", R"({"resources":[{"uri":"a:b"}]})", "/resources/0/name"},
        Bad{"resource_twice", R"({"resources":[{"uri":"a:b","name":"n"},{"uri":"a:b","name":"m"}]})", "a:b"},
        Bad{"uri_alias_taken",
            R"({"resources":[{"uri":"a:b","name":"n"},
                {"uri":"a:c","name":"m","_meta":{"dev.fairlead/aliases":["a:b"]}}]})",
            "alias a:b"},
        Bad{"mime_number", resource(R"(,"mimeType":7)"), "/resources/0/mimeType"},
        Bad{"mime_no_type", resource(R"(,"mimeType":"plain")"), "media type"},
        Bad{"mime_newline", resource(R"(,"mimeType":"text/plain\nx")"), "media type"},
        Bad{"size_negative", resource(R"(,"size":-1)"), "/resources/0/size"},
        Bad{"size_text", resource(R"(,"size":"1")"), "/resources/0/size"},
        Bad{"audience_unknown", resource(R"(,"annotations":{"audience":["robot"]})"), "audience"},
        Bad{"audience_text", resource(R"(,"annotations":{"audience":"user"})"), "audience"},
        Bad{"priority_above", resource(R"(,"annotations":{"priority":1.5})"), "priority"},
        Bad{"priority_text", resource(R"(,"annotations":{"priority":"1"})"), "priority"},
        Bad{"last_modified", resource(R"(,"annotations":{"lastModified":7})"), "lastModified"},
        Bad{"annotations_list", resource(R"(,"annotations":[])"), "/resources/0/annotations"},
        Bad{"title_number", resource(R"(,"title":7)"), "/resources/0/title"},
        Bad{"icons_text", resource(R"(,"icons":"x")"), "/resources/0/icons"},
        Bad{"icon_without_source", resource(R"(,"icons":[{}])"), "/resources/0/icons"},
        Bad{"template_missing", R"({"resourceTemplates":[{"name":"n"}]})",
            "/resourceTemplates/0/uriTemplate"},
        Bad{"template_broken", R"({"resourceTemplates":[{"uriTemplate":"a:{b","name":"n"}]})", "RFC 6570"},
        Bad{"template_twice",
            R"({"resourceTemplates":[{"uriTemplate":"a:{b}","name":"n"},{"uriTemplate":"a:{b}","name":"m"}]})",
            "a:{b}"},
        Bad{"prompt_name", R"({"prompts":[{"name":"a b"}]})", "tool name"},
        Bad{"prompt_twice", R"({"prompts":[{"name":"p"},{"name":"p"}]})", "called p"},
        Bad{"arguments_object", prompt(R"(,"arguments":{})"), "/prompts/0/arguments"},
        Bad{"argument_nameless", prompt(R"(,"arguments":[{}])"), "/prompts/0/arguments/0/name"},
        Bad{"argument_twice", prompt(R"(,"arguments":[{"name":"a"},{"name":"a"}])"),
            "/prompts/0/arguments/1"},
        Bad{"required_text", prompt(R"(,"arguments":[{"name":"a","required":"yes"}])"), "required"},
        Bad{"tier_number", prompt(R"(,"_meta":{"dev.fairlead/tier":7})"), "dev.fairlead/tier"},
        Bad{"toolset_spaces", prompt(R"(,"_meta":{"dev.fairlead/toolset":"a b"})"), "dev.fairlead/toolset"},
        Bad{"effect_empty", prompt(R"(,"_meta":{"dev.fairlead/effect":""})"), "dev.fairlead/effect"},
        Bad{"task_unknown", prompt(R"(,"_meta":{"dev.fairlead/task":"maybe"})"), "dev.fairlead/task"},
        Bad{"meta_list", prompt(R"(,"_meta":[])"), "/prompts/0/_meta"},
        Bad{"catalog_meta_list", R"({"_meta":[]})", "/_meta"},
        Bad{"lists_unknown", R"({"_meta":{"dev.fairlead/lists":["tools"]}})", "dev.fairlead/lists"},
        Bad{"completes_unknown",
            R"({"_meta":{"dev.fairlead/completes":[{"ref":{"type":"ref/prompt","name":"x"},"argument":"a"}]}})",
            "called x"},
        Bad{"completes_a_prompt_as_template",
            R"({"prompts":[{"name":"x"}],"_meta":{"dev.fairlead/completes":[)"
            R"({"ref":{"type":"ref/resource","uri":"x"},"argument":"a"}]}})",
            "called x"},
        Bad{"completes_by_name_alone", R"({"_meta":{"dev.fairlead/completes":[{"ref":"x","argument":"a"}]}})",
            "completes"},
        Bad{"completes_no_argument",
            R"({"_meta":{"dev.fairlead/completes":[{"ref":{"type":"ref/prompt","name":"x"}}]}})",
            "completes"},
        Bad{"header_on_number",
            R"({"tools":[{"name":"t","inputSchema":{"type":"object","properties":{
                "n":{"type":"number","x-mcp-header":"N"}}}}]})",
            "/tools/0/inputSchema"}),
    [](const auto& tested) { return tested.param.what; });

// ---- Limits: at and above; below is everywhere else ----

std::string repeated(const std::string& key, std::size_t count,
                     const std::function<std::string(std::string)>& make) {
  std::string json = "{\"" + key + "\":[";
  for (std::size_t i = 0; i < count; ++i) json += (i == 0 ? "" : ",") + make(std::to_string(i));
  return json + "]}";
}

struct Limit {
  std::string key;
  std::size_t most;
  std::function<std::string(std::string)> make;
};
class CatalogLimit : public ::testing::TestWithParam<Limit> {};

TEST_P(CatalogLimit, IsTheLargestNumberOfEntries) {
  const Limit& limit = GetParam();
  const auto at = Catalog::parse(repeated(limit.key, limit.most, limit.make));
  EXPECT_TRUE(at) << at.error().message;
  const auto above = Catalog::parse(repeated(limit.key, limit.most + 1, limit.make));
  ASSERT_FALSE(above);
  EXPECT_NE(above.error().message.find("more than " + std::to_string(limit.most)), std::string::npos)
      << above.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    CatalogEntriesTest, CatalogLimit,
    ::testing::Values(
        Limit{"tools", Catalog::kToolsMax,
              [](auto n) { return R"({"name":"t)" + n + R"(","inputSchema":{"type":"object"}})"; }},
        Limit{"resources", Catalog::kResourcesMax,
              [](auto n) { return R"({"name":"r","uri":"a:)" + n + "\"}"; }},
        Limit{"resourceTemplates", Catalog::kResourceTemplatesMax,
              [](auto n) { return R"({"name":"r","uriTemplate":"a:)" + n + "\"}"; }},
        Limit{"prompts", Catalog::kPromptsMax, [](auto n) { return R"({"name":"p)" + n + "\"}"; }}),
    [](const auto& tested) { return tested.param.key; });

TEST(CatalogEntriesTest, BoundsTheArgumentsOfAPrompt) {
  const auto with = [](std::size_t count) {
    std::string list = repeated("arguments", count, [](auto n) { return "{\"name\":\"a" + n + "\"}"; });
    list.front() = ',';
    return R"({"prompts":[{"name":"p")" + list + "]}";
  };
  EXPECT_TRUE(Catalog::parse(with(Catalog::kPromptArgumentsMax)));
  EXPECT_FALSE(Catalog::parse(with(Catalog::kPromptArgumentsMax + 1)));
}

TEST(CatalogEntriesTest, BoundsTheAliasesOfAnEntry) {
  const auto with = [](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\"";
    return prompt(R"(,"_meta":{"dev.fairlead/aliases":[)" + list + "]}");
  };
  EXPECT_TRUE(Catalog::parse(with(Catalog::kAliasesMax)));
  EXPECT_FALSE(Catalog::parse(with(Catalog::kAliasesMax + 1)));
}

}  // namespace
}  // namespace fairlead::plugin
