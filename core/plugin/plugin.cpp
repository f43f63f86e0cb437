#include "plugin/plugin.hpp"

#include <set>
#include <utility>

#include "base/ids.hpp"
#include "json/parse.hpp"
#include "plugin/library.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::uint32_t kProvidersMax = 64;
constexpr std::uint32_t kKnownFlags = FAIRLEAD_PROV_ASYNC | FAIRLEAD_PROV_SHARED_CLIENT |
                                      FAIRLEAD_PROV_SESSION_STATE | FAIRLEAD_PROV_SHARE_NEVER;

tl::unexpected<Error> refuse(std::string message, std::string reason = "bad_plugin") {
  return fail(ErrorCode::InvalidArgument, std::move(message), std::move(reason));
}

// Everything of version 1.0 must be there; get_extension is the last field of both tables.
Result<void> check_plugin_table(const fairlead_plugin_api* api) {
  if (api == nullptr)
    return refuse("the entry point returned no descriptor: the plugin says it cannot work here");
  if (!FAIRLEAD_HAS(api, fairlead_plugin_api, get_extension)) {
    return refuse(
        "its descriptor is " + std::to_string(api->struct_size) + " bytes long, shorter than ABI 1.0 has it",
        "short_struct");
  }
  if (api->abi_major != FAIRLEAD_ABI_MAJOR) {
    return fail(ErrorCode::FailedPrecondition,
                "it was built for ABI major " + std::to_string(api->abi_major) + ", this host has " +
                    std::to_string(FAIRLEAD_ABI_MAJOR) + "; rebuild it with a matching SDK",
                "wrong_abi");
  }
  if (api->needs_host_minor > kHostAbiMinor) {
    return fail(ErrorCode::FailedPrecondition,
                "it needs a host of ABI 1." + std::to_string(api->needs_host_minor) + ", this one has 1." +
                    std::to_string(kHostAbiMinor) + "; upgrade fairlead",
                "wrong_abi");
  }
  if (api->init == nullptr || api->quiesce == nullptr || api->deinit == nullptr) {
    return refuse("init, quiesce or deinit is null", "null_function");
  }
  if (api->provider_count == 0 || api->provider_count > kProvidersMax || api->providers == nullptr) {
    return refuse("it declares " + std::to_string(api->provider_count) + " providers; 1 to 64 are allowed");
  }
  if (from_abi(api->id).empty() || from_abi(api->version).empty())
    return refuse("its id or version is empty");
  return {};
}

Result<void> check_provider_table(const fairlead_provider_api* api) {
  if (api == nullptr) return refuse("a provider table is null", "null_function");
  if (!FAIRLEAD_HAS(api, fairlead_provider_api, get_extension)) {
    return refuse("a provider table is " + std::to_string(api->struct_size) +
                      " bytes long, shorter than ABI 1.0 has it",
                  "short_struct");
  }
  if (const auto legal = check_connection_name(from_abi(api->id)); !legal) {
    return refuse("a provider's id is malformed: " + legal.error().message);
  }
  const std::string who = "provider " + std::string(from_abi(api->id)) + ": ";
  const bool has_all = api->bind != nullptr && api->unbind != nullptr && api->connect != nullptr &&
                       api->ping != nullptr && api->close != nullptr && api->invoke != nullptr;
  if (!has_all) return refuse(who + "bind, unbind, connect, ping, close or invoke is null", "null_function");
  if ((api->flags & FAIRLEAD_PROV_SESSION_STATE) != 0 && api->reset == nullptr) {
    return refuse(who + "SESSION_STATE without a reset function", "null_function");
  }
  if ((api->flags & ~kKnownFlags) != 0) return refuse(who + "unknown flags; it may need a newer host");
  if (api->max_in_flight == 0) return refuse(who + "max_in_flight is 0; 1 is the least");
  return {};
}

}  // namespace

Provider::Provider(const fairlead_provider_api* api, Catalog catalog, json::Schema config_schema,
                   boost::json::object config_schema_json)
    : api_(api),
      id_(from_abi(api->id)),
      title_(from_abi(api->title).empty() ? id_ : std::string(from_abi(api->title))),
      catalog_(std::move(catalog)),
      config_schema_(std::move(config_schema)),
      config_schema_json_(std::move(config_schema_json)) {}

Result<std::unique_ptr<Provider>> Provider::create(const fairlead_provider_api* api) {
  const std::string who = "provider " + std::string(from_abi(api->id)) + ": ";
  auto catalog = Catalog::parse(from_abi(api->catalog_json));
  if (!catalog) return refuse(who + catalog.error().message, "bad_catalog");

  auto schema = json::parse(from_abi(api->config_schema_json));
  if (!schema) return refuse(who + "config schema: " + schema.error().message, "bad_schema");
  if (!schema->is_object()) return refuse(who + "config schema: expected an object", "bad_schema");
  auto compiled = json::Schema::compile(*schema);
  if (!compiled) return refuse(who + "config schema: " + compiled.error().message, "bad_schema");
  return std::unique_ptr<Provider>(
      new Provider(api, *std::move(catalog), *std::move(compiled), std::move(schema->as_object())));
}

Plugin::Plugin(const fairlead_plugin_api* api, std::string path, HostServices services)
    : api_(api),
      id_(from_abi(api->id)),
      version_(from_abi(api->version)),
      sdk_(from_abi(api->sdk)),
      path_(std::move(path)),
      host_(services, id_) {}

Plugin::~Plugin() {
  if (handle_ == nullptr) return;
  api_->quiesce(handle_);
  api_->deinit(handle_);
}

Result<std::shared_ptr<Plugin>> Plugin::load(const std::filesystem::path& path, HostServices services) {
  FAIRLEAD_TRY(const Library library, Library::load(path));
  auto plugin = create(library.entry_point()(), path.string(), services);
  if (!plugin) plugin.error().message = path.string() + " is refused: " + plugin.error().message;
  return plugin;
}

Result<std::shared_ptr<Plugin>> Plugin::create(const fairlead_plugin_api* api, std::string path,
                                               HostServices services) {
  FAIRLEAD_CHECK(check_plugin_table(api));
  std::shared_ptr<Plugin> plugin(new Plugin(api, std::move(path), services));
  FAIRLEAD_CHECK(plugin->add_providers());
  FAIRLEAD_CHECK(plugin->init());
  return plugin;
}

Result<void> Plugin::add_providers() {
  std::set<std::string_view> seen;
  for (std::uint32_t i = 0; i < api_->provider_count; ++i) {
    const fairlead_provider_api* api = api_->providers[i];
    FAIRLEAD_CHECK(check_provider_table(api));
    if (!seen.insert(from_abi(api->id)).second) {
      return refuse("provider " + std::string(from_abi(api->id)) + " is declared twice", "duplicate_id");
    }
    FAIRLEAD_TRY(std::unique_ptr<Provider> provider, Provider::create(api));
    providers_.push_back(std::move(provider));
  }
  return {};
}

Result<void> Plugin::init() {
  fairlead_errout out;
  fairlead_plugin* handle = nullptr;
  const fairlead_status status = api_->init(host_.api(), &handle, &out);
  if (status != FAIRLEAD_OK)
    return refuse("init failed: " + to_failure(status, out).error.message, "init_failed");
  if (handle == nullptr) return refuse("init succeeded without making a plugin", "init_failed");
  handle_ = handle;
  return {};
}

}  // namespace fairlead::plugin
