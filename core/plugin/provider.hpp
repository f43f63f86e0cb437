// One kind of back end that a plugin declares: its table, catalog and configuration schema, checked.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "fairlead/check_config.h"
#include "fairlead/dynamic_catalog.h"
#include "fairlead/plugin.h"
#include "json/schema.hpp"
#include "plugin/catalog.hpp"
#include "plugin/host.hpp"

namespace fairlead::plugin {

class Plugin;

/// What went wrong with a provider's threads, for whoever watches it. Any thread.
struct ProviderCounters {
  std::atomic<std::uint32_t> stuck{0};    ///< threads that run calls whose callers have given up, now
  std::atomic<std::uint64_t> overran{0};  ///< calls that were given up so far
};

/// A kind of back end. Immutable but for its counters; any thread.
class Provider {
 public:
  static constexpr std::size_t kFieldErrorsMax = 32;
  static constexpr std::size_t kFieldErrorBytesMax = 1024;  ///< of a path, and of a message

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] const Catalog& catalog() const { return catalog_; }
  [[nodiscard]] const json::Schema& config_schema() const { return config_schema_; }
  /// As the provider declared it.
  [[nodiscard]] const boost::json::object& config_schema_json() const { return config_schema_json_; }

  [[nodiscard]] bool is_async() const { return (api_->flags & FAIRLEAD_PROV_ASYNC) != 0; }
  [[nodiscard]] bool has_session_state() const { return (api_->flags & FAIRLEAD_PROV_SESSION_STATE) != 0; }
  [[nodiscard]] bool is_share_forbidden() const { return (api_->flags & FAIRLEAD_PROV_SHARE_NEVER) != 0; }

  /// Bindings have catalogs of their own, see Binding::catalog.
  [[nodiscard]] bool has_dynamic_catalog() const { return dynamic_catalog_ != nullptr; }

  /// What the provider itself finds wrong with `config`, which is valid against the schema, with secret
  /// fields holding their names. Empty when it finds nothing, or does not look
  /// ("fairlead.provider.check_config/1"). No I/O.
  [[nodiscard]] std::vector<json::FieldError> check_config(const boost::json::object& config) const;

  [[nodiscard]] ProviderCounters& counters() const { return counters_; }

  [[nodiscard]] const fairlead_provider_api& api() const { return *api_; }
  /// Null unless has_dynamic_catalog.
  [[nodiscard]] const fairlead_dynamic_catalog_api* dynamic_catalog() const { return dynamic_catalog_; }

 private:
  friend class Plugin;
  /// @error InvalidArgument  the table, catalog or schema is malformed
  [[nodiscard]] static Result<std::unique_ptr<Provider>> create(const fairlead_provider_api* api);
  Provider(const fairlead_provider_api* api, Catalog catalog, json::Schema config_schema,
           boost::json::object config_schema_json);
  /// Asks for the provider's extensions. After the plugin's init; both outlive the provider.
  /// @error InvalidArgument  the table of an extension is too short or has a null function
  [[nodiscard]] Result<void> attach(fairlead_plugin* plugin, PluginHost& host);

  const fairlead_provider_api* api_;
  std::string id_;
  std::string title_;
  Catalog catalog_;
  json::Schema config_schema_;
  boost::json::object config_schema_json_;
  fairlead_plugin* plugin_ = nullptr;  // Null until attach.
  PluginHost* host_ = nullptr;         // Likewise.
  const fairlead_check_config_api* check_config_ = nullptr;
  const fairlead_dynamic_catalog_api* dynamic_catalog_ = nullptr;
  mutable ProviderCounters counters_;
};

}  // namespace fairlead::plugin
