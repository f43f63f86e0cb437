// fairlead plugins pin | unpin | rescan: which files are trusted, and trying one again. None of them maps a
// plugin into this process.
#include <algorithm>

#include "cli/command.hpp"
#include "cli/plugin_view.hpp"
#include "cli/text.hpp"
#include "plugin/private_file.hpp"

namespace fairlead::cli {
namespace {

bool is_path(const std::string& text) { return text.find('/') != std::string::npos || text.ends_with(".so"); }

// As for a load, but nothing is pinned yet.
Result<plugin::LoadOptions> options_without_pins(const Session& session) {
  FAIRLEAD_TRY(plugin::LoadOptions options, runtime::plugin_load_options(session.loaded.settings));
  options.trust_mode = plugin::TrustMode::Unpinned;
  options.lock = {};
  return options;
}

bool is_called(const plugin::CheckedFile& checked, const std::string& name) {
  if (!checked.report) return false;
  const auto& providers = checked.report->providers;
  return checked.report->id == name || std::ranges::find(providers, name) != providers.end();
}

// The file at a path, or the first one that declares a provider or plugin of that name.
Result<plugin::CheckedFile> find_file(const Session& session, const std::string& what) {
  FAIRLEAD_TRY(const plugin::LoadOptions options, options_without_pins(session));
  if (is_path(what)) return plugin::check_plugin_file(what, options);
  for (const auto& file : plugin::find_plugin_files(session.loaded.settings.plugin_folders)) {
    auto checked = plugin::check_plugin_file(file, options);
    if (checked && is_called(*checked, what)) return checked;
  }
  return fail(ErrorCode::NotFound,
              "no plugin that loads declares a provider or id '" + what + "'; see `fairlead plugins list`",
              "unknown_provider");
}

Result<void> save(const std::filesystem::path& path, const plugin::LockFile& lock) {
  FAIRLEAD_CHECK(plugin::make_private_folder(path.parent_path()));
  return plugin::save_lock_file(path, lock);
}

void print_change(Console& console, const std::string& id, const plugin::Pin* before, const plugin::Pin* now,
                  const std::filesystem::path& path) {
  const auto json_of = [](const plugin::Pin* pin) -> boost::json::value {
    if (pin == nullptr) return nullptr;
    return {{"version", pin->version}, {"sha256", pin->sha256}, {"file", pin->file}};
  };
  if (console.is_json()) {
    print_json(
        console,
        {{"id", id}, {"before", json_of(before)}, {"now", json_of(now)}, {"lock_file", path.string()}});
    return;
  }
  const auto text_of = [](const plugin::Pin* pin) {
    return pin == nullptr ? std::string("not pinned") : printable(pin->version) + " " + pin->sha256;
  };
  const bool is_same = before != nullptr && now != nullptr && *before == *now;
  console.out << printable(id) << (is_same ? " stays as it was: " + text_of(now) : ": " + text_of(now))
              << "\n";
  if (!is_same) console.out << "before: " << text_of(before) << "\n";
  print_note(console, "in " + path.string());
}

Result<ExitCode> pin(Session& session, const std::string& what) {
  FAIRLEAD_TRY(const plugin::CheckedFile checked, find_file(session, what));
  const std::filesystem::path& path = session.loaded.settings.plugin_lock_file;
  FAIRLEAD_TRY(plugin::LockFile lock, plugin::load_lock_file(path));
  const plugin::LockFile before = lock;
  const std::string& id = checked.report->id;
  lock.pins[id] = {
      .version = checked.report->version, .sha256 = checked.file.sha256, .file = checked.sealed->name()};
  FAIRLEAD_CHECK(save(path, lock));
  print_change(session.console(), id, before.find(id), lock.find(id), path);
  return ExitCode::Ok;
}

Result<ExitCode> unpin(Session& session, const std::string& id) {
  const std::filesystem::path& path = session.loaded.settings.plugin_lock_file;
  FAIRLEAD_TRY(plugin::LockFile lock, plugin::load_lock_file(path));
  const plugin::LockFile before = lock;
  if (lock.pins.erase(id) == 0) {
    return fail(ErrorCode::NotFound, "no plugin '" + id + "' is pinned in " + path.string(), "unknown_pin");
  }
  FAIRLEAD_CHECK(save(path, lock));
  print_change(session.console(), id, before.find(id), nullptr, path);
  return ExitCode::Ok;
}

Result<ExitCode> rescan(Session& session, const std::string& what) {
  FAIRLEAD_TRY(plugin::LoadOptions options, runtime::plugin_load_options(session.loaded.settings));
  options.scan = plugin::Scan::Again;
  std::vector<std::filesystem::path> files;
  if (what.empty()) {
    files = plugin::find_plugin_files(session.loaded.settings.plugin_folders);
  } else {
    files.emplace_back(what);
  }
  Table table{{{"file"}, {"plugin"}, {"verdict"}}, {}};
  boost::json::array scanned;
  ExitCode exit = ExitCode::Ok;
  for (const std::filesystem::path& file : files) {
    const auto checked = plugin::check_plugin_file(file, options);
    if (!checked) exit = ExitCode::Refused;
    table.rows.push_back({{file.string()},
                          {checked ? checked->report->id : ""},
                          checked ? Cell{"loads", Tone::Good} : Cell{checked.error().message, Tone::Bad}});
    scanned.push_back({{"path", file.string()},
                       {"report", checked ? boost::json::value(plugin::to_json(*checked->report)) : nullptr},
                       {"error", checked ? nullptr : boost::json::value(runtime::to_json(checked.error()))}});
  }
  if (session.console().is_json()) {
    print_json(session.console(), {{"scanned", std::move(scanned)}});
  } else {
    print_table(session.console(), table, "no plugins found");
  }
  return exit;
}

}  // namespace

void add_plugins_trust_commands(CommandSet& commands, CLI::App& plugins) {
  const auto what = std::make_shared<std::string>();
  CLI::App& pin_command = commands.add(
      plugins,
      {.name = "pin",
       .description = "Trust a plugin file by its content, under its id; replaces an earlier pin",
       .examples = {"fairlead plugins pin postgres", "fairlead plugins pin ./build/hello_provider.so"}});
  pin_command.add_option("what", *what, "A file (with a slash or .so), a provider or a plugin's id")
      ->required()
      ->type_name("PATH|PROVIDER");
  commands.set_action(pin_command, Needs::Settings, [what](Session& session) { return pin(session, *what); });

  CLI::App& unpin_command = commands.add(plugins, {.name = "unpin",
                                                   .description = "Trust a plugin's content no longer",
                                                   .examples = {"fairlead plugins unpin com.example.notes"}});
  unpin_command.add_option("id", *what, "Id of the plugin")->required()->type_name("ID");
  commands.set_action(unpin_command, Needs::Settings,
                      [what](Session& session) { return unpin(session, *what); });

  CLI::App& rescan_command = commands.add(
      plugins, {.name = "rescan",
                .description = "Try a file (or all) in the scanner again, whatever it found before",
                .examples = {"fairlead plugins rescan", "fairlead plugins rescan ./notes.so"}});
  rescan_command.add_option("file", *what, "A plugin file")->type_name("PATH");
  commands.set_action(rescan_command, Needs::Settings,
                      [what](Session& session) { return rescan(session, *what); });
}

}  // namespace fairlead::cli
