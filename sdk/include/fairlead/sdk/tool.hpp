// A tool: a member function of the client class, with the name, description and hints that the catalog
// shows. Its schemas come from its argument and result types.
#ifndef FAIRLEAD_SDK_TOOL_HPP
#define FAIRLEAD_SDK_TOOL_HPP

#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/fixed_string.hpp"
#include "fairlead/sdk/hints.hpp"
#include "fairlead/sdk/impl/tool.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// `Method` is `Result (Client::*)(const Args&, Call&)`, const or not, or a coroutine giving Task<Result>.
// Args is a described struct, or boost::json::object for any object (then state an input_schema<>); Result
// one of
//  - a described struct, or boost::json::object: becomes structuredContent, with the same JSON as one text
//    block; a described struct also becomes the outputSchema
//  - std::string: one text block
//  - void: no content
//  - Content: its blocks
//  - Structured<T>: T as a described struct above, with content of its own
//  - ToolResult: everything a result may have
// Text in results must be UTF-8. `Name`: 1 to 64 characters of [A-Za-z0-9_-], short, without the provider's.
template <auto Method, FixedString Name, FixedString Description, auto... Hints>
struct Tool : detail::ToolEntry<Method, Name, Description, Hints...> {};

// Serves the tools that the client's static catalog() added:
// `Result (Client::*)(std::string_view tool, const boost::json::object& arguments, Call&)`. The host has
// checked the arguments against the tool's inputSchema.
template <auto Method>
struct DynamicTools : detail::DynamicToolsEntry<Method> {};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_TOOL_HPP
