// deinit crashes.
#include <csignal>

#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.plugin.deinit = [](fairlead_plugin*) noexcept { std::raise(SIGSEGV); };
}
