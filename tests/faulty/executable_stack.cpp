// Linked with an executable stack, which it would give to the whole process.
#include "valid_plugin.hpp"

void faulty::break_it(Parts&) {}
