// Linked with lazy binding: its symbols would be looked for in the middle of a call.
#include "valid_plugin.hpp"

void faulty::break_it(Parts&) {}
