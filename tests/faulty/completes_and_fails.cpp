// It completes every call, then fails it.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    complete(call, result_with("1"));
    (void)host->call_fail(host->host, call, FAIRLEAD_INTERNAL, 0, text("after all"), {});
  };
}
