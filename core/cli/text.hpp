// Text for terminals and for programs: what came from a back end is data there too, never control sequences.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace fairlead::cli {

/// `text` with nothing in it that a terminal would obey or hide: control characters become \n, \t, \x1b,
/// bidirectional and invisible ones \u{202e}, bytes that are not UTF-8 \xff.
[[nodiscard]] std::string printable(std::string_view text);

/// Columns that printable text takes: 2 for East Asian wide characters, 0 for combining ones.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The beginning of printable text in at most `width` columns; what was cut is shown as "…".
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t width);

/// The value on one line, keys in their order, numbers as short as they go. Characters that a terminal would
/// obey are written as \u escapes: the same value for every reader.
[[nodiscard]] std::string compact_json(const boost::json::value& value);

/// The same for people: indented by two, small containers on one line.
[[nodiscard]] std::string pretty_json(const boost::json::value& value);

/// Up to and including the first full stop that ends a sentence, or the first line.
[[nodiscard]] std::string_view first_sentence(std::string_view text);

}  // namespace fairlead::cli
