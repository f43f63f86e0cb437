// A provider's catalog, checked once when its plugin is loaded.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "json/schema.hpp"

namespace fairlead::plugin {

/// One tool, as the catalog of MCP 2026-07-28 declares it.
struct ToolEntry {
  std::string name;                ///< without any connection's prefix
  std::uint32_t slot = 0;          ///< index in the catalog's "tools"
  boost::json::object definition;  ///< as declared, without the reserved _meta keys
  bool is_read_only = false;       ///< annotations.readOnlyHint; absent means false (MCP default)
  json::Schema input;
  std::optional<json::Schema> output;
  std::vector<std::string> aliases;                  ///< callable, never listed
  std::optional<std::chrono::milliseconds> timeout;  ///< the tool's own cap on a call
};

/// Immutable; any thread.
class Catalog {
 public:
  /// Checks names, uniqueness and schemas, and takes the reserved dev.fairlead/ keys out of each _meta.
  /// @error InvalidArgument with the path of the first offence
  [[nodiscard]] static Result<Catalog> parse(std::string_view catalog_json);

  /// In the provider's order.
  [[nodiscard]] const std::vector<ToolEntry>& tools() const { return tools_; }

  /// By name or alias; null when there is none.
  [[nodiscard]] const ToolEntry* find_tool(std::string_view name) const;

 private:
  std::vector<ToolEntry> tools_;
};

}  // namespace fairlead::plugin
