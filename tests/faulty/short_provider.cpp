// Its provider's table ends before the last field of ABI 1.0.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.provider.struct_size = offsetof(fairlead_provider_api, cancel); }
