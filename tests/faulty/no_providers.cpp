// It declares no provider.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.plugin.provider_count = 0; }
