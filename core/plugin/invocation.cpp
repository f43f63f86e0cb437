#include "plugin/invocation.hpp"

#include <utility>

#include "plugin/call_inbox.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
namespace {

CallEnd failed(Error error, bool is_client_bad = false) {
  return tl::unexpected<ClientFailure>(ClientFailure{std::move(error), is_client_bad, false});
}

Error contract_broken(const std::string& what) {
  return Error(ErrorCode::Internal, "the provider broke its contract: it " + what, "misbehaviour");
}

std::uint32_t flags_of(const InvokeRequest& request, bool wants_progress) {
  return (wants_progress ? FAIRLEAD_REQ_PROGRESS : 0U) | (request.is_in_task ? FAIRLEAD_REQ_IN_TASK : 0U) |
         (request.is_state_sealed ? FAIRLEAD_REQ_STATE_SEALED : 0U) |
         (request.is_input_unsealed ? FAIRLEAD_REQ_INPUT_UNSEALED : 0U);
}

}  // namespace

Invocation::Invocation(PluginHost& host, Deadline deadline, ProgressFunction progress)
    : host_(host),
      deadline_(deadline),
      listener_(std::make_shared<Listener>(host.clock(), std::move(progress))),
      turn_(std::make_shared<LoopTurn>()) {}

Invocation::~Invocation() { host_.calls().close(handle_); }

Result<std::shared_ptr<Invocation>> Invocation::open(PluginHost& host, Deadline deadline,
                                                     ProgressFunction progress) {
  std::shared_ptr<Invocation> invocation(new Invocation(host, deadline, std::move(progress)));
  FAIRLEAD_TRY(invocation->handle_, host.calls().open(deadline, invocation->listener_));
  return invocation;
}

CallEnd Invocation::run(ProviderClient& client, const InvokeRequest& request) {
  client_.store(&client, std::memory_order_relaxed);
  gate_.store(0, std::memory_order_seq_cst);  // Publishes client_ to cancel.
  // A cancel before the gate opened did not reach the provider; one after it does.
  CallEnd end = host_.calls().is_cancelled(handle_) ? stopped_before_it_began() : ask(client, request);
  listener_->close_progress();
  shut_gate();
  return end;
}

CallEnd Invocation::stopped_before_it_began() const {
  if (deadline_.has_passed(host_.clock().now())) {
    return failed(
        Error(ErrorCode::DeadlineExceeded, "the deadline passed before the call began", "deadline"));
  }
  return failed(Error(ErrorCode::Cancelled, "the call was cancelled before it began", "cancelled"));
}

CallEnd Invocation::ask(ProviderClient& client, const InvokeRequest& request) {
  listener_->want_lines(request.log_level);
  const Provider& provider = client.binding().provider();
  const fairlead_request abi = to_request(request);
  if (provider.is_async() && host_.loop() != nullptr) {
    if (auto posted = post_to_loop(client, abi); !posted) return failed(std::move(posted.error()));
  } else {
    provider.api().invoke(client.handle(), handle_, &abi);
  }
  if (provider.is_async()) wait_for_async_end();
  if (turn_->is_pending() && turn_->abandon()) {
    return failed(Error(ErrorCode::DeadlineExceeded,
                        "the provider blocks the event loop: it did not come to this call in time",
                        "loop_blocked"));
  }
  CallEnd end = take_end(provider);
  // Until the plugin has left, the request and the client are in its hands, whatever the call's end was.
  if (turn_->is_pending()) turn_->wait_until_finished();
  return checked(std::move(end), request);
}

