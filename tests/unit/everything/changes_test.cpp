// The tools that change the lists: the event, the catalog asked for again, and the entry that came.
#include "fixture.hpp"

namespace everything_test {

class ChangesTest : public EverythingTest {
 protected:
  // The last name of a list in the catalog that is in force.
  std::string last(const char* list) {
    return std::string(binding_.catalog().at(list).as_array().back().at("name").as_string());
  }
  std::size_t count(const char* list) { return binding_.catalog().at(list).as_array().size(); }
  // What was told of this connection, in order: the URI of a resource, or which list.
  std::vector<std::string> told() {
    std::vector<std::string> told;
    for (const auto& event : host_.events()) {
      EXPECT_EQ(event.binding_id, binding_.id());
      told.push_back(!event.uri.empty()                    ? event.uri
                     : event.list == FAIRLEAD_LIST_TOOLS   ? "tools"
                     : event.list == FAIRLEAD_LIST_PROMPTS ? "prompts"
                                                           : "resources");
    }
    return told;
  }
};

TEST_F(ChangesTest, AddsAToolAndSaysSo) {
  const std::size_t before = count("tools");
  EXPECT_EQ(only_text(call("test_trigger_tool_change")), "The list of tools has changed");
  EXPECT_EQ(told(), (std::vector<std::string>{"tools", "test://watched-resource"}));
  EXPECT_EQ(count("tools"), before + 1);
  EXPECT_EQ(last("tools"), "test_dynamic_tool");
  EXPECT_EQ(count("prompts"), 5u);
}

TEST_F(ChangesTest, TakesTheToolAwayAgain) {
  const auto before = binding_.catalog();
  call("test_trigger_tool_change");
  call("test_trigger_tool_change");
  EXPECT_EQ(binding_.catalog(), before);
  call("test_trigger_tool_change");
  EXPECT_EQ(last("tools"), "test_dynamic_tool");
}

TEST_F(ChangesTest, AddsAPromptAndSaysSo) {
  EXPECT_EQ(only_text(call("test_trigger_prompt_change")), "The list of prompts has changed");
  EXPECT_EQ(told(), (std::vector<std::string>{"prompts", "test://watched-resource"}));
  EXPECT_EQ(count("prompts"), 6u);
  EXPECT_EQ(last("prompts"), "test_dynamic_prompt");
}

TEST_F(ChangesTest, ServesTheToolThatCame) {
  call("test_trigger_tool_change");
  EXPECT_EQ(only_text(call("test_dynamic_tool", {{"any", 1}})),
            R"(test_dynamic_tool was called with {"any":1})");
}

TEST_F(ChangesTest, ServesThePromptThatCame) {
  call("test_trigger_prompt_change");
  EXPECT_EQ(prompt("test_dynamic_prompt").messages().at(0).at("content").at("text"),
            "This is test_dynamic_prompt, which comes and goes.");
}

TEST_F(ChangesTest, TellsTheOperator) {
  call("test_trigger_tool_change");
  call("test_trigger_prompt_change");
  const auto logs = host_.logs();
  ASSERT_EQ(logs.size(), 2u);
  EXPECT_EQ(logs[0].severity, FAIRLEAD_LOG_NOTICE);
  EXPECT_EQ(logs[0].message, "the list of tools changes");
  EXPECT_EQ(logs[0].fields_json, R"({"changes":1})");
  EXPECT_EQ(logs[1].message, "the list of prompts changes");
}

TEST_F(ChangesTest, LeavesOtherConnectionsAsTheyAre) {
  auto other = plugin_.provider("everything").bind({});
  const auto before = other.catalog();
  call("test_trigger_tool_change");
  EXPECT_EQ(other.catalog(), before);
}

TEST_F(ChangesTest, IsSeenByEveryClientOfTheConnection) {
  auto second = binding_.connect();
  call("test_trigger_tool_change");
  EXPECT_EQ(second.read("test://watched-resource").text(), "The lists have changed 1 times.");
}

TEST_F(ChangesTest, WorksWithAHostThatHasNoEvents) {
  fairlead::testing::FakeHost host;
  host.hide_extension(FAIRLEAD_EXT_EVENTS_1);
  fairlead::testing::FakePlugin plugin(host, fairlead_plugin_main_v1());
  auto client = plugin.provider("everything").bind({}).connect();
  EXPECT_TRUE(client.call("test_trigger_tool_change").is_ok());
  EXPECT_TRUE(host.events().empty());
}

}  // namespace everything_test
