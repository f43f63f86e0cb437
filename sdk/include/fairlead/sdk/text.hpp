// Between the views of the C ABI and C++, and the small pieces of text that messages are made of. Internal.
#ifndef FAIRLEAD_SDK_TEXT_HPP
#define FAIRLEAD_SDK_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>

#include "fairlead/plugin.h"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

constexpr fairlead_str borrow(std::string_view text) noexcept { return {text.data(), text.size()}; }

constexpr std::string_view view(fairlead_str text) noexcept {
  return text.size == 0 ? std::string_view()
                        : std::string_view(text.data, static_cast<std::size_t>(text.size));
}

constexpr bool is_utf8_continuation(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u;
}

// A name from outside, for a message: at most 64 bytes, cut between characters.
inline std::string shortened(std::string_view name) {
  constexpr std::size_t kBytesMax = 64;
  if (name.size() <= kBytesMax) return std::string(name);
  std::size_t end = kBytesMax;
  while (end > 0 && is_utf8_continuation(name[end])) --end;
  return std::string(name.substr(0, end)) + "...";
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_TEXT_HPP
