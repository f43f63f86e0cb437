#include "plugin/outcome.hpp"

#include <algorithm>
#include <string>

#include "json/parse.hpp"
#include "json/text.hpp"

namespace fairlead::plugin {
namespace {

tl::unexpected<Error> refuse(std::string message) {
  return fail(ErrorCode::InvalidArgument, std::move(message), "bad_outcome");
}

json::ParseLimits result_limits() {
  json::ParseLimits limits;
  limits.text_bytes_max = kResultBytesMax;
  limits.string_bytes_max = kResultBytesMax;
  limits.nodes_max = kResultBytesMax / 2;  // Rows of small numbers: the bytes are what bounds them.
  return limits;
}

// ServerRequests that a client may be asked to fulfil (MCP 2026-07-28, InputRequest).
bool is_input_request(const boost::json::value& value) {
  const auto* request = value.if_object();
  const auto* method = request == nullptr ? nullptr : request->if_contains("method");
  if (method == nullptr) return false;
  const auto* params = request->if_contains("params");
  if (params != nullptr && !params->is_object()) return false;
  if (*method == "roots/list") return true;
  return params != nullptr && (*method == "elicitation/create" || *method == "sampling/createMessage");
}

Result<void> check_input_required(const boost::json::object& result) {
  const auto* requests = result.if_contains("inputRequests");
  const auto* state = result.if_contains("requestState");
  if (requests == nullptr && state == nullptr) {
    return refuse("asked for input with neither inputRequests nor requestState");
  }
  if (state != nullptr && !state->is_string())
    return refuse("asked for input with a requestState that is no string");
  if (state != nullptr && state->as_string().size() > kRequestStateBytesMax) {
    return refuse("asked for input with a requestState of more than 64 KiB");
  }
  if (requests == nullptr) return {};
  if (!requests->is_object()) return refuse("asked for input with inputRequests that are no object");
  if (requests->as_object().size() > kInputRequestsMax)
    return refuse("asked for more than 16 inputs at once");
  for (const auto& request : requests->as_object()) {
    if (request.key().empty() || request.key().size() > kInputKeyBytesMax) {
      return refuse("asked for input under a key that is empty or longer than 128 bytes");
    }
    if (!is_input_request(request.value())) {
      return refuse("asked for input " + json::quoted(request.key()) +
                    " by something else than elicitation/create, sampling/createMessage or roots/list");
    }
  }
  return {};
}

Result<void> check_task(const boost::json::object& result) {
  for (const char* key : {"ttlMs", "pollIntervalMs"}) {
    const auto* value = result.if_contains(key);
    if (value != nullptr && !(value->is_int64() && value->as_int64() > 0)) {
      return refuse(std::string("asked to go on as a task with a ") + key + " that is no positive integer");
    }
  }
  return {};
}

Result<void> check_shape(const Outcome& outcome) {
  switch (outcome.kind) {
    case OutcomeKind::Result:
    case OutcomeKind::ToolError: return {};
    case OutcomeKind::InputRequired: return check_input_required(outcome.result);
    case OutcomeKind::Task: return check_task(outcome.result);
  }
  return {};
}

// The member `key` is an array, or absent where it may be.
Result<void> check_array(const boost::json::object& result, const char* key, bool is_required) {
  const auto* value = result.if_contains(key);
  if (value == nullptr && !is_required) return {};
  if (value != nullptr && value->is_array()) return {};
  return refuse(std::string("completed a call with a result whose \"") + key + "\" is no array");
}

Result<void> check_page(const boost::json::object& result, const char* key) {
  FAIRLEAD_CHECK(check_array(result, key, true));
  const auto* cursor = result.if_contains("nextCursor");
  if (cursor == nullptr || cursor->is_string()) return {};
  return refuse("completed a call with a nextCursor that is no string");
}

Result<void> check_completion(const boost::json::object& result) {
  const auto* completion = result.if_contains("completion");
  const auto* values = completion != nullptr && completion->is_object()
                           ? completion->as_object().if_contains("values")
                           : nullptr;
  const auto* list = values == nullptr ? nullptr : values->if_array();
  const auto is_string = [](const boost::json::value& value) { return value.is_string(); };
  if (list == nullptr || list->size() > kCompletionValuesMax ||
      !std::all_of(list->begin(), list->end(), is_string)) {
    return refuse("completed a completion without completion.values, an array of at most 100 strings");
  }
  return {};
}

Result<void> check_tool_result(const boost::json::object& result, const json::Schema* schema) {
  FAIRLEAD_CHECK(check_array(result, "content", false));
  if (schema == nullptr) return {};
  const auto* structured = result.if_contains("structuredContent");
  if (structured == nullptr) return refuse("gave no structuredContent though its tool has an outputSchema");
  const auto errors = schema->validate(*structured);
  if (errors.empty()) return {};
  return refuse("gave a result that does not fit its outputSchema: " + json::to_text(errors));
}

Result<void> check_result(const boost::json::object& result, const Asked& asked) {
  switch (asked.kind) {
    case FAIRLEAD_KIND_TOOL: return check_tool_result(result, asked.output_schema);
    case FAIRLEAD_KIND_RESOURCE: return check_array(result, "contents", true);
    case FAIRLEAD_KIND_PROMPT: return check_array(result, "messages", true);
    case FAIRLEAD_KIND_COMPLETION: return check_completion(result);
    case FAIRLEAD_KIND_LIST_RESOURCES: return check_page(result, "resources");
    case FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES: return check_page(result, "resourceTemplates");
    default: return {};
  }
}

}  // namespace

Result<Outcome> parse_outcome(std::int32_t kind, std::string_view result_json) {
  if (kind < FAIRLEAD_OUT_RESULT || kind > FAIRLEAD_OUT_TASK) {
    return refuse("completed a call with unknown outcome " + std::to_string(kind));
  }
  auto value = json::parse(result_json, result_limits());
  if (!value) return refuse("completed a call with " + value.error().message);
  if (!value->is_object()) return refuse("completed a call with JSON that is no object");
  Outcome outcome{static_cast<OutcomeKind>(kind), std::move(value->as_object())};
  FAIRLEAD_CHECK(check_shape(outcome));
  return outcome;
}

Result<void> check_outcome(const Outcome& outcome, const Asked& asked) {
  const bool is_tool = asked.kind == FAIRLEAD_KIND_TOOL;
  switch (outcome.kind) {
    case OutcomeKind::Result: return check_result(outcome.result, asked);
    case OutcomeKind::ToolError:
      if (is_tool) return {};
      return refuse("reported a tool error for what is no tool; call_fail is for the others");
    case OutcomeKind::InputRequired:
      if (is_tool || asked.kind == FAIRLEAD_KIND_RESOURCE || asked.kind == FAIRLEAD_KIND_PROMPT) return {};
      return refuse(
          "asked for input where MCP has no way to give any: only tools, resources and prompts may");
    case OutcomeKind::Task:
      if (is_tool && !asked.is_in_task) return {};
      return refuse(is_tool ? "asked to go on as a task inside a task"
                            : "asked to go on as a task, which only tools may");
  }
  return {};
}

}  // namespace fairlead::plugin
