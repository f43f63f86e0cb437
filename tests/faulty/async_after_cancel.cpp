// An asynchronous provider that ends its calls three seconds after their deadline, cancelled or not.
#include <unistd.h>

#include "async.hpp"

void faulty::break_it(Parts& parts) {
  make_async(parts);
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    const std::uint64_t end = request->deadline_mono_ns + 3'000'000'000u;
    later([call, end] {
      while (host->now_mono_ns(host->host) < end) ::usleep(10'000);
      complete(call, result_with("1"));
    });
  };
}
