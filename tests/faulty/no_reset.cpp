// It says that its clients keep state and cannot remove it.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.provider.reset = nullptr; }
