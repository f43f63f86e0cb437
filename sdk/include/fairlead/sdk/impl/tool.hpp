// Bodies of tool.hpp.
#ifndef FAIRLEAD_SDK_IMPL_TOOL_HPP
#define FAIRLEAD_SDK_IMPL_TOOL_HPP

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "fairlead/sdk/decode.hpp"
#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/schema.hpp"
#include "fairlead/sdk/tool.hpp"
#include "fairlead/sdk/types.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

// ---- The method ----------------------------------------------------------------------------------------

template <class Method>
struct MethodTraits {
  static constexpr bool kIsTool = false;
};
template <class ClientType, class ResultType, class ArgsType>
struct MethodTraits<ResultType (ClientType::*)(const ArgsType&, Call&)> {
  static constexpr bool kIsTool = true;
  using Client = ClientType;
  using Result = ResultType;
  using Args = ArgsType;
};
template <class C, class R, class A>
struct MethodTraits<R (C::*)(const A&, Call&) const> : MethodTraits<R (C::*)(const A&, Call&)> {};
template <class C, class R, class A>
struct MethodTraits<R (C::*)(const A&, Call&) noexcept> : MethodTraits<R (C::*)(const A&, Call&)> {};
template <class C, class R, class A>
struct MethodTraits<R (C::*)(const A&, Call&) const noexcept> : MethodTraits<R (C::*)(const A&, Call&)> {};

constexpr bool is_tool_name(std::string_view name) {
  const auto is_legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (name.empty() || name.size() > 64) return false;
  for (const char c : name) {
    if (!is_legal(c)) return false;
  }
  return true;
}

// ---- Hints ---------------------------------------------------------------------------------------------

template <class Hint>
constexpr bool is_annotation(const Hint&, Annotation) {
  return false;
}
constexpr bool is_annotation(Annotation hint, Annotation wanted) { return hint == wanted; }

template <auto... Hints>
constexpr bool has_annotation([[maybe_unused]] Annotation wanted) {
  return (is_annotation(Hints, wanted) || ...);
}

template <class Hint>
inline constexpr bool kIsHint = std::same_as<Hint, Annotation> || std::same_as<Hint, TimeoutHint>;
template <std::size_t N>
inline constexpr bool kIsHint<TitleHint<N>> = true;
template <std::size_t N>
inline constexpr bool kIsHint<TierHint<N>> = true;

inline void add_hint(boost::json::object&, Annotation) {}  // Stated all together, by add_annotations.
template <std::size_t N>
void add_hint(boost::json::object& entry, const TitleHint<N>& hint) {
  entry["title"] = json_view(hint.text.view());
}
inline boost::json::object& meta_of(boost::json::object& entry) {
  boost::json::value& meta = entry["_meta"];
  return meta.is_object() ? meta.get_object() : meta.emplace_object();
}
template <std::size_t N>
void add_hint(boost::json::object& entry, const TierHint<N>& hint) {
  meta_of(entry)["dev.fairlead/tier"] = json_view(hint.text.view());
}
inline void add_hint(boost::json::object& entry, TimeoutHint hint) {
  meta_of(entry)["dev.fairlead/timeout_ms"] = hint.milliseconds;
}

// ---- Results -------------------------------------------------------------------------------------------

template <class Result>
inline constexpr bool kIsStructured = DescribedStruct<Result> || std::same_as<Result, boost::json::object>;

// A CallToolResult with one text block and, unless empty, `structured_json` beside it.
inline std::string tool_result(std::string_view text, std::string_view structured_json) {
  std::string out;
  out.reserve(2 * text.size() + structured_json.size() + 64);
  out += R"({"content":[{"type":"text","text":)";
  append_quoted(out, text);
  out += "}]";
  if (!structured_json.empty()) out.append(R"(,"structuredContent":)").append(structured_json);
  out += '}';
  return out;
}

