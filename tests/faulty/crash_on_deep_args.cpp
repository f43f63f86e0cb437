// It recurses once per opening bracket of its arguments, until the stack ends.
#include "valid_plugin.hpp"

namespace {

// A frame of 64 KiB per level: what a careless recursive parser uses up sooner or later.
std::size_t depth(const std::string& json, std::size_t at) {
  volatile char frame[65536];
  frame[0] = 1;
  const std::size_t next = json.find('[', at);
  return next == std::string::npos ? 0 : depth(json, next + 1) + static_cast<std::size_t>(frame[0]);
}

}  // namespace

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = []([[maybe_unused]] fairlead_client* client, [[maybe_unused]] fairlead_call call,
                             [[maybe_unused]] const fairlead_request* request) noexcept {
    complete(call, result_with(std::to_string(depth(copy(request->arguments_json), 0))));
  };
}
