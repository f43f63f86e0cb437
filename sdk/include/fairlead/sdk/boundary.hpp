// The exception barrier: every function of the plugin's tables runs inside it, so that whatever the author
// throws becomes a failure the host understands. Internal.
#ifndef FAIRLEAD_SDK_BOUNDARY_HPP
#define FAIRLEAD_SDK_BOUNDARY_HPP

#include <exception>
#include <new>
#include <string>
#include <string_view>

#include <boost/system/system_error.hpp>

#include "fairlead/plugin.h"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// What to tell the host. The views are valid while it is being told.
struct Failure {
  fairlead_status status;
  unsigned flags;
  std::string_view message;
  std::string_view detail_json;
};

// Calls tell(Failure) exactly once for the exception now being handled. What the provider did not foresee
// leaves the client in an unknown state, hence kClientBad. `tell` must not throw.
template <class Tell>
void tell_current_exception(const Tell& tell) noexcept {
  Failure failure{
      FAIRLEAD_INTERNAL, kClientBad, "the provider threw something that is no std::exception", {}};
  std::string text;  // Owns what the views in `failure` show, where the exception does not.
  try {
    throw;
  } catch (const Error& error) {
    try {
      if (error.detail().is_object()) text = boost::json::serialize(error.detail());
    } catch (...) {
      text.clear();  // The message is worth more than its detail.
    }
    return tell(Failure{error.status(), error.flags(), error.what(), text});
  } catch (const ToolError& error) {
    return tell(Failure{FAIRLEAD_FAILED_PRECONDITION, 0, error.what(), {}});
  } catch (const std::bad_alloc&) {
    failure.status = FAIRLEAD_RESOURCE_EXHAUSTED;
    failure.message = "the provider ran out of memory";
  } catch (const boost::system::system_error& error) {
    // what() of Boost's exceptions names source files of the machine that built the plugin.
    try {
      text = "unexpected error in the provider: " + error.code().message();
      failure.message = text;
    } catch (...) {
      failure.message = "unexpected error in the provider";
    }
  } catch (const std::exception& error) {
    try {
      text = std::string("unexpected error in the provider: ") + error.what();
      failure.message = text;
    } catch (...) {
      return tell(Failure{FAIRLEAD_INTERNAL, kClientBad, error.what(), {}});
    }
  } catch (...) {
  }
  tell(failure);
}

// Runs `body` for a function that answers with a status and an errout.
template <class Body>
fairlead_status guarded(const fairlead_host_api& host, fairlead_errout* out, const Body& body) noexcept {
  try {
    body();
    return FAIRLEAD_OK;
  } catch (...) {
    fairlead_status status = FAIRLEAD_INTERNAL;
    tell_current_exception([&](const Failure& failure) {
      status = failure.status;
      host.error_set(out, failure.status, failure.flags, borrow(failure.message),
                     borrow(failure.detail_json));
    });
    return status;
  }
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_BOUNDARY_HPP
