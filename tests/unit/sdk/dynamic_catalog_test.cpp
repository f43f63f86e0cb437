// Catalogs that depend on the binding, and the entries that serve what they add.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace dynamic_catalog_test {

using fairlead::Call;
using fairlead::Catalog;
using fairlead::Json;
using fairlead::Nothing;

struct Config {
  std::string mode;
};
BOOST_DESCRIBE_STRUCT(Config, (), (mode))
struct Id {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(Id, (), (id))

struct Client {
  static Client connect(const Config&, fairlead::Context&) { return {}; }
  static void catalog(Catalog& catalog, const Config& config, fairlead::Context& context) {
    if (config.mode == "fail") throw fairlead::Error(FAIRLEAD_UNAVAILABLE, "cannot list the tables");
    if (config.mode == "taken") catalog.add_tool({{"name", "first"}});
    if (config.mode == "nameless") catalog.add_tool({{"title", "x"}});
    if (config.mode == "fewer") {
      catalog.remove_tool("first");
      catalog.remove_prompt("prompt");
      catalog.remove_resource("test://r");
      catalog.remove_template("test://t/{id}");
      catalog.remove_tool("never there");
    }
    if (config.mode == "more") {
      catalog.add_tool({{"name", std::string(context.connection_name()) + "_extra"},
                        {"inputSchema", {{"type", "object"}}}});
      catalog.add_prompt({{"name", "extra"}});
      catalog.add_resource({"test://extra", "extra"});
      catalog.add_template({"test://extra/{id}", "extras"});
    }
    if (config.mode == "none") {
      const auto none = [](std::string_view) { return false; };
      catalog.keep_tools_if(none);
      catalog.keep_prompts_if(none);
      catalog.keep_resources_if(none);
      catalog.keep_templates_if([](std::string_view uri) { return uri == "test://t/{id}"; });
    }
  }
  std::string first(const Nothing&, Call&) { return "first"; }
  std::string second(const Nothing&, Call&) { return "second"; }
  std::string tool(std::string_view name, const boost::json::object& args, Call&) {
    return std::string(name) + boost::json::serialize(args);
  }
  std::string prompt(const Nothing&, Call&) { return "prompt"; }
  std::string any_prompt(std::string_view name, const boost::json::object&, Call&) {
    return std::string(name);
  }
  std::string fixed(Call&) { return "fixed"; }
  std::string by_id(const Id& vars, Call&) { return vars.id; }
  std::string read(std::string_view uri, Call&) { return "on demand " + std::string(uri); }
};

using fairlead::Tool;
using Dynamic =
    fairlead::Provider<Client, Config, "dynamic", Tool<&Client::first, "first", "First">,
                       Tool<&Client::second, "second", "Second">, fairlead::DynamicTools<&Client::tool>,
                       fairlead::Prompt<&Client::prompt, "prompt", "Prompt">,
                       fairlead::DynamicPrompts<&Client::any_prompt>,
                       fairlead::Resource<&Client::fixed, "test://r", "r", "R">,
                       fairlead::ResourceTemplate<&Client::by_id, "test://t/{id}", "t", "T">,
                       fairlead::ReadResource<&Client::read>>;

struct Poor {
  static Poor connect(const Config&, fairlead::Context&) { return {}; }
  static void catalog(Catalog& catalog, const Config& config, fairlead::Context&) {
    if (config.mode == "tool") catalog.add_tool({{"name", "x"}});
    if (config.mode == "prompt") catalog.add_prompt({{"name", "x"}});
    if (config.mode == "resource") catalog.add_resource({"test://x", "x"});
    if (config.mode == "template") catalog.add_template({"test://{x}", "x"});
  }
};
using Both =
    fairlead::Plugin<"com.example.dynamic", "1.0.0", Dynamic, fairlead::Provider<Poor, Config, "poor">>;

class DynamicCatalogTest : public testing::Test {
 protected:
  ~DynamicCatalogTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }
  boost::json::object catalog(const char* mode) {
    return plugin_.provider("dynamic").bind({{"mode", mode}}).catalog();
  }
  // Why the catalog cannot be made; empty when it can.
  std::string failure(const char* provider, const char* mode) {
    try {
      (void)plugin_.provider(provider).bind({{"mode", mode}}).catalog();
      return {};
    } catch (const fairlead::testing::UsageError& error) {
      return error.what();
    }
  }
  // The names or URIs of one list.
  static std::vector<std::string> names(const boost::json::object& catalog, const char* list,
                                        const char* key) {
    std::vector<std::string> found;
    for (const Json& entry : catalog.at(list).as_array()) found.emplace_back(entry.at(key).as_string());
    return found;
  }
  using Names = std::vector<std::string>;

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_, Both::table()};
};

