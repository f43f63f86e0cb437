// One entry of a catalog at a time: from JSON to what the host keeps. Private to core/plugin.
#pragma once

#include <string>

#include <boost/json/value.hpp>

#include "plugin/catalog.hpp"

namespace fairlead::plugin {

/// An offence against the shape of a catalog, at `path` (a JSON Pointer into it).
[[nodiscard]] tl::unexpected<Error> refuse_catalog(const std::string& path, std::string_view what);

// Each reads the entry number `slot` of its array.
// @error InvalidArgument with the path of the first offence
[[nodiscard]] Result<ToolEntry> read_tool(const boost::json::value& value, std::uint32_t slot);
[[nodiscard]] Result<ResourceEntry> read_resource(const boost::json::value& value, std::uint32_t slot);
[[nodiscard]] Result<ResourceTemplateEntry> read_resource_template(const boost::json::value& value,
                                                                   std::uint32_t slot);
[[nodiscard]] Result<PromptEntry> read_prompt(const boost::json::value& value, std::uint32_t slot);

/// Takes the reserved dev.fairlead/ keys out of `definition`'s _meta, and a _meta that held nothing else.
/// `check_alias` is the grammar of the entry's names.
/// @error InvalidArgument  a reserved key has the wrong type
[[nodiscard]] Result<EntryTraits> take_traits(boost::json::object& definition, const std::string& path,
                                              Result<void> (*check_alias)(std::string_view));

}  // namespace fairlead::plugin
