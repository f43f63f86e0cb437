// The resources: fixed, changing, by template, listed and read on demand, and ids completed.
#include "fixture.hpp"

namespace everything_test {

class ResourcesTest : public EverythingTest {};

constexpr const char* kTemplate = "test://template/{id}/data";

TEST_F(ResourcesTest, ReadsTheText) {
  EXPECT_EQ(read("test://static-text").contents(),
            parse(R"([{"uri":"test://static-text","mimeType":"text/plain",
      "text":"This is the content of the static text resource."}])"));
}

TEST_F(ResourcesTest, StatesTheSizeOfTheText) {
  const auto& entry = binding_.catalog().at("resources").at(0);
  EXPECT_EQ(entry.at("size").as_int64(), std::ssize(read("test://static-text").text()));
  EXPECT_EQ(entry.at("annotations"), parse(R"({"audience":["user"],"priority":0.5})"));
}

TEST_F(ResourcesTest, ReadsTheBlob) {
  EXPECT_EQ(read("test://static-binary").contents(),
            parse(R"([{"uri":"test://static-binary","mimeType":"image/png","blob":")" + std::string(kPng) +
                  R"("}])"));
}

TEST_F(ResourcesTest, CountsTheChangesInTheWatchedOne) {
  EXPECT_EQ(read("test://watched-resource").text(), "The lists have changed 0 times.");
  call("test_trigger_tool_change");
  call("test_trigger_prompt_change");
  EXPECT_EQ(read("test://watched-resource").text(), "The lists have changed 2 times.");
}

TEST_F(ResourcesTest, ReadsAnyIdOfTheTemplate) {
  const auto result = read("test://template/123/data");
  EXPECT_EQ(result.contents(), parse(R"([{"uri":"test://template/123/data","mimeType":"application/json",
      "text":"{\"id\":\"123\",\"templateTest\":true,\"data\":\"Data for ID: 123\"}"}])"));
}

TEST_F(ResourcesTest, DecodesAnIdWithEscapes) {
  EXPECT_EQ(parse(read("test://template/a%2Fb/data").text()).at("id"), "a/b");
}

TEST_F(ResourcesTest, FindsNoTemplateWithoutAnId) {
  EXPECT_EQ(read("test://template//data").status_text(), "NOT_FOUND");
}

TEST_F(ResourcesTest, FindsNoResourceThatIsNotThere) {
  EXPECT_EQ(read("test://nonexistent-resource-for-conformance-testing").status_text(), "NOT_FOUND");
  EXPECT_EQ(read("test://listed/4").status_text(), "NOT_FOUND");
}

TEST_F(ResourcesTest, CompletesAnId) {
  EXPECT_EQ(complete(kTemplate, "id", "12").completion(),
            parse(R"({"values":["12","123"],"total":2,"hasMore":false})"));
  EXPECT_EQ(complete(kTemplate, "id", "x").completion(), parse(R"({"values":[],"total":0,"hasMore":false})"));
}

TEST_F(ResourcesTest, ListsTheFirstPage) {
  const auto page = list();
  EXPECT_EQ(page.resources(), parse(R"([
      {"uri":"test://listed/1","name":"Listed Resource 1","description":"Stands in no catalog","mimeType":"text/plain"},
      {"uri":"test://listed/2","name":"Listed Resource 2","description":"Stands in no catalog","mimeType":"text/plain"}
      ])"));
  EXPECT_EQ(page.next_cursor(), "3");
}

TEST_F(ResourcesTest, ListsTheLastPage) {
  const auto page = list("3");
  ASSERT_EQ(page.resources().size(), 1u);
  EXPECT_EQ(page.resources()[0].at("uri"), "test://listed/3");
  EXPECT_FALSE(page.json().contains("nextCursor"));
}

TEST_F(ResourcesTest, RefusesACursorThatIsNotItsOwn) {
  EXPECT_EQ(list("4").status_text(), "INVALID_ARGUMENT");
}

TEST_F(ResourcesTest, ReadsWhatItListed) {
  for (const char* number : {"1", "2", "3"}) {
    const std::string uri = std::string("test://listed/") + number;
    EXPECT_EQ(read(uri).contents(), parse(R"([{"uri":")" + uri + R"(","mimeType":"text/plain",
        "text":"This is listed resource )" +
                                          number + R"(."}])"));
  }
}

}  // namespace everything_test
