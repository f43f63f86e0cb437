// init ends the process.
#include <unistd.h>

#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.plugin.init = [](const fairlead_host_api*, fairlead_plugin**, fairlead_errout*) noexcept {
    ::_exit(0);
    return FAIRLEAD_OK;
  };
}
