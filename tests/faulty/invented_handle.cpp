// It ends a call that there never was, then its own.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    complete(call + 0x123456789u, result_with("1"));
    complete(0, result_with("1"));
    complete(call, result_with("1"));
  };
}
