// init always fails.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.plugin.init = [](const fairlead_host_api* api, fairlead_plugin**, fairlead_errout* why) noexcept {
    api->error_set(why, FAIRLEAD_FAILED_PRECONDITION, 0, text("not on this machine"), {});
    return FAIRLEAD_FAILED_PRECONDITION;
  };
}
