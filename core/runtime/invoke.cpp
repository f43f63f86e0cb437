// The step of a call that leaves the caller's thread.
#include <condition_variable>
#include <mutex>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "runtime/call_steps.hpp"

namespace fairlead::runtime {
namespace {

/// Shared by the caller, who may give up, and the thread on which the provider runs, which may not.
struct Handover {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<plugin::CallEnd> end;  // Guarded by mutex; set when the client has been given back.
  bool is_stop_asked = false;          // Guarded by mutex.
  bool is_given_up = false;  // Guarded by mutex; the caller has gone and counted the thread as stuck.
};

/// Everything the provider's thread needs, owned by it: the caller may be gone.
struct InvokeTask {
  std::shared_ptr<Handover> handover;
  std::shared_ptr<plugin::Invocation> invocation;
  std::shared_ptr<BoundConnection> bound;  // Before lease, hence destroyed after it.
  pool::Lease lease;
  const Clock& clock;
  Deadline deadline;
  plugin::InvokeRequest request;
  std::string tool, arguments_json, tenant, user, agent, roles_json, connection, traceparent;

  void run();
};

plugin::CallEnd failed(Error error) {
  return tl::unexpected<plugin::ClientFailure>(plugin::ClientFailure{std::move(error), false, false});
}

void InvokeTask::run() {
  request.name = tool;
  request.arguments_json = arguments_json;
  request.tenant_id = tenant;
  request.user_id = user;
  request.agent_id = agent;
  request.roles_json = roles_json;
  request.connection_name = connection;
  request.traceparent = traceparent;
  // Every client of a Binding is a ProviderClient.
  plugin::CallEnd end = invocation->run(static_cast<plugin::ProviderClient&>(lease.client()), request);
  if (!end && end.error().is_client_bad) lease.mark_client_bad();
  if (!end && end.error().is_binding_bad) lease.mark_binding_bad(end.error().error);
  const MonotonicTime now = clock.now();
  // Quarantine ends here: the caller was told that the deadline passed, so nobody trusts this client again.
  if (now >= deadline.at + kInvokeGrace) lease.mark_client_bad();
  lease.give_back(now);
  {
    const std::lock_guard lock(handover->mutex);
    handover->end = std::move(end);
    if (handover->is_given_up) --bound->binding().provider().counters().stuck;
  }
  handover->changed.notify_all();
}

/// What the caller hears of a call that nobody waits for any longer.
Error given_up(bool is_cancelled, bool is_on_loop) {
  if (is_cancelled) {
    return Error(ErrorCode::Cancelled, "cancelled; whether it took effect is unknown", "cancelled");
  }
  if (is_on_loop) {
    return Error(
        ErrorCode::DeadlineExceeded,
        "no answer by the deadline: the provider blocks the event loop; whether the call took effect "
        "is unknown",
        "loop_blocked");
  }
  return Error(ErrorCode::DeadlineExceeded,
               "no answer by the deadline, and the provider did not stop when asked; whether the call took "
               "effect is unknown",
               "deadline");
}

std::string roles_json(const std::vector<std::string>& roles) {
  if (roles.empty()) return "[]";
  boost::json::array array;
  for (const std::string& role : roles) array.emplace_back(role);
  return boost::json::serialize(array);
}

/// Waits for the end; asks the provider to stop when the caller or the deadline says so.
plugin::CallEnd wait_for_end(const CallInProgress& call, Handover& handover, plugin::Invocation& invocation) {
  const std::stop_callback on_stop(call.request.stop, [&handover] {
    const std::lock_guard lock(handover.mutex);
    handover.is_stop_asked = true;
    handover.changed.notify_all();
  });
  const auto has_ended = [&handover] { return handover.end.has_value(); };
  std::unique_lock lock(handover.mutex);
  handover.changed.wait_until(lock, call.deadline.at, [&] { return has_ended() || handover.is_stop_asked; });
  if (has_ended()) return *std::move(handover.end);

  const bool is_cancelled = handover.is_stop_asked;
  lock.unlock();
  invocation.cancel();
  const MonotonicTime give_up_at = std::min(call.clock.now(), call.deadline.at) + kInvokeGrace;
  lock.lock();
  handover.changed.wait_until(lock, give_up_at, has_ended);
  if (has_ended()) return *std::move(handover.end);
  handover.is_given_up = true;
  plugin::ProviderCounters& counters = call.bound->binding().provider().counters();
  ++counters.stuck;
  ++counters.overran;
  return failed(given_up(is_cancelled, invocation.is_on_loop()));
}

}  // namespace

plugin::CallEnd invoke(CallInProgress& call) {
  auto opened = plugin::Invocation::open(call.bound->binding().host(), call.deadline);
  if (!opened) return failed(std::move(opened.error()));
  const std::shared_ptr<plugin::Invocation> invocation = *std::move(opened);
  const auto handover = std::make_shared<Handover>();
  const plugin::ToolEntry& entry = *call.route->entry;

  // shared_ptr: std::function wants its callable copyable.
  auto task = std::make_shared<InvokeTask>(
      InvokeTask{.handover = handover,
                 .invocation = invocation,
                 .bound = call.bound->shared_from_this(),
                 .lease = *std::move(call.lease),
                 .clock = call.clock,
                 .deadline = call.deadline,
                 .request = {},
                 .tool = entry.name,
                 .arguments_json = boost::json::serialize(call.request.arguments),
                 .tenant = call.tenant->id,
                 .user = call.user,
                 .agent = call.request.principal.agent_id,
                 .roles_json = roles_json(call.request.principal.roles),
                 .connection = call.route->rung.connection->name,
                 .traceparent = call.request.traceparent});
  call.lease.reset();
  task->request.slot = entry.slot;
  task->request.access = call.route->rung.access;
  task->request.log_level = LogLevel::Info;
  if (entry.output) task->request.output_schema = &*entry.output;
  const auto posted = call.bound->executor().post([task] { task->run(); });
  task.reset();  // From here on the provider's thread owns it, and so decides when the client is given back.
  if (!posted) return failed(posted.error());
  plugin::CallEnd end = wait_for_end(call, *handover, *invocation);
  call.log_lines = invocation->log_lines();
  return end;
}

}  // namespace fairlead::runtime
