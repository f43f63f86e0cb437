// Its results hold bytes that are no UTF-8.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    complete(call, "{\"content\":[{\"type\":\"text\",\"text\":\"\xC3\x28\"}]}");
  };
}
