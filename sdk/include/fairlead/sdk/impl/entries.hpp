// What the entries of a provider say together, and which of them a request is for. Internal.
#ifndef FAIRLEAD_SDK_IMPL_ENTRIES_HPP
#define FAIRLEAD_SDK_IMPL_ENTRIES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "fairlead/sdk/impl/entry_checks.hpp"
#include "fairlead/sdk/impl/serve.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// ---- The catalog ---------------------------------------------------------------------------------------

template <EntryKind Kind, class T>
void describe_into(boost::json::array& list) {
  if constexpr (T::kKind == Kind) list.push_back(T::describe());
}

template <class T>
void add_completed(boost::json::array& completed) {
  if constexpr (T::kKind == EntryKind::Completion) {
    const bool is_template = T::kKey.find('{') != std::string_view::npos;
    boost::json::object ref{{"type", is_template ? "ref/resource" : "ref/prompt"}};
    ref[is_template ? "uri" : "name"] = json_view(T::kKey);
    completed.push_back({{"ref", std::move(ref)}, {"argument", json_view(T::kArgument)}});
  }
}

template <EntryKind Kind, class... Entries>
boost::json::array list_of() {
  boost::json::array list;
  (describe_into<Kind, Entries>(list), ...);
  return list;
}

// What the host must know beside the lists; plugin.h states the keys.
template <class... Entries>
boost::json::object catalog_meta() {
  boost::json::object meta;
  boost::json::array lists;
  if constexpr (kHasKind<EntryKind::ListResources, Entries...>) lists.emplace_back("resources");
  if constexpr (kHasKind<EntryKind::ListResourceTemplates, Entries...>)
    lists.emplace_back("resourceTemplates");
  if (!lists.empty()) meta["dev.fairlead/lists"] = std::move(lists);
  if constexpr (kHasKind<EntryKind::ReadResource, Entries...>) meta["dev.fairlead/reads"] = true;
  boost::json::array completed;
  (add_completed<Entries>(completed), ...);
  if (!completed.empty()) meta["dev.fairlead/completes"] = std::move(completed);
  return meta;
}

// "tools" always; the rest where there are any.
template <class... Entries>
boost::json::object catalog_of() {
  boost::json::object catalog{{"tools", list_of<EntryKind::Tool, Entries...>()}};
  const auto add = [&catalog](const char* key, auto part) {
    if (!part.empty()) catalog[key] = std::move(part);
  };
  add("resources", list_of<EntryKind::Resource, Entries...>());
  add("resourceTemplates", list_of<EntryKind::ResourceTemplate, Entries...>());
  add("prompts", list_of<EntryKind::Prompt, Entries...>());
  add("_meta", catalog_meta<Entries...>());
  return catalog;
}

// ---- Which entry a request is for ----------------------------------------------------------------------

template <class Client, bool IsAsync>
struct Row {
  using Serve = std::conditional_t<IsAsync, Task<Served> (*)(Client&, const fairlead_request&, Call&),
                                   Served (*)(Client&, const fairlead_request&, Call&)>;
  EntryKind kind;
  std::string_view key;
  std::string_view argument;
  Serve serve;
};

// Every entry but the options, in the order of the provider; one of a kind stand in the order of its list in
// the catalog, so that a request's slot counts them.
template <class Client, class... Entries>
class EntryTable {
 public:
  static constexpr bool kIsAsyncTable = kIsAsync<Entries...>;
  using TableRow = Row<Client, kIsAsyncTable>;
  using Serve = typename TableRow::Serve;

  // `by_slot`: the host's slots count the entries declared here. Null for a completion that nobody offers.
  // @error NOT_FOUND (thrown)        no such entry
  // @error INVALID_ARGUMENT (thrown) the params of a completion lack something
  // @error UNIMPLEMENTED (thrown)    a kind of request this SDK does not know, or a list that is not offered
  static Serve find(const fairlead_request& request, bool by_slot) {
    const std::string_view name = view(request.name);
    const std::uint32_t slot = by_slot ? request.slot : FAIRLEAD_SLOT_NONE;
    switch (request.kind) {
      case FAIRLEAD_KIND_TOOL:
        return named(EntryKind::Tool, EntryKind::DynamicTools, slot, name, "this provider has no tool '");
      case FAIRLEAD_KIND_PROMPT:
        return named(EntryKind::Prompt, EntryKind::DynamicPrompts, slot, name,
                     "this provider has no prompt '");
      case FAIRLEAD_KIND_RESOURCE: return resource(name);
      case FAIRLEAD_KIND_COMPLETION: return completion(request);
      case FAIRLEAD_KIND_LIST_RESOURCES: return list(EntryKind::ListResources);
      case FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES: return list(EntryKind::ListResourceTemplates);
      default: break;
    }
    throw Error(FAIRLEAD_UNIMPLEMENTED, "this provider does not know that kind of request");
  }

 private:
  static constexpr std::size_t kCount = (std::size_t{!kIsOption<Entries>} + ... + 0);

  template <class T>
  static constexpr void add(std::array<TableRow, kCount>& rows, std::size_t& used) {
    if constexpr (!kIsOption<T>) {
      Serve serve_entry = nullptr;
      if constexpr (kIsAsyncTable) {
        serve_entry = &serve_async<T, Client>;
      } else {
        serve_entry = &serve<T, Client>;
      }
      rows[used++] = {T::kKind, T::kKey, T::kArgument, serve_entry};
    }
  }

  static constexpr std::array<TableRow, kCount> made_rows() {
    std::array<TableRow, kCount> rows{};
    [[maybe_unused]] std::size_t used = 0;
    (add<Entries>(rows, used), ...);
    return rows;
  }
  static const std::array<TableRow, kCount>& rows() {
    static constexpr std::array<TableRow, kCount> kRows = made_rows();
    return kRows;
  }

  static Serve by_key(EntryKind kind, std::string_view key, std::string_view argument = {}) {
    for (const TableRow& row : rows()) {
      if (row.kind == kind && row.key == key && row.argument == argument) return row.serve;
    }
    return nullptr;
  }

  static Serve named(EntryKind kind, EntryKind otherwise, std::uint32_t slot, std::string_view name,
                     std::string_view missing) {
    for (const TableRow& row : rows()) {
      if (row.kind == kind && slot-- == 0) return row.serve;
    }
    if (const Serve found = by_key(kind, name)) return found;
    if (const Serve found = by_key(otherwise, {})) return found;
    throw Error(FAIRLEAD_NOT_FOUND, std::string(missing) + shortened(name) + "'");
  }

  static Serve resource(std::string_view uri) {
    if (const Serve found = by_key(EntryKind::Resource, uri)) return found;
    const TableRow* best = nullptr;
    for (const TableRow& row : rows()) {
      if (row.kind != EntryKind::ResourceTemplate || !matches_uri(row.key, uri)) continue;
      if (best == nullptr || literal_length(row.key) > literal_length(best->key)) best = &row;
    }
    if (best != nullptr) return best->serve;
    if (const Serve found = by_key(EntryKind::ReadResource, {})) return found;
    throw Error(FAIRLEAD_NOT_FOUND, "no resource '" + shortened(uri) + "'");
  }

  static Serve completion(const fairlead_request& request) {
    const CompletionParams params = completion_params(request);
    return by_key(EntryKind::Completion, params.ref, params.argument);
  }

  static Serve list(EntryKind kind) {
    if (const Serve found = by_key(kind, {})) return found;
    throw Error(FAIRLEAD_UNIMPLEMENTED, "this provider lists nothing beyond its catalog");
  }
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_ENTRIES_HPP
