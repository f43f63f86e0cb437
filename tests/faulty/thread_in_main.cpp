// The entry point, which a scanner calls too, starts a thread.
#include <unistd.h>

#include <thread>

#include "valid_plugin.hpp"

void faulty::break_it(Parts&) {
  std::thread([] {
    for (;;) ::pause();
  }).detach();
}
