// It ends the call before this one, and leaves this one to nobody.
#include "valid_plugin.hpp"

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    static std::atomic<fairlead_call> last{0};
    const fairlead_call before = last.exchange(call);
    complete(before == 0 ? call : before, result_with("1"));
  };
}
