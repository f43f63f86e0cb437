// From what a tool's method gives to a CallToolResult of MCP 2026-07-28. Internal.
#ifndef FAIRLEAD_SDK_IMPL_RESULT_HPP
#define FAIRLEAD_SDK_IMPL_RESULT_HPP

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "fairlead/sdk/content.hpp"
#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/served.hpp"
#include "fairlead/sdk/type_check.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

template <class Result>
inline constexpr bool kIsStructured = false;
template <class T>
inline constexpr bool kIsStructured<Structured<T>> = true;

// The type whose schema is the outputSchema; void when there is none.
template <class Result>
struct OutputOf {
  using Type = std::conditional_t<DescribedStruct<Result>, Result, void>;
};
template <class T>
struct OutputOf<Structured<T>> {
  using Type = T;
};

template <class Result>
constexpr bool is_tool_result() {
  if constexpr (std::is_void_v<Result> || std::same_as<Result, std::string> ||
                std::same_as<Result, boost::json::object> || std::same_as<Result, Content> ||
                std::same_as<Result, ToolResult>) {
    return true;
  } else if constexpr (kIsStructured<Result>) {
    return CheckStruct<typename OutputOf<Result>::Type, false>::kOk;
  } else {
    return CheckStruct<Result, false>::kOk;
  }
}

// Appends ,"structuredContent":.. unless there is none.
inline void append_structured(std::string& out, std::string_view structured_json) {
  if (!structured_json.empty()) out.append(R"(,"structuredContent":)").append(structured_json);
}

// One text block, the same `structured_json` beside it unless empty.
inline std::string text_result(std::string_view text, std::string_view structured_json) {
  std::string out;
  out.reserve(2 * text.size() + structured_json.size() + 64);
  out += R"({"content":[{"type":"text","text":)";
  append_quoted(out, text);
  out += "}]";
  append_structured(out, structured_json);
  out += '}';
  return out;
}

// Blocks; without any, and with structured content, its JSON as the one text block.
inline std::string content_result(const Content& content, std::string_view structured_json,
                                  const boost::json::object& meta = {}) {
  std::string out;
  if (content.empty() && !structured_json.empty()) {
    out = text_result(structured_json, structured_json);
    out.pop_back();
  } else {
    out.append(R"({"content":)").append(content.to_json());
    append_structured(out, structured_json);
  }
  if (!meta.empty()) {
    out += R"(,"_meta":)";
    append_document(out, meta);
  }
  return out += '}';
}

inline Served encode_tool_result() { return {FAIRLEAD_OUT_RESULT, R"({"content":[]})"}; }

template <class Result>
Served encode_tool_result(const Result& result) {
  if constexpr (std::same_as<Result, std::string>) {
    return {FAIRLEAD_OUT_RESULT, text_result(result, {})};
  } else if constexpr (std::same_as<Result, Content>) {
    return {FAIRLEAD_OUT_RESULT, content_result(result, {})};
  } else if constexpr (std::same_as<Result, ToolResult>) {
    const std::string structured =
        result.structured.is_null() ? std::string() : to_json_text(result.structured);
    return {result.is_error ? FAIRLEAD_OUT_TOOL_ERROR : FAIRLEAD_OUT_RESULT,
            content_result(result.content, structured, result.meta)};
  } else if constexpr (kIsStructured<Result>) {
    return {FAIRLEAD_OUT_RESULT, content_result(result.content, to_json_text(result.value))};
  } else {
    const std::string structured = to_json_text(result);
    return {FAIRLEAD_OUT_RESULT, text_result(structured, structured)};
  }
}

inline Served encode_tool_error(const ToolError& error) {
  const Json& structured = error.structured();
  return {FAIRLEAD_OUT_TOOL_ERROR,
          text_result(error.what(), structured.is_null() ? std::string() : to_json_text(structured))};
}

// Outside a tool there is no result that the model could read as a refusal.
[[noreturn]] inline Served rethrow_refusal(const ToolError& error) {
  throw Error(FAIRLEAD_FAILED_PRECONDITION, error.what());
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_RESULT_HPP
