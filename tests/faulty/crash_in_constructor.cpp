// A constructor of the file crashes: that is, dlopen does.
#include <csignal>

#include "valid_plugin.hpp"

namespace {
const bool crashed = std::raise(SIGSEGV) == 0;
}  // namespace

void faulty::break_it(Parts& parts) { parts.plugin.reserved0 = crashed ? 0 : 1; }
