// The program without its process: everything main gives to it, and running one command line.
#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "cli/console.hpp"
#include "plugin/plugin.hpp"
#include "runtime/runtime.hpp"
#include "runtime/settings.hpp"

namespace fairlead::cli {

using RuntimeOpener =
    std::function<Result<std::unique_ptr<runtime::Runtime>>(runtime::Settings, const Clock&, Log&)>;

using PluginLoader = std::function<Result<std::shared_ptr<plugin::Plugin>>(
    const std::filesystem::path&, plugin::HostServices, const plugin::LoadOptions&)>;

/// The outside world. References outlive `run`.
struct Program {
  Console console;
  std::istream& input;
  const Clock& clock;
  runtime::Environment environment;
  std::filesystem::path installed_plugins;
  std::filesystem::path scanner;  ///< fairlead-scan
  std::function<std::unique_ptr<Log>(LogLevel)> make_log;
  RuntimeOpener open_runtime;
  /// From now on an interrupt stops the token instead of the program; each call gives a new one.
  std::function<std::stop_token()> catch_interrupts;
  /// Ends the process with this code and destroys nothing: a provider is stuck in a call, and waiting for it
  /// would take for ever.
  std::function<void(ExitCode)> abandon;
  /// From now on an interrupt ends the program again.
  std::function<void()> release_interrupts = [] {};
  /// Somebody types the input and reads the output.
  bool is_interactive = false;
  /// For plugins that a command loads itself. All outlive `run`.
  plugin::HostPorts ports = {};
  PluginLoader load_plugin = plugin::Plugin::load;
};

/// Parses and does what `arguments` (without the program's name) ask for. Never throws.
[[nodiscard]] ExitCode run(std::span<const std::string> arguments, Program& program);

/// <prefix>/lib/fairlead of a program at <prefix>/bin/fairlead; empty when its place is unknown.
[[nodiscard]] std::filesystem::path installed_plugins_of(const std::filesystem::path& executable);

/// <prefix>/libexec/fairlead/fairlead-scan of a program at <prefix>/bin/fairlead; where that does not exist,
/// the one beside the program (as built); empty when its place is unknown.
[[nodiscard]] std::filesystem::path scanner_of(const std::filesystem::path& executable);

}  // namespace fairlead::cli
