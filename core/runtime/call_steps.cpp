#include "runtime/call_steps.hpp"

#include <algorithm>
#include <utility>

#include "base/ids.hpp"
#include "json/text.hpp"

namespace fairlead::runtime {
namespace {

using Step = Result<void> (*)(CallInProgress&);

// The order of the steps in front of the provider.
constexpr Step kDecide[] = {authenticate, resolve_name,       check_provider,
                            authorize,    validate_arguments, climb_to_binding};

// All steps in front of the provider, and how long they took.
Result<void> prepare(CallInProgress& call) {
  Result<void> decided;
  for (const Step step : kDecide) {
    if (decided) decided = step(call);
  }
  const MonotonicTime decided_at = call.clock.now();
  call.timings.resolve = decided_at - call.started;
  if (!decided) return decided;
  auto leased = lease_client(call);
  call.timings.lease = call.clock.now() - decided_at;
  return leased;
}

// The connection was replaced between looking it up and using it: its successor will serve.
bool is_outdated(const Error& error) {
  return error.reason == "pool_draining" || error.reason == "reconfigured";
}

// The text for people in a tool's own error.
std::string error_text(const boost::json::object& result) {
  std::string text;
  const boost::json::value* content = result.if_contains("content");
  if (content != nullptr && content->is_array()) {
    for (const boost::json::value& block : content->as_array()) {
      const auto* part = block.is_object() ? block.as_object().if_contains("text") : nullptr;
      if (part == nullptr || !part->is_string()) continue;
      if (!text.empty()) text += '\n';
      text += part->as_string();
    }
  }
  return text.empty() ? "the tool failed without saying why" : text;
}

boost::json::object take_data(boost::json::object result) {
  boost::json::value* structured = result.if_contains("structuredContent");
  if (structured != nullptr && structured->is_object()) return std::move(structured->as_object());
  boost::json::value* content = result.if_contains("content");
  if (content == nullptr) return {};
  return {{"content", std::move(*content)}};
}

// {"inputRequests": {key: {"method", ...}}}, whose shape the plugin layer has checked.
std::string input_asked_for(const boost::json::object& result) {
  std::string asked;
  if (const auto* requests = result.if_contains("inputRequests")) {
    for (const auto& request : requests->as_object()) {
      asked += asked.empty() ? " (" : ", ";
      asked += json::printable(request.key()) + ": ";
      asked += request.value().at("method").as_string();
    }
    if (!asked.empty()) asked += ")";
  }
  return "the tool asks for input" + asked +
         ", which this front end cannot get; give it as arguments where the tool takes them";
}

void take_outcome(plugin::Outcome outcome, InvocationResult& answer) {
  switch (outcome.kind) {
    case plugin::OutcomeKind::Result:
      answer.successful = true;
      answer.data = take_data(std::move(outcome.result));
      return;
    case plugin::OutcomeKind::ToolError:
      answer.is_tool_error = true;
      answer.error = Error(ErrorCode::FailedPrecondition, error_text(outcome.result), "tool_error");
      answer.data = take_data(std::move(outcome.result));
      return;
    case plugin::OutcomeKind::InputRequired:
      answer.error = Error(ErrorCode::Unimplemented, input_asked_for(outcome.result), "outcome_not_served");
      return;
    case plugin::OutcomeKind::Task:
      answer.error =
          Error(ErrorCode::Unimplemented,
                "the tool asks to go on as a task, which this front end cannot do; use a tool that "
                "needs less time",
                "outcome_not_served");
      return;
  }
}

}  // namespace

CallInProgress::CallInProgress(const CallRequest& request_in, Router& router_in, const Clock& clock_in,
                               Duration timeout_max)
    : request(request_in),
      router(router_in),
      clock(clock_in),
      started(clock_in.now()),
      deadline(Deadline::after(started, std::min(timeout_max, request_in.timeout.value_or(timeout_max)))),
      table(router_in.current()) {}

Result<KnownPrincipal> find_principal(const tenancy::Directory& directory, const Principal& principal) {
  FAIRLEAD_CHECK(check_tenant_id(principal.tenant_id));
  FAIRLEAD_TRY(std::string user, normalise_user_id(principal.user_id));
  const tenancy::Tenant* tenant = directory.find_tenant(principal.tenant_id);
  if (tenant == nullptr) {
    return fail(ErrorCode::NotFound,
                "unknown tenant '" + principal.tenant_id + "'; `fairlead tenants` lists them",
                "unknown_tenant");
  }
  return KnownPrincipal{tenant, std::move(user)};
}

Result<void> authenticate(CallInProgress& call) {
  FAIRLEAD_TRY(KnownPrincipal known, find_principal(call.table->directory(), call.request.principal));
  call.tenant = known.tenant;
  call.user = std::move(known.user);
  return {};
}

Result<void> resolve_name(CallInProgress& call) {
  FAIRLEAD_TRY(call.route, find_tool(call.table->directory(), call.router.providers(), *call.tenant,
                                     call.user, call.request.tool));
  if (call.route->entry->traits.timeout) {
    call.deadline = call.deadline.earlier(Deadline::after(call.started, *call.route->entry->traits.timeout));
  }
  return {};
}

Result<void> check_provider(CallInProgress& call) {
  return check_enabled(*call.tenant, *call.route->source.provider);
}

Result<void> authorize(CallInProgress& call) { return check_access(*call.tenant, *call.route); }

Result<void> validate_arguments(CallInProgress& call) {
  const auto errors = call.route->entry->input.validate(call.request.arguments);
  if (errors.empty()) return {};
  return fail(ErrorCode::InvalidArgument, json::to_text(errors), "bad_arguments");
}

Result<void> climb_to_binding(CallInProgress& call) {
  FAIRLEAD_TRY(call.bound, call.router.bind(*call.table, *call.route->rung.connection));
  return {};
}

Result<void> lease_client(CallInProgress& call) {
  const pool::PartitionId partition = call.bound->partition(call.route->rung, call.tenant->id);
  FAIRLEAD_TRY(call.lease, call.bound->pool().acquire(partition, call.deadline, call.clock.now()));
  return {};
}

InvocationResult serve(CallInProgress& call) {
  InvocationResult answer;
  answer.tool = call.request.tool;
  answer.tenant = call.request.principal.tenant_id;

  auto ready = prepare(call);
  if (!ready && is_outdated(ready.error())) {
    call.route.reset();  // Points into the table that goes.
    call.table = call.router.current();
    ready = prepare(call);
  }
  answer.user = call.user;
  if (call.route) {
    answer.provider = call.route->source.provider->id();
    answer.connection = call.route->rung.connection->name;
    answer.rung = call.route->rung.scope;
  }
  if (!ready) {
    answer.error = std::move(ready.error());
  } else {
    const MonotonicTime leased_at = call.clock.now();
    plugin::CallEnd end = invoke(call);
    call.timings.invoke = call.clock.now() - leased_at;
    if (end) {
      take_outcome(*std::move(end), answer);
    } else {
      answer.error = std::move(end.error().error);
    }
  }
  answer.logs = std::move(call.log_lines);
  call.timings.total = call.clock.now() - call.started;
  answer.timings = call.timings;
  return answer;
}

}  // namespace fairlead::runtime
