// What a plain scalar of YAML means. Private to core/json.
#pragma once

#include <string_view>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace fairlead::json {

/// The core schema of YAML 1.2.2 section 10.3.2, as parse_yaml documents it: null, a boolean, a number or a
/// string. Integers that fit 64 bits stay integers; longer ones become doubles.
/// @error InvalidArgument for what JSON has no form for: .inf, .nan, numbers beyond the range of double
[[nodiscard]] Result<boost::json::value> plain_scalar(std::string_view text);

}  // namespace fairlead::json
