// Base64 as JSON carries Bytes: RFC 4648 section 4, with padding, without line breaks. Internal.
#ifndef FAIRLEAD_SDK_BASE64_HPP
#define FAIRLEAD_SDK_BASE64_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

inline constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Appends the text of `bytes`, without quotes.
inline void append_base64(std::string& out, std::string_view bytes) {
  out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8u | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0u);
    }
    out += kBase64Digits[bits >> 18u];
    out += kBase64Digits[bits >> 12u & 63u];
    out += group.size() > 1 ? kBase64Digits[bits >> 6u & 63u] : '=';
    out += group.size() > 2 ? kBase64Digits[bits & 63u] : '=';
  }
}

// The value of a digit; 64 and more for what is none.
constexpr std::uint32_t base64_value(char digit) noexcept {
  if (digit >= 'A' && digit <= 'Z') return static_cast<std::uint32_t>(digit - 'A');
  if (digit >= 'a' && digit <= 'z') return static_cast<std::uint32_t>(digit - 'a') + 26u;
  if (digit >= '0' && digit <= '9') return static_cast<std::uint32_t>(digit - '0') + 52u;
  return digit == '+' ? 62u : digit == '/' ? 63u : 64u;
}

// Empty for text that append_base64 would not write: wrong digits or length, padding that is missing or
// hides bits. One text per content, so that two texts cannot mean the same bytes.
inline std::optional<std::string> bytes_of_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::string_view group = text.substr(at, 4);
    while (at + 4 == text.size() && group.size() > 2 && group.back() == '=') group.remove_suffix(1);
    std::uint32_t bits = 0;
    for (const char digit : group) {
      const std::uint32_t value = base64_value(digit);
      if (value > 63u) return std::nullopt;
      bits = bits << 6u | value;
    }
    const std::size_t spare = group.size() == 4 ? 0 : group.size() == 3 ? 2 : 4;
    if ((bits & ((1u << spare) - 1u)) != 0) return std::nullopt;
    bits >>= spare;
    for (std::size_t left = group.size() - 1; left-- > 0;) {
      bytes += static_cast<char>(bits >> (8u * left) & 0xFFu);
    }
  }
  return bytes;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_BASE64_HPP
