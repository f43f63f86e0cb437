// connect fails without saying why.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.connect = [](fairlead_binding*, const fairlead_client_op*, fairlead_client**,
                              fairlead_errout*) noexcept {
    return static_cast<fairlead_status>(FAIRLEAD_UNAVAILABLE);
  };
}
