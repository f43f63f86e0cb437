#include "cli/program.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <string_view>

#include "base/version.hpp"
#include "cli/command.hpp"

namespace fairlead::cli {
namespace {

constexpr std::string_view kFooter =
    R"(Results go to standard output, everything else to standard error. With --json every
command prints one line of JSON instead, an error as {"error": {...}}.

Exit codes: 0 done; 1 the tool said no; 2 wrong command line; 3 refused or unknown;
4 arguments that do not fit; 5 back end, limit, deadline or cancelled; 6 configuration,
credential or control store; 70 a bug.

Examples:
  fairlead apply fairlead.yaml
  fairlead tools acme
  fairlead call acme postgres_query sql='SELECT 1'
  fairlead explain globex postgres_execute)";

void declare(CommandSet& commands) {
  CLI::App& app = commands.app;
  app.name("fairlead");
  app.description("Guides each tenant's calls to the right client of the right provider.");
  app.footer(std::string(kFooter));
  app.set_version_flag("--version", "fairlead " + std::string(build_identity()));
  app.require_subcommand(1);
  runtime::SettingsOverrides& overrides = commands.overrides;
  app.add_option("--config", overrides.config_file,
                 "Configuration file (default: $FAIRLEAD_CONFIG, else ./fairlead.yaml)")
      ->type_name("FILE");
  app.add_option("--state-dir", overrides.state_dir, "Folder of the control store and the call log")
      ->type_name("DIR");
  app.add_option(
         "--plugin-dir", overrides.plugin_folders,
         "Folder of plugins, searched before FAIRLEAD_PLUGIN_PATH, plugins.path and the installed ones")
      ->type_name("DIR")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_flag("--json", commands.is_json, "One line of JSON instead of tables and sentences");
  app.add_option_function<std::string>(
         "--log-level",
         [&overrides](const std::string& level) { overrides.log_level = parse_log_level(level); },
         "What the operator's log on standard error has: error, warning, notice, info or debug")
      ->check(CLI::IsMember({"error", "warning", "notice", "info", "debug"}))
      ->type_name("LEVEL");
  add_call_command(commands);
  add_tools_command(commands);
  add_explain_command(commands);
  add_tenants_commands(commands);
  add_connections_commands(commands);
  add_plugins_commands(commands);
  add_apply_command(commands);
  add_new_plugin_command(commands);
  add_verify_command(commands);
  add_dev_command(commands);
}

// The command that the line had got to when it went wrong, for the hint.
const CLI::App& deepest(const CLI::App& app) {
  const CLI::App* found = &app;
  while (!found->get_subcommands().empty()) found = found->get_subcommands().front();
  return *found;
}

std::string full_name(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
}

ExitCode print_usage_error(Console& console, const CommandSet& commands, const CLI::ParseError& error) {
  std::string message = error.what();
  if (!message.empty() && message.back() != '.') message += '.';
  return print_error(console,
                     Error(ErrorCode::InvalidArgument,
                           message + " See `" + full_name(deepest(commands.app)) + " --help`.", "usage"),
                     ExitCode::Usage);
}

// Settings and runtime problems are the operator's to repair, whatever their code.
ExitCode print_setup_error(Console& console, const Error& error) {
  return print_error(console, error,
                     error.code == ErrorCode::Internal ? ExitCode::Bug : ExitCode::Configuration);
}

constexpr std::chrono::seconds kClosePatience{1};

void close_runtime(runtime::Runtime& runtime, Program& program, ExitCode exit) {
  const auto closed = runtime.close(kClosePatience);
  if (closed) return;
  program.console.error_out << "warning: a provider does not return, the program ends without it: "
                            << closed.error().message << "\n";
  program.abandon(exit);
}

Result<runtime::LoadedSettings> load_settings(const CommandSet& commands, const Program& program) {
  if (commands.chosen->needs != Needs::Nothing) {
    return runtime::load_settings(commands.overrides, program.environment, program.installed_plugins);
  }
  runtime::LoadedSettings loaded;
  if (commands.overrides.log_level) loaded.settings.log_level = *commands.overrides.log_level;
  return loaded;
}

ExitCode run_command(const CommandSet& commands, Program& program) {
  Console& console = program.console;
  auto loaded = load_settings(commands, program);
  if (!loaded) return print_setup_error(console, loaded.error());
  loaded->settings.plugin_scanner = program.scanner;
  const std::unique_ptr<Log> log = program.make_log(loaded->settings.log_level);
  std::unique_ptr<runtime::Runtime> runtime;
  if (commands.chosen->needs == Needs::Runtime) {
    auto opened = program.open_runtime(loaded->settings, program.clock, *log);
    if (!opened) return print_setup_error(console, opened.error());
    runtime = *std::move(opened);
  }
  Session session{program, *loaded, *log, runtime.get()};
  const auto done = commands.chosen->run(session);
  const ExitCode exit = done ? *done : print_error(console, done.error());
  if (runtime != nullptr) close_runtime(*runtime, program, exit);
  return exit;
}

ExitCode parse_and_run(std::span<const std::string> arguments, Program& program) {
  CommandSet commands;
  declare(commands);
  // The parser takes its words from the back.
  std::vector<std::string> words(arguments.rbegin(), arguments.rend());
  try {
    commands.app.parse(std::move(words));
  } catch (const CLI::CallForVersion& version) {
    program.console.out << version.what() << "\n";
    return ExitCode::Ok;
  } catch (const CLI::Success&) {
    const CLI::App& command = deepest(commands.app);
    const CLI::App* parent = command.get_parent();
    program.console.out << command.help(parent == nullptr ? "" : full_name(*parent));
    return ExitCode::Ok;
  } catch (const CLI::ParseError& error) {
    return print_usage_error(program.console, commands, error);
  }
  return run_command(commands, program);
}

}  // namespace

