// bind succeeds without making a binding.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.bind = [](fairlead_plugin*, const fairlead_binding_info*, fairlead_binding**,
                           fairlead_errout*) noexcept { return FAIRLEAD_OK; };
}
