#include "support/fake_plugin.hpp"

#include <string_view>

struct fairlead_plugin {
  fairlead::test::FakePlugin* fake;
};
struct fairlead_binding {
  fairlead::test::FakePlugin* fake;
  std::uint64_t id;
  std::string connection_name;
  std::string config_json;
};
struct fairlead_client {
  fairlead::test::FakePlugin* fake;
  fairlead::test::FakeClient client;
};

namespace fairlead::test {
namespace {

// The plugin whose init comes next: the C contract gives init no pointer of ours.
FakePlugin* awaiting_init = nullptr;

fairlead_str view(const std::string& text) { return {text.data(), text.size()}; }
std::string copy(fairlead_str text) {
  return text.size == 0 ? std::string() : std::string(text.data, text.size);
}

}  // namespace

struct FakeEntry {
  static fairlead_status init(const fairlead_host_api* host, fairlead_plugin** out,
                              fairlead_errout* error) noexcept {
    FakePlugin& fake = *awaiting_init;
    ++fake.inits;
    fake.host_ = host;
    if (fake.on_init) {
      const fairlead_status status = fake.on_init(*host, error);
      if (status != FAIRLEAD_OK) return status;
    }
    *out = new fairlead_plugin{&fake};
    return FAIRLEAD_OK;
  }
  static void quiesce(fairlead_plugin*) noexcept {}
  static void deinit(fairlead_plugin* plugin) noexcept {
    ++plugin->fake->deinits;
    delete plugin;
  }

  static fairlead_status bind(fairlead_plugin* plugin, const fairlead_binding_info* info,
                              fairlead_binding** out, fairlead_errout* error) noexcept {
    FakePlugin& fake = *plugin->fake;
    ++fake.binds;
    if (fake.on_bind) {
      const fairlead_status status = fake.on_bind(*info, error);
      if (status != FAIRLEAD_OK) return status;
    }
    *out =
        new fairlead_binding{&fake, info->binding_id, copy(info->connection_name), copy(info->config_json)};
    return FAIRLEAD_OK;
  }
  static void unbind(fairlead_binding* binding) noexcept {
    ++binding->fake->unbinds;
    delete binding;
  }

  static fairlead_status connect(fairlead_binding* binding, const fairlead_client_op* op,
                                 fairlead_client** out, fairlead_errout* error) noexcept {
    FakePlugin& fake = *binding->fake;
    ++fake.connects;
    FakeClient client{binding->id, binding->connection_name, binding->config_json, copy(op->tenant_id),
                      op->access};
    if (fake.on_connect) {
      const fairlead_status status = fake.on_connect(client, *op, error);
      if (status != FAIRLEAD_OK) return status;
    }
    *out = new fairlead_client{&fake, std::move(client)};
    return FAIRLEAD_OK;
  }
  static fairlead_status ping(fairlead_client* client, const fairlead_client_op* op,
                              fairlead_errout* error) noexcept {
    FakePlugin& fake = *client->fake;
    ++fake.pings;
    return fake.on_ping ? fake.on_ping(client->client, *op, error) : FAIRLEAD_OK;
  }
  static fairlead_status reset(fairlead_client* client, const fairlead_client_op* op,
                               fairlead_errout* error) noexcept {
    FakePlugin& fake = *client->fake;
    ++fake.resets;
    return fake.on_reset ? fake.on_reset(client->client, *op, error) : FAIRLEAD_OK;
  }
  static void close(fairlead_client* client) noexcept {
    ++client->fake->closes;
    delete client;
  }

  static void invoke(fairlead_client* client, fairlead_call call, const fairlead_request* request) noexcept {
    FakePlugin& fake = *client->fake;
    ++fake.invokes;
    {
      const std::lock_guard lock(fake.mutex_);
      fake.seen_.push_back({copy(request->name), copy(request->arguments_json), copy(request->tenant_id),
                            copy(request->user_id), copy(request->connection_name), copy(request->roles_json),
                            copy(request->cursor), copy(request->input_responses_json),
                            copy(request->request_state), copy(request->client_capabilities_json),
                            request->kind, request->slot, request->access, request->flags,
                            request->log_level});
    }
    if (fake.on_invoke) return fake.on_invoke(client->client, call, *request);
    fake.complete(call, R"({"structuredContent":{"echo":")" + copy(request->name) + "\"}}");
  }
  static void cancel(fairlead_binding*, fairlead_client* client, fairlead_call call) noexcept {
    if (client == nullptr) return;
    FakePlugin& fake = *client->fake;
    ++fake.cancels;
    if (fake.on_cancel) fake.on_cancel(&client->client, call);
  }

