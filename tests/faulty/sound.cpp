// Nothing is broken: what the others are compared with.
#include "valid_plugin.hpp"

void faulty::break_it(Parts&) {}
