// Bodies of call.hpp, but for waiting and HTTP.
#ifndef FAIRLEAD_SDK_IMPL_CALL_HPP
#define FAIRLEAD_SDK_IMPL_CALL_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/parse.hpp"
#include "fairlead/sdk/served.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

// MCP's tasks extension, as clients declare it under "extensions".
inline constexpr std::string_view kTasksExtension = "io.modelcontextprotocol/tasks";

inline OperationFacts facts_of(const Binding& binding, fairlead_call call, const fairlead_request& request) {
  return {binding.host,
          call,
          request.deadline_mono_ns,
          request.access,
          view(request.tenant_id),
          view(request.connection_name)};
}

inline bool can_ask(std::uint32_t kind) noexcept {
  return kind == FAIRLEAD_KIND_TOOL || kind == FAIRLEAD_KIND_RESOURCE || kind == FAIRLEAD_KIND_PROMPT;
}

}  // namespace detail

// ---- Who calls, for what -------------------------------------------------------------------------------

inline std::string_view Call::name() const noexcept { return detail::view(request_.name); }

inline std::string_view Call::user_id() const noexcept { return detail::view(request_.user_id); }

inline std::string_view Call::agent_id() const noexcept { return detail::view(request_.agent_id); }

inline std::string_view Call::traceparent() const noexcept { return detail::view(request_.traceparent); }

inline std::vector<std::string> Call::roles() const {
  const std::string_view text = detail::view(request_.roles_json);
  std::vector<std::string> roles;
  if (text.empty()) return roles;
  boost::json::error_code error;
  const Json parsed = detail::parse_json(text, error);
  bool is_list = !error && parsed.is_array();
  if (is_list) {
    for (const Json& role : parsed.get_array()) {
      is_list = is_list && role.is_string();
      if (is_list) roles.emplace_back(role.get_string().data(), role.get_string().size());
    }
  }
  if (!is_list) throw Error(FAIRLEAD_INTERNAL, "the host gave roles that are no list of texts");
  return roles;
}

inline const boost::json::object& Call::client_capabilities() const {
  if (!capabilities_) {
    boost::json::error_code error;
    Json parsed = detail::parse_json(detail::view(request_.client_capabilities_json), error);
    capabilities_.emplace();
    if (!error && parsed.is_object()) *capabilities_ = std::move(parsed.get_object());
  }
  return *capabilities_;
}

inline bool Call::client_can(std::string_view capability, std::string_view feature) const {
  const Json* declared = client_capabilities().if_contains(detail::json_view(capability));
  if (declared == nullptr || !declared->is_object()) return false;
  if (feature.empty() || declared->get_object().contains(detail::json_view(feature))) return true;
  return capability == "elicitation" && feature == "form" && !declared->get_object().contains("url");
}

// ---- Progress and logs for the client ------------------------------------------------------------------

inline bool Call::wants_progress() const noexcept { return (request_.flags & FAIRLEAD_REQ_PROGRESS) != 0; }

inline void Call::progress(double done, double total, std::string_view message) const {
  if (!wants_progress()) return;
  // A refusal means that the call is over already, which is_cancelled() tells too.
  (void)facts_.host->call_progress(facts_.host->host, facts_.handle, done, total, detail::borrow(message));
}

inline bool Call::wants_log(Severity severity) const noexcept {
  return static_cast<std::int32_t>(severity) <= request_.log_level;
}

inline void Call::log_to_client(Severity severity, const Json& data, std::string_view logger) const {
  if (!wants_log(severity)) return;
  const std::string data_json = detail::to_json_text(data);
  (void)facts_.host->call_log(facts_.host->host, facts_.handle, static_cast<std::int32_t>(severity),
                              detail::borrow(logger), detail::borrow(data_json));
}

// ---- Asking back ---------------------------------------------------------------------------------------

inline const Answers& Call::answers() const {
  if (!answers_) answers_.emplace(detail::view(request_.input_responses_json));
  return *answers_;
}

inline std::string_view Call::state() const noexcept { return detail::view(request_.request_state); }

inline bool Call::is_state_sealed() const noexcept {
  return (request_.flags & FAIRLEAD_REQ_STATE_SEALED) != 0;
}

inline bool Call::is_input_sealed() const noexcept {
  return (request_.flags & FAIRLEAD_REQ_INPUT_UNSEALED) == 0;
}

// All questions, also those that were answered: the next round brings only the answers to this one's.
inline void Call::ask(const InputRequests& questions, std::string_view state) {
  if (!detail::can_ask(request_.kind)) {
    throw Error(FAIRLEAD_INTERNAL, "only tools, resources and prompts can ask the client something");
  }
  if (questions.empty() && state.empty()) {
    throw Error(FAIRLEAD_INTERNAL, "the provider asks for input without a question or a state");
  }
  std::string json;
  if (!questions.empty()) json.append(R"(,"inputRequests":)").append(questions.to_json());
  detail::append_member(json, "requestState", state);
  json.front() = '{';
  throw detail::InputRequired{json + '}'};
}

inline void Call::require(const InputRequests& questions, std::string_view state) {
  if (!questions.are_answered(answers())) ask(questions, state);
}

inline void Call::require_sealed(const InputRequests& questions, std::string_view state) {
  if (!is_state_sealed() || this->state() != state) ask(questions, state);
  require(questions, state);
}

// ---- Tasks ---------------------------------------------------------------------------------------------

inline bool Call::is_in_task() const noexcept { return (request_.flags & FAIRLEAD_REQ_IN_TASK) != 0; }

inline bool Call::supports_tasks() const {
  return is_in_task() ||
         (request_.kind == FAIRLEAD_KIND_TOOL && client_can("extensions", detail::kTasksExtension));
}

inline void Call::go_on_as_task(std::chrono::milliseconds ttl, std::chrono::milliseconds poll_interval) {
  if (is_in_task()) return;
  if (!supports_tasks()) {
    throw Error(FAIRLEAD_FAILED_PRECONDITION,
                "this tool runs as a task, which the client does not support; use a client that does");
  }
  std::string json = R"({"ttlMs":)";
  detail::append_number(json, ttl.count());
  json += R"(,"pollIntervalMs":)";
  detail::append_number(json, poll_interval.count());
  throw detail::GoOnAsTask{json + '}'};
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_CALL_HPP
