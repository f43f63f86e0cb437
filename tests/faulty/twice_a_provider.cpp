// Two of its providers have the same id.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  static const fairlead_provider_api* const twice[] = {&parts.provider, &parts.provider};
  parts.plugin.providers = twice;
  parts.plugin.provider_count = 2;
}
