// It starts a thread and leaves it running past quiesce.
#include <unistd.h>

#include <thread>

#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.plugin.init = [](const fairlead_host_api* api, fairlead_plugin** out, fairlead_errout* why) noexcept {
    std::thread([] {
      for (;;) ::usleep(1000);
    }).detach();
    return init(api, out, why);
  };
}
