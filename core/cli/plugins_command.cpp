// fairlead plugins list, and its group
#include "cli/command.hpp"
#include "cli/plugin_view.hpp"

namespace fairlead::cli {
namespace {

boost::json::object to_json(plugin::Plugin& plugin) {
  boost::json::array providers;
  for (const auto& provider : plugin.providers()) {
    providers.push_back({{"id", provider->id()},
                         {"title", provider->title()},
                         {"tools", provider->catalog().tools().size()}});
  }
  boost::json::object out = plugin_json(plugin);
  out["providers"] = std::move(providers);
  return out;
}

void print_registry_json(Console& console, const plugin::ProviderRegistry& registry,
                         const std::vector<std::filesystem::path>& folders) {
  boost::json::array search_path;
  for (const std::filesystem::path& folder : folders) search_path.emplace_back(folder.string());
  boost::json::array plugins;
  for (const auto& plugin : registry.plugins()) plugins.push_back(to_json(*plugin));
  boost::json::array refused;
  for (const plugin::RefusedFile& file : registry.refused()) {
    refused.push_back({{"path", file.path.string()}, {"error", runtime::to_json(file.error)}});
  }
  print_json(console, {{"search_path", std::move(search_path)},
                       {"plugins", std::move(plugins)},
                       {"refused", std::move(refused)}});
}

std::string provider_names(const plugin::Plugin& plugin) {
  std::string out;
  for (const auto& provider : plugin.providers()) out += (out.empty() ? "" : ", ") + provider->id();
  return out;
}

void print_registry(Console& console, const plugin::ProviderRegistry& registry,
                    const std::vector<std::filesystem::path>& folders) {
  Table loaded{{{"plugin"}, {"version"}, {"providers"}, {"trust"}, {"misbehaved", Align::Right}, {"file"}},
               {}};
  Table warnings{{{"plugin"}, {"warning"}, {"what to do"}}, {}};
  for (const auto& plugin : registry.plugins()) {
    const std::uint64_t misbehaviours = plugin->host().misbehaviour_count();
    loaded.rows.push_back({{plugin->id(), Tone::Strong},
                           {plugin->version()},
                           {provider_names(*plugin)},
                           trust_cell(plugin->file().trust),
                           {std::to_string(misbehaviours), misbehaviours == 0 ? Tone::Dim : Tone::Bad},
                           {plugin->path()}});
    add_warning_rows(warnings, plugin->id(), plugin->file().warnings);
  }
  print_table(console, loaded, "no plugins found");
  if (!warnings.rows.empty()) {
    console.out << "\n";
    print_table(console, warnings, "");
  }
  if (!registry.refused().empty()) {
    Table refused{{{"refused file"}, {"reason"}}, {}};
    for (const plugin::RefusedFile& file : registry.refused()) {
      refused.rows.push_back({{file.path.string()}, {file.error.message, Tone::Bad}});
    }
    console.out << "\n";
    print_table(console, refused, "");
  }
  std::string path = "searched, in this order:";
  for (const std::filesystem::path& folder : folders) {
    std::error_code error;
    const bool exists = std::filesystem::is_directory(folder, error);
    path += "\n  " + folder.string() + (exists ? "" : " (no such folder)");
  }
  print_note(console, path);
}

// Without the control store: it must work when that is what is broken.
Result<ExitCode> list(Session& session) {
  const auto& folders = session.loaded.settings.plugin_folders;
  FAIRLEAD_TRY(const plugin::LoadOptions options, runtime::plugin_load_options(session.loaded.settings));
  const auto registry =
      plugin::ProviderRegistry::scan(folders, {session.program.clock, session.log}, options);
  if (session.console().is_json()) {
    print_registry_json(session.console(), registry, folders);
  } else {
    print_registry(session.console(), registry, folders);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_plugins_commands(CommandSet& commands) {
  CLI::App& plugins = commands.add_group({.name = "plugins",
                                          .description = "Inspect plugins; enable and disable providers",
                                          .examples = {"fairlead plugins list", "fairlead plugins status"}});
  commands.set_action(
      commands.add(plugins, {.name = "list",
                             .description = "What was loaded, what was refused and why",
                             .examples = {"fairlead plugins list",
                                          "fairlead plugins list --plugin-dir ./build/plugins"}}),
      Needs::Settings, list);
  add_plugins_inspect_command(commands, plugins);
  add_plugins_trust_commands(commands, plugins);
  add_plugins_rules_commands(commands, plugins);
}

}  // namespace fairlead::cli
