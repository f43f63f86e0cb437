// Text as a template argument: names and descriptions ride on types, so that a field, its schema and its
// documentation cannot drift apart.
#ifndef FAIRLEAD_SDK_FIXED_STRING_HPP
#define FAIRLEAD_SDK_FIXED_STRING_HPP

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace fairlead {
inline namespace sdk_v1 {

// A string literal of N - 1 characters and its NUL. A structural type; made implicitly from a literal.
template <std::size_t N>
struct FixedString {
  char text[N]{};

  constexpr FixedString(const char (&literal)[N]) { std::copy_n(literal, N, text); }

  // Without the NUL; lives as long as this object, which is for ever when it is a template argument.
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, N - 1}; }
};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_FIXED_STRING_HPP
