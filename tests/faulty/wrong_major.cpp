// It was built for another major version of the ABI.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.plugin.abi_major = FAIRLEAD_ABI_MAJOR + 1; }
