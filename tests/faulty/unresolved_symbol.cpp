// It calls a function that nobody defines; with lazy binding that would be found out in the middle of a call.
#include "valid_plugin.hpp"

extern "C" int fairlead_faulty_nobody_defines_this(void);

void faulty::break_it(Parts& parts) {
  parts.provider.ping = [](fairlead_client*, const fairlead_client_op*, fairlead_errout*) noexcept {
    return static_cast<fairlead_status>(fairlead_faulty_nobody_defines_this());
  };
}
