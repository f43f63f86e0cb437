// Prompts: messages that a person picks from a menu and fills in (MCP 2026-07-28, server/prompts).
#ifndef FAIRLEAD_SDK_PROMPT_HPP
#define FAIRLEAD_SDK_PROMPT_HPP

#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/content.hpp"
#include "fairlead/sdk/fixed_string.hpp"
#include "fairlead/sdk/hints.hpp"
#include "fairlead/sdk/impl/prompt.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// `Method` is `Result (Client::*)(const Args&, Call&)`, or a coroutine giving Task<Result>. Args is a
// described struct: MCP's prompt arguments are text, so its fields are std::string, numbers, bool or
// described enums, the latter read from text. Descriptions, titles and which of them must be given come from
// the struct. Result is std::string (one message of the user) or Messages. Hints: title<>. `Name`: 1 to 64
// characters of [A-Za-z0-9_-], short, without the provider's.
template <auto Method, FixedString Name, FixedString Description, auto... Hints>
struct Prompt : detail::PromptEntry<Method, Name, Description, Hints...> {};

// Serves the prompts that the client's static catalog() added:
// `Result (Client::*)(std::string_view prompt, const boost::json::object& arguments, Call&)`.
template <auto Method>
struct DynamicPrompts : detail::DynamicPromptsEntry<Method> {};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_PROMPT_HPP
