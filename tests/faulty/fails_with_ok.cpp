// It fails its calls with the status OK.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    (void)host->call_fail(host->host, call, FAIRLEAD_OK, 0, text("nothing is wrong"), {});
  };
}
