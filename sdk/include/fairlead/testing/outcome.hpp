// How calls and operations end, and whether an ending has the shape that MCP 2026-07-28 gives it.
#ifndef FAIRLEAD_TESTING_OUTCOME_HPP
#define FAIRLEAD_TESTING_OUTCOME_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "fairlead/testing/judge.hpp"

namespace fairlead::testing {

// Why something failed: what error_set or call_fail said. status is OK when nothing did.
struct Refusal {
  fairlead_status status = FAIRLEAD_OK;
  std::uint32_t flags = 0;  // FAIRLEAD_ERR_*
  std::string message;
  std::string detail_json;  // an object or empty
};

struct Progress {
  double done = 0;
  double total = 0;
  std::string message;
};

// A line for the client, at or above the level it wanted.
struct ClientLog {
  std::int32_t severity = 0;
  std::string logger;
  boost::json::value data;
};

// The end of a call, and what came before it.
struct Outcome {
  bool has_ended = false;
  std::int32_t kind = -1;  // FAIRLEAD_OUT_*, -1 when it failed or has not ended
  std::string result_json;
  boost::json::object result;
  Refusal refusal;
  std::vector<Progress> progress;
  std::vector<ClientLog> client_logs;
};

namespace detail {

// Fills `end`, or says what the call was completed with instead.
inline std::string judge_result(std::uint32_t request_kind, std::int32_t kind, std::string_view json,
                                Outcome& end) {
  if (kind < FAIRLEAD_OUT_RESULT || kind > FAIRLEAD_OUT_TASK) {
    return "the unknown outcome " + std::to_string(kind);
  }
  if (kind == FAIRLEAD_OUT_TOOL_ERROR && request_kind != FAIRLEAD_KIND_TOOL) {
    return "a tool error, which only tools have";
  }
  std::string why;
  auto result = parse_object(json, why);
  if (!result) return "a result that " + why;
  end.kind = kind;
  end.result_json = json;
  end.result = *std::move(result);
  return {};
}

inline const boost::json::array* array_at(const boost::json::object& object, const char* key) {
  const boost::json::value* found = object.if_contains(key);
  return found == nullptr ? nullptr : found->if_array();
}

// The array that the result of each kind of request must have; for a completion see below.
inline const char* array_of_kind(std::uint32_t request_kind) {
  switch (request_kind) {
    case FAIRLEAD_KIND_TOOL: return "content";
    case FAIRLEAD_KIND_RESOURCE: return "contents";
    case FAIRLEAD_KIND_PROMPT: return "messages";
    case FAIRLEAD_KIND_LIST_RESOURCES: return "resources";
    case FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES: return "resourceTemplates";
    default: return "values";
  }
}

inline std::vector<std::string> faults_of_result(std::uint32_t request_kind,
                                                 const boost::json::object& result) {
  constexpr std::size_t kCompletionsMax = 100;  // MCP, completion/complete
  const boost::json::object* holder = &result;
  if (request_kind == FAIRLEAD_KIND_COMPLETION) {
    const boost::json::value* completion = result.if_contains("completion");
    holder = completion == nullptr ? nullptr : completion->if_object();
    if (holder == nullptr) return {" gave a result without the object 'completion'"};
  }
  const char* key = array_of_kind(request_kind);
  const boost::json::array* array = array_at(*holder, key);
  if (array == nullptr) return {std::string(" gave a result without the array '") + key + "'"};
  if (request_kind == FAIRLEAD_KIND_COMPLETION && array->size() > kCompletionsMax) {
    return {" gave more than 100 completions"};
  }
  if (request_kind != FAIRLEAD_KIND_TOOL) return {};
  const boost::json::value* structured = result.if_contains("structuredContent");
  for (const auto& block : *array) {
    if (!block.is_object() || !block.get_object().contains("type"))
      return {" gave a content block without a type"};
  }
  if (structured != nullptr && !structured->is_object()) return {" gave structuredContent that is no object"};
  return {};
}

// What is wrong with the shape of an ending, each to follow the name of the call. Against an outputSchema
// only the real host checks.
inline std::vector<std::string> faults_of_shape(std::uint32_t request_kind, std::uint32_t flags,
                                                const Outcome& end) {
  switch (end.kind) {
    case FAIRLEAD_OUT_RESULT:
    case FAIRLEAD_OUT_TOOL_ERROR: return faults_of_result(request_kind, end.result);
    case FAIRLEAD_OUT_INPUT_REQUIRED: {
      const boost::json::value* asked = end.result.if_contains("inputRequests");
      const bool asks = asked != nullptr && asked->is_object() && !asked->get_object().empty();
      if (!asks && !end.result.contains("requestState")) {
        return {" requires input without 'inputRequests' or 'requestState'"};
      }
      return {};
    }
    default:
      if ((flags & FAIRLEAD_REQ_IN_TASK) != 0) return {" answered TASK though it runs as a task already"};
      return {};
  }
}

}  // namespace detail
}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_OUTCOME_HPP
