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

/// Built once, then immutable; any thread.
class ProviderRegistry {
 public:
  /// Loads every *.so of `folders`, in the order given and by name within one. A folder that does not exist
  /// is skipped. A file that is refused does not stop the others. The first plugin to declare a provider id
  /// has it; a later one is refused whole. The same file found twice (a link, a folder named twice) is loaded
  /// once.
  [[nodiscard]] static ProviderRegistry scan(const std::vector<std::filesystem::path>& folders,
                                             HostServices services);

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
