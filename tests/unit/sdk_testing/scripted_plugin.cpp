#include "scripted_plugin.hpp"

#include "fairlead/dynamic_catalog.h"

namespace sdk_testing_test {

using fairlead::testing::borrow;

namespace {

Script the_script;
const fairlead_host_api* the_host = nullptr;
int thing = 0;  // what all handles of the plugin point to

template <class Handle>
fairlead_status make(Handle** out) {
  *out = the_script.makes_nothing ? nullptr : reinterpret_cast<Handle*>(&thing);
  return FAIRLEAD_OK;
}

constexpr const char* kSchema =
    R"({"type":"object","required":["host"],"additionalProperties":false,"properties":{
    "host":{"type":"string","default":"localhost"},"port":{"type":"integer"},
    "token":{"type":"string","x-fairlead-secret":true},
    "tls":{"type":"object","properties":{"mode":{"type":"string","default":"on"}}},
    "peers":{"type":"array","items":{"type":"object","properties":{
        "key":{"type":"string","x-fairlead-secret":true},"weight":{"default":1}}}}}})";
constexpr const char* kCatalog = R"({"tools":[{"name":"first"},{"name":"second"}],
    "resources":[{"uri":"test://a"}],"prompts":[{"name":"greet"}]})";

const fairlead_check_config_api kCheck = {
    sizeof kCheck, 0,
    [](fairlead_plugin*, fairlead_str config, fairlead_field_error_fn found, void* user) noexcept {
      return the_script.check(fairlead::testing::view(config), found, user);
    }};
const fairlead_dynamic_catalog_api kDynamic = {
    sizeof kDynamic, 0,
    [](fairlead_binding*, const fairlead_client_op*, fairlead_value_fn sink, void* user,
       fairlead_errout* out) noexcept {
      the_script.steps.push_back("catalog");
      return the_script.catalog(sink, user, out);
    }};

fairlead_provider_api make_provider() {
  fairlead_provider_api api{};
  api.struct_size = sizeof api;
  api.max_in_flight = 1;
  api.id = borrow("scripted");
  api.title = borrow("Scripted");
  api.catalog_json = borrow(kCatalog);
  api.config_schema_json = borrow(kSchema);
  api.bind = [](fairlead_plugin*, const fairlead_binding_info* info, fairlead_binding** out,
                fairlead_errout* error) noexcept {
    the_script.steps.push_back("bind");
    const fairlead_status status = the_script.bind ? the_script.bind(*info, error) : FAIRLEAD_OK;
    return status == FAIRLEAD_OK ? make(out) : status;
  };
  api.unbind = [](fairlead_binding*) noexcept {
    the_script.steps.push_back("unbind");
    if (the_script.unbind) the_script.unbind();
  };
  api.connect = [](fairlead_binding*, const fairlead_client_op* op, fairlead_client** out,
                   fairlead_errout* error) noexcept {
    the_script.steps.push_back("connect");
    const fairlead_status status = the_script.connect ? the_script.connect(*op, error) : FAIRLEAD_OK;
    return status == FAIRLEAD_OK ? make(out) : status;
  };
  api.ping = [](fairlead_client*, const fairlead_client_op* op, fairlead_errout* error) noexcept {
    the_script.steps.push_back("ping");
    return the_script.ping ? the_script.ping(*op, error) : FAIRLEAD_OK;
  };
  api.close = [](fairlead_client*) noexcept { the_script.steps.push_back("close"); };
  api.invoke = [](fairlead_client*, fairlead_call call, const fairlead_request* request) noexcept {
    if (the_script.invoke) return the_script.invoke(call, *request);
    complete(call);
  };
  api.cancel = [](fairlead_binding*, fairlead_client* client, fairlead_call call) noexcept {
    if (the_script.cancel) the_script.cancel(client, call);
  };
  api.get_extension = [](const char* id) noexcept -> const void* {
    const std::string_view wanted = id;
    if (the_script.check && wanted == FAIRLEAD_EXT_CHECK_CONFIG_1) return &kCheck;
    if (the_script.catalog && wanted == FAIRLEAD_EXT_DYNAMIC_CATALOG_1) return &kDynamic;
    return nullptr;
  };
  return api;
}

fairlead_plugin_api make_plugin() {
  fairlead_plugin_api api{};
  api.struct_size = sizeof api;
  api.abi_major = FAIRLEAD_ABI_MAJOR;
  api.provider_count = 1;
  api.id = borrow("com.example.scripted");
  api.version = borrow("1.0.0");
  api.init = [](const fairlead_host_api* host, fairlead_plugin** out, fairlead_errout*) noexcept {
    the_script.steps.push_back("init");
    the_host = host;
    return the_script.init_status == FAIRLEAD_OK ? make(out) : the_script.init_status;
  };
  api.quiesce = [](fairlead_plugin*) noexcept { the_script.steps.push_back("quiesce"); };
  api.deinit = [](fairlead_plugin*) noexcept { the_script.steps.push_back("deinit"); };
  api.get_extension = [](fairlead_plugin*, const char*) noexcept -> const void* { return nullptr; };
  return api;
}

}  // namespace

Script& script() { return the_script; }
const fairlead_host_api& host_api() { return *the_host; }

Tables& tables() {
  static Tables made;
  return made;
}

Script& fresh_script() {
  the_script = {};
  tables().provider = make_provider();
  tables().providers[0] = &tables().provider;
  tables().plugin = make_plugin();
  tables().plugin.providers = tables().providers;
  return the_script;
}

fairlead_status complete(fairlead_call call, std::string_view json, int outcome) {
  return host_api().call_complete(host_api().host, call, outcome, borrow(json));
}
fairlead_status fail(fairlead_call call, fairlead_status status, std::string_view message) {
  return host_api().call_fail(host_api().host, call, status, 0, borrow(message), {});
}

Bench::Bench(std::uint32_t flags)
    : plugin(host, (fresh_script(), tables().provider.flags = flags, &tables().plugin)) {
  host.set_secret("the token", "s3cr3t");
}

fairlead::testing::TestClient Bench::connect() {
  return plugin.provider().bind({{"token", "the token"}}).connect();
}

}  // namespace sdk_testing_test
