// It sets a flag that ABI 1.0 does not have.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.provider.flags |= 0x8000u; }
