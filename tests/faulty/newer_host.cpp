// It needs a host with a newer minor version of the ABI.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.plugin.needs_host_minor = FAIRLEAD_ABI_MINOR + 1; }
