// init works the first time only, though the contract lets a host begin again after deinit.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.plugin.init = [](const fairlead_host_api* api, fairlead_plugin** out, fairlead_errout* why) noexcept {
    static std::atomic<bool> is_used{false};
    if (is_used.exchange(true)) return static_cast<fairlead_status>(FAIRLEAD_ALREADY_EXISTS);
    return init(api, out, why);
  };
}
