// It throws out of invoke: the pointer type promises noexcept, the function behind it does not keep it.
#include <stdexcept>

#include "valid_plugin.hpp"

namespace {

void throwing(fairlead_client*, fairlead_call, const fairlead_request*) {
  throw std::runtime_error("past the barrier");
}

}  // namespace

void faulty::break_it(Parts& parts) {
  parts.provider.invoke = reinterpret_cast<decltype(parts.provider.invoke)>(&throwing);
}
