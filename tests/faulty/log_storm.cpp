// It writes a hundred thousand lines to the client, for every call.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    for (int i = 0; i < 100'000; ++i) {
      (void)host->call_log(host->host, call, FAIRLEAD_LOG_ERROR, text("storm"), text("\"again\""));
    }
    complete(call, result_with("1"));
  };
}
