// It does not say which version it is.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.plugin.version = {}; }
