// The entry point crashes.
#include <csignal>

#include "valid_plugin.hpp"

void faulty::break_it(Parts&) { std::raise(SIGSEGV); }
