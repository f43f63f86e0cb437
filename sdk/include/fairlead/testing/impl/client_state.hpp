// Bodies of states.hpp: clients and calls.
#ifndef FAIRLEAD_TESTING_IMPL_CLIENT_STATE_HPP
#define FAIRLEAD_TESTING_IMPL_CLIENT_STATE_HPP

#include <algorithm>
#include <utility>

#include "fairlead/testing/states.hpp"

namespace fairlead::testing::detail {

inline void ClientState::connect(const OpOptions& options) {
  access = options.access;
  refusal = binding.operate("connect", options, nullptr,
                            [this](const fairlead_client_op* op, fairlead_errout* out) {
                              return binding.api.connect(binding.handle, op, &handle, out);
                            });
  if (refusal.status == FAIRLEAD_OK && handle == nullptr) refusal = made_nothing(binding.parts, "connect");
  if (refusal.status != FAIRLEAD_OK) handle = nullptr;  // Whatever was put there is not ours to end.
}

inline void ClientState::check_open() const {
  if (is_closed) throw UsageError("the client is closed");
}

inline void ClientState::check_usable() const {
  check_open();
  if (handle == nullptr) {
    throw UsageError("connect was refused with " + status_name(refusal.status) + ": " + refusal.message);
  }
  if (running.all().size() >= binding.api.max_in_flight) {
    throw UsageError("the client is busy: the host never lends it to more than max_in_flight calls at once");
  }
}

inline bool ClientState::ping(const OpOptions& options) {
  check_usable();
  refusal =
      binding.operate("ping", options, this, [this](const fairlead_client_op* op, fairlead_errout* out) {
        return binding.api.ping(handle, op, out);
      });
  return refusal.status == FAIRLEAD_OK;
}

inline bool ClientState::reset(const OpOptions& options) {
  check_usable();
  refusal = {};
  if (!binding.keeps_state()) return true;
  refusal =
      binding.operate("reset", options, this, [this](const fairlead_client_op* op, fairlead_errout* out) {
        return binding.api.reset(handle, op, out);
      });
  return refusal.status == FAIRLEAD_OK;
}

inline void ClientState::close() {
  if (is_closed) return;
  for (const fairlead_call call : running.all()) {
    binding.parts.cancel(call);
    finish(call);
  }
  is_closed = true;
  if (handle == nullptr) return;
  if (is_lost) {
    binding.parts.judge.record("a client was not closed, nor its plugin ended: a call may still be inside");
    return;
  }
  const FakeHttp::Blocking blocking(binding.parts.http);
  binding.api.close(handle);
}

// The texts of one request, lent until invoke returns.
class LentRequest {
 public:
  LentRequest(const RequestSpec& spec, const CallOptions& options, const BindOptions& binding)
      : name_(spec.name),
        arguments_(spec.arguments_json),
        cursor_(spec.cursor),
        answers_(options.answers ? boost::json::serialize(*options.answers) : ""),
        state_(options.state),
        tenant_(options.tenant),
        user_(options.user),
        agent_(options.agent),
        roles_(boost::json::serialize(boost::json::array(options.roles.begin(), options.roles.end()))),
        connection_(binding.connection),
        capabilities_(options.capabilities ? boost::json::serialize(*options.capabilities) : ""),
        traceparent_(options.traceparent) {
    request_->kind = spec.kind;
    request_->flags = flags_of(options);
    request_->log_level = options.log_level;
    request_->name = name_.view();
    request_->arguments_json = arguments_.view();
    request_->cursor = cursor_.view();
    request_->input_responses_json = answers_.view();
    request_->request_state = state_.view();
    request_->tenant_id = tenant_.view();
    request_->user_id = user_.view();
    request_->agent_id = agent_.view();
    request_->roles_json = roles_.view();
    request_->connection_name = connection_.view();
    request_->client_capabilities_json = capabilities_.view();
    request_->traceparent = traceparent_.view();
  }
  LentStruct<fairlead_request>& operator*() { return request_; }

 private:
  static std::uint32_t flags_of(const CallOptions& options) {
    std::uint32_t flags = 0;
    if (options.wants_progress) flags |= FAIRLEAD_REQ_PROGRESS;
    if (options.is_in_task) flags |= FAIRLEAD_REQ_IN_TASK;
    if (options.is_sealed && (options.answers || !options.state.empty())) flags |= FAIRLEAD_REQ_STATE_SEALED;
    if (!options.is_sealed && options.answers) flags |= FAIRLEAD_REQ_INPUT_UNSEALED;
    return flags;
  }

