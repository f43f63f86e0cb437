// A function that every provider must have is missing.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.provider.invoke = nullptr; }
