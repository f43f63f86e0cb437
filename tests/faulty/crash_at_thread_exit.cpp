// It leaves a thread-local object on the thread that called init, whose destructor crashes.
#include <csignal>

#include "valid_plugin.hpp"

namespace {

struct Mine {
  bool is_used = false;
  ~Mine() {
    if (is_used) std::raise(SIGSEGV);
  }
};
thread_local Mine mine;

}  // namespace

void faulty::break_it(Parts& parts) {
  parts.plugin.init = [](const fairlead_host_api* api, fairlead_plugin** out, fairlead_errout* why) noexcept {
    mine.is_used = true;
    return init(api, out, why);
  };
}
