// Functions that no statement may call by name: they reach files, other servers, other sessions or the
// server's state, outlive the call, or run SQL from a string that was never classified.
#pragma once

#include <string_view>

namespace fairlead::postgres {

/// `name`: the last part of the function's name as the grammar gives it (folded and unescaped), whatever
/// its schema: a search_path may hide pg_catalog behind any.
[[nodiscard]] bool is_refused_function(std::string_view name);

}  // namespace fairlead::postgres
