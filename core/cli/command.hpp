// How a command is declared and what it is given when it runs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/program.hpp"

namespace fairlead::cli {

/// What a running command works with.
struct Session {
  Program& program;
  const runtime::LoadedSettings& loaded;
  Log& log;
  runtime::Runtime* runtime_or_null;

  [[nodiscard]] Console& console() const { return program.console; }
  /// Only for commands that declared Needs::Runtime.
  [[nodiscard]] runtime::Runtime& runtime() const { return *runtime_or_null; }
};

/// What must be there before a command runs. Nothing: it looks for no configuration file, and its settings
/// are the defaults and what the command line says.
enum class Needs : std::uint8_t { Nothing, Settings, Runtime };

/// The outcome of a command that has printed its result. An error is printed by whoever ran it.
using CommandFunction = std::function<Result<ExitCode>(Session&)>;

struct Command {
  Needs needs = Needs::Runtime;
  CommandFunction run;
};

/// What --help says of a command.
struct CommandHelp {
  std::string name;
  std::string description;
  std::vector<std::string> examples;    ///< whole command lines
  std::vector<std::string> notes = {};  ///< lines below them
};

/// The command line's grammar, and what it chose.
struct CommandSet {
  CLI::App app;
  runtime::SettingsOverrides overrides;
  bool is_json = false;
  std::optional<Command> chosen;

  /// A command below `parent`. Global options may follow it.
  CLI::App& add(CLI::App& parent, const CommandHelp& help);
  /// A group: something must follow it.
  CLI::App& add_group(const CommandHelp& help);
  /// `run` is what `command` does, unless a command below it was given.
  void set_action(CLI::App& command, Needs needs, CommandFunction run);
};

// Each adds its commands to the set.
void add_call_command(CommandSet& commands);
void add_tools_command(CommandSet& commands);
void add_explain_command(CommandSet& commands);
void add_tenants_commands(CommandSet& commands);
void add_connections_commands(CommandSet& commands);
void add_connections_add_command(CommandSet& commands, CLI::App& connections);
void add_plugins_commands(CommandSet& commands);
void add_plugins_inspect_command(CommandSet& commands, CLI::App& plugins);
void add_plugins_rules_commands(CommandSet& commands, CLI::App& plugins);
void add_plugins_trust_commands(CommandSet& commands, CLI::App& plugins);
void add_apply_command(CommandSet& commands);
void add_dev_command(CommandSet& commands);
void add_new_plugin_command(CommandSet& commands);
void add_verify_command(CommandSet& commands);

}  // namespace fairlead::cli
