// The descriptor has no init.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.plugin.init = nullptr; }
