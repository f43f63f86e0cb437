// The tables: what a plugin says about itself before anything runs.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace catalog_test {

using fairlead::Json;
using fairlead::testing::copy;

struct Args {
  fairlead::Arg<std::string, "What to say"> text;
};
BOOST_DESCRIBE_STRUCT(Args, (), (text))
struct Said {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Said, (), (text))
struct Config {
  fairlead::Arg<std::string, "Whom to greet"> name;
};
BOOST_DESCRIBE_STRUCT(Config, (), (name))

struct Plain {
  static Plain connect(const Config&, fairlead::Context&) { return {}; }
  Said say(const Args& args, fairlead::Call&) { return {args.text}; }
  std::string mumble(const fairlead::Nothing&, fairlead::Call&) const noexcept { return {}; }
};
struct Stateful : Plain {
  static Stateful connect(const Config&, fairlead::Context&) { return {}; }
  void reset() {}
};

using fairlead::Tool;
using First = Tool<&Plain::say, "say", "Says it">;
using Second = Tool<&Plain::mumble, "mumble", "Says nothing", fairlead::read_only, fairlead::open_world,
                    fairlead::title<"Mumble">, fairlead::tier<"extended">, fairlead::timeout_ms<5000>>;
using Third = Tool<&Plain::say, "overwrite", "Says it over all", fairlead::destructive, fairlead::idempotent>;
using Talk =
    fairlead::Plugin<"com.example.talk", "1.2.3",
                     fairlead::Provider<Plain, Config, "talk", First, Second, Third>,
                     fairlead::Provider<Stateful, Config, "talk_2", fairlead::ProviderTitle<"Talk again">,
                                        First, fairlead::ShareNever>>;

const fairlead_provider_api& provider(std::size_t index) { return *Talk::table()->providers[index]; }
Json tool(std::size_t index) {
  return boost::json::parse(copy(provider(0).catalog_json)).at("tools").as_array().at(index);
}

TEST(PluginTableTest, NamesThePluginAndItsAbi) {
  const fairlead_plugin_api& api = *Talk::table();
  EXPECT_EQ(api.struct_size, sizeof api);
  EXPECT_EQ(api.abi_major, FAIRLEAD_ABI_MAJOR);
  EXPECT_EQ(api.needs_host_minor, 0);
  EXPECT_EQ(copy(api.id), "com.example.talk");
  EXPECT_EQ(copy(api.version), "1.2.3");
  EXPECT_EQ(api.provider_count, 2U);
}

TEST(PluginTableTest, NamesSdkCompilerAndLibraries) {
  const std::string identity = copy(Talk::table()->sdk);
  EXPECT_EQ(identity.substr(0, 13), "fairlead-sdk ");
  EXPECT_NE(identity.find("; Boost 1."), std::string::npos) << identity;
}

TEST(PluginTableTest, IsTheSameEachTime) { EXPECT_EQ(Talk::table(), Talk::table()); }

TEST(PluginTableTest, HasNoExtensions) {
  EXPECT_EQ(Talk::table()->get_extension(nullptr, "fairlead.plugin.unknown/1"), nullptr);
  EXPECT_EQ(provider(0).get_extension("fairlead.provider.unknown/1"), nullptr);
}