TEST_F(DynamicCatalogTest, StartsWithEverythingDeclared) {
  EXPECT_EQ(catalog("as declared"), plugin_.provider("dynamic").catalog());
}

TEST_F(DynamicCatalogTest, LeavesOutWhatIsRemoved) {
  const auto fewer = catalog("fewer");
  EXPECT_EQ(names(fewer, "tools", "name"), Names{"second"});
  EXPECT_EQ(names(fewer, "prompts", "name"), Names());
  EXPECT_EQ(names(fewer, "resources", "uri"), Names());
  EXPECT_EQ(names(fewer, "resourceTemplates", "uriTemplate"), Names());
}

TEST_F(DynamicCatalogTest, KeepsWhatItIsTold) {
  const auto none = catalog("none");
  EXPECT_EQ(names(none, "tools", "name"), Names());
  EXPECT_EQ(names(none, "resourceTemplates", "uriTemplate"), Names{"test://t/{id}"});
}

TEST_F(DynamicCatalogTest, AppendsWhatIsAdded) {
  const auto more = catalog("more");
  EXPECT_EQ(names(more, "tools", "name"), (Names{"first", "second", "main_extra"}));
  EXPECT_EQ(names(more, "prompts", "name"), (Names{"prompt", "extra"}));
  EXPECT_EQ(names(more, "resources", "uri"), (Names{"test://r", "test://extra"}));
  EXPECT_EQ(names(more, "resourceTemplates", "uriTemplate"), (Names{"test://t/{id}", "test://extra/{id}"}));
}

TEST_F(DynamicCatalogTest, PassesOnWhyItCannotBeMade) {
  EXPECT_EQ(failure("dynamic", "fail"), "catalog failed with UNAVAILABLE: cannot list the tables");
}

TEST_F(DynamicCatalogTest, RefusesANameThatIsTaken) {
  EXPECT_EQ(failure("dynamic", "taken"),
            "catalog failed with INTERNAL: the provider's catalog, tools: 'first' is there already");
}

TEST_F(DynamicCatalogTest, RefusesAnEntryWithoutAName) {
  EXPECT_EQ(failure("dynamic", "nameless"),
            R"(catalog failed with INTERNAL: the provider's catalog, tools: an entry needs a "name")");
}

TEST_F(DynamicCatalogTest, RefusesEntriesThatNobodyWouldServe) {
  const std::string begin = "nobody would serve the entry; give the provider ";
  const auto needs = [&](const char* mode, const char* entry) {
    return failure("poor", mode).find(begin + entry) != std::string::npos;
  };
  EXPECT_TRUE(needs("tool", "DynamicTools"));
  EXPECT_TRUE(needs("prompt", "DynamicPrompts"));
  EXPECT_TRUE(needs("resource", "ReadResource"));
  EXPECT_TRUE(needs("template", "ReadResource"));
}

class DynamicEntriesTest : public testing::Test {
 protected:
  ~DynamicEntriesTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }
  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_, Both::table()};
  fairlead::testing::TestClient client_ = plugin_.provider("dynamic").bind({{"mode", "fewer"}}).connect();
};

// After the removal "second" is slot 0, which once was "first".
TEST_F(DynamicEntriesTest, FindsToolsByNameWhateverTheirSlot) {
  fairlead::testing::CallOptions options;
  options.slot = 0;
  EXPECT_EQ(client_.call("second", {}, options).text(), "second");
}

TEST_F(DynamicEntriesTest, ServesAddedToolsByTheirName) {
  EXPECT_EQ(client_.call("main_extra", {{"a", 1}}).text(), R"(main_extra{"a":1})");
}

TEST_F(DynamicEntriesTest, ServesAddedPromptsByTheirName) {
  EXPECT_EQ(client_.prompt("extra").messages().at(0).at("content").at("text"), Json("extra"));
}

TEST_F(DynamicEntriesTest, ReadsAddedResources) {
  EXPECT_EQ(client_.read("test://extra/7").text(), "on demand test://extra/7");
}

}  // namespace dynamic_catalog_test
