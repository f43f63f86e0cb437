// The entries of a provider's catalog with arguments to call them by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/catalog.hpp"
#include "plugin/contract/sample.hpp"

namespace fairlead::plugin::contract {

/// One thing to invoke. A value; `tool` points into the catalog.
struct Entry {
  std::uint32_t kind = 0;  ///< FAIRLEAD_KIND_*
  std::uint32_t slot = 0;
  std::string name;  ///< the tool's, the prompt's, the URI
  std::string arguments_json;
  const ToolEntry* tool = nullptr;  ///< null for other kinds

  /// "tool echo", "prompt greeting", for messages.
  [[nodiscard]] std::string label() const;
};

struct EntryWish {
  SampleWish sample = {};
  bool has_writes = false;  ///< tools without readOnlyHint too
};

/// Everything the catalog declares, once each. A tool whose arguments cannot be made up comes with {}.
[[nodiscard]] std::vector<Entry> make_entries(const Catalog& catalog, const EntryWish& wish);

}  // namespace fairlead::plugin::contract
