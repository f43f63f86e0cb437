// Tool arguments that clients repeat in HTTP headers: `"x-mcp-header": "Region"` on a property means the
// header Mcp-Param-Region (MCP 2026-07-28, Streamable HTTP, custom headers from tool parameters).
#pragma once

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace fairlead::plugin {

struct HeaderParameter {
  std::string header;  ///< as annotated, without Mcp-Param-; HTTP compares it without regard to case
  std::vector<std::string> path;  ///< names of properties from the arguments' root
};

/// All annotations of a tool's inputSchema. Any thread.
///
/// An annotation counts only where a chain of `properties` leads from the root: below items, $defs, anyOf and
/// the like nobody could say from the request alone which value is meant, so there it is refused.
/// @error InvalidArgument  an annotation elsewhere, on a property that is no string, integer or boolean, a
///                         name that is no token of RFC 9110, or one that another property has; the message
///                         begins with the place in the schema
[[nodiscard]] Result<std::vector<HeaderParameter>> read_header_parameters(
    const boost::json::value& input_schema);

}  // namespace fairlead::plugin
