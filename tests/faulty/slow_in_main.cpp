// The entry point takes half a second.
#include <unistd.h>

#include "valid_plugin.hpp"

void faulty::break_it(Parts&) { ::usleep(500'000); }
