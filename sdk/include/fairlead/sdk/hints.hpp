// Hints: any number behind an entry's description, in any order. They read as words there, hence no k.
#ifndef FAIRLEAD_SDK_HINTS_HPP
#define FAIRLEAD_SDK_HINTS_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>

#include "fairlead/sdk/content.hpp"
#include "fairlead/sdk/fixed_string.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

// On which entries a hint may stand.
inline constexpr unsigned kOnTool = 1;
inline constexpr unsigned kOnResource = 2;
inline constexpr unsigned kOnTemplate = 4;
inline constexpr unsigned kOnRead = 8;  // ReadResource
inline constexpr unsigned kOnPrompt = 16;

enum class Annotation { ReadOnly, Destructive, Idempotent, OpenWorld };
enum class TaskHint { Optional, Required };

// Text that goes into the catalog under a key of its own, or under a dev.fairlead/ key of _meta.
enum class TextKey { Title, MimeType, Tier, Toolset, Effect };
template <TextKey Key, std::size_t N>
struct TextHint {
  FixedString<N> text;
};
enum class SchemaKey { Input, Output };
template <SchemaKey Key, std::size_t N>
struct SchemaHint {
  FixedString<N> json;
};
template <FixedString... Names>
struct AliasesHint {};
struct TimeoutHint {
  std::uint32_t milliseconds;
};
struct SizeHint {
  std::uint64_t bytes;
};
template <Role... Roles>
struct AudienceHint {};
struct PriorityHint {
  unsigned percent;
};

// Class template arguments are not deduced inside a template argument list of their own.
template <TextKey Key, std::size_t N>
constexpr TextHint<Key, N> text_hint(FixedString<N> text) {
  return {text};
}
template <SchemaKey Key, std::size_t N>
constexpr SchemaHint<Key, N> schema_hint(FixedString<N> json) {
  return {json};
}

}  // namespace detail

// ---- On tools ------------------------------------------------------------------------------------------
// All four MCP annotations are always stated, "no" where the hint is missing: MCP's own defaults would call
// a tool destructive and open-world. A read_only tool is also stated to be idempotent.
inline constexpr auto read_only =
    detail::Annotation::ReadOnly;  // changes nothing; callable on read-only access
inline constexpr auto destructive = detail::Annotation::Destructive;  // may delete or overwrite
inline constexpr auto idempotent =
    detail::Annotation::Idempotent;  // a second identical call changes nothing more
inline constexpr auto open_world =
    detail::Annotation::OpenWorld;  // reaches things beyond the connection's back end

// The next three take words of [a-z0-9_-], at most 64 characters.
// tier<"extended">: which of the tiers core, extended or complete lists the tool.
template <FixedString Text>
inline constexpr auto tier = detail::text_hint<detail::TextKey::Tier>(Text);

// toolset<"billing">: a group of tools that an operator switches together.
template <FixedString Text>
inline constexpr auto toolset = detail::text_hint<detail::TextKey::Toolset>(Text);

// effect<"sends-mail">: what the tool does to the world, as a word that an operator's rules can name.
template <FixedString Text>
inline constexpr auto effect = detail::text_hint<detail::TextKey::Effect>(Text);

// aliases<"find", "search">: earlier names; callable, never listed.
template <FixedString... Names>
inline constexpr auto aliases = detail::AliasesHint<Names...>{};

// timeout_ms<60000>: the longest a call may take; the host's own limit still holds.
template <std::uint32_t Milliseconds>
inline constexpr auto timeout_ms = detail::TimeoutHint{Milliseconds};

// The tool may go on as a task, by Call::go_on_as_task; with task_required only clients that can follow a
// task may call it.
inline constexpr auto task_optional = detail::TaskHint::Optional;
inline constexpr auto task_required = detail::TaskHint::Required;

// input_schema<R"({"type":"object",...})">: a JSON Schema 2020-12 in place of the one made from Args or
// Result, for what C++ types cannot say. The text is passed on as it is; it must be an object with "type":
// "object", else the plugin refuses to load.
template <FixedString Text>
inline constexpr auto input_schema = detail::schema_hint<detail::SchemaKey::Input>(Text);
template <FixedString Text>
inline constexpr auto output_schema = detail::schema_hint<detail::SchemaKey::Output>(Text);

// ---- On tools, resources and prompts -------------------------------------------------------------------

// title<"List the notes">: for people, where the name is for models.
template <FixedString Text>
inline constexpr auto title = detail::text_hint<detail::TextKey::Title>(Text);

// ---- On resources --------------------------------------------------------------------------------------

// mime_type<"text/plain">
template <FixedString Text>
inline constexpr auto mime_type = detail::text_hint<detail::TextKey::MimeType>(Text);

// size_bytes<2048>: of the contents before any encoding, where it is known.
template <std::uint64_t Bytes>
inline constexpr auto size_bytes = detail::SizeHint{Bytes};

// audience<Role::User>: for whom the resource is meant.
template <Role... Roles>
inline constexpr auto audience = detail::AudienceHint<Roles...>{};

// priority_percent<80>: how much the resource matters, stated as 0.8 (clang 14 knows no double as template
// argument).
template <unsigned Percent>
inline constexpr auto priority_percent = detail::PriorityHint{Percent};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_HINTS_HPP
