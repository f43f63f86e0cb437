// Entries that come and go: two tools change the lists of their connection and tell the host, which asks for
// the catalog again and lets subscribed clients know.
#pragma once

#include <string>
#include <string_view>

#include "config.hpp"
#include "resources.hpp"

namespace everything {

inline constexpr std::string_view kDynamicTool = "test_dynamic_tool";
inline constexpr std::string_view kDynamicPrompt = "test_dynamic_prompt";

class Changes {
 public:
  explicit Changes(const Config& config) : memory_(*config.memory) {}

  Task<std::string> change_tools(const Nothing&, Call& call) {
    const unsigned changes = ++memory_.tool_changes;
    call.binding().tools_changed();
    call.binding().resource_updated(kWatchedUri);
    call.log(fairlead::Severity::Notice, "the list of tools changes", {{"changes", changes}});
    co_return "The list of tools has changed";
  }

  Task<std::string> change_prompts(const Nothing&, Call& call) {
    const unsigned changes = ++memory_.prompt_changes;
    call.binding().prompts_changed();
    call.binding().resource_updated(kWatchedUri);
    call.log(fairlead::Severity::Notice, "the list of prompts changes", {{"changes", changes}});
    co_return "The list of prompts has changed";
  }

  // Serves the tool that is in the catalog without being declared.
  Task<std::string> dynamic_tool(std::string_view tool, const boost::json::object& arguments, Call&) {
    if (tool != kDynamicTool) throw fairlead::Error(FAIRLEAD_NOT_FOUND, "there is no such tool");
    co_return std::string(tool) + " was called with " + boost::json::serialize(arguments);
  }

  Task<std::string> dynamic_prompt(std::string_view prompt, const boost::json::object&, Call&) {
    if (prompt != kDynamicPrompt) throw fairlead::Error(FAIRLEAD_NOT_FOUND, "there is no such prompt");
    co_return "This is " + std::string(prompt) + ", which comes and goes.";
  }

  // Every second change takes away again what the one before brought.
  static void apply(fairlead::Catalog& catalog, const Memory& memory) {
    if (memory.tool_changes % 2 == 1) {
      catalog.add_tool({{"name", kDynamicTool},
                        {"description", "Comes and goes with test_trigger_tool_change"},
                        {"inputSchema", {{"type", "object"}}},
                        {"annotations", {{"readOnlyHint", true}}}});
    }
    if (memory.prompt_changes % 2 == 1) {
      catalog.add_prompt(
          {{"name", kDynamicPrompt}, {"description", "Comes and goes with test_trigger_prompt_change"}});
    }
  }

 private:
  Memory& memory_;
};

using ChangeTools = Tool<&Changes::change_tools, "test_trigger_tool_change",
                         "Adds a tool to the list, or takes it away again", fairlead::toolset<"changes">>;
using ChangePrompts = Tool<&Changes::change_prompts, "test_trigger_prompt_change",
                           "Adds a prompt to the list, or takes it away again", fairlead::toolset<"changes">>;
using AddedTools = fairlead::DynamicTools<&Changes::dynamic_tool>;
using AddedPrompts = fairlead::DynamicPrompts<&Changes::dynamic_prompt>;

}  // namespace everything
