// It keeps the view of the configuration that bind lent to it.
#include "valid_plugin.hpp"

namespace {

struct Careless {
  fairlead_str config_json;  // Borrowed until bind returned.
};

}  // namespace

void faulty::break_it(Parts& parts) {
  parts.provider.bind = [](fairlead_plugin*, const fairlead_binding_info* info, fairlead_binding** out,
                           fairlead_errout*) noexcept {
    *out = reinterpret_cast<fairlead_binding*>(new Careless{info->config_json});
    return FAIRLEAD_OK;
  };
  parts.provider.unbind = [](fairlead_binding* binding) noexcept {
    delete reinterpret_cast<Careless*>(binding);
  };
  parts.provider.invoke = [](fairlead_client* client, fairlead_call call, const fairlead_request*) noexcept {
    const auto* binding = reinterpret_cast<const Careless*>(client_of(client).binding);
    complete(call, result_with(copy(binding->config_json)));
  };
}
