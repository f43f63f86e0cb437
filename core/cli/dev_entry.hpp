// From a line of `fairlead dev` to what the provider is asked: the entry, its arguments typed and checked.
#pragma once

#include <string>

#include "cli/dev_line.hpp"
#include "plugin/catalog.hpp"
#include "plugin/invocation.hpp"

namespace fairlead::cli {

/// A value, but for `output_schema`, which is the catalog's.
struct DevEntry {
  std::uint32_t kind = FAIRLEAD_KIND_TOOL;
  std::uint32_t slot = FAIRLEAD_SLOT_NONE;
  std::string name = {};  ///< the entry's own: a tool may have been called by an alias
  std::string arguments_json = "{}";
  const json::Schema* output_schema = nullptr;
};

/// Decides as the runtime does for a call over MCP. For Tool, Resource, Prompt and Complete.
/// @error NotFound          no such tool or prompt ("unknown_tool", "unknown_prompt")
/// @error PermissionDenied  "read_only_access"
/// @error InvalidArgument   the arguments do not fit ("bad_arguments", "bad_argument"); a tool that is no
/// task
[[nodiscard]] Result<DevEntry> find_dev_entry(const plugin::Catalog& catalog, const DevRequest& request,
                                              Access access);

/// The part of a list that the catalog has: {"tools": [...]}.
[[nodiscard]] boost::json::object declared_list(const plugin::Catalog& catalog, const std::string& list);

}  // namespace fairlead::cli
