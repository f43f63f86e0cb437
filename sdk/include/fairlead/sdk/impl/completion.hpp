// Behind completion.hpp: the three steps of a completion, and the empty one. Internal.
#ifndef FAIRLEAD_SDK_IMPL_COMPLETION_HPP
#define FAIRLEAD_SDK_IMPL_COMPLETION_HPP

#include <algorithm>
#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "fairlead/sdk/completion_request.hpp"
#include "fairlead/sdk/impl/tool.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// The params of completion/complete: what is asked for, and of which prompt or template.
struct CompletionParams {
  std::string ref;
  std::string argument;
  CompletionRequest request;
};

inline std::string text_at(const boost::json::object& object, std::string_view key, const Path& path) {
  const Json* value = object.if_contains(json_view(key));
  const Path here(path, key);
  if (value == nullptr) here.refuse("required field is missing");
  if (!value->is_string()) refuse_kind(here, "string", *value);
  return std::string(value->get_string().data(), value->get_string().size());
}

inline const boost::json::object& object_at(const boost::json::object& object, std::string_view key,
                                            const Path& path) {
  const Json* value = object.if_contains(json_view(key));
  const Path here(path, key);
  if (value == nullptr) here.refuse("required field is missing");
  if (!value->is_object()) refuse_kind(here, "object", *value);
  return value->get_object();
}

// @error INVALID_ARGUMENT (thrown) the params lack something
inline CompletionParams completion_params(const fairlead_request& request) {
  const boost::json::object params = named_object(request).arguments;
  const Path root("params");
  const Path ref_path(root, "ref"), argument_path(root, "argument"), context_path(root, "context");
  const boost::json::object& ref = object_at(params, "ref", root);
  const boost::json::object& argument = object_at(params, "argument", root);
  CompletionParams made;
  made.ref = text_at(ref, text_at(ref, "type", ref_path) == "ref/resource" ? "uri" : "name", ref_path);
  made.argument = text_at(argument, "name", argument_path);
  made.request.value = text_at(argument, "value", argument_path);
  if (!params.contains("context")) return made;
  const boost::json::object& context = object_at(params, "context", root);
  if (!context.contains("arguments")) return made;
  const Path others_path(context_path, "arguments");
  const boost::json::object& others = object_at(context, "arguments", context_path);
  for (const auto& other : others) {
    const std::string name(other.key().data(), other.key().size());
    made.request.others[name] = text_at(others, name, others_path);
  }
  return made;
}

// MCP 2026-07-28, schema CompleteResult: at most 100 values.
inline constexpr std::size_t kCompletionsMax = 100;

inline Served encode_completion(const std::vector<std::string>& values) {
  std::string out = R"({"completion":{"values":[)";
  const std::size_t count = std::min(values.size(), kCompletionsMax);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ',';
    append_quoted(out, values[i]);
  }
  out += R"(],"total":)";
  append_number(out, values.size());
  out += R"(,"hasMore":)";
  out += values.size() > count ? "true}}" : "false}}";
  return {FAIRLEAD_OUT_RESULT, std::move(out)};
}

template <auto Method, FixedString Ref, FixedString Argument>
struct CompletionEntry : Entry<EntryKind::Completion> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = CompletionRequest;
  static constexpr std::string_view kKey = Ref.view();
  static constexpr std::string_view kArgument = Argument.view();

  static constexpr bool check() {
    static_assert(kTakes<Traits, const CompletionRequest&, Call&> &&
                      std::same_as<typename Traits::Result, std::vector<std::string>>,
                  "a completion is a member function: std::vector<std::string> (Client::*)(const "
                  "CompletionRequest&, Call&)");
    return true;
  }

  static Input decode(const fairlead_request& request) { return completion_params(request).request; }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input& input, Call& call) {
    return (member_of<Method>(client).*Method)(input, call);
  }
  static Served encode(const fairlead_request&, const std::vector<std::string>& values) {
    return encode_completion(values);
  }
  static Served encode_refusal(const ToolError& error) { return rethrow_refusal(error); }
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_COMPLETION_HPP
