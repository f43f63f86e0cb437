// reset always fails.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.reset = [](fairlead_client*, const fairlead_client_op*, fairlead_errout*) noexcept {
    return static_cast<fairlead_status>(FAIRLEAD_INTERNAL);
  };
}
