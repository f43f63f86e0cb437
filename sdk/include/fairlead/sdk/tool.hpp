// A tool: a member function of the client class, with the name, description and hints that the catalog
// shows. Its schemas come from its argument and result types.
#ifndef FAIRLEAD_SDK_TOOL_HPP
#define FAIRLEAD_SDK_TOOL_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "fairlead/sdk/context.hpp"
#include "fairlead/sdk/fixed_string.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

enum class Annotation { ReadOnly, Destructive, Idempotent, OpenWorld };

template <std::size_t N>
struct TitleHint {
  FixedString<N> text;
};
template <std::size_t N>
struct TierHint {
  FixedString<N> text;
};
struct TimeoutHint {
  std::uint32_t milliseconds;
};

template <std::size_t N>
constexpr TitleHint<N> title_hint(FixedString<N> text) {
  return {text};
}
template <std::size_t N>
constexpr TierHint<N> tier_hint(FixedString<N> text) {
  return {text};
}

}  // namespace detail

// Hints: any number behind a Tool's description, in any order. They read as words there, hence no k.
// All four MCP annotations are always stated, "no" where the hint is missing: MCP's own defaults would call
// a tool destructive and open-world. A read_only tool is also stated to be idempotent.
inline constexpr auto read_only =
    detail::Annotation::ReadOnly;  // changes nothing; callable on read-only access
inline constexpr auto destructive = detail::Annotation::Destructive;  // may delete or overwrite
inline constexpr auto idempotent =
    detail::Annotation::Idempotent;  // a second identical call changes nothing more
inline constexpr auto open_world =
    detail::Annotation::OpenWorld;  // reaches things beyond the connection's back end

// title<"List the notes">: for people, where the name is for models.
template <FixedString Text>
inline constexpr auto title = detail::title_hint(Text);

// tier<"extended">: which of the tiers core, extended or complete lists the tool.
template <FixedString Text>
inline constexpr auto tier = detail::tier_hint(Text);

// timeout_ms<60000>: the longest a call may take; the host's own limit still holds.
template <std::uint32_t Milliseconds>
inline constexpr auto timeout_ms = detail::TimeoutHint{Milliseconds};

// `Method` is `Result (Client::*)(const Args&, Call&)`, const or not, where Args is a described struct and
// Result one of
//  - a described struct, or boost::json::object: becomes structuredContent, with the same JSON as one text
//    block; a described struct also becomes the outputSchema
//  - std::string: one text block
//  - void: no content
// Text in results must be UTF-8. `Name`: 1 to 64 characters of [A-Za-z0-9_-], short, without the provider's.
template <auto Method, FixedString Name, FixedString Description, auto... Hints>
struct Tool {
  static constexpr std::string_view kName = Name.view();

  // The entry of the catalog.
  static boost::json::object describe();

  // Decodes, calls, encodes: gives a CallToolResult. Throws what the method throws.
  // @error INVALID_ARGUMENT (thrown) the arguments do not fit Args
  template <class Client>
  static std::string call(Client& client, std::string_view arguments_json, Call& call);
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/tool.hpp"

#endif  // FAIRLEAD_SDK_TOOL_HPP
