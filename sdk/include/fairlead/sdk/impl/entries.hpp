// What the entries of a provider say together: its catalog, its title, and which tool a request is for.
// Internal.
#ifndef FAIRLEAD_SDK_IMPL_ENTRIES_HPP
#define FAIRLEAD_SDK_IMPL_ENTRIES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "fairlead/sdk/provider.hpp"
#include "fairlead/sdk/tool.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

template <class Wanted, class... Entries>
inline constexpr bool kIsOneOf = (std::is_same_v<Wanted, Entries> || ...);

template <class Entry>
inline constexpr bool kIsTool = false;
template <auto Method, FixedString Name, FixedString Description, auto... Hints>
inline constexpr bool kIsTool<Tool<Method, Name, Description, Hints...>> = true;

template <class Entry>
inline constexpr std::string_view kTitle = {};
template <FixedString Text>
inline constexpr std::string_view kTitle<ProviderTitle<Text>> = Text.view();

template <class Entry>
inline constexpr bool kIsEntry =
    kIsTool<Entry> || !kTitle<Entry>.empty() || std::is_same_v<Entry, ShareNever>;

constexpr bool is_provider_id(std::string_view id) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (id.empty() || id.size() > 20 || !is_plain(id.front())) return false;
  for (const char c : id) {
    if (!is_plain(c) && c != '_' && c != '-') return false;
  }
  return true;
}

// The title among the entries, else `id`.
template <class... Entries>
constexpr std::string_view title_of(std::string_view id) {
  std::string_view title = id;
  ((title = kTitle<Entries>.empty() ? title : kTitle<Entries>), ...);
  return title;
}

template <class Entry>
void add_tool(boost::json::array& tools) {
  if constexpr (kIsTool<Entry>) tools.push_back(Entry::describe());
}

template <class... Entries>
boost::json::object catalog_of() {
  static_assert((kIsEntry<Entries> && ...),
                "an entry of a Provider is a Tool, a ProviderTitle or ShareNever");
  boost::json::array tools;
  (add_tool<Entries>(tools), ...);
  boost::json::object catalog;
  catalog["tools"] = std::move(tools);
  return catalog;
}

// The tools in the order of the catalog, so that a request's slot is an index.
template <class Client, class... Entries>
class ToolTable {
 public:
  using CallFn = std::string (*)(Client&, std::string_view arguments_json, Call&);

  // By slot, which decides; by name where the slot is none of ours. @error NOT_FOUND (thrown) no such tool
  static CallFn find(std::uint32_t slot, std::string_view name) {
    static constexpr auto kRows = rows();
    static_assert(has_unique_names(kRows), "two tools have the same name");
    if (slot < kRows.size()) return kRows[slot].call;
    for (const Row& row : kRows) {
      if (row.name == name) return row.call;
    }
    throw Error(FAIRLEAD_NOT_FOUND, "this provider has no tool '" + shortened(name) + "'");
  }

 private:
  struct Row {
    std::string_view name;
    CallFn call;
  };
  static constexpr std::size_t kCount = (std::size_t{kIsTool<Entries>} + ... + 0);

  template <class Entry>
  static constexpr void add(std::array<Row, kCount>& rows, std::size_t& used) {
    if constexpr (kIsTool<Entry>) rows[used++] = {Entry::kName, &Entry::template call<Client>};
  }

  static constexpr std::array<Row, kCount> rows() {
    std::array<Row, kCount> made{};
    [[maybe_unused]] std::size_t used = 0;
    (add<Entries>(made, used), ...);
    return made;
  }

  static constexpr bool has_unique_names(const std::array<Row, kCount>& rows) {
    for (std::size_t one = 0; one < rows.size(); ++one) {
      for (std::size_t other = 0; other < one; ++other) {
        if (rows[one].name == rows[other].name) return false;
      }
    }
    return true;
  }
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_ENTRIES_HPP
