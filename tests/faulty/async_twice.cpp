// An asynchronous provider that ends its calls twice, from two threads.
#include "async.hpp"

void faulty::break_it(Parts& parts) {
  make_async(parts);
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    later([call] { complete(call, result_with("1")); });
    later([call] { complete(call, result_with("2")); });
  };
}
