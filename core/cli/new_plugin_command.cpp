// fairlead new-plugin
#include <algorithm>

#include "cli/command.hpp"
#include "cli/new_project.hpp"
#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

// For a shell: what needs no quotes goes without.
std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+:@").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// <prefix> of this program, which find_package(FairleadSDK) needs; empty when it is unknown.
std::string install_prefix(const Program& program) {
  const auto& plugins = program.installed_plugins;
  return plugins.empty() ? std::string() : plugins.parent_path().parent_path().string();
}

std::vector<std::string> next_steps(const NewProject& project, const Program& program) {
  const std::string prefix = install_prefix(program);
  const std::string file = "build/" + project.name + ".so";
  return {"cd " + shell_word(project.folder.string()),
          "cmake -S . -B build -DCMAKE_PREFIX_PATH=" +
              (prefix.empty() ? "/path/to/fairlead" : shell_word(prefix)),
          "cmake --build build && ctest --test-dir build --output-on-failure",
          "fairlead verify " + file + " --config sample_config.json",
          "fairlead dev " + file + " --config sample_config.json"};
}

void print_made(Console& console, const NewProject& project, const std::vector<ProjectFile>& files,
                const std::vector<std::string>& steps) {
  if (console.is_json()) {
    boost::json::array names;
    for (const ProjectFile& file : files) names.emplace_back(file.path.string());
    boost::json::array commands;
    for (const std::string& step : steps) commands.emplace_back(step);
    print_json(console, {{"folder", project.folder.string()},
                         {"files", std::move(names)},
                         {"next_steps", std::move(commands)}});
    return;
  }
  console.out << "made " << printable(project.folder.string()) << ":\n";
  for (const ProjectFile& file : files) console.out << "  " << file.path.string() << "\n";
  console.out << "\nnext:\n";
  for (const std::string& step : steps) console.out << "  " << printable(step) << "\n";
}

Result<ExitCode> make_project(const Session& session, NewProject project) {
  FAIRLEAD_CHECK(check_new_project(project));
  if (project.folder.empty()) project.folder = project.name;
  const std::vector<ProjectFile> files = make_project_files(project);
  FAIRLEAD_CHECK(write_project(project.folder, files, project.is_forced));
  print_made(session.console(), project, files, next_steps(project, session.program));
  return ExitCode::Ok;
}

}  // namespace

void add_new_plugin_command(CommandSet& commands) {
  CLI::App& command = commands.add(
      commands.app,
      {.name = "new-plugin",
       .description = "Write the project of a new plugin: a provider that works, its tests, a README",
       .examples = {"fairlead new-plugin tickets",
                    "fairlead new-plugin tickets --id com.acme.tickets --dir src/tickets"},
       .notes = {
           "NAME becomes the provider's id: [a-z0-9][a-z0-9_-]*, at most 20 characters. The project builds",
           "by itself against an installed Fairlead, and passes its tests and `fairlead verify` as written.",
           "A folder that has files is refused; with --force those of the same name are replaced."}});
  const auto project = std::make_shared<NewProject>();
  command.add_option("name", project->name, "What the provider is called")->required()->type_name("NAME");
  command
      .add_option("--id", project->id, "The plugin's id, a reverse domain name (default: com.example.NAME)")
      ->type_name("ID");
  command.add_option("--dir", project->folder, "Where it goes (default: ./NAME)")->type_name("DIR");
  command.add_flag("--force", project->is_forced, "Replace files that are there already");
  commands.set_action(command, Needs::Nothing,
                      [project](Session& session) { return make_project(session, *project); });
}

}  // namespace fairlead::cli
