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

namespace detail {

// Several literals behind each other in one array of Bytes bytes, NULs included. A structural type.
template <std::size_t Count, std::size_t Bytes>
struct TextList {
  char text[Bytes]{};
  std::size_t ends[Count]{};  // past the NUL of each

  template <std::size_t... Ns>
  constexpr explicit TextList(const char (&... literals)[Ns]) {
    std::size_t used = 0;
    std::size_t at = 0;
    ((std::copy_n(literals, Ns, text + used), used += Ns, ends[at++] = used), ...);
  }

  static constexpr std::size_t size() noexcept { return Count; }
  [[nodiscard]] constexpr std::string_view operator[](std::size_t at) const noexcept {
    const std::size_t begin = at == 0 ? 0 : ends[at - 1];
    return {text + begin, ends[at] - begin - 1};
  }
};

// Several numbers, bools or enumerators. A structural type.
template <class Value, std::size_t Count>
struct ValueList {
  Value values[Count]{};

  template <class... Given>
  constexpr explicit ValueList(Given... given) : values{static_cast<Value>(given)...} {}

  static constexpr std::size_t size() noexcept { return Count; }
  [[nodiscard]] constexpr Value operator[](std::size_t at) const noexcept { return values[at]; }
};

}  // namespace detail

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_FIXED_STRING_HPP
