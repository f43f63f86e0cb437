// What serving a request gave: the JSON that ends the call, and which kind of ending it is. Internal.
#ifndef FAIRLEAD_SDK_SERVED_HPP
#define FAIRLEAD_SDK_SERVED_HPP

#include <cstdint>
#include <string>
#include <utility>

#include "fairlead/plugin.h"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

struct Served {
  std::int32_t outcome = FAIRLEAD_OUT_RESULT;  // FAIRLEAD_OUT_*
  std::string json;
};

// Thrown to end a call in another way than by a result. No std::exception, so that a provider's
// `catch (const std::exception&)` lets them pass.
struct InputRequired {
  std::string json;  // {"inputRequests":{..},"requestState":".."}
};
struct GoOnAsTask {
  std::string json;  // {"ttlMs":..,"pollIntervalMs":..}
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_SERVED_HPP
