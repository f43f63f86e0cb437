// ping never returns, whatever the deadline.
#include <unistd.h>

#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.ping = [](fairlead_client*, const fairlead_client_op*, fairlead_errout*) noexcept {
    for (;;) ::pause();
    return FAIRLEAD_OK;
  };
}
