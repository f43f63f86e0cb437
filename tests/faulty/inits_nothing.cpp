// init succeeds without making a plugin.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.plugin.init = [](const fairlead_host_api*, fairlead_plugin**, fairlead_errout*) noexcept {
    return FAIRLEAD_OK;
  };
}
