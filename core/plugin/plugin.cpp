#include "plugin/plugin.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/ids.hpp"
#include "json/parse.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::uint32_t kProvidersMax = 64;

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
  if (!is_utf8(from_abi(api->id)) || !is_utf8(from_abi(api->version)) || !is_utf8(from_abi(api->sdk)))
    return refuse("its id, version or sdk is not UTF-8", "bad_text");
  return {};
}

}  // namespace

Plugin::Plugin(const fairlead_plugin_api* api, std::string path, HostServices services)
    : api_(api),
      id_(from_abi(api->id)),
      version_(from_abi(api->version)),
      sdk_(from_abi(api->sdk)),
      path_(std::move(path)),
      host_(services, id_) {}

Plugin::~Plugin() {
  host_.close_loop();
  if (handle_ == nullptr) return;
  api_->quiesce(handle_);
  api_->deinit(handle_);
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
  std::set<std::string> seen;
  for (std::uint32_t i = 0; i < api_->provider_count; ++i) {
    const fairlead_provider_api* api = api_->providers[i];
    FAIRLEAD_TRY(std::unique_ptr<Provider> provider, Provider::create(api));
    if (!seen.insert(provider->id()).second) {
      return refuse("provider " + provider->id() + " is declared twice", "duplicate_id");
    }
    providers_.push_back(std::move(provider));
  }
  return {};
}

Result<void> Plugin::init() {
  // Before init, in which the plugin may ask for the extension.
  const auto is_async = [](const auto& provider) { return provider->is_async(); };
  if (std::any_of(providers_.begin(), providers_.end(), is_async)) FAIRLEAD_CHECK(host_.open_loop());
  fairlead_errout out;
  fairlead_plugin* handle = nullptr;
  const fairlead_status status = api_->init(host_.api(), &handle, &out);
  if (status != FAIRLEAD_OK)
    return refuse("init failed: " + to_failure(status, out).error.message, "init_failed");
  if (handle == nullptr) return refuse("init succeeded without making a plugin", "init_failed");
  handle_ = handle;
  for (const auto& provider : providers_) FAIRLEAD_CHECK(provider->attach(handle, host_));
  return {};
}

}  // namespace fairlead::plugin
