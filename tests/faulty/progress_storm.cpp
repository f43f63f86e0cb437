// It reports progress without end and without growing, for every call.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    for (int i = 0; i < 100'000; ++i) {
      (void)host->call_progress(host->host, call, 0.5, 1, text("still here"));
    }
    complete(call, result_with("1"));
  };
}
