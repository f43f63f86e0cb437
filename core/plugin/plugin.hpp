// A loaded plugin, after every check that the C contract allows.
//
// Lifetime: a Provider keeps its Plugin alive, a Binding its Provider. The code itself stays mapped for ever.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "fairlead/plugin.h"
#include "plugin/host.hpp"
#include "plugin/library.hpp"
#include "plugin/plugin_file.hpp"
#include "plugin/provider.hpp"

namespace fairlead::plugin {

/// One file, initialised. Destruction quiesces and deinitialises it; all bindings must be gone by then.
class Plugin {
 public:
  /// Checks a file as check_plugin_file does, maps it, compares what it says of itself with what the scanner
  /// saw, and runs its entry point and init.
  /// @error those of check_plugin_file, check_pin, Library::load and GenerationTable::take
  /// @error InvalidArgument     a check of `create` fails, or it is not what the scanner saw ("identity")
  [[nodiscard]] static Result<std::shared_ptr<Plugin>> load(const std::filesystem::path& path,
                                                            HostServices services,
                                                            const LoadOptions& options);

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
  [[nodiscard]] const PluginFile& file() const { return file_; }
  /// 1 for the first load of this id in the process, one more for each later one.
  [[nodiscard]] std::uint32_t generation() const { return generation_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Provider>>& providers() const { return providers_; }

  [[nodiscard]] PluginHost& host() { return host_; }
  [[nodiscard]] fairlead_plugin* handle() const { return handle_; }

 private:
  Plugin(const fairlead_plugin_api* api, std::string path, HostServices services);
  [[nodiscard]] Result<void> add_providers();
  [[nodiscard]] Result<void> init();

  std::optional<Library> library_;  // First member, hence released last: api_ points into it.
  const fairlead_plugin_api* api_;
  PluginFile file_;
  std::uint32_t generation_ = 1;
  std::string id_;
  std::string version_;
  std::string sdk_;
  std::string path_;
  PluginHost host_;
  std::vector<std::unique_ptr<Provider>> providers_;
  fairlead_plugin* handle_ = nullptr;  // Null until init succeeded.
};

}  // namespace fairlead::plugin
