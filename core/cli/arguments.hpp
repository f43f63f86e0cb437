// `key=value` on a command line, typed by a JSON Schema.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace fairlead::cli {

/// What `key=value` pairs mean to `schema`, the schema of an object, or null when it is not known:
///   - a field that may only be a string (or null) takes the text as it stands;
///   - a field that may not be a string takes it as JSON;
///   - one that may be either, or of which nothing is known, takes it as JSON if that fits, else as a string;
///   - `key:=value` is JSON whatever the schema says.
/// Whether the value is allowed otherwise is for validation to say.
/// @error InvalidArgument "bad_argument"  no '=', an empty key, a key twice, or text that is not the JSON
/// wanted
[[nodiscard]] Result<boost::json::object> typed_arguments(std::span<const std::string> pairs,
                                                          const boost::json::object* schema);

/// `base` with the members of `more`.
/// @error InvalidArgument "bad_argument"  both have a member
[[nodiscard]] Result<boost::json::object> merged(boost::json::object base, const boost::json::object& more);

/// @error InvalidArgument "bad_argument"  `text` is no JSON object; `source` names where it came from
[[nodiscard]] Result<boost::json::object> parse_object(std::string_view text, std::string_view source);

}  // namespace fairlead::cli
