// What must hold among the entries of one provider, checked at compile time. Internal.
#ifndef FAIRLEAD_SDK_IMPL_ENTRY_CHECKS_HPP
#define FAIRLEAD_SDK_IMPL_ENTRY_CHECKS_HPP

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "fairlead/sdk/completion.hpp"
#include "fairlead/sdk/entry.hpp"
#include "fairlead/sdk/options.hpp"
#include "fairlead/sdk/prompt.hpp"
#include "fairlead/sdk/resource.hpp"
#include "fairlead/sdk/tool.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

template <class T>
concept AnyEntry = requires {
  { T::kKind } -> std::convertible_to<EntryKind>;
};

template <AnyEntry T>
inline constexpr bool kIsOption = T::kKind == EntryKind::Option;

constexpr bool is_provider_id(std::string_view id) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (id.empty() || id.size() > 20 || !is_plain(id.front())) return false;
  for (const char c : id) {
    if (!is_plain(c) && c != '_' && c != '-') return false;
  }
  return true;
}

// ---- Options -------------------------------------------------------------------------------------------

template <class Wanted, class... Entries>
inline constexpr bool kIsOneOf = (std::is_same_v<Wanted, Entries> || ...);

template <class Entry>
inline constexpr std::string_view kTitle = {};
template <FixedString Text>
inline constexpr std::string_view kTitle<ProviderTitle<Text>> = Text.view();

// The title among the entries, else `id`.
template <class... Entries>
constexpr std::string_view title_of(std::string_view id) {
  std::string_view title = id;
  ((title = kTitle<Entries>.empty() ? title : kTitle<Entries>), ...);
  return title;
}

template <class Entry>
inline constexpr std::uint32_t kInFlightMax = 0;
template <std::uint32_t InFlightMax>
inline constexpr std::uint32_t kInFlightMax<SharedClient<InFlightMax>> = InFlightMax;

template <class Entry>
inline constexpr bool kIsShared = false;
template <std::uint32_t InFlightMax>
inline constexpr bool kIsShared<SharedClient<InFlightMax>> = true;

// ---- Coroutines ----------------------------------------------------------------------------------------

template <AnyEntry T>
constexpr bool is_coroutine() {
  if constexpr (kIsOption<T>) {
    return false;
  } else {
    return T::Traits::kIsCoroutine;
  }
}

template <class... Entries>
inline constexpr bool kIsAsync = (is_coroutine<Entries>() || ...);

template <class... Entries>
inline constexpr bool kIsMixed =
    kIsAsync<Entries...> && !((kIsOption<Entries> || is_coroutine<Entries>()) && ...);

// ---- Names ---------------------------------------------------------------------------------------------

struct Key {
  EntryKind kind;
  std::string_view key;
  std::string_view argument;
  constexpr bool operator==(const Key&) const = default;
};

// No two entries of one kind have the same key; those found by their kind alone come at most once.
template <class... Entries>
constexpr bool has_unique_keys() {
  const std::array<Key, sizeof...(Entries)> keys{Key{Entries::kKind, Entries::kKey, Entries::kArgument}...};
  for (std::size_t one = 0; one < keys.size(); ++one) {
    for (std::size_t other = 0; other < one; ++other) {
      if (keys[one].kind != EntryKind::Option && keys[one] == keys[other]) return false;
    }
  }
  return true;
}

// Whether the entry is a prompt or template of that name with that argument.
template <class T>
constexpr bool is_completed_by(std::string_view ref, std::string_view argument) {
  if constexpr (T::kKind == EntryKind::Prompt || T::kKind == EntryKind::ResourceTemplate) {
    return T::kKey == ref && T::has_argument(argument);
  } else {
    return false;
  }
}

template <class T, class... Entries>
constexpr bool completes_something() {
  if constexpr (T::kKind == EntryKind::Completion) {
    return (is_completed_by<Entries>(T::kKey, T::kArgument) || ...);
  } else {
    return true;
  }
}

template <class T, EntryKind... Kinds>
inline constexpr bool kIsOfKind = ((T::kKind == Kinds) || ...);
template <EntryKind Kind, class... Entries>
inline constexpr bool kHasKind = (kIsOfKind<Entries, Kind> || ...);

template <class T>
constexpr bool check_entry() {
  if constexpr (kIsOption<T>) {
    return true;
  } else {
    return T::check();
  }
}

// What is no entry at all is not looked at further.
template <bool AreEntries, class... Entries>
struct CheckKnownEntries {};
template <class... Entries>
struct CheckKnownEntries<true, Entries...> {
  static_assert((check_entry<Entries>() && ...));
  static_assert(!kIsMixed<Entries...>,
                "a provider's entries are all blocking functions or all coroutines: let every entry give a "
                "Task, or none");
  static_assert(has_unique_keys<Entries...>(),
                "two entries have the same name, URI, URI template or completed argument, or an entry that "
                "can be there once is there twice");
  static_assert((completes_something<Entries, Entries...>() && ...),
                "a Completion names a Prompt or the URI template of a ResourceTemplate of this provider, and "
                "one of its arguments");
  static_assert(((!kIsShared<Entries> || kInFlightMax<Entries> > 0) && ...),
                "a SharedClient serves at least one call at a time");
};

template <class... Entries>
struct CheckEntries : CheckKnownEntries<(AnyEntry<Entries> && ...), Entries...> {
  static_assert(
      (AnyEntry<Entries> && ...),
      "an entry of a Provider is a Tool, Resource, ResourceTemplate, Prompt, Completion, "
      "ReadResource, ListResources, ListResourceTemplates, DynamicTools, DynamicPrompts or an option");
  static constexpr bool kOk = true;  // Reading it is what brings the assertions above into play.
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_ENTRY_CHECKS_HPP
