#include "plugin/registry.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace fairlead::plugin {
namespace {

std::vector<std::filesystem::path> plugin_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".so") files.push_back(it->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<std::filesystem::path> find_plugin_files(const std::vector<std::filesystem::path>& folders) {
  std::vector<std::filesystem::path> files;
  std::set<std::filesystem::path> seen;
  for (const std::filesystem::path& folder : folders) {
    for (std::filesystem::path& file : plugin_files(folder)) {
      std::error_code error;
      const std::filesystem::path canonical = std::filesystem::canonical(file, error);
      if (error || seen.insert(canonical).second) files.push_back(std::move(file));
    }
  }
  return files;
}

ProviderRegistry ProviderRegistry::scan(const std::vector<std::filesystem::path>& folders,
                                        HostServices services, const LoadOptions& options) {
  ProviderRegistry registry;
  for (const std::filesystem::path& file : find_plugin_files(folders)) {
    auto plugin = Plugin::load(file, services, options);
    auto added = plugin ? registry.add(*std::move(plugin)) : Result<void>(fail(std::move(plugin.error())));
    if (!added) registry.refused_.push_back({file, std::move(added.error())});
  }
  return registry;
}

Result<ProviderRegistry> ProviderRegistry::of(std::vector<std::shared_ptr<Plugin>> plugins) {
  ProviderRegistry registry;
  for (std::shared_ptr<Plugin>& plugin : plugins) FAIRLEAD_CHECK(registry.add(std::move(plugin)));
  return registry;
}

Result<void> ProviderRegistry::add(std::shared_ptr<Plugin> plugin) {
  for (const auto& provider : plugin->providers()) {
    const ProviderSource taken = find(provider->id());
    if (taken.provider == nullptr) continue;
    return fail(ErrorCode::AlreadyExists,
                plugin->path() + " is refused: provider " + provider->id() + " is declared by " +
                    taken.plugin->path() + " already; remove one of the two from the search path",
                "duplicate_id");
  }
  plugins_.push_back(std::move(plugin));
  return {};
}

ProviderSource ProviderRegistry::find(std::string_view provider_id) const {
  for (const std::shared_ptr<Plugin>& plugin : plugins_) {
    for (const auto& provider : plugin->providers()) {
      if (provider->id() == provider_id) return {plugin, provider.get()};
    }
  }
  return {};
}

std::vector<std::string> ProviderRegistry::provider_ids() const {
  std::vector<std::string> ids;
  for (const std::shared_ptr<Plugin>& plugin : plugins_) {
    for (const auto& provider : plugin->providers()) ids.push_back(provider->id());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace fairlead::plugin
