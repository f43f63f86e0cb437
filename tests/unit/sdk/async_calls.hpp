// One call of a coroutine (or blocking) entry under async_test::Host, without a provider around it: the test
// gives the entry's body, and plays the host.
#ifndef FAIRLEAD_TESTS_UNIT_SDK_ASYNC_CALLS_HPP
#define FAIRLEAD_TESTS_UNIT_SDK_ASYNC_CALLS_HPP

#include <functional>
#include <string>
#include <utility>

#include "fairlead/sdk/async.hpp"
#include "unit/sdk/async_fakes.hpp"

namespace async_test {

inline constexpr fairlead_call kCall = 42;

// Answers with a text, for tests whose bodies give one.
inline fairlead::detail::Served served(std::string text) { return {FAIRLEAD_OUT_RESULT, std::move(text)}; }

inline fairlead_request request_with(std::string_view arguments_json) {
  fairlead_request request{};
  request.struct_size = sizeof request;
  request.slot = FAIRLEAD_SLOT_NONE;
  request.access = FAIRLEAD_ACCESS_READ_WRITE;
  request.log_level = -1;
  request.deadline_mono_ns = Host::kDeadline;
  request.name = borrow("tool");
  request.arguments_json = borrow(arguments_json);
  request.tenant_id = borrow("acme");
  return request;
}

// What a client's state is to start_async.
struct Client {
  using Body =
      std::function<fairlead::Task<fairlead::detail::Served>(fairlead::Call&, const fairlead_request&)>;

  explicit Client(fairlead::Binding& of) : binding(of) {}
  int& client() { return cancels; }

  fairlead::Binding& binding;
  fairlead::detail::CancelRegistry running{fairlead::detail::Descriptor::Keep};
  Body body;
  int cancels = 0;
};

struct Functions {
  static fairlead::detail::CancelFn cancel_fn() {
    return [](void* cancels) noexcept { ++*static_cast<int*>(cancels); };
  }
  static fairlead::Task<fairlead::detail::Served> serve_async(Client& client, const fairlead_request& request,
                                                              fairlead::Call& call) {
    return client.body(call, request);
  }
};

// Plugin, binding and client, from init to the end.
class Calls {
 public:
  explicit Calls(Host& host) : plugin(host.api), binding(plugin, info()), client(binding) {}

  // Leaves nothing of `arguments_json` behind, as a host does.
  void start(Client::Body body, std::string arguments_json = "{}") {
    client.body = std::move(body);
    const fairlead_request request = request_with(arguments_json);
    fairlead::detail::start_async<Functions>(client, kCall, request);
    std::fill(arguments_json.begin(), arguments_json.end(), '#');
  }
  void cancel() { client.running.cancel(kCall); }

  fairlead::detail::PluginState plugin;
  fairlead::Binding binding;
  Client client;

 private:
  static fairlead_binding_info info() {
    fairlead_binding_info info{};
    info.struct_size = sizeof info;
    info.scope = FAIRLEAD_SCOPE_TENANT;
    info.binding_id = 9;
    info.connection_name = borrow("main");
    info.tenant_id = borrow("acme");
    info.config_json = borrow("{}");
    return info;
  }
};

}  // namespace async_test

#endif  // FAIRLEAD_TESTS_UNIT_SDK_ASYNC_CALLS_HPP
