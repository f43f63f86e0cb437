// A provider that says it is asynchronous and blocks the event loop for half a second.
#include <unistd.h>

#include "async.hpp"

void faulty::break_it(Parts& parts) {
  make_async(parts);
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    ::usleep(500'000);
    complete(call, result_with("1"));
  };
}
