// Resources: what clients read by URI. Fixed ones and templates stand in the catalog; the rest is listed and
// read on demand (MCP 2026-07-28, server/resources).
//
// A URI is looked up among the Resources, then among the ResourceTemplates (the one with the most literal
// characters wins, the first declared of two equal ones), then given to ReadResource, else it is not found.
#ifndef FAIRLEAD_SDK_RESOURCE_HPP
#define FAIRLEAD_SDK_RESOURCE_HPP

#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/fixed_string.hpp"
#include "fairlead/sdk/hints.hpp"
#include "fairlead/sdk/impl/resource.hpp"
#include "fairlead/sdk/resource_types.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// `Method` is `Result (Client::*)(Call&)`, or a coroutine giving Task<Result>, where Result is one of
//  - std::string: text; Bytes: a blob; both of the type that mime_type<> says
//  - a described struct or boost::json::object: its JSON, "application/json" unless mime_type<> says
//  otherwise
//  - ResourceContents
// Hints: title<>, mime_type<>, size_bytes<>, audience<>, priority_percent<>.
template <auto Method, FixedString Uri, FixedString Name, FixedString Description, auto... Hints>
struct Resource : detail::ResourceEntry<Method, Uri, Name, Description, Hints...> {};

// Like Resource for every URI of one form: "notes://{book}/{note}". `Method` is
// `Result (Client::*)(const Vars&, Call&)`; Vars is a described struct with one field for each variable, of
// text, numbers, bool or a described enum.
//
// Of RFC 6570 the template may use `{name}`, which stands for one or more characters but / ? #, and, as its
// last variable, `{+name}`, which stands for any. Variables need text between them. Values are
// percent-decoded: they may hold any character, '/' and NUL too, so check before using one as a path.
template <auto Method, FixedString Uri, FixedString Name, FixedString Description, auto... Hints>
struct ResourceTemplate : detail::ResourceTemplateEntry<Method, Uri, Name, Description, Hints...> {};

// Reads what neither a Resource nor a ResourceTemplate matches: `Result (Client::*)(std::string_view uri,
// Call&)`. Throw Error(FAIRLEAD_NOT_FOUND, ...) for a URI that does not exist. A result without a URI of its
// own gets the one that was asked for.
template <auto Method, auto... Hints>
struct ReadResource : detail::ReadResourceEntry<Method, Hints...> {};

// Lists what stands not in the catalog: `ResourcePage (Client::*)(std::string_view cursor, Call&)`, and
// TemplatePage for templates. `cursor` is empty for the first page. Throw Error(FAIRLEAD_INVALID_ARGUMENT,
// ...) for a cursor that is not yours.
template <auto Method>
struct ListResources : detail::ListResourcesEntry<Method> {};
template <auto Method>
struct ListResourceTemplates : detail::ListResourceTemplatesEntry<Method> {};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_RESOURCE_HPP
