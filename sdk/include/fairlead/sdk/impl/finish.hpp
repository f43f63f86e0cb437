// How a call ends: exactly once, with what was served or with what was thrown. Internal.
#ifndef FAIRLEAD_SDK_IMPL_FINISH_HPP
#define FAIRLEAD_SDK_IMPL_FINISH_HPP

#include "fairlead/plugin.h"
#include "fairlead/sdk/boundary.hpp"
#include "fairlead/sdk/served.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// A refusal means that the host gave the call up meanwhile; there is nobody left to tell.
inline void finish(const fairlead_host_api& host, fairlead_call call, const Served& served) noexcept {
  (void)host.call_complete(host.host, call, served.outcome, borrow(served.json));
}

// Inside a catch block only.
inline void finish_with_current_exception(const fairlead_host_api& host, fairlead_call call) noexcept {
  try {
    throw;
  } catch (const InputRequired& asked) {
    (void)host.call_complete(host.host, call, FAIRLEAD_OUT_INPUT_REQUIRED, borrow(asked.json));
  } catch (const GoOnAsTask& task) {
    (void)host.call_complete(host.host, call, FAIRLEAD_OUT_TASK, borrow(task.json));
  } catch (...) {
    tell_current_exception([&](const Failure& failure) {
      (void)host.call_fail(host.host, call, failure.status, failure.flags, borrow(failure.message),
                           borrow(failure.detail_json));
    });
  }
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_FINISH_HPP
