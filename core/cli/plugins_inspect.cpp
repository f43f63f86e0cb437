// fairlead plugins inspect
#include <algorithm>

#include "cli/command.hpp"
#include "cli/known_names.hpp"
#include "cli/plugin_view.hpp"
#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

// One member of a provider's config schema, as its run card would show it.
struct ConfigField {
  std::string name;
  std::string type;
  bool is_required = false;
  bool is_secret = false;
  std::string default_value;
  std::string description;
};

std::string member_text(const boost::json::object& schema, const char* name) {
  const auto* found = schema.if_contains(name);
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : compact_json(*found);
}

bool is_required(const boost::json::object& schema, std::string_view name) {
  const auto* required = schema.if_contains("required");
  if (required == nullptr || !required->is_array()) return false;
  const auto& names = required->get_array();
  return std::any_of(names.begin(), names.end(), [name](const boost::json::value& item) {
    return item.is_string() && std::string_view(item.get_string()) == name;
  });
}

std::vector<ConfigField> config_fields(const plugin::Provider& provider) {
  std::vector<ConfigField> fields;
  const boost::json::object& schema = provider.config_schema_json();
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr || !properties->is_object()) return fields;
  const auto& secrets = provider.config_schema().secret_paths();
  for (const auto& property : properties->get_object()) {
    ConfigField field;
    field.name = property.key();
    field.is_required = is_required(schema, property.key());
    field.is_secret = std::ranges::find(secrets, "/" + field.name) != secrets.end();
    if (const auto* details = property.value().if_object()) {
      field.type = details->contains("enum") ? member_text(*details, "enum") : member_text(*details, "type");
      field.default_value = member_text(*details, "default");
      field.description = member_text(*details, "description");
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

Table fields_table(const plugin::Provider& provider) {
  Table table{{{"config field"}, {"type"}, {"required"}, {"default"}, {"description"}}, {}};
  for (const ConfigField& field : config_fields(provider)) {
    table.rows.push_back({{field.name, Tone::Strong},
                          {field.type + (field.is_secret ? ", secret" : "")},
                          {field.is_required ? "yes" : ""},
                          {field.default_value},
                          {field.description}});
  }
  return table;
}

Table tools_table(const plugin::Provider& provider) {
  Table table{{{"tool"}, {"effect"}, {"description"}}, {}};
  for (const plugin::ToolEntry& tool : provider.catalog().tools()) {
    table.rows.push_back({{tool.name, Tone::Strong},
                          {tool.is_read_only ? "reads" : "writes"},
                          {std::string(first_sentence(member_text(tool.definition, "description")))}});
  }
  return table;
}

boost::json::object to_json(const plugin::Provider& provider) {
  boost::json::array tools;
  for (const plugin::ToolEntry& tool : provider.catalog().tools()) tools.push_back(tool.definition);
  return {{"id", provider.id()},
          {"title", provider.title()},
          {"async", provider.is_async()},
          {"session_state", provider.has_session_state()},
          {"share_never", provider.is_share_forbidden()},
          {"config_schema", provider.config_schema_json()},
          {"tools", std::move(tools)}};
}

void print_provider(Console& console, const plugin::Provider& provider) {
  console.out << "\nprovider " << printable(provider.id());
  if (!provider.title().empty()) console.out << ", " << printable(provider.title());
  console.out << (provider.has_session_state() ? "; keeps session state" : "")
              << (provider.is_share_forbidden() ? "; never shares a client between tenants" : "")
              << (provider.is_async() ? "; asynchronous" : "") << "\n\n";
  print_table(console, fields_table(provider), "no config fields");
  console.out << "\n";
  print_table(console, tools_table(provider), "no tools");
}

void print_plugin(Console& console, plugin::Plugin& plugin) {
  if (console.is_json()) {
    boost::json::array providers;
    for (const auto& provider : plugin.providers()) providers.push_back(to_json(*provider));
    boost::json::object out = plugin_json(plugin);
    out["providers"] = std::move(providers);
    print_json(console, out);
    return;
  }
  console.out << "plugin " << printable(plugin.id()) << " " << printable(plugin.version()) << "\n"
              << "file   " << printable(plugin.path()) << "\n"
              << "sha256 " << printable(plugin.file().sha256) << "\n"
              << "trust  " << plugin::to_string(plugin.file().trust) << "\n"
              << "ABI    " << abi_version(plugin) << "\n"
              << "SDK    " << printable(plugin.sdk()) << "\n";
  for (const plugin::Finding& warning : plugin.file().warnings) {
    console.out << "warning " << printable(warning.reason) << ": " << printable(warning.message) << "\n";
  }
  for (const auto& provider : plugin.providers()) print_provider(console, *provider);
}

bool is_path(const std::string& text) { return text.find('/') != std::string::npos || text.ends_with(".so"); }

Result<ExitCode> inspect(Session& session, const std::string& what) {
  const plugin::HostServices services{session.program.clock, session.log};
  FAIRLEAD_TRY(const plugin::LoadOptions options, runtime::plugin_load_options(session.loaded.settings));
  if (is_path(what)) {
    FAIRLEAD_TRY(const auto plugin, plugin::Plugin::load(what, services, options));
    print_plugin(session.console(), *plugin);
    return ExitCode::Ok;
  }
  const auto registry =
      plugin::ProviderRegistry::scan(session.loaded.settings.plugin_folders, services, options);
  FAIRLEAD_CHECK(find_provider(registry, what));
  print_plugin(session.console(), *registry.find(what).plugin);
  return ExitCode::Ok;
}

}  // namespace

void add_plugins_inspect_command(CommandSet& commands, CLI::App& plugins) {
  CLI::App& command = commands.add(
      plugins,
      {.name = "inspect",
       .description = "Show a plugin's ABI, providers, config fields and tools; loads it, so its code runs",
       .examples = {"fairlead plugins inspect postgres",
                    "fairlead plugins inspect ./build/hello_provider.so --json"}});
  const auto what = std::make_shared<std::string>();
  command.add_option("what", *what, "A file (with a slash or .so) or a provider")
      ->required()
      ->type_name("PATH|PROVIDER");
  commands.set_action(command, Needs::Settings, [what](Session& session) { return inspect(session, *what); });
}

}  // namespace fairlead::cli
