// The plugins of this process: found in folders, loaded once, looked up by provider.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/plugin.hpp"

namespace fairlead::plugin {

/// A file that was not taken, and why.
struct RefusedFile {
  std::filesystem::path path;
  Error error;
};

/// Where a provider comes from.
struct ProviderSource {
  std::shared_ptr<Plugin> plugin;
  const Provider* provider = nullptr;
};

/// Every *.so of `folders`, in the order given and by name within one; the same file found twice (a link, a
/// folder named twice) comes once. A folder that does not exist is skipped.
[[nodiscard]] std::vector<std::filesystem::path> find_plugin_files(
    const std::vector<std::filesystem::path>& folders);

/// Built once, then immutable; any thread.
class ProviderRegistry {
 public:
  /// Loads the plugin files of `folders`. A file that is refused does not stop the others. The first plugin
  /// to declare a provider id has it; a later one is refused whole. So is a copy of one that is loaded.
  [[nodiscard]] static ProviderRegistry scan(const std::vector<std::filesystem::path>& folders,
                                             HostServices services, const LoadOptions& options);

  /// From plugins that are in the process already (tests).
  /// @error AlreadyExists  two of them declare the same provider
  [[nodiscard]] static Result<ProviderRegistry> of(std::vector<std::shared_ptr<Plugin>> plugins);

  /// Its `provider` is null when there is none.
  [[nodiscard]] ProviderSource find(std::string_view provider_id) const;

  [[nodiscard]] const std::vector<std::shared_ptr<Plugin>>& plugins() const { return plugins_; }
  [[nodiscard]] const std::vector<RefusedFile>& refused() const { return refused_; }

  /// Sorted.
  [[nodiscard]] std::vector<std::string> provider_ids() const;

 private:
  [[nodiscard]] Result<void> add(std::shared_ptr<Plugin> plugin);

  std::vector<std::shared_ptr<Plugin>> plugins_;
  std::vector<RefusedFile> refused_;
};

}  // namespace fairlead::plugin
