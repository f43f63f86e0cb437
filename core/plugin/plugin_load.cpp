// Plugin::load: from a file to a plugin whose init has run.
#include <utility>

#include "plugin/plugin.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
namespace {

// Its id and version may be read; `create` refuses a table for which this is false.
bool is_readable(const fairlead_plugin_api* api) {
  return api != nullptr && FAIRLEAD_HAS(api, fairlead_plugin_api, sdk);
}

// The same code in another process may describe itself in another way, by accident or not; what was looked at
// must be what is used.
Result<void> check_identity(const fairlead_plugin_api& api, const ScanReport& seen) {
  if (from_abi(api.id) == seen.id && from_abi(api.version) == seen.version) return {};
  return fail(ErrorCode::InvalidArgument,
              "it calls itself " + std::string(from_abi(api.id)) + " " + std::string(from_abi(api.version)) +
                  " here and called itself " + seen.id + " " + seen.version +
                  " in the scanner; its descriptor must be constant",
              "identity");
}

struct Mapped {
  Library library;
  const fairlead_plugin_api* api = nullptr;
  std::uint32_t generation = 1;
};

Result<Mapped> map(const CheckedFile& checked, const LockFile& lock) {
  FAIRLEAD_TRY(Library library, Library::load(checked.sealed));
  const fairlead_plugin_api* api = library.entry_point()();
  Mapped mapped{std::move(library), api};
  if (!is_readable(api)) return mapped;
  if (checked.report) FAIRLEAD_CHECK(check_identity(*api, *checked.report));
  const std::string_view id = from_abi(api->id);
  FAIRLEAD_CHECK(check_pin(id, checked.file.sha256, lock));
  FAIRLEAD_TRY(mapped.generation, mapped.library.take_generation(id));
  return mapped;
}

}  // namespace

Result<std::shared_ptr<Plugin>> Plugin::load(const std::filesystem::path& path, HostServices services,
                                             const LoadOptions& options) {
  FAIRLEAD_TRY(CheckedFile checked, check_plugin_file(path, options));
  const auto refused = [&path](Error error) {
    error.message = path.string() + " is refused: " + error.message;
    return fail(std::move(error));
  };
  auto mapped = map(checked, options.lock);
  if (!mapped) return refused(std::move(mapped.error()));
  auto plugin = create(mapped->api, path.string(), services);
  if (!plugin) return refused(std::move(plugin.error()));
  (*plugin)->library_ = std::move(mapped->library);
  (*plugin)->generation_ = mapped->generation;
  (*plugin)->file_ = std::move(checked.file);
  return plugin;
}

}  // namespace fairlead::plugin