TEST(PluginTableTest, RefusesAHostOfAnotherMajor) {
  fairlead::testing::FakeHost host;
  host.api().abi_major = 2;
  const fairlead::testing::FakePlugin plugin(host, Talk::table());
  EXPECT_EQ(plugin.status(), FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(host.misbehaviours(), std::vector<std::string>()) << "it must say why";
}

TEST(PluginTableTest, RefusesAHostWhoseTableIsTooShort) {
  fairlead::testing::FakeHost host;
  host.api().struct_size -= static_cast<std::uint32_t>(sizeof(void*));
  EXPECT_EQ(fairlead::testing::FakePlugin(host, Talk::table()).status(), FAIRLEAD_FAILED_PRECONDITION);
}

TEST(PluginTableTest, CanBeInitialisedAgainAfterDeinit) {
  fairlead::testing::FakeHost host;
  fairlead::testing::FakePlugin(host, Talk::table()).end();
  EXPECT_FALSE(fairlead::testing::FakePlugin(host, Talk::table()).refused());
}

TEST(ProviderTableTest, SaysThatAClientWithoutResetKeepsNoState) {
  EXPECT_EQ(provider(0).flags, 0U);
  EXPECT_EQ(provider(0).reset, nullptr);
}

TEST(ProviderTableTest, SaysThatAClientWithResetKeepsState) {
  EXPECT_EQ(provider(1).flags, FAIRLEAD_PROV_SESSION_STATE | FAIRLEAD_PROV_SHARE_NEVER);
  EXPECT_NE(provider(1).reset, nullptr);
}

TEST(ProviderTableTest, TakesTheIdAsTitleUnlessOneIsGiven) {
  EXPECT_EQ(copy(provider(0).title), "talk");
  EXPECT_EQ(copy(provider(1).title), "Talk again");
  EXPECT_EQ(copy(provider(1).id), "talk_2");
}

TEST(ProviderTableTest, ServesOneCallPerClient) { EXPECT_EQ(provider(0).max_in_flight, 1U); }

TEST(ProviderTableTest, ShowsTheConfigSchema) {
  EXPECT_EQ(boost::json::parse(copy(provider(0).config_schema_json)),
            boost::json::parse(R"({"type":"object","properties":{"name":{"type":"string",
                "description":"Whom to greet"}},"required":["name"],"additionalProperties":false})"));
}

TEST(CatalogTest, ListsToolsInTheirOrder) {
  EXPECT_EQ(tool(0).at("name"), Json("say"));
  EXPECT_EQ(tool(1).at("name"), Json("mumble"));
  EXPECT_EQ(tool(2).at("name"), Json("overwrite"));
}

TEST(CatalogTest, ShowsBothSchemasOfAToolWithAStructuredResult) {
  EXPECT_EQ(tool(0).at("inputSchema").at("required"), boost::json::parse(R"(["text"])"));
  EXPECT_EQ(tool(0).at("outputSchema").at("required"), boost::json::parse(R"(["text"])"));
}

TEST(CatalogTest, ShowsNoOutputSchemaForText) { EXPECT_FALSE(tool(1).as_object().contains("outputSchema")); }

TEST(CatalogTest, StatesAllAnnotationsOfAToolWithoutHints) {
  EXPECT_EQ(tool(0).at("annotations"), boost::json::parse(R"({"readOnlyHint":false,"destructiveHint":false,
      "idempotentHint":false,"openWorldHint":false})"));
}

TEST(CatalogTest, StatesThatAReadOnlyToolIsIdempotent) {
  EXPECT_EQ(tool(1).at("annotations"), boost::json::parse(R"({"readOnlyHint":true,"destructiveHint":false,
      "idempotentHint":true,"openWorldHint":true})"));
}

TEST(CatalogTest, StatesDestructiveAndIdempotent) {
  EXPECT_EQ(tool(2).at("annotations"), boost::json::parse(R"({"readOnlyHint":false,"destructiveHint":true,
      "idempotentHint":true,"openWorldHint":false})"));
}

TEST(CatalogTest, PutsWhatIsForTheHostUnderMeta) {
  EXPECT_EQ(tool(1).at("_meta"),
            boost::json::parse(R"({"dev.fairlead/tier":"extended","dev.fairlead/timeout_ms":5000})"));
  EXPECT_FALSE(tool(0).as_object().contains("_meta"));
}

TEST(CatalogTest, ShowsTheTitleOfATool) {
  EXPECT_EQ(tool(1).at("title"), Json("Mumble"));
  EXPECT_FALSE(tool(0).as_object().contains("title"));
}

}  // namespace catalog_test
