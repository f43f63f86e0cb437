// A client that serves no call at a time.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) { parts.provider.max_in_flight = 0; }
