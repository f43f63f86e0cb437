// A whole and correct plugin by the C contract, without the SDK: one provider with a session, three tools and
// one config field. Each source file of this folder includes it and breaks exactly one thing in break_it, so
// that what a host or the contract suite finds there has one cause.
#ifndef FAIRLEAD_TESTS_FAULTY_VALID_PLUGIN_HPP
#define FAIRLEAD_TESTS_FAULTY_VALID_PLUGIN_HPP

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "fairlead/plugin.h"

// The name of the file, which is also the provider's id.
#ifndef FAULTY_NAME
#error "CMakeLists.txt defines FAULTY_NAME"
#endif

namespace faulty {

inline fairlead_str text(std::string_view value) { return {value.data(), value.size()}; }
inline std::string copy(fairlead_str value) {
  return value.size == 0 ? std::string() : std::string(value.data, value.size);
}

// Both tables, before they are handed out.
struct Parts {
  fairlead_plugin_api plugin{};
  fairlead_provider_api provider{};
};

// Written by each file: breaks one thing.
void break_it(Parts& parts);

// ---- What the handles point to ----------------------------------------------------------------------------

inline const fairlead_host_api* host = nullptr;  // From init on.

struct Binding {
  std::string config_json;
};
struct Client {
  Binding* binding;
  std::string memory = "null";  // JSON that `remember` was given; what reset must remove.
};
inline Client& client_of(fairlead_client* client) { return *reinterpret_cast<Client*>(client); }

inline void complete(fairlead_call call, std::string_view result_json,
                     std::int32_t outcome = FAIRLEAD_OUT_RESULT) {
  (void)host->call_complete(host->host, call, outcome, text(result_json));
}

// {"content": [], "structuredContent": {"value": <json>}}
inline std::string result_with(std::string_view json) {
  return R"({"content":[],"structuredContent":{"value":)" + std::string(json) + "}}";
}

// ---- The functions ----------------------------------------------------------------------------------------

inline fairlead_status init(const fairlead_host_api* api, fairlead_plugin** out, fairlead_errout*) noexcept {
  host = api;
  *out = reinterpret_cast<fairlead_plugin*>(new int(0));
  return FAIRLEAD_OK;
}
inline void quiesce(fairlead_plugin*) noexcept {}
inline void deinit(fairlead_plugin* plugin) noexcept { delete reinterpret_cast<int*>(plugin); }

inline fairlead_status bind(fairlead_plugin*, const fairlead_binding_info* info, fairlead_binding** out,
                            fairlead_errout*) noexcept {
  *out = reinterpret_cast<fairlead_binding*>(new Binding{copy(info->config_json)});
  return FAIRLEAD_OK;
}
inline void unbind(fairlead_binding* binding) noexcept { delete reinterpret_cast<Binding*>(binding); }

inline fairlead_status connect(fairlead_binding* binding, const fairlead_client_op*, fairlead_client** out,
                               fairlead_errout*) noexcept {
  *out = reinterpret_cast<fairlead_client*>(new Client{reinterpret_cast<Binding*>(binding)});
  return FAIRLEAD_OK;
}
inline fairlead_status ping(fairlead_client*, const fairlead_client_op*, fairlead_errout*) noexcept {
  return FAIRLEAD_OK;
}
inline fairlead_status reset(fairlead_client* client, const fairlead_client_op*, fairlead_errout*) noexcept {
  client_of(client).memory = "null";
  return FAIRLEAD_OK;
}
inline void close(fairlead_client* client) noexcept { delete &client_of(client); }

inline void invoke(fairlead_client* client, fairlead_call call, const fairlead_request* request) noexcept {
  const std::string name = copy(request->name);
  const std::string arguments = copy(request->arguments_json);
  Client& me = client_of(client);
  if (name == "echo") return complete(call, result_with(arguments));
  if (name == "recall") return complete(call, result_with(me.memory));
  if (name == "remember") {
    me.memory = arguments;
    return complete(call, result_with("true"));
  }
  (void)host->call_fail(host->host, call, FAIRLEAD_NOT_FOUND, 0, text("no such tool"), {});
}

// ---- The tables -------------------------------------------------------------------------------------------

// The annotations that every tool must state; `is_read_only` is true or false.
#define FAULTY_ANNOTATIONS(is_read_only)            \
  R"("annotations":{"readOnlyHint":)" #is_read_only \
  R"(,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false})"

inline constexpr std::string_view kCatalog =
    R"({"tools":[)"
    R"({"name":"echo","description":"Give the arguments back","inputSchema":{"type":"object"},)"
    R"("outputSchema":{"type":"object","required":["value"]},)" FAULTY_ANNOTATIONS(true) R"(},{"name":"recall","description":"What was remembered","inputSchema":{"type":"object"},)" FAULTY_ANNOTATIONS(true) R"(},{"name":"remember","description":"Keep the arguments","inputSchema":{"type":"object"},)" FAULTY_ANNOTATIONS(
        false) "}]}";

inline constexpr std::string_view kConfigSchema =
    R"({"type":"object","properties":{"name":{"type":"string","description":"Any text","default":"plain"}},)"
    R"("additionalProperties":false})";

inline Parts valid_parts() {
  Parts parts;
  fairlead_provider_api& provider = parts.provider;
  provider.struct_size = sizeof provider;
  provider.flags = FAIRLEAD_PROV_SESSION_STATE;
  provider.max_in_flight = 1;
  provider.id = text(FAULTY_NAME);
  provider.title = text("Broken on purpose");
  provider.catalog_json = text(kCatalog);
  provider.config_schema_json = text(kConfigSchema);
  provider.bind = bind;
  provider.unbind = unbind;
  provider.connect = connect;
  provider.ping = ping;
  provider.reset = reset;
  provider.close = close;
  provider.invoke = invoke;

  fairlead_plugin_api& plugin = parts.plugin;
  plugin.struct_size = sizeof plugin;
  plugin.abi_major = FAIRLEAD_ABI_MAJOR;
  plugin.abi_minor = FAIRLEAD_ABI_MINOR;
  plugin.provider_count = 1;
  plugin.id = text("dev.fairlead.faulty." FAULTY_NAME);
  plugin.version = text("1.0.0");
  plugin.sdk = text("none");
  plugin.init = init;
  plugin.quiesce = quiesce;
  plugin.deinit = deinit;
  return parts;
}

inline const fairlead_plugin_api* table() {
  static Parts& parts = *new Parts(valid_parts());
  static const fairlead_provider_api* const providers[] = {&parts.provider};
  static const bool is_ready = [] {
    parts.plugin.providers = providers;
    break_it(parts);
    return true;
  }();
  (void)is_ready;
  return &parts.plugin;
}

}  // namespace faulty

// A file that breaks the entry point itself defines FAULTY_OWN_ENTRY_POINT.
#ifndef FAULTY_OWN_ENTRY_POINT
FAIRLEAD_EXPORT const fairlead_plugin_api* fairlead_plugin_main_v1(void) FAIRLEAD_NOEXCEPT {
  return faulty::table();
}
#endif

#endif  // FAIRLEAD_TESTS_FAULTY_VALID_PLUGIN_HPP
