#include "runtime/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "base/file.hpp"
#include "json/parse.hpp"
#include "json/schema.hpp"
#include "json/yaml.hpp"

namespace fairlead::runtime {
namespace {

constexpr std::size_t kConfigFileBytesMax = std::size_t{16} << 20U;

// The members of this file's concern. The others are read, and checked in detail, by `apply`; here they are
// only known, so that a misspelt key is an error for every command.
constexpr std::string_view kSchema = R"json({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "version": true, "defaults": true, "global": true, "tenants": true,
    "state_dir": {"type": "string", "minLength": 1},
    "secrets_dir": {"type": "string", "minLength": 1},
    "plugins": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "path": {"type": "array", "items": {"type": "string", "minLength": 1}},
        "trust": {"enum": ["unpinned", "pinned"]},
        "lock_file": {"type": "string", "minLength": 1}
      }
    },
    "log": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "level": {"enum": ["error", "warning", "notice", "info", "debug"]},
        "calls": {"type": "boolean"}
      }
    },
    "limits": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "call_timeout_s": {"type": "integer", "minimum": 1, "maximum": 3600},
        "clients_per_connection": {"type": "integer", "minimum": 1, "maximum": 256},
        "clients_per_global_connection": {"type": "integer", "minimum": 1, "maximum": 256},
        "threads_per_provider": {"type": "integer", "minimum": 1, "maximum": 512}
      }
    }
  }
})json";

constexpr std::array<std::string_view, 5> kProcessKeys{"state_dir", "secrets_dir", "plugins", "log",
                                                       "limits"};

// The folder-relative meaning of a path in a file.
std::filesystem::path resolve(const std::filesystem::path& base, std::string_view path) {
  return (base / std::filesystem::path(path)).lexically_normal();
}

std::vector<std::filesystem::path> split_path_list(std::string_view list) {
  std::vector<std::filesystem::path> folders;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(':'), list.size());
    if (end > 0) folders.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return folders;
}

Result<std::filesystem::path> default_state_dir(const Environment& environment) {
  if (const auto dir = environment("FAIRLEAD_STATE_DIR")) return std::filesystem::path(*dir);
  if (const auto dir = environment("XDG_STATE_HOME")) return std::filesystem::path(*dir) / "fairlead";
  if (const auto home = environment("HOME")) return std::filesystem::path(*home) / ".local/state/fairlead";
  return fail(ErrorCode::FailedPrecondition,
              "no state folder: give --state-dir, or set FAIRLEAD_STATE_DIR, XDG_STATE_HOME or HOME",
              "no_state_dir");
}

Result<std::optional<std::filesystem::path>> find_file(const SettingsOverrides& overrides,
                                                       const Environment& environment) {
  std::error_code error;
  if (overrides.config_file) return overrides.config_file;
  if (const auto named = environment("FAIRLEAD_CONFIG")) return std::filesystem::path(*named);
  if (std::filesystem::exists("fairlead.yaml", error)) return std::filesystem::path("fairlead.yaml");
  return std::nullopt;
}

Result<boost::json::value> read_document(const std::filesystem::path& file) {
  FAIRLEAD_TRY(const std::string text, read_file(file, kConfigFileBytesMax));
  auto document = json::parse_yaml(text);
  if (!document) {
    document.error().message = file.string() + ": " + document.error().message;
    return document;
  }
  FAIRLEAD_TRY(const boost::json::value schema_document, json::parse(kSchema));
  FAIRLEAD_TRY(const json::Schema schema, json::Schema::compile(schema_document));
  const std::vector<json::FieldError> errors = schema.validate(*document);
  if (!errors.empty()) {
    return fail(ErrorCode::InvalidArgument, file.string() + ": " + json::to_text(errors), "bad_config");
  }
  return document;
}

void take_plugin_settings(const boost::json::object& plugins, const std::filesystem::path& base,
                          Settings& into) {
  if (const auto* path = plugins.if_contains("path")) {
    for (const auto& folder : path->as_array())
      into.plugin_folders.push_back(resolve(base, folder.as_string()));
  }
  if (const auto* trust = plugins.if_contains("trust")) {
    into.plugin_trust =
        trust->as_string() == "pinned" ? plugin::TrustMode::Pinned : plugin::TrustMode::Unpinned;
  }
  if (const auto* lock = plugins.if_contains("lock_file"))
    into.plugin_lock_file = resolve(base, lock->as_string());
}