  static const void* get_extension(const char* id) noexcept {
    const FakePlugin& fake = *awaiting_init;  // Asked while that one is loaded.
    if (fake.has_check_config && std::string_view(id) == FAIRLEAD_EXT_CHECK_CONFIG_1)
      return &fake.check_config;
    if (fake.has_dynamic_catalog && std::string_view(id) == FAIRLEAD_EXT_DYNAMIC_CATALOG_1)
      return &fake.dynamic_catalog;
    return nullptr;
  }
  static fairlead_status check(fairlead_plugin* plugin, fairlead_str config_json,
                               fairlead_field_error_fn found, void* user) noexcept {
    return plugin->fake->on_check_config(
        copy(config_json),
        [&](const std::string& path, const std::string& message) { found(user, view(path), view(message)); });
  }
  static fairlead_status catalog(fairlead_binding* binding, const fairlead_client_op* op,
                                 fairlead_value_fn sink, void* user, fairlead_errout* error) noexcept {
    return binding->fake->on_catalog(
        *op, [&](const std::string& catalog_json) { sink(user, view(catalog_json)); }, error);
  }
};

FakePlugin::FakePlugin(std::string provider_id)
    : catalog_json(fake_catalog()),
      config_schema_json(fake_config_schema()),
      providers_{&provider},
      id_("com.example." + provider_id),
      provider_id_(std::move(provider_id)) {
  provider.struct_size = sizeof provider;
  provider.max_in_flight = 1;
  provider.id = view(provider_id_);
  provider.bind = FakeEntry::bind;
  provider.unbind = FakeEntry::unbind;
  provider.connect = FakeEntry::connect;
  provider.ping = FakeEntry::ping;
  provider.reset = FakeEntry::reset;
  provider.close = FakeEntry::close;
  provider.invoke = FakeEntry::invoke;
  provider.cancel = FakeEntry::cancel;
  provider.get_extension = FakeEntry::get_extension;
  check_config.struct_size = sizeof check_config;
  check_config.check = FakeEntry::check;
  dynamic_catalog.struct_size = sizeof dynamic_catalog;
  dynamic_catalog.catalog = FakeEntry::catalog;

  static const std::string version = "1.2.3";
  static const std::string sdk = "lambdas";
  api.struct_size = sizeof api;
  api.abi_major = FAIRLEAD_ABI_MAJOR;
  api.abi_minor = FAIRLEAD_ABI_MINOR;
  api.provider_count = 1;
  api.providers = providers_;
  api.id = view(id_);
  api.version = view(version);
  api.sdk = view(sdk);
  api.init = FakeEntry::init;
  api.quiesce = FakeEntry::quiesce;
  api.deinit = FakeEntry::deinit;
  update();
  awaiting_init = this;
}

FakePlugin::~FakePlugin() {
  if (awaiting_init == this) awaiting_init = nullptr;
}

void FakePlugin::update() {
  provider.catalog_json = view(catalog_json);
  provider.config_schema_json = view(config_schema_json);
}

void FakePlugin::complete(fairlead_call call, const std::string& result_json, std::int32_t outcome) {
  host_->call_complete(host_->host, call, outcome, view(result_json));
}

void FakePlugin::fail(fairlead_call call, fairlead_status status, const std::string& message,
                      std::uint32_t flags) {
  host_->call_fail(host_->host, call, status, flags, view(message), {});
}

void FakePlugin::set_error(fairlead_errout* out, fairlead_status status, const std::string& message,
                           std::uint32_t flags) {
  host_->error_set(out, status, flags, view(message), {});
}

std::vector<SeenRequest> FakePlugin::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

std::string fake_catalog() {
  return R"json({"tools":[
    {"name":"look","description":"Looks.","annotations":{"readOnlyHint":true},
     "inputSchema":{"type":"object","properties":{"text":{"type":"string"},"limit":{"type":"integer","maximum":10}},
                    "additionalProperties":false}},
    {"name":"change","description":"Changes.","annotations":{"readOnlyHint":false},
     "inputSchema":{"type":"object","additionalProperties":false},
     "_meta":{"dev.fairlead/aliases":["alter"],"dev.fairlead/tier":"core","com.example/note":1}}
  ]})json";
}

std::string fake_config_schema() {
  return R"json({"type":"object","additionalProperties":false,"properties":{
    "host":{"type":"string","default":"localhost"},
    "port":{"type":"integer","minimum":1,"maximum":65535},
    "token":{"type":"string","x-fairlead-secret":true}}})json";
}

}  // namespace fairlead::test
