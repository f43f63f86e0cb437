// The part of fairlead.yaml that is about this process: folders, logs, limits. (Tenants and connections are
// the declarative part; tenancy/desired_state reads it.)
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "base/result.hpp"
#include "plugin/plugin_file.hpp"

namespace fairlead::runtime {

struct Settings {
  std::filesystem::path state_dir;                    ///< holds the control store and the call log
  std::filesystem::path secrets_dir;                  ///< ${file:} references are resolved below it
  std::vector<std::filesystem::path> plugin_folders;  ///< searched in order
  std::filesystem::path plugin_scanner;               ///< fairlead-scan; the program knows where it is
  std::filesystem::path plugin_lock_file;             ///< what `plugins pin` writes
  plugin::TrustMode plugin_trust = plugin::TrustMode::Unpinned;
  LogLevel log_level = LogLevel::Warning;
  bool is_call_log_on = true;
  Duration call_timeout = std::chrono::seconds(30);  ///< longest life of a call
  std::uint32_t clients_per_connection = 4;          ///< of a tenant's or user's connection
  std::uint32_t clients_per_global_connection = 16;
  std::uint32_t threads_per_provider = 16;

  [[nodiscard]] std::filesystem::path store_path() const { return state_dir / "fairlead.db"; }
  [[nodiscard]] std::filesystem::path call_log_path() const { return state_dir / "calls.jsonl"; }
  [[nodiscard]] std::filesystem::path plugin_store() const {
    return state_dir.empty() ? state_dir : state_dir / "plugins";
  }
};

/// How these settings have plugin files loaded. Reads the lock file.
/// @error those of load_lock_file
[[nodiscard]] Result<plugin::LoadOptions> plugin_load_options(const Settings& settings);

/// The keys at the top of fairlead.yaml that are read here; the others are the declarative part.
[[nodiscard]] std::span<const std::string_view> process_keys();

/// Reads an environment variable; nullopt when it is not set. Tests pass a map.
using Environment = std::function<std::optional<std::string>(const std::string&)>;
[[nodiscard]] Environment process_environment();

/// What the command line says, which wins over everything.
struct SettingsOverrides {
  std::optional<std::filesystem::path> config_file;
  std::optional<std::filesystem::path> state_dir;
  std::vector<std::filesystem::path> plugin_folders;
  std::optional<LogLevel> log_level;
};

struct LoadedSettings {
  Settings settings;
  /// The whole configuration file as JSON, for `apply`; null when there is no file.
  boost::json::value document;
  std::optional<std::filesystem::path> file;
};

/// Finds and reads the configuration: --config, else $FAIRLEAD_CONFIG, else ./fairlead.yaml if it exists,
/// else defaults. Relative paths in the file are relative to its folder. `installed_plugins` is the folder of
/// the plugins that came with the program, searched last.
///
/// Plugin folders are searched in this order: --plugin-dir, $FAIRLEAD_PLUGIN_PATH (colon-separated),
/// plugins.path of the file, the installed ones. The lock file of plugins is plugins.lock_file of the file,
/// else plugins.lock beside it, else the one in the state folder.
/// @error NotFound         a file that was named does not exist
/// @error InvalidArgument  it is not well-formed or does not fit the schema; every field that is wrong is
/// named
[[nodiscard]] Result<LoadedSettings> load_settings(const SettingsOverrides& overrides,
                                                   const Environment& environment,
                                                   const std::filesystem::path& installed_plugins);

}  // namespace fairlead::runtime
