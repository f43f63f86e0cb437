// It exports a second symbol, which another plugin's symbol of that name could take the place of.
#include "valid_plugin.hpp"

FAIRLEAD_EXPORT int fairlead_faulty_exported_too(void) { return 1; }

void faulty::break_it(Parts&) {}
