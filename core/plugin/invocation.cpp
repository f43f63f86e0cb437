#include "plugin/invocation.hpp"

#include <utility>

#include "plugin/status.hpp"

namespace fairlead::plugin {

/// Receives what the provider says of the call; kept alive by the call table while a completion is under way.
class Invocation::Listener final : public CallListener {
 public:
  void ended(CallEnd end) override {
    {
      const std::lock_guard lock(mutex_);
      end_ = std::move(end);
    }
    changed_.notify_all();
  }

  void progressed(double, double, std::string_view) override {}

  void client_logged(LogLevel level, std::string_view logger, std::string_view data_json) override {
    const std::lock_guard lock(mutex_);
    if (lines_.size() < kLogLinesMax) lines_.push_back({level, std::string(logger), std::string(data_json)});
  }

  std::optional<CallEnd> take_end() {
    const std::lock_guard lock(mutex_);
    return std::exchange(end_, std::nullopt);
  }

  // False when `until` came first.
  bool wait_until(MonotonicTime until) {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, until, [this] { return end_.has_value(); });
  }

  std::vector<ClientLogLine> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<CallEnd> end_;        // Guarded by mutex_.
  std::vector<ClientLogLine> lines_;  // Guarded by mutex_.
};

Invocation::Invocation(PluginHost& host, Deadline deadline)
    : host_(host), deadline_(deadline), listener_(std::make_shared<Listener>()) {}

Invocation::~Invocation() { host_.calls().close(handle_); }

Result<std::shared_ptr<Invocation>> Invocation::open(PluginHost& host, Deadline deadline) {
  std::shared_ptr<Invocation> invocation(new Invocation(host, deadline));
  FAIRLEAD_TRY(invocation->handle_, host.calls().open(deadline, invocation->listener_));
  return invocation;
}

CallEnd Invocation::run(ProviderClient& client, const InvokeRequest& request) {
  client_.store(&client, std::memory_order_relaxed);
  gate_.store(0, std::memory_order_seq_cst);  // Publishes client_ to cancel.
  // A cancel before the gate opened did not reach the provider; one after it does.
  if (host_.calls().is_cancelled(handle_)) {
    shut_gate();
    const bool is_late = deadline_.has_passed(host_.clock().now());
    return tl::unexpected<ClientFailure>(ClientFailure{
        is_late ? Error(ErrorCode::DeadlineExceeded, "the deadline passed before the call began", "deadline")
                : Error(ErrorCode::Cancelled, "the call was cancelled before it began", "cancelled"),
        false, false});
  }
  fairlead_request abi{};
  abi.struct_size = sizeof abi;
  abi.kind = request.kind;
  abi.slot = request.slot;
  abi.access = to_abi(request.access);
  abi.log_level = FAIRLEAD_LOG_INFO;
  abi.deadline_mono_ns = to_abi(deadline_.at);
  abi.name = to_abi(request.name);
  abi.arguments_json = to_abi(request.arguments_json);
  abi.tenant_id = to_abi(request.tenant_id);
  abi.user_id = to_abi(request.user_id);
  abi.agent_id = to_abi(request.agent_id);
  abi.roles_json = to_abi(request.roles_json);
  abi.connection_name = to_abi(request.connection_name);
  abi.traceparent = to_abi(request.traceparent);
  client.binding().provider().api().invoke(client.handle(), handle_, &abi);
  CallEnd end = end_of(client);
  shut_gate();
  return end;
}

CallEnd Invocation::end_of(ProviderClient& client) {
  if (client.binding().provider().is_async() && !listener_->wait_until(deadline_.at)) {
    cancel();
    listener_->wait_until(deadline_.at + kGrace);
  }
  if (auto end = listener_->take_end()) return *std::move(end);
  // Whoever comes now is late: without a listener its completion is refused as stale. When the listener is
  // gone already, a completion on another thread is on its way to it.
  const bool is_on_its_way = host_.calls().take_listener(handle_) == nullptr;
  if (is_on_its_way) listener_->wait_until(host_.clock().now() + kGrace);
  if (auto end = listener_->take_end()) return *std::move(end);
  host_.report_misbehaviour("returned from invoke without ending the call");
  return tl::unexpected<ClientFailure>(ClientFailure{
      Error(ErrorCode::Internal, "the provider broke its contract: it never ended the call", "misbehaviour"),
      true, false});
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
