// Small words of text for the other files of this folder: quoting for messages, JSON Pointers, UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace fairlead::json {

inline constexpr std::size_t kQuotedBytesMax = 40;

/// `text` safe to print: at most `bytes_max` bytes of it and then "...", and '?' for every control,
/// bidirectional or invisible character and for broken UTF-8.
[[nodiscard]] std::string printable(std::string_view text, std::size_t bytes_max = kQuotedBytesMax);

/// The same between double quotes, with quotes and backslashes escaped.
[[nodiscard]] std::string quoted(std::string_view text, std::size_t bytes_max = kQuotedBytesMax);

/// "object", "array", "string", "integer", "number", "boolean" or "null"; 1.0 is an integer, as in JSON
/// Schema.
[[nodiscard]] std::string_view type_name(const boost::json::value& value);

/// Type and, for a scalar, the value shortly quoted: `string "abc"`, `integer 7`, `object`. Never for
/// secrets.
[[nodiscard]] std::string described(const boost::json::value& value);

/// Appends "/token" to a JSON Pointer (RFC 6901 section 3: '~' and '/' are escaped).
void append_token(std::string& pointer, std::string_view token);

/// Takes the first code point off `text`, which must not be empty. nullopt for broken UTF-8 (overlong forms,
/// surrogates, above U+10FFFF); one byte is taken then.
[[nodiscard]] std::optional<char32_t> take_code_point(std::string_view& text);

/// Number of code points, of text known to be UTF-8.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

}  // namespace fairlead::json
