// close leaves a descriptor open, each time.
#include <unistd.h>

#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.close = [](fairlead_client* client) noexcept {
    static_cast<void>(::dup(0));
    close(client);
  };
}