template <class Result>
std::string encode_result(const Result& result) {
  if constexpr (std::same_as<Result, std::string>) {
    return tool_result(result, {});
  } else {
    const std::string structured = to_json_text(result);
    return tool_result(structured, structured);
  }
}

inline std::string encode_tool_error(const ToolError& error) {
  const Json& structured = error.structured();
  return tool_result(error.what(), structured.is_null() ? std::string() : boost::json::serialize(structured));
}

// ---- The check -----------------------------------------------------------------------------------------

template <class Result>
constexpr bool is_result() {
  if constexpr (std::is_void_v<Result> || std::same_as<Result, std::string> ||
                std::same_as<Result, boost::json::object>) {
    return true;
  } else {
    return CheckStruct<Result, false>::kOk;
  }
}

// Stops the build with a sentence when a Tool is declared wrongly.
template <auto Method, FixedString Name, FixedString Description, auto... Hints>
struct CheckTool : MethodTraits<decltype(Method)> {
  using Traits = MethodTraits<decltype(Method)>;
  static_assert(Traits::kIsTool, "a tool is a member function: Result (Client::*)(const Args&, Call&)");
  static_assert(CheckStruct<typename Traits::Args, false>::kOk);
  static_assert(is_result<typename Traits::Result>());
  static_assert(is_tool_name(Name.view()), "a tool's name is 1 to 64 characters of [A-Za-z0-9_-]");
  static_assert(!Description.view().empty(), "describe the tool: models choose by the description");
  static_assert(
      (kIsHint<std::remove_cv_t<decltype(Hints)>> && ...),
      "the hints are read_only, destructive, idempotent, open_world, title<>, tier<>, timeout_ms<>");
  static_assert(!has_annotation<Hints...>(read_only) || !has_annotation<Hints...>(destructive),
                "a tool cannot be both read_only and destructive");
  static constexpr bool kOk = true;
};

}  // namespace detail

// ---- Tool ----------------------------------------------------------------------------------------------

template <auto Method, FixedString Name, FixedString Description, auto... Hints>
boost::json::object Tool<Method, Name, Description, Hints...>::describe() {
  using Check = detail::CheckTool<Method, Name, Description, Hints...>;
  static_assert(Check::kOk);
  using Result = typename Check::Result;
  boost::json::object entry;
  entry["name"] = detail::json_view(Name.view());
  entry["description"] = detail::json_view(Description.view());
  entry["inputSchema"] = detail::schema_of<typename Check::Args>(detail::Direction::Input);
  if constexpr (detail::DescribedStruct<Result>) {
    entry["outputSchema"] = detail::schema_of<Result>(detail::Direction::Output);
  }
  constexpr auto kHas = [](detail::Annotation wanted) { return detail::has_annotation<Hints...>(wanted); };
  entry["annotations"] = {{"readOnlyHint", kHas(read_only)},
                          {"destructiveHint", kHas(destructive)},
                          {"idempotentHint", kHas(idempotent) || kHas(read_only)},
                          {"openWorldHint", kHas(open_world)}};
  (detail::add_hint(entry, Hints), ...);
  return entry;
}

template <auto Method, FixedString Name, FixedString Description, auto... Hints>
template <class Client>
std::string Tool<Method, Name, Description, Hints...>::call(Client& client, std::string_view arguments_json,
                                                            Call& call) {
  using Check = detail::CheckTool<Method, Name, Description, Hints...>;
  static_assert(Check::kOk && std::derived_from<Client, typename Check::Client>,
                "the tool is a member of another class");
  using Result = typename Check::Result;
  const auto arguments = detail::decode_document<typename Check::Args>(arguments_json, "arguments");
  if constexpr (std::is_void_v<Result>) {
    (client.*Method)(arguments, call);
    return R"({"content":[]})";
  } else {
    return detail::encode_result((client.*Method)(arguments, call));
  }
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_TOOL_HPP
