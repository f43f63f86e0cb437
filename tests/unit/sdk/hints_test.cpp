// What hints put into the catalog, and what a tool may give beside a described struct.
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace hints_test {

using fairlead::Call;
using fairlead::Content;
using fairlead::Json;
using fairlead::Nothing;
using fairlead::Tool;

struct Sum {
  int sum = 0;
};
BOOST_DESCRIBE_STRUCT(Sum, (), (sum))

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  std::string text(const Nothing&, Call&) { return "text"; }
  std::string any(const boost::json::object& args, Call&) { return boost::json::serialize(args); }
  Content content(const Nothing&, Call&) { return Content("one").text("two"); }
  fairlead::Structured<Sum> structured(const Nothing&, Call&) { return {{3}, "three"}; }
  fairlead::Structured<Sum> structured_alone(const Nothing&, Call&) { return {{3}}; }
  fairlead::ToolResult whole(const Nothing&, Call&) {
    return {"three", {{"sum", 3}}, {{"com.example/x", 1}}};
  }
  fairlead::ToolResult refused(const Nothing&, Call&) { return {"no", nullptr, {}, true}; }
  fairlead::ToolResult empty(const Nothing&, Call&) { return {}; }
};

constexpr char kRaw[] =
    R"({"type":"object","properties":{"n":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"integer"}}})";

using Hints = fairlead::Provider<
    Client, Nothing, "hints",
    Tool<&Client::text, "all", "All hints", fairlead::toolset<"billing">, fairlead::effect<"sends-mail">,
         fairlead::aliases<"old", "older">, fairlead::task_optional>,
    Tool<&Client::text, "task", "Only as a task", fairlead::task_required>,
    Tool<&Client::any, "raw", "Raw schemas", fairlead::input_schema<kRaw>,
         fairlead::output_schema<R"({"type":"object"})">>,
    Tool<&Client::content, "content", "Blocks">, Tool<&Client::structured, "structured", "Both">,
    Tool<&Client::structured_alone, "structured_alone", "Without blocks">,
    Tool<&Client::whole, "whole", "Everything">, Tool<&Client::refused, "refused", "An error with content">,
    Tool<&Client::empty, "empty", "Nothing">>;

class HintsTest : public testing::Test {
 protected:
  const boost::json::object& tool(std::string_view name) {
    for (const Json& one : catalog_.at("tools").as_array()) {
      if (one.at("name") == Json(boost::json::string_view(name.data(), name.size()))) return one.as_object();
    }
    throw std::out_of_range("no such tool");
  }
  Json result(std::string_view name) { return client_.call(name).json(); }

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_,
                                        fairlead::Plugin<"com.example.hints", "1.0.0", Hints>::table()};
  fairlead::testing::TestClient client_ = plugin_.provider().bind({}).connect();
  boost::json::object catalog_ = plugin_.provider().catalog();
};

TEST_F(HintsTest, PutsWhatIsForTheHostUnderMeta) {
  EXPECT_EQ(tool("all").at("_meta"), boost::json::parse(R"({"dev.fairlead/toolset":"billing",
      "dev.fairlead/effect":"sends-mail","dev.fairlead/aliases":["old","older"],"dev.fairlead/task":"optional"})"));
  EXPECT_EQ(tool("task").at("_meta"), boost::json::parse(R"({"dev.fairlead/task":"required"})"));
}

TEST_F(HintsTest, PassesRawSchemasOnAsTheyAre) {
  EXPECT_EQ(boost::json::serialize(tool("raw").at("inputSchema")), kRaw);
  EXPECT_EQ(tool("raw").at("outputSchema"), boost::json::parse(R"({"type":"object"})"));
}

TEST_F(HintsTest, GivesAToolWithARawSchemaItsArgumentsAsTheyCame) {
  EXPECT_EQ(client_.call("raw", {{"n", 1}}).text(), R"({"n":1})");
}

TEST_F(HintsTest, RefusesArgumentsThatAreNoObject) {
  EXPECT_EQ(client_.call_text("raw", "[1]").message(), "arguments: expected object, got array");
  EXPECT_EQ(client_.call_text("raw", "{").status(), FAIRLEAD_INVALID_ARGUMENT);
}

TEST_F(HintsTest, GivesContentWithoutStructure) {
  EXPECT_EQ(result("content"),
            boost::json::parse(R"({"content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]})"));
}

TEST_F(HintsTest, GivesStructureBesideContentOfItsOwn) {
  EXPECT_EQ(
      result("structured"),
      boost::json::parse(R"({"content":[{"type":"text","text":"three"}],"structuredContent":{"sum":3}})"));
}

TEST_F(HintsTest, RepeatsStructureAsTextWhereThereIsNoContent) {
  EXPECT_EQ(result("structured_alone"),
            boost::json::parse(R"({"content":[{"type":"text","text":"{\"sum\":3}"}],
      "structuredContent":{"sum":3}})"));
}

TEST_F(HintsTest, ShowsTheOutputSchemaOfStructured) {
  EXPECT_EQ(tool("structured").at("outputSchema").at("required"), boost::json::parse(R"(["sum"])"));
}

TEST_F(HintsTest, GivesEverythingOfAToolResult) {
  EXPECT_EQ(result("whole"), boost::json::parse(R"({"content":[{"type":"text","text":"three"}],
      "structuredContent":{"sum":3},"_meta":{"com.example/x":1}})"));
}

TEST_F(HintsTest, MakesAnErrorOfAToolResultThatSaysSo) {
  const auto refused = client_.call("refused");
  EXPECT_TRUE(refused.is_tool_error());
  EXPECT_EQ(refused.text(), "no");
}

TEST_F(HintsTest, GivesAnEmptyToolResultAsNoContent) {
  EXPECT_EQ(client_.call("empty").json_text(), R"({"content":[]})");
}

// ---- Tables that cannot be made --------------------------------------------------------------------------

template <auto Hint>
using WithHint =
    fairlead::Plugin<"com.example.bad", "1.0.0",
                     fairlead::Provider<Client, Nothing, "bad", Tool<&Client::any, "any", "Any", Hint>>>;

TEST(RawSchemaTest, HasNoTableWhenARawSchemaIsNoJson) {
  EXPECT_EQ(WithHint<fairlead::input_schema<"{">>::table(), nullptr);
}

TEST(RawSchemaTest, HasNoTableWhenARawSchemaIsNoObject) {
  EXPECT_EQ(WithHint<fairlead::input_schema<"true">>::table(), nullptr);
}

TEST(RawSchemaTest, HasNoTableWhenARawSchemaIsNotOfAnObject) {
  EXPECT_EQ(WithHint<fairlead::output_schema<R"({"type":"array"})">>::table(), nullptr);
}

}  // namespace hints_test
