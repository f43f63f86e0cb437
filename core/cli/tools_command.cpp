// fairlead tools
#include "cli/command.hpp"
#include "cli/known_names.hpp"
#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

struct ToolsOptions {
  runtime::Principal principal;
  bool is_all = false;
};

std::string_view description(const boost::json::object& definition) {
  const auto* text = definition.if_contains("description");
  return text != nullptr && text->is_string() ? std::string_view(text->get_string()) : std::string_view();
}

boost::json::object to_json(const runtime::ToolList& list, const runtime::Principal& principal) {
  boost::json::array tools;
  for (const runtime::ListedTool& tool : list.tools) {
    tools.push_back({{"name", tool.name},
                     {"connection", tool.connection},
                     {"provider", tool.provider},
                     {"rung", to_string(tool.rung)},
                     {"access", to_string(tool.access)},
                     {"read_only", tool.is_read_only},
                     {"definition", tool.definition}});
  }
  boost::json::array hidden;
  for (const runtime::HiddenTool& tool : list.hidden) {
    hidden.push_back({{"name", tool.name}, {"connection", tool.connection}, {"reason", tool.reason}});
  }
  return {{"tenant", principal.tenant_id}, {"tools", std::move(tools)}, {"hidden", std::move(hidden)}};
}

Table tools_table(const runtime::ToolList& list) {
  Table table{{{"tool"}, {"connection"}, {"rung"}, {"access"}, {"effect"}, {"description"}}, {}};
  for (const runtime::ListedTool& tool : list.tools) {
    table.rows.push_back({{tool.name, Tone::Strong},
                          {tool.connection},
                          {std::string(to_string(tool.rung))},
                          {std::string(to_string(tool.access))},
                          {tool.is_read_only ? "reads" : "writes"},
                          {std::string(first_sentence(description(tool.definition)))}});
  }
  return table;
}

Table hidden_table(const runtime::ToolList& list) {
  Table table{{{"hidden tool"}, {"connection"}, {"reason"}}, {}};
  for (const runtime::HiddenTool& tool : list.hidden) {
    table.rows.push_back({{tool.name}, {tool.connection}, {tool.reason, Tone::Dim}});
  }
  return table;
}

Result<ExitCode> tools(Session& session, const ToolsOptions& options) {
  auto list = session.runtime().tools(options.principal);
  if (!list)
    return fail(with_suggestion(std::move(list.error()), session.runtime(), options.principal.tenant_id));
  Console& console = session.console();
  if (console.is_json()) {
    print_json(console, to_json(*list, options.principal));
    return ExitCode::Ok;
  }
  print_table(console, tools_table(*list),
              "no tools: no enabled provider has a connection that serves this tenant");
  if (options.is_all && !list->hidden.empty()) {
    console.out << "\n";
    print_table(console, hidden_table(*list), "");
  } else if (!list->hidden.empty()) {
    print_note(console,
               std::to_string(list->hidden.size()) + " more cannot be called; --all shows them and why");
  }
  return ExitCode::Ok;
}

}  // namespace

void add_tools_command(CommandSet& commands) {
  CLI::App& command = commands.add(
      commands.app, {.name = "tools",
                     .description = "List what a tenant may call",
                     .examples = {"fairlead tools acme", "fairlead tools globex --user mia --all"}});
  const auto options = std::make_shared<ToolsOptions>();
  command.add_option("tenant", options->principal.tenant_id, "Whose tools")->required()->type_name("TENANT");
  command.add_option("--user", options->principal.user_id, "The user within the tenant")->type_name("USER");
  command.add_flag("--all", options->is_all, "Also what may not be called, and why");
  commands.set_action(command, Needs::Runtime,
                      [options](Session& session) { return tools(session, *options); });
}

}  // namespace fairlead::cli
