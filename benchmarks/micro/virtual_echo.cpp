#include "virtual_echo.hpp"

namespace fairlead::bench {
namespace {

std::string result_of(std::string_view arguments_json) {
  constexpr std::string_view kBegin = R"({"content":[],"structuredContent":)";
  std::string result;
  result.reserve(kBegin.size() + arguments_json.size() + 1);
  return result.append(kBegin).append(arguments_json).append("}");
}

class Echo final : public VirtualEcho {
 public:
  std::string call(std::string_view arguments_json) override { return result_of(arguments_json); }
};

const fairlead_host_api* host = nullptr;
int something = 0;  // What the handles point to.

template <class Handle>
Handle* some_handle() {
  return reinterpret_cast<Handle*>(&something);
}

fairlead_str text(std::string_view value) { return {value.data(), value.size()}; }

fairlead_provider_api make_provider() {
  fairlead_provider_api api{};
  api.struct_size = sizeof api;
  api.max_in_flight = 1;
  api.id = text("raw_echo");
  api.catalog_json =
      text(R"({"tools":[{"name":"echo","description":"Give it back","inputSchema":{"type":"object"}}]})");
  api.config_schema_json = text(R"({"type":"object"})");
  api.bind = [](fairlead_plugin*, const fairlead_binding_info*, fairlead_binding** out,
                fairlead_errout*) noexcept {
    *out = some_handle<fairlead_binding>();
    return static_cast<fairlead_status>(FAIRLEAD_OK);
  };
  api.unbind = [](fairlead_binding*) noexcept {};
  api.connect = [](fairlead_binding*, const fairlead_client_op*, fairlead_client** out,
                   fairlead_errout*) noexcept {
    *out = some_handle<fairlead_client>();
    return static_cast<fairlead_status>(FAIRLEAD_OK);
  };
  api.ping = [](fairlead_client*, const fairlead_client_op*, fairlead_errout*) noexcept {
    return static_cast<fairlead_status>(FAIRLEAD_OK);
  };
  api.close = [](fairlead_client*) noexcept {};
  api.invoke = [](fairlead_client*, fairlead_call call, const fairlead_request* request) noexcept {
    const std::string result = result_of({request->arguments_json.data, request->arguments_json.size});
    (void)host->call_complete(host->host, call, FAIRLEAD_OUT_RESULT, text(result));
  };
  return api;
}

}  // namespace

std::unique_ptr<VirtualEcho> make_virtual_echo() { return std::make_unique<Echo>(); }

const fairlead_plugin_api* raw_echo_table() {
  static const fairlead_provider_api provider = make_provider();
  static const fairlead_provider_api* const providers[] = {&provider};
  static const fairlead_plugin_api api = [] {
    fairlead_plugin_api made{};
    made.struct_size = sizeof made;
    made.abi_major = FAIRLEAD_ABI_MAJOR;
    made.abi_minor = FAIRLEAD_ABI_MINOR;
    made.provider_count = 1;
    made.providers = providers;
    made.id = text("dev.fairlead.bench.raw_echo");
    made.version = text("1.0.0");
    made.init = [](const fairlead_host_api* api, fairlead_plugin** out, fairlead_errout*) noexcept {
      host = api;
      *out = some_handle<fairlead_plugin>();
      return static_cast<fairlead_status>(FAIRLEAD_OK);
    };
    made.quiesce = [](fairlead_plugin*) noexcept {};
    made.deinit = [](fairlead_plugin*) noexcept {};
    return made;
  }();
  return &api;
}

}  // namespace fairlead::bench
