// The text form of PostgreSQL arrays, "{1,NULL,\"a b\",{2}}", as the server prints it.
// Source: PostgreSQL documentation, section "Array Input and Output Syntax".
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include <boost/json.hpp>

namespace fairlead::postgres {

/// Makes JSON of one element's text, unquoted and unescaped.
using ElementDecoder = std::function<boost::json::value(std::string_view text)>;

/// The nested JSON array, or nothing when `text` is no array literal or nests deeper than the six dimensions
/// PostgreSQL allows. Bounds in front ("[0:1]={..}") are skipped; the unquoted word NULL is null.
[[nodiscard]] std::optional<boost::json::array> parse_array_literal(std::string_view text,
                                                                    const ElementDecoder& decode);

}  // namespace fairlead::postgres
