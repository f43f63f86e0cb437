// connect crashes.
#include <csignal>

#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.connect = [](fairlead_binding*, const fairlead_client_op*, fairlead_client**,
                              fairlead_errout*) noexcept {
    std::raise(SIGSEGV);
    return FAIRLEAD_OK;
  };
}
