// What hints put into an entry of the catalog, and on which entries each may stand. Internal.
#ifndef FAIRLEAD_SDK_IMPL_HINTS_HPP
#define FAIRLEAD_SDK_IMPL_HINTS_HPP

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/hints.hpp"
#include "fairlead/sdk/parse.hpp"
#include "fairlead/sdk/schema.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// ---- Where a hint may stand ----------------------------------------------------------------------------

template <class Hint>
inline constexpr unsigned kHintOn =
    std::same_as<Hint, Annotation> || std::same_as<Hint, TimeoutHint> || std::same_as<Hint, TaskHint>
        ? kOnTool
    : std::same_as<Hint, SizeHint>     ? kOnResource
    : std::same_as<Hint, PriorityHint> ? kOnResource | kOnTemplate
                                       : 0;
template <TextKey Key, std::size_t N>
inline constexpr unsigned kHintOn<TextHint<Key, N>> =
    Key == TextKey::Title      ? kOnTool | kOnResource | kOnTemplate | kOnPrompt
    : Key == TextKey::MimeType ? kOnResource | kOnTemplate | kOnRead
                               : kOnTool;
template <SchemaKey Key, std::size_t N>
inline constexpr unsigned kHintOn<SchemaHint<Key, N>> = kOnTool;
template <FixedString... Names>
inline constexpr unsigned kHintOn<AliasesHint<Names...>> = kOnTool;
template <Role... Roles>
inline constexpr unsigned kHintOn<AudienceHint<Roles...>> = kOnResource | kOnTemplate;

// Whether each of `Hints` may stand on such an entry.
template <unsigned Where, auto... Hints>
constexpr bool hints_fit() {
  return (((kHintOn<std::remove_cv_t<decltype(Hints)>> & Where) != 0) && ...);
}

// ---- Finding one among them ----------------------------------------------------------------------------

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
constexpr bool priority_fits(const Hint&) {
  return true;
}
constexpr bool priority_fits(PriorityHint hint) { return hint.percent <= 100; }

// Whether a tier, toolset or effect is a word: operators write it into rules.
template <class Hint>
constexpr bool is_word_if_rule(const Hint&) {
  return true;
}
template <TextKey Key, std::size_t N>
constexpr bool is_word_if_rule(const TextHint<Key, N>& hint) {
  if (Key != TextKey::Tier && Key != TextKey::Toolset && Key != TextKey::Effect) return true;
  const std::string_view word = hint.text.view();
  for (const char c : word) {
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-') return false;
  }
  return !word.empty() && word.size() <= 64;
}

template <class Hint>
inline constexpr bool kIsTaskHint = std::same_as<Hint, TaskHint>;

template <class Hint>
constexpr std::string_view mime_type_in(const Hint&) {
  return {};
}
template <std::size_t N>
constexpr std::string_view mime_type_in(const TextHint<TextKey::MimeType, N>& hint) {
  return hint.text.view();
}

// The mime_type<> among the hints, else `otherwise`.
template <auto... Hints>
constexpr std::string_view mime_type_of(std::string_view otherwise) {
  std::string_view found = otherwise;
  ((found = mime_type_in(Hints).empty() ? found : mime_type_in(Hints)), ...);
  return found;
}

// ---- In the catalog ------------------------------------------------------------------------------------

inline boost::json::object& object_in(boost::json::object& entry, std::string_view key) {
  boost::json::value& member = entry[json_view(key)];
  return member.is_object() ? member.get_object() : member.emplace_object();
}

inline void add_hint(boost::json::object&, Annotation) {}  // Stated all together, by the tool.

template <TextKey Key, std::size_t N>
void add_hint(boost::json::object& entry, const TextHint<Key, N>& hint) {
  const auto text = json_view(hint.text.view());
  switch (Key) {
    case TextKey::Title: entry["title"] = text; break;
    case TextKey::MimeType: entry["mimeType"] = text; break;
    case TextKey::Tier: object_in(entry, "_meta")["dev.fairlead/tier"] = text; break;
    case TextKey::Toolset: object_in(entry, "_meta")["dev.fairlead/toolset"] = text; break;
    case TextKey::Effect: object_in(entry, "_meta")["dev.fairlead/effect"] = text; break;
  }
}

// @error INTERNAL (thrown) the text is no JSON object with "type": "object"
template <SchemaKey Key, std::size_t N>
void add_hint(boost::json::object& entry, const SchemaHint<Key, N>& hint) {
  constexpr std::string_view kKey = Key == SchemaKey::Input ? "inputSchema" : "outputSchema";
  boost::json::error_code error;
  Json schema = parse_json(hint.json.view(), error);
  const Json* type = !error && schema.is_object() ? schema.get_object().if_contains("type") : nullptr;
  if (type == nullptr || *type != "object") {
    throw Error(FAIRLEAD_INTERNAL, std::string(kKey) += R"(: expected a JSON object with "type": "object")");
  }
  entry[json_view(kKey)] = std::move(schema);
}

template <FixedString... Names>
void add_hint(boost::json::object& entry, AliasesHint<Names...>) {
  object_in(entry, "_meta")["dev.fairlead/aliases"] = boost::json::array{json_view(Names.view())...};
}
inline void add_hint(boost::json::object& entry, TimeoutHint hint) {
  object_in(entry, "_meta")["dev.fairlead/timeout_ms"] = hint.milliseconds;
}
inline void add_hint(boost::json::object& entry, TaskHint hint) {
  object_in(entry, "_meta")["dev.fairlead/task"] = hint == TaskHint::Required ? "required" : "optional";
}
inline void add_hint(boost::json::object& entry, SizeHint hint) { entry["size"] = hint.bytes; }
template <Role... Roles>
void add_hint(boost::json::object& entry, AudienceHint<Roles...>) {
  object_in(entry, "annotations")["audience"] =
      boost::json::array{(Roles == Role::User ? "user" : "assistant")...};
}
inline void add_hint(boost::json::object& entry, PriorityHint hint) {
  object_in(entry, "annotations")["priority"] = hint.percent / 100.0;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_HINTS_HPP