CLI::App& CommandSet::add(CLI::App& parent, const CommandHelp& help) {
  CLI::App& command = *parent.add_subcommand(help.name, help.description);
  command.fallthrough();
  std::string footer = help.examples.empty() ? "" : "Examples:";
  for (const std::string& example : help.examples) footer += "\n  " + example;
  for (const std::string& note : help.notes) footer += (note == help.notes.front() ? "\n\n" : "\n") + note;
  command.footer(footer);
  return command;
}

CLI::App& CommandSet::add_group(const CommandHelp& help) {
  CLI::App& group = add(app, help);
  group.require_subcommand(1);
  return group;
}

void CommandSet::set_action(CLI::App& command, Needs needs, CommandFunction run) {
  command.callback([this, &command, needs, run = std::move(run)] {
    if (command.get_subcommands().empty()) chosen = Command{needs, run};
  });
}

ExitCode run(std::span<const std::string> arguments, Program& program) {
  // Before parsing, so that also a wrong command line is answered in the form asked for.
  if (std::ranges::find(arguments, "--json") != arguments.end()) program.console.format = Format::Json;
  try {
    return parse_and_run(arguments, program);
  } catch (const std::exception& problem) {
    return print_error(program.console,
                       Error(ErrorCode::Internal, std::string("unexpected: ") + problem.what()));
  }
}

std::filesystem::path installed_plugins_of(const std::filesystem::path& executable) {
  if (executable.empty()) return {};
  return executable.parent_path().parent_path() / "lib" / "fairlead";
}

std::filesystem::path scanner_of(const std::filesystem::path& executable) {
  if (executable.empty()) return {};
  const std::filesystem::path folder = executable.parent_path();
  const std::filesystem::path installed = folder.parent_path() / "libexec" / "fairlead" / "fairlead-scan";
  std::error_code error;
  return std::filesystem::exists(installed, error) ? installed : folder / "fairlead-scan";
}

}  // namespace fairlead::cli
