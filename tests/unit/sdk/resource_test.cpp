// Resources and templates: what the catalog says of them, and what reading and listing gives.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace resource_test {

using fairlead::Bytes;
using fairlead::Call;
using fairlead::Json;
using fairlead::Nothing;
using fairlead::Resource;
using fairlead::ResourceBlob;
using fairlead::ResourceContents;
using fairlead::ResourcePage;
using fairlead::ResourceText;

enum class Kind { small, large };
BOOST_DESCRIBE_ENUM(Kind, small, large)
struct Vars {
  Kind kind = Kind::small;
  int number = 0;
};
BOOST_DESCRIBE_STRUCT(Vars, (), (kind, number))
struct Item {
  Kind kind = Kind::small;
  int number = 0;
};
BOOST_DESCRIBE_STRUCT(Item, (), (kind, number))

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  std::string text(Call& call) const { return "text of " + std::string(call.name()); }
  std::string plain(Call&) { return "plain"; }
  Bytes blob(Call&) noexcept { return {"abc"}; }
  boost::json::object object(Call&) { return {{"a", 1}}; }
  ResourceContents folder(Call&) {
    return ResourceContents()
        .add(ResourceText{"test://folder/a", "text/plain", "a"})
        .add(ResourceBlob{"test://folder/b", "", Bytes{"b"}});
  }
  Item item(const Vars& vars, Call&) { return {vars.kind, vars.number}; }
  std::string read(std::string_view uri, Call&) {
    if (uri == "test://listed/1") return "one";
    throw fairlead::Error(FAIRLEAD_NOT_FOUND, "no such item");
  }
  ResourcePage list(std::string_view cursor, Call&) {
    if (cursor.empty()) return {{{"test://listed/1", "one"}, {"test://listed/2", "two"}}, "2"};
    if (cursor == "2") return {};
    throw fairlead::Error(FAIRLEAD_INVALID_ARGUMENT, "not a cursor of this list");
  }
  fairlead::TemplatePage templates(std::string_view, Call&) {
    return {{{"test://more/{id}", "more", "More", "On demand", "text/plain"}}, {}};
  }
};

using Resources = fairlead::Provider<
    Client, Nothing, "resources",
    Resource<&Client::text, "test://text", "text", "Some text", fairlead::title<"Text">,
             fairlead::mime_type<"text/markdown">, fairlead::size_bytes<2048>,
             fairlead::audience<fairlead::Role::User, fairlead::Role::Assistant>,
             fairlead::priority_percent<80>>,
    Resource<&Client::plain, "test://plain", "plain", "">,
    Resource<&Client::blob, "test://blob", "blob", "Bytes", fairlead::mime_type<"image/png">>,
    Resource<&Client::object, "test://object", "object", "JSON">,
    Resource<&Client::folder, "test://folder", "folder", "Several">,
    fairlead::ResourceTemplate<&Client::item, "test://items/{kind}/{number}", "item", "One item",
                               fairlead::mime_type<"application/vnd.item+json">>,
    fairlead::ReadResource<&Client::read, fairlead::mime_type<"text/plain">>,
    fairlead::ListResources<&Client::list>, fairlead::ListResourceTemplates<&Client::templates>>;

class ResourceTest : public testing::Test {
 protected:
  ~ResourceTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }
  Json contents(std::string_view uri) { return client_.read(uri).contents(); }

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{
      host_, fairlead::Plugin<"com.example.resources", "1.0.0", Resources>::table()};
  fairlead::testing::TestClient client_ = plugin_.provider().bind({}).connect();
  boost::json::object catalog_ = plugin_.provider().catalog();
};

TEST_F(ResourceTest, ShowsAllHintsInTheCatalog) {
  EXPECT_EQ(catalog_.at("resources").at(0), boost::json::parse(R"({"uri":"test://text","name":"text",
      "description":"Some text","mimeType":"text/markdown","title":"Text","size":2048,
      "annotations":{"audience":["user","assistant"],"priority":0.8}})"));
}