  Lent name_, arguments_, cursor_, answers_, state_, tenant_, user_, agent_, roles_, connection_,
      capabilities_, traceparent_;
  LentStruct<fairlead_request> request_;
};

inline std::string where_of(const RequestSpec& spec) {
  switch (spec.kind) {
    case FAIRLEAD_KIND_TOOL: return "the call '" + spec.name + "'";
    case FAIRLEAD_KIND_RESOURCE: return "the read of '" + spec.name + "'";
    case FAIRLEAD_KIND_PROMPT: return "the prompt '" + spec.name + "'";
    case FAIRLEAD_KIND_COMPLETION: return "the completion for '" + spec.name + "'";
    case FAIRLEAD_KIND_LIST_RESOURCES: return "the list of resources";
    default: return "the list of resource templates";
  }
}

inline fairlead_call ClientState::start(const RequestSpec& spec, const CallOptions& options) {
  check_usable();
  Parts& parts = binding.parts;
  LentRequest lent(spec, options, binding.options);
  LentStruct<fairlead_request>& request = *lent;
  request->slot = options.slot ? *options.slot : binding.slot_of(spec.kind, spec.name);
  request->access = options.access.value_or(access);
  request->deadline_mono_ns =
      options.deadline_mono_ns != 0
          ? options.deadline_mono_ns
          : parts.clock.mono_ns() + static_cast<std::uint64_t>(options.timeout.count());
  CallSpec call_spec;
  call_spec.where = where_of(spec);
  call_spec.kind = spec.kind;
  call_spec.flags = request->flags;
  call_spec.log_level = options.log_level;
  call_spec.deadline_mono_ns = request->deadline_mono_ns;
  call_spec.is_cancelled = options.is_cancelled;
  const auto box = std::make_shared<fairlead_call>(0);
  call_spec.cancel = [this, box] {
    if (binding.api.cancel != nullptr) binding.api.cancel(binding.handle, handle, *box);
  };
  const fairlead_call call = *box = parts.calls.open(std::move(call_spec));
  running.add(call);
  if (binding.is_async()) {
    binding.api.invoke(handle, call, request.get());
  } else {
    const FakeHttp::Blocking blocking(parts.http);
    binding.api.invoke(handle, call, request.get());
  }
  if (!binding.is_async()) after_call(call);
  return call;
}

inline CallResult ClientState::finish(fairlead_call call) {
  Parts& parts = binding.parts;
  const std::vector<fairlead_call> open = running.all();
  if (std::find(open.begin(), open.end(), call) != open.end()) {
    const std::uint64_t deadline = std::max(parts.calls.deadline(call), parts.clock.mono_ns());
    const std::uint64_t limit = deadline > UINT64_MAX - kGraceNs ? UINT64_MAX : deadline + kGraceNs;
    const auto has_ended = [&parts, call] { return parts.calls.has_ended(call); };
    if (!parts.reactor.run_until(has_ended, limit)) {
      parts.judge.record(parts.calls.where(call) + " never ended, not even after it was cancelled");
      is_lost = true;
    }
    parts.reactor.run_ready();
    after_call(call);
  }
  Outcome outcome = parts.calls.outcome(call);
  if (!outcome.has_ended) {
    outcome.refusal = {FAIRLEAD_INTERNAL,
                       FAIRLEAD_ERR_CLIENT_BAD,
                       "the provider broke its contract: it never ended the call",
                       {}};
  }
  return CallResult(parts.calls.where(call), std::move(outcome));
}

// What is due when a call is over for the host.
inline void ClientState::after_call(fairlead_call call) {
  Parts& parts = binding.parts;
  running.remove(call);
  if (!binding.is_async() && !parts.calls.has_ended(call)) {
    parts.judge.record(parts.calls.where(call) + " returned from invoke without ending the call");
  }
  if (const std::size_t count = parts.http.cancel_call(call); count != 0 && !is_lost) {
    parts.judge.record(parts.calls.where(call) + " ended and left " + std::to_string(count) +
                       " HTTP exchange(s) behind");
  }
  parts.calls.close(call);
}

}  // namespace fairlead::testing::detail

#endif  // FAIRLEAD_TESTING_IMPL_CLIENT_STATE_HPP
