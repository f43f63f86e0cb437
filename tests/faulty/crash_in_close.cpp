// close crashes.
#include <csignal>

#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.close = [](fairlead_client*) noexcept { std::raise(SIGSEGV); };
}