TEST_F(ResourceTest, LeavesOutOfTheCatalogWhatIsNotSaid) {
  EXPECT_EQ(catalog_.at("resources").at(1), boost::json::parse(R"({"uri":"test://plain","name":"plain"})"));
}

TEST_F(ResourceTest, ShowsThatDescribedResultsAreJson) {
  EXPECT_EQ(catalog_.at("resources").at(3).at("mimeType"), Json("application/json"));
}

TEST_F(ResourceTest, ShowsTemplatesInAListOfTheirOwn) {
  EXPECT_EQ(catalog_.at("resourceTemplates"),
            boost::json::parse(R"([{"uriTemplate":"test://items/{kind}/{number}",
      "name":"item","description":"One item","mimeType":"application/vnd.item+json"}])"));
}

TEST_F(ResourceTest, TellsTheHostWhatIsServedOnDemand) {
  EXPECT_EQ(catalog_.at("_meta"),
            boost::json::parse(R"({"dev.fairlead/lists":["resources","resourceTemplates"],
      "dev.fairlead/reads":true})"));
}

TEST_F(ResourceTest, ReadsText) {
  EXPECT_EQ(contents("test://text"), boost::json::parse(R"([{"uri":"test://text","mimeType":"text/markdown",
      "text":"text of test://text"}])"));
}

TEST_F(ResourceTest, ReadsTextOfNoParticularType) {
  EXPECT_EQ(contents("test://plain"), boost::json::parse(R"([{"uri":"test://plain","text":"plain"}])"));
}

TEST_F(ResourceTest, ReadsBytesAsABlob) {
  EXPECT_EQ(contents("test://blob"),
            boost::json::parse(R"([{"uri":"test://blob","mimeType":"image/png","blob":"YWJj"}])"));
}

TEST_F(ResourceTest, ReadsAnObjectAsJsonText) {
  EXPECT_EQ(contents("test://object"), boost::json::parse(R"([{"uri":"test://object",
      "mimeType":"application/json","text":"{\"a\":1}"}])"));
}

TEST_F(ResourceTest, ReadsSeveralItemsWithUrisOfTheirOwn) {
  EXPECT_EQ(contents("test://folder"), boost::json::parse(R"([
      {"uri":"test://folder/a","mimeType":"text/plain","text":"a"},{"uri":"test://folder/b","blob":"Yg=="}])"));
}

TEST_F(ResourceTest, ReadsVariablesIntoTheTypesOfTheirFields) {
  EXPECT_EQ(contents("test://items/large/7"), boost::json::parse(R"([{"uri":"test://items/large/7",
      "mimeType":"application/vnd.item+json","text":"{\"kind\":\"large\",\"number\":7}"}])"));
}

TEST_F(ResourceTest, FailsWithInvalidArgumentWhenAVariableDoesNotFit) {
  const auto result = client_.read("test://items/large/seven");
  EXPECT_EQ(result.status(), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(result.message().substr(0, 8), "number: ") << result.message();
}

TEST_F(ResourceTest, FailsWithInvalidArgumentWhenAVariableIsNoUtf8) {
  EXPECT_EQ(client_.read("test://items/%FF/7").status(), FAIRLEAD_INVALID_ARGUMENT);
}

TEST_F(ResourceTest, ReadsOnDemandWhatNothingElseMatches) {
  EXPECT_EQ(contents("test://listed/1"),
            boost::json::parse(R"([{"uri":"test://listed/1","mimeType":"text/plain","text":"one"}])"));
}

TEST_F(ResourceTest, PassesOnThatAResourceOnDemandDoesNotExist) {
  EXPECT_EQ(client_.read("test://listed/3").status(), FAIRLEAD_NOT_FOUND);
}

TEST_F(ResourceTest, ListsAPageAndWhereTheNextBegins) {
  EXPECT_EQ(client_.list_resources().json_text(),
            R"({"resources":[{"uri":"test://listed/1","name":"one"},{"uri":"test://listed/2","name":"two"}],)"
            R"("nextCursor":"2"})");
}

TEST_F(ResourceTest, ListsTheLastPageWithoutACursor) {
  EXPECT_EQ(client_.list_resources("2").json_text(), R"({"resources":[]})");
}

TEST_F(ResourceTest, PassesOnThatACursorIsBad) {
  EXPECT_EQ(client_.list_resources("x").status(), FAIRLEAD_INVALID_ARGUMENT);
}

TEST_F(ResourceTest, ListsTemplates) {
  EXPECT_EQ(client_.list_resource_templates().json_text(),
            R"({"resourceTemplates":[{"uriTemplate":"test://more/{id}","name":"more","title":"More",)"
            R"("description":"On demand","mimeType":"text/plain"}]})");
}

TEST(ResourceUriTest, NeedsASchemeAndLegalCharacters) {
  using fairlead::detail::is_uri;
  for (const char* const uri : {"a:b", "test://x/%20", "urn:isbn:0", "x-y+z.1:"})
    EXPECT_TRUE(is_uri(uri)) << uri;
  for (const char* const text : {"", "abc", ":x", "1a:x", "a b:c", "a:b c", "a:{b}", "a:\"", "a:\x7F"}) {
    EXPECT_FALSE(is_uri(text)) << text;
  }
}

}  // namespace resource_test
