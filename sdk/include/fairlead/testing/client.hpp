// A client of the provider, and the calls a test makes on it.
#ifndef FAIRLEAD_TESTING_CLIENT_HPP
#define FAIRLEAD_TESTING_CLIENT_HPP

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "fairlead/testing/states.hpp"

namespace fairlead::testing {

// A call of an ASYNC provider that may still be under way; see TestClient::start.
class PendingCall {
 public:
  PendingCall(std::shared_ptr<detail::ClientState> client, fairlead_call call)
      : client_(std::move(client)), call_(call) {}

  // Without running anything: move the fake host on by run_ready or advance.
  [[nodiscard]] bool is_done() const {
    client_->check_open();
    return client_->binding.parts.calls.has_ended(call_);
  }
  // As a host does it: call_cancelled turns true, then the provider's cancel is called. False when the call
  // has ended already. Any thread.
  bool cancel() {
    client_->check_open();
    return client_->binding.parts.cancel(call_);
  }
  // Runs the fake host until the call has ended.
  [[nodiscard]] CallResult result() {
    client_->check_open();
    return client_->finish(call_);
  }
  [[nodiscard]] fairlead_call handle() const { return call_; }

 private:
  std::shared_ptr<detail::ClientState> client_;
  fairlead_call call_;
};

// Copies are handles of the same client. It is closed by close(), or with its plugin.
class TestClient : public Refusable<TestClient> {
 public:
  explicit TestClient(std::shared_ptr<detail::ClientState> state) : state_(std::move(state)) {}

  // connect failed: status(), flags() and message() say why, and every call throws UsageError with that.
  [[nodiscard]] bool refused() const { return state_->handle == nullptr; }

  // False when the client says it is no longer good. The real host resets a client that keeps state after
  // every use; here the test does, so that it can look at what a call left behind. Without state reset does
  // nothing.
  bool ping(const OpOptions& options = {}) { return state_->ping(options); }
  bool reset(const OpOptions& options = {}) { return state_->reset(options); }

  // Each runs until the call has ended. With an ASYNC provider that means the loop of the fake host, whose
  // clock jumps to the next timer or deadline when nothing else is left to do.
  CallResult call(std::string_view tool, const boost::json::object& arguments = {},
                  const CallOptions& options = {}) {
    return start(tool, arguments, options).result();
  }
  // Arguments as text: for what no host would let through.
  CallResult call_text(std::string_view tool, std::string_view arguments_json,
                       const CallOptions& options = {}) {
    return run({FAIRLEAD_KIND_TOOL, std::string(tool), std::string(arguments_json)}, options);
  }
  CallResult read(std::string_view uri, const CallOptions& options = {}) {
    return run({FAIRLEAD_KIND_RESOURCE, std::string(uri)}, options);
  }
  CallResult prompt(std::string_view name, const boost::json::object& arguments = {},
                    const CallOptions& options = {}) {
    return run({FAIRLEAD_KIND_PROMPT, std::string(name), boost::json::serialize(arguments)}, options);
  }
  // `ref` is the name of a prompt of the catalog, or else the URI template of a resource; `others` are the
  // arguments given already.
  CallResult complete(std::string_view ref, std::string_view argument, std::string_view value,
                      const boost::json::object& others = {}, const CallOptions& options = {}) {
    const bool is_prompt = state_->binding.slot_of(FAIRLEAD_KIND_PROMPT, ref) != FAIRLEAD_SLOT_NONE;
    const auto text = [](std::string_view view) { return boost::json::string(view.data(), view.size()); };
    boost::json::object params{
        {"ref",
         {{"type", is_prompt ? "ref/prompt" : "ref/resource"}, {is_prompt ? "name" : "uri", text(ref)}}},
        {"argument", {{"name", text(argument)}, {"value", text(value)}}}};
    if (!others.empty()) params["context"] = {{"arguments", others}};
    return run({FAIRLEAD_KIND_COMPLETION, std::string(ref), boost::json::serialize(params)}, options);
  }
  CallResult list_resources(std::string_view cursor = {}, const CallOptions& options = {}) {
    return run({FAIRLEAD_KIND_LIST_RESOURCES, {}, {}, std::string(cursor)}, options);
  }
  CallResult list_resource_templates(std::string_view cursor = {}, const CallOptions& options = {}) {
    return run({FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES, {}, {}, std::string(cursor)}, options);
  }
  // Any kind of request, as given.
  CallResult run(const detail::RequestSpec& spec, const CallOptions& options = {}) {
    return state_->finish(state_->start(spec, options));
  }

  // Begins a call and returns when invoke has. A blocking provider has ended it by then.
  PendingCall start(std::string_view tool, const boost::json::object& arguments = {},
                    const CallOptions& options = {}) {
    const detail::RequestSpec spec{FAIRLEAD_KIND_TOOL, std::string(tool), boost::json::serialize(arguments)};
    return {state_, state_->start(spec, options)};
  }

  // Cancels whatever runs on this client now, from another thread or from inside it. False when nothing does.
  bool cancel() {
    bool any = false;
    for (const fairlead_call call : state_->running.all()) any = state_->binding.parts.cancel(call) || any;
    return any;
  }

  // Cancels and ends the calls under way, then the client.
  void close() { state_->close(); }

  // For tests that call the tables themselves: the plugin's handle, and those of the calls and operations
  // now.
  [[nodiscard]] fairlead_client* handle() const { return state_->handle; }
  [[nodiscard]] std::vector<fairlead_call> running() const { return state_->running.all(); }

  // What the last connect, ping or reset said.
  [[nodiscard]] const Refusal& refusal() const { return state_->refusal; }

 private:
  std::shared_ptr<detail::ClientState> state_;
};

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_CLIENT_HPP
