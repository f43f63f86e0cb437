// The syntax of resource URIs (RFC 3986) and of their templates (RFC 6570). Syntax only: what a URI means is
// its provider's business.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace fairlead::plugin {

inline constexpr std::size_t kUriBytesMax = 2048;

/// An absolute URI: a scheme, a colon, and then only characters that RFC 3986 allows.
/// @error InvalidArgument says what is wrong with it
[[nodiscard]] Result<void> check_uri(std::string_view uri);

/// A template of any level of RFC 6570 section 2 that begins with a scheme.
/// @error InvalidArgument says what is wrong with it
[[nodiscard]] Result<void> check_uri_template(std::string_view uri_template);

}  // namespace fairlead::plugin
