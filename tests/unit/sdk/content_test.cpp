// Blocks of content and messages, as the ContentBlock and PromptMessage of MCP 2026-07-28.
#include <string>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"

namespace content_test {

using fairlead::Annotations;
using fairlead::Bytes;
using fairlead::Content;
using fairlead::Json;
using fairlead::Messages;
using fairlead::Role;

Json parsed(const Content& content) { return boost::json::parse(content.to_json()); }

TEST(ContentTest, IsAnEmptyListAtFirst) {
  EXPECT_TRUE(Content().empty());
  EXPECT_EQ(Content().to_json(), "[]");
}

TEST(ContentTest, IsMadeFromText) {
  EXPECT_EQ(Content("a\"b").to_json(), R"([{"type":"text","text":"a\"b"}])");
}

TEST(ContentTest, EncodesPicturesAndSoundInBase64) {
  EXPECT_EQ(
      parsed(Content().image(Bytes{"abc"}, "image/png").audio(Bytes{std::string(1, '\0')}, "audio/wav")),
      boost::json::parse(R"([{"type":"image","data":"YWJj","mimeType":"image/png"},
                {"type":"audio","data":"AA==","mimeType":"audio/wav"}])"));
}

TEST(ContentTest, LinksResourcesWithoutEmptyFields) {
  EXPECT_EQ(parsed(Content().link({"test://a", "a"})),
            boost::json::parse(R"([{"type":"resource_link","uri":"test://a","name":"a"}])"));
}

TEST(ContentTest, LinksResourcesWithAllFields) {
  const fairlead::ResourceInfo all{"test://a",           "a", "A", "The first", "text/plain", 12,
                                   {{Role::User}, 1, {}}};
  EXPECT_EQ(parsed(Content().link(all)),
            boost::json::parse(R"([{"type":"resource_link","uri":"test://a","name":"a","title":"A",
                "description":"The first","mimeType":"text/plain","size":12,
                "annotations":{"audience":["user"],"priority":1}}])"));
}

TEST(ContentTest, EmbedsTextAndBlobs) {
  EXPECT_EQ(parsed(Content()
                       .embed(fairlead::ResourceText{"test://t", "text/plain", "hello"})
                       .embed(fairlead::ResourceBlob{"test://b", "", Bytes{"abc"}})),
            boost::json::parse(R"([
                {"type":"resource","resource":{"uri":"test://t","mimeType":"text/plain","text":"hello"}},
                {"type":"resource","resource":{"uri":"test://b","blob":"YWJj"}}])"));
}

TEST(ContentTest, AnnotatesBlocks) {
  const Annotations annotations{{Role::User, Role::Assistant}, 0.5, "2026-07-28T10:00:00Z"};
  EXPECT_EQ(parsed(Content().text("x", annotations)),
            boost::json::parse(R"([{"type":"text","text":"x","annotations":{"audience":["user","assistant"],
                "priority":0.5,"lastModified":"2026-07-28T10:00:00Z"}}])"));
}

TEST(ContentTest, TakesPrioritiesFromZeroToOne) {
  EXPECT_NO_THROW((void)Content().text("x", {{}, 0.0, {}}).text("x", {{}, 1.0, {}}));
  EXPECT_THROW((void)Content().text("x", {{}, -0.1, {}}), fairlead::Error);
  EXPECT_THROW((void)Content().text("x", {{}, 1.1, {}}), fairlead::Error);
}

TEST(ContentTest, GivesEachBlockAlone) {
  const Content content = Content("one").text("two");
  ASSERT_EQ(content.size(), 2U);
  EXPECT_EQ(content.block(0), R"({"type":"text","text":"one"})");
  EXPECT_EQ(content.block(1), R"({"type":"text","text":"two"})");
}

TEST(MessagesTest, KeepsTheOrderAndTheRoles) {
  const Messages messages = Messages().user("q").assistant("a").description("d");
  ASSERT_EQ(messages.all().size(), 2U);
  EXPECT_EQ(messages.all()[0].role, Role::User);
  EXPECT_EQ(messages.all()[1].role, Role::Assistant);
  EXPECT_EQ(messages.description(), "d");
}

}  // namespace content_test
