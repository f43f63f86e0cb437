// Values between JSON and PostgreSQL's text format.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "types.hpp"

namespace fairlead::postgres {

/// bool -> boolean, int2/4/8 and oid -> number, float4/8 -> number (NaN and infinities -> text), json and
/// jsonb -> JSON value (text when it nests deeper than kDocumentDepthMax or holds a number that JSON numbers
/// cannot say), arrays of known types -> nested arrays, bytea -> base64 text, numeric and everything else ->
/// the text as PostgreSQL prints it. Never throws for odd text: what does not parse stays text. Bytes that
/// are no UTF-8, which only a database with encoding SQL_ASCII can give, become U+FFFD.
[[nodiscard]] boost::json::value decode_value(Oid type, std::string_view text);

inline constexpr std::size_t kDocumentDepthMax = 32;

/// The bytes that `value` will take as JSON text.
[[nodiscard]] std::size_t json_bytes(const boost::json::value& value);

/// `text`, with bytes that are no UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// The largest number of parameters that the protocol can say.
inline constexpr std::size_t kParamsMax = 65535;

/// Parameters in text format; the server gives each the type that the statement needs. Strings go as they
/// are, numbers and booleans as written, null as NULL, objects and arrays as JSON text.
/// @error ToolError if there are more than kParamsMax, or a string holds a NUL character
[[nodiscard]] std::vector<std::optional<std::string>> encode_params(const boost::json::array& params);

}  // namespace fairlead::postgres
