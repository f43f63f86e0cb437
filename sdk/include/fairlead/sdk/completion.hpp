// Completions: what a person may type next into an argument of a prompt or a variable of a resource template
// (MCP 2026-07-28, server/utilities/completion).
#ifndef FAIRLEAD_SDK_COMPLETION_HPP
#define FAIRLEAD_SDK_COMPLETION_HPP

#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/completion_request.hpp"
#include "fairlead/sdk/fixed_string.hpp"
#include "fairlead/sdk/impl/completion.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// `Ref` is the name of a Prompt or the URI template of a ResourceTemplate of the same provider, `Argument`
// one of its arguments or variables. `Method` is `std::vector<std::string> (Client::*)(const
// CompletionRequest&, Call&)`, or a coroutine; the likeliest values first. Clients are sent the first 100 of
// them and how many there are. An argument without a Completion has no suggestions.
template <auto Method, FixedString Ref, FixedString Argument>
struct Completion : detail::CompletionEntry<Method, Ref, Argument> {};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_COMPLETION_HPP
