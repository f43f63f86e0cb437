// What one binding was told, the next one answers with: the configuration is kept in a static.
#include "valid_plugin.hpp"

namespace {
std::string first_config;
}  // namespace

void faulty::break_it(Parts& parts) {
  parts.provider.bind = [](fairlead_plugin* plugin, const fairlead_binding_info* info, fairlead_binding** out,
                           fairlead_errout* why) noexcept {
    if (first_config.empty()) first_config = copy(info->config_json);
    return bind(plugin, info, out, why);
  };
  parts.provider.invoke = [](fairlead_client*, fairlead_call call, const fairlead_request*) noexcept {
    complete(call, result_with(first_config));
  };
}
