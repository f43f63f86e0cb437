// Everything a coroutine entry needs: Task, what it may await, and how the SDK runs it.
//
//   fairlead::Task<Stars> stars(const Args& args, Call& call) {
//     fairlead::HttpRequest request;
//     request.url = "https://api.example.com/repos/" + args.repo;
//     const auto reply = co_await call.http(request);
//     ...
//     co_return Stars{...};
//   }
//
// Arguments, Call and client live until the coroutine has ended, so it may take them by reference. It must
// not block: the host's event loop runs it. When the call is cancelled or past its deadline, the await it is
// in throws Error with CANCELLED or DEADLINE_EXCEEDED; let it pass. The coroutine's locals and parameters are
// destroyed before the host hears of its result, which may close the client at once. Only the object it
// threw lives a moment longer, so that must not refer to the client.
#ifndef FAIRLEAD_SDK_ASYNC_HPP
#define FAIRLEAD_SDK_ASYNC_HPP

#include "fairlead/sdk/async_types.hpp"
#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/http.hpp"
#include "fairlead/sdk/task.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// Begins to serve `request` by Functions::serve_async(state, request, call), a Task<Served>, and ends `call`
// exactly once, now or later. The request is copied. State has `binding`, `client()` and `running`.
template <class Functions, class State>
void start_async(State& state, fairlead_call call, const fairlead_request& request) noexcept;

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/async.hpp"

#endif  // FAIRLEAD_SDK_ASYNC_HPP