fairlead_request Invocation::to_request(const InvokeRequest& request) const {
  fairlead_request abi{};
  abi.struct_size = sizeof abi;
  abi.kind = request.kind;
  abi.slot = request.slot;
  abi.flags = flags_of(request, listener_->wants_progress());
  abi.access = to_abi(request.access);
  abi.log_level = request.log_level ? static_cast<std::int32_t>(*request.log_level) : -1;
  abi.deadline_mono_ns = to_abi(deadline_.at);
  abi.name = to_abi(request.name);
  abi.arguments_json = to_abi(request.arguments_json);
  abi.cursor = to_abi(request.cursor);
  abi.input_responses_json = to_abi(request.input_responses_json);
  abi.request_state = to_abi(request.request_state);
  abi.tenant_id = to_abi(request.tenant_id);
  abi.user_id = to_abi(request.user_id);
  abi.agent_id = to_abi(request.agent_id);
  abi.roles_json = to_abi(request.roles_json);
  abi.connection_name = to_abi(request.connection_name);
  abi.client_capabilities_json = to_abi(request.client_capabilities_json);
  abi.traceparent = to_abi(request.traceparent);
  return abi;
}

// What is posted may run after run has returned, but then finds its turn abandoned and touches nothing else.
Result<void> Invocation::post_to_loop(ProviderClient& client, const fairlead_request& request) {
  turn_->post();
  return host_.loop()->post([turn = turn_, this, &client, &request](WaitEnd, std::uint32_t) {
    if (!turn->begin()) return;
    if (!host_.calls().is_cancelled(handle_)) {
      const MonotonicTime entered = host_.clock().now();
      client.binding().provider().api().invoke(client.handle(), handle_, &request);
      host_.judge_loop_time("invoke", entered);
    } else if (const auto listener = host_.calls().take_listener(handle_)) {
      listener->ended(stopped_before_it_began());
    }
    turn->finish();
  });
}

void Invocation::wait_for_async_end() {
  if (listener_->wait_until(deadline_.at)) return;
  cancel();
  listener_->wait_until(deadline_.at + kGrace);
}

CallEnd Invocation::take_end(const Provider& provider) {
  if (auto end = listener_->take_end()) return *std::move(end);
  // Whoever comes now is late: without a listener its completion is refused as stale. When the listener is
  // gone already, a completion on another thread is on its way to it.
  const bool is_on_its_way = host_.calls().take_listener(handle_) == nullptr;
  if (is_on_its_way) listener_->wait_until(host_.clock().now() + kGrace);
  if (auto end = listener_->take_end()) return *std::move(end);
  if (turn_->is_pending()) {
    host_.report_misbehaviour("blocks the event loop: it is still inside invoke after the call's deadline");
    return failed(
        Error(ErrorCode::DeadlineExceeded,
              "the provider blocks the event loop; whether the call took effect is unknown", "loop_blocked"),
        true);
  }
  host_.report_misbehaviour(provider.is_async() ? "did not end a call by its deadline"
                                                : "returned from invoke without ending the call");
  return failed(contract_broken("never ended the call"), true);
}

CallEnd Invocation::checked(CallEnd end, const InvokeRequest& request) {
  if (!end) return end;
  const auto fits = check_outcome(*end, {request.kind, request.is_in_task, request.output_schema});
  if (fits) return end;
  host_.report_misbehaviour(fits.error().message);
  return failed(contract_broken(fits.error().message));
}

void Invocation::shut_gate() {
  std::uint32_t inside = gate_.fetch_or(kShut, std::memory_order_seq_cst) | kShut;
  while (inside != kShut) {
    gate_.wait(inside);
    inside = gate_.load();
  }
}

void Invocation::cancel() {
  host_.calls().cancel(handle_);
  // Enter only through an open gate.
  std::uint32_t seen = gate_.load();
  do {
    if ((seen & kShut) != 0) return;
  } while (!gate_.compare_exchange_weak(seen, seen + 2));
  ProviderClient& client = *client_.load(std::memory_order_relaxed);
  const auto cancel = client.binding().provider().api().cancel;
  if (cancel != nullptr) cancel(client.binding().handle(), client.handle(), handle_);
  gate_.fetch_sub(2);
  gate_.notify_all();
}

std::vector<ClientLogLine> Invocation::log_lines() const { return listener_->lines(); }

}  // namespace fairlead::plugin
