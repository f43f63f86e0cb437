// Behind tool.hpp: what the catalog says of a tool, and the three steps of its call. Internal.
#ifndef FAIRLEAD_SDK_IMPL_TOOL_HPP
#define FAIRLEAD_SDK_IMPL_TOOL_HPP

#include <concepts>
#include <string_view>
#include <type_traits>

#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/entry.hpp"
#include "fairlead/sdk/fixed_string.hpp"
#include "fairlead/sdk/impl/hints.hpp"
#include "fairlead/sdk/impl/result.hpp"
#include "fairlead/sdk/impl/serve.hpp"
#include "fairlead/sdk/schema.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// MCP allows dots too; the host's prefixes do not.
constexpr bool is_entry_name(std::string_view name) {
  const auto is_legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (name.empty() || name.size() > 64) return false;
  for (const char c : name) {
    if (!is_legal(c)) return false;
  }
  return true;
}

template <class Args>
constexpr bool is_tool_args() {
  if constexpr (std::same_as<Args, boost::json::object>) {
    return true;
  } else {
    return CheckStruct<Args, false>::kOk;
  }
}

// The static_asserts stand in a function, so that a bad declaration is named where its provider is.
template <auto Method, FixedString Name, FixedString Description, auto... Hints>
struct ToolEntry : Entry<EntryKind::Tool> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = ArgsOf<typename Traits::Parameters>;
  using Result = typename Traits::Result;
  static constexpr std::string_view kKey = Name.view();

  static constexpr bool check() {
    static_assert(Traits::kIsMember && ArgsIn<typename Traits::Parameters>::kFits,
                  "a tool is a member function: Result (Client::*)(const Args&, Call&)");
    static_assert(is_tool_args<Input>());
    static_assert(is_tool_result<Result>());
    static_assert(is_entry_name(Name.view()), "a tool's name is 1 to 64 characters of [A-Za-z0-9_-]");
    static_assert(!Description.view().empty(), "describe the tool: models choose by the description");
    static_assert(
        hints_fit<kOnTool, Hints...>(),
        "the hints of a tool are read_only, destructive, idempotent, open_world, title<>, tier<>, "
        "toolset<>, effect<>, aliases<>, timeout_ms<>, task_optional, task_required, input_schema<> "
        "and output_schema<>");
    static_assert((is_word_if_rule(Hints) && ...),
                  "a tier, toolset or effect is a word of [a-z0-9_-], at most 64 characters");
    static_assert(!has_annotation<Hints...>(read_only) || !has_annotation<Hints...>(destructive),
                  "a tool cannot be both read_only and destructive");
    static_assert((0 + ... + int{kIsTaskHint<std::remove_cv_t<decltype(Hints)>>}) <= 1,
                  "a tool is task_optional or task_required, not both");
    return true;
  }

  static boost::json::object describe() {
    static_assert(check());
    boost::json::object entry;
    entry["name"] = json_view(Name.view());
    entry["description"] = json_view(Description.view());
    entry["inputSchema"] = schema_of<Input>(Direction::Input);
    using Output = typename OutputOf<Result>::Type;
    if constexpr (!std::is_void_v<Output>) entry["outputSchema"] = schema_of<Output>(Direction::Output);
    constexpr auto kHas = [](Annotation wanted) { return has_annotation<Hints...>(wanted); };
    entry["annotations"] = {{"readOnlyHint", kHas(read_only)},
                            {"destructiveHint", kHas(destructive)},
                            {"idempotentHint", kHas(idempotent) || kHas(read_only)},
                            {"openWorldHint", kHas(open_world)}};
    (add_hint(entry, Hints), ...);
    return entry;
  }

  static Input decode(const fairlead_request& request) {
    if constexpr (std::same_as<Input, boost::json::object>) {
      return named_object(request).arguments;
    } else {
      return decode_document<Input>(view(request.arguments_json), "arguments");
    }
  }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input& input, Call& call) {
    return (member_of<Method>(client).*Method)(input, call);
  }
  template <class... Results>
  static Served encode(const fairlead_request&, const Results&... result) {
    return encode_tool_result(result...);
  }
  static Served encode_refusal(const ToolError& error) { return encode_tool_error(error); }
};

template <auto Method>
struct DynamicToolsEntry : Entry<EntryKind::DynamicTools> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = NamedObject;

  static constexpr bool check() {
    static_assert(kTakes<Traits, std::string_view, const boost::json::object&, Call&>,
                  "DynamicTools is a member function: Result (Client::*)(std::string_view tool, const "
                  "boost::json::object& arguments, Call&)");
    static_assert(is_tool_result<typename Traits::Result>());
    return true;
  }

  static Input decode(const fairlead_request& request) { return named_object(request); }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input& input, Call& call) {
    return (member_of<Method>(client).*Method)(input.name, input.arguments, call);
  }
  template <class... Results>
  static Served encode(const fairlead_request&, const Results&... result) {
    return encode_tool_result(result...);
  }
  static Served encode_refusal(const ToolError& error) { return encode_tool_error(error); }
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_TOOL_HPP
