// Behind prompt.hpp: what the catalog says of a prompt, and the three steps of its call. Internal.
#ifndef FAIRLEAD_SDK_IMPL_PROMPT_HPP
#define FAIRLEAD_SDK_IMPL_PROMPT_HPP

#include <concepts>
#include <string>
#include <string_view>

#include "fairlead/sdk/impl/tool.hpp"
#include "fairlead/sdk/text_fields.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

template <class Args>
boost::json::array prompt_arguments() {
  boost::json::array arguments;
  for (const PromptArgument& one : prompt_arguments_of<Args>()) {
    boost::json::object argument{{"name", json_view(one.name)}};
    if (!one.title.empty()) argument["title"] = json_view(one.title);
    if (!one.description.empty()) argument["description"] = json_view(one.description);
    argument["required"] = one.is_required;
    arguments.push_back(std::move(argument));
  }
  return arguments;
}

inline void append_message(std::string& out, Role role, std::string_view block) {
  out += out.empty() ? R"({"role":")" : R"(,{"role":")";
  out.append(role_name(role)).append(R"(","content":)").append(block).append("}");
}

// A GetPromptResult. A PromptMessage holds one block, so a message of several becomes several messages.
inline Served encode_prompt(const Messages& messages) {
  std::string items;
  for (const auto& message : messages.all()) {
    for (std::size_t i = 0; i < message.content.size(); ++i) {
      append_message(items, message.role, message.content.block(i));
    }
  }
  std::string out = R"({"messages":[)" + items + "]";
  append_member(out, "description", messages.description());
  return {FAIRLEAD_OUT_RESULT, out += '}'};
}
inline Served encode_prompt(const std::string& text) { return encode_prompt(Messages().user(text)); }

template <class Result>
inline constexpr bool kIsPromptResult = std::same_as<Result, std::string> || std::same_as<Result, Messages>;

template <auto Method, FixedString Name, FixedString Description, auto... Hints>
struct PromptEntry : Entry<EntryKind::Prompt> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = ArgsOf<typename Traits::Parameters>;
  static constexpr std::string_view kKey = Name.view();

  static constexpr bool check() {
    static_assert(Traits::kIsMember && ArgsIn<typename Traits::Parameters>::kFits,
                  "a prompt is a member function: Result (Client::*)(const Args&, Call&)");
    static_assert(CheckTextFields<Input>::kOk);
    static_assert(kIsPromptResult<typename Traits::Result>, "a prompt gives std::string or Messages");
    static_assert(is_entry_name(Name.view()), "a prompt's name is 1 to 64 characters of [A-Za-z0-9_-]");
    static_assert(!Description.view().empty(), "describe the prompt: people choose by the description");
    static_assert(hints_fit<kOnPrompt, Hints...>(), "the hint of a prompt is title<>");
    return true;
  }

  // Whether a Completion may name this argument.
  static constexpr bool has_argument(std::string_view name) {
    bool is_known = false;
    boost::mp11::mp_for_each<Members<Input>>(
        [&](auto member) { is_known = is_known || json_name(member.name) == name; });
    return is_known;
  }

  static boost::json::object describe() {
    static_assert(check());
    boost::json::object entry{{"name", json_view(Name.view())},
                              {"description", json_view(Description.view())}};
    boost::json::array arguments = prompt_arguments<Input>();
    if (!arguments.empty()) entry["arguments"] = std::move(arguments);
    (add_hint(entry, Hints), ...);
    return entry;
  }

  static Input decode(const fairlead_request& request) {
    return decode_text_arguments<Input>(named_object(request).arguments, Path("arguments"));
  }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input& input, Call& call) {
    return (member_of<Method>(client).*Method)(input, call);
  }
  template <class Result>
  static Served encode(const fairlead_request&, const Result& result) {
    return encode_prompt(result);
  }
  static Served encode_refusal(const ToolError& error) { return rethrow_refusal(error); }
};

template <auto Method>
struct DynamicPromptsEntry : Entry<EntryKind::DynamicPrompts> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = NamedObject;

  static constexpr bool check() {
    static_assert(kTakes<Traits, std::string_view, const boost::json::object&, Call&>,
                  "DynamicPrompts is a member function: Result (Client::*)(std::string_view prompt, const "
                  "boost::json::object& arguments, Call&)");
    static_assert(kIsPromptResult<typename Traits::Result>, "a prompt gives std::string or Messages");
    return true;
  }

  static Input decode(const fairlead_request& request) { return named_object(request); }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input& input, Call& call) {
    return (member_of<Method>(client).*Method)(input.name, input.arguments, call);
  }
  template <class Result>
  static Served encode(const fairlead_request&, const Result& result) {
    return encode_prompt(result);
  }
  static Served encode_refusal(const ToolError& error) { return rethrow_refusal(error); }
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_PROMPT_HPP