// The members this file is about. The schema has vouched for their types.
void take_process_settings(const boost::json::object& document, const std::filesystem::path& base,
                           Settings& into) {
  if (const auto* dir = document.if_contains("state_dir")) into.state_dir = resolve(base, dir->as_string());
  if (const auto* dir = document.if_contains("secrets_dir"))
    into.secrets_dir = resolve(base, dir->as_string());
  if (const auto* plugins = document.if_contains("plugins"))
    take_plugin_settings(plugins->as_object(), base, into);
  if (const auto* log = document.if_contains("log")) {
    if (const auto* level = log->as_object().if_contains("level")) {
      into.log_level = parse_log_level(level->as_string()).value_or(into.log_level);
    }
    if (const auto* calls = log->as_object().if_contains("calls")) into.is_call_log_on = calls->as_bool();
  }
  if (const auto* limits = document.if_contains("limits")) {
    const boost::json::object& given = limits->as_object();
    const auto number = [&given](const char* key, std::uint32_t otherwise) {
      const auto* value = given.if_contains(key);
      return value == nullptr ? otherwise : static_cast<std::uint32_t>(value->to_number<std::int64_t>());
    };
    into.call_timeout = std::chrono::seconds(number("call_timeout_s", 30));
    into.clients_per_connection = number("clients_per_connection", into.clients_per_connection);
    into.clients_per_global_connection =
        number("clients_per_global_connection", into.clients_per_global_connection);
    into.threads_per_provider = number("threads_per_provider", into.threads_per_provider);
  }
}

}  // namespace

std::span<const std::string_view> process_keys() { return kProcessKeys; }

Environment process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return std::string(value);
  };
}

Result<LoadedSettings> load_settings(const SettingsOverrides& overrides, const Environment& environment,
                                     const std::filesystem::path& installed_plugins) {
  LoadedSettings loaded;
  Settings& settings = loaded.settings;
  FAIRLEAD_TRY(loaded.file, find_file(overrides, environment));
  settings.plugin_folders = overrides.plugin_folders;
  if (const auto path = environment("FAIRLEAD_PLUGIN_PATH")) {
    for (auto& folder : split_path_list(*path)) settings.plugin_folders.push_back(std::move(folder));
  }
  if (loaded.file) {
    FAIRLEAD_TRY(loaded.document, read_document(*loaded.file));
    const std::filesystem::path base = std::filesystem::absolute(*loaded.file).parent_path();
    settings.secrets_dir = base / "secrets";
    settings.plugin_lock_file = base / "plugins.lock";
    take_process_settings(loaded.document.as_object(), base, settings);
  }
  if (!installed_plugins.empty()) settings.plugin_folders.push_back(installed_plugins);
  if (const auto dir = environment("FAIRLEAD_STATE_DIR")) settings.state_dir = *dir;
  if (overrides.state_dir) settings.state_dir = *overrides.state_dir;
  if (settings.state_dir.empty()) {
    FAIRLEAD_TRY(settings.state_dir, default_state_dir(environment));
  }
  settings.state_dir = std::filesystem::absolute(settings.state_dir);
  if (settings.secrets_dir.empty()) settings.secrets_dir = settings.state_dir / "secrets";
  if (settings.plugin_lock_file.empty()) settings.plugin_lock_file = settings.state_dir / "plugins.lock";
  if (overrides.log_level) settings.log_level = *overrides.log_level;
  return loaded;
}

Result<plugin::LoadOptions> plugin_load_options(const Settings& settings) {
  plugin::LoadOptions options;
  options.scanner.executable = settings.plugin_scanner;
  options.store = settings.plugin_store();
  options.trust_mode = settings.plugin_trust;
  FAIRLEAD_TRY(options.lock, plugin::load_lock_file(settings.plugin_lock_file));
  return options;
}

}  // namespace fairlead::runtime
