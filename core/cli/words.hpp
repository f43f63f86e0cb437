// A line of text as words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fairlead::cli {

/// Splits at blanks, as a shell would: quotes keep blanks, a backslash keeps the next character (inside
/// double quotes only a quote or another backslash). Nothing else means anything: no variables, no patterns.
/// @error InvalidArgument "bad_line"  a quote is not closed
[[nodiscard]] Result<std::vector<std::string>> split_words(std::string_view line);

}  // namespace fairlead::cli
