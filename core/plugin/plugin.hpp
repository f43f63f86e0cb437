// A loaded plugin and its providers, after every check that the C contract allows.
//
// Lifetime: a Provider keeps its Plugin alive, a Binding its Provider. The code itself stays mapped for ever.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "fairlead/plugin.h"
#include "json/schema.hpp"
#include "plugin/catalog.hpp"
#include "plugin/host.hpp"

namespace fairlead::plugin {

class Plugin;

/// A kind of back end. Immutable; any thread.
class Provider {
 public:
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] const Catalog& catalog() const { return catalog_; }
  [[nodiscard]] const json::Schema& config_schema() const { return config_schema_; }
  /// As the provider declared it.
  [[nodiscard]] const boost::json::object& config_schema_json() const { return config_schema_json_; }

  [[nodiscard]] bool is_async() const { return (api_->flags & FAIRLEAD_PROV_ASYNC) != 0; }
  [[nodiscard]] bool has_session_state() const { return (api_->flags & FAIRLEAD_PROV_SESSION_STATE) != 0; }
  [[nodiscard]] bool is_share_forbidden() const { return (api_->flags & FAIRLEAD_PROV_SHARE_NEVER) != 0; }

  [[nodiscard]] const fairlead_provider_api& api() const { return *api_; }

 private:
  friend class Plugin;
  /// The table has been checked by Plugin.
  /// @error InvalidArgument  catalog or schema is malformed
  [[nodiscard]] static Result<std::unique_ptr<Provider>> create(const fairlead_provider_api* api);
  Provider(const fairlead_provider_api* api, Catalog catalog, json::Schema config_schema,
           boost::json::object config_schema_json);

  const fairlead_provider_api* api_;
  std::string id_;
  std::string title_;
  Catalog catalog_;
  json::Schema config_schema_;
  boost::json::object config_schema_json_;
};

/// One file, initialised. Destruction quiesces and deinitialises it; all bindings must be gone by then.
class Plugin {
 public:
  /// Loads a file and runs its entry point and init.
  /// @error NotFound, InvalidArgument as Library::load
  /// @error InvalidArgument     a check of `create` fails
  [[nodiscard]] static Result<std::shared_ptr<Plugin>> load(const std::filesystem::path& path,
                                                            HostServices services);

  /// The same for a table that is already in the process (tests, plugins linked into the program).
  /// @error FailedPrecondition  another major version, or it needs a newer host; both versions are named
  /// @error InvalidArgument     a struct is shorter than version 1.0, a required function is null, an id,
  /// flag,
  ///                            catalog or schema is malformed, two providers share an id, or init fails
  [[nodiscard]] static Result<std::shared_ptr<Plugin>> create(const fairlead_plugin_api* api,
                                                              std::string path, HostServices services);

  ~Plugin();
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] const std::string& sdk() const { return sdk_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint16_t abi_minor() const { return api_->abi_minor; }
  [[nodiscard]] const std::vector<std::unique_ptr<Provider>>& providers() const { return providers_; }

  [[nodiscard]] PluginHost& host() { return host_; }
  [[nodiscard]] fairlead_plugin* handle() const { return handle_; }

 private:
  Plugin(const fairlead_plugin_api* api, std::string path, HostServices services);
  [[nodiscard]] Result<void> add_providers();
  [[nodiscard]] Result<void> init();

  const fairlead_plugin_api* api_;
  std::string id_;
  std::string version_;
  std::string sdk_;
  std::string path_;
  PluginHost host_;
  std::vector<std::unique_ptr<Provider>> providers_;
  fairlead_plugin* handle_ = nullptr;  // Null until init succeeded.
};

}  // namespace fairlead::plugin
