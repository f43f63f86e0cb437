// reset leaves what the last tenant stored to the next one.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.reset = [](fairlead_client*, const fairlead_client_op*, fairlead_errout*) noexcept {
    return FAIRLEAD_OK;
  };
}
