// UTF-8 as RFC 3629 has it, and what a person should see of a text that somebody else wrote.
#include "json/text.hpp"

#include <algorithm>
#include <cmath>

#include "json/canonical.hpp"

namespace fairlead::json {
namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Lengths and smallest values by lead byte, RFC 3629 section 3.
struct Lead {
  std::size_t bytes;
  char32_t bits;
  char32_t smallest;
};

std::optional<Lead> to_lead(unsigned char byte) {
  if (byte < 0x80) return Lead{1, byte, 0};
  if (byte >= 0xC2 && byte < 0xE0) return Lead{2, byte & 0x1FU, 0x80};
  if (byte >= 0xE0 && byte < 0xF0) return Lead{3, byte & 0x0FU, 0x800};
  if (byte >= 0xF0 && byte < 0xF5) return Lead{4, byte & 0x07U, 0x10000};
  return std::nullopt;
}

// What would let a message look like something else on a terminal or in a log.
bool is_unprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xAD || c == 0x61C ||
         c == 0xFEFF || c >= 0xE0000;
}

}  // namespace

std::optional<char32_t> take_code_point(std::string_view& text) {
  const auto lead = to_lead(static_cast<unsigned char>(text.front()));
  bool is_whole = lead && text.size() >= lead->bytes;
  char32_t c = lead ? lead->bits : 0;
  for (std::size_t i = 1; is_whole && i < lead->bytes; ++i) {
    is_whole = is_continuation(text[i]);
    c = (c << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  if (!is_whole || c < lead->smallest || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
    text.remove_prefix(1);
    return std::nullopt;
  }
  text.remove_prefix(lead->bytes);
  return c;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); }));
}

std::string printable(std::string_view text, std::size_t bytes_max) {
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view before = rest;
    const auto c = take_code_point(rest);
    const std::size_t taken = before.size() - rest.size();
    if (text.size() - rest.size() > bytes_max) return out + "...";
    if (!c || is_unprintable(*c)) {
      out += '?';
    } else {
      out += before.substr(0, taken);
    }
  }
  return out;
}

std::string quoted(std::string_view text, std::size_t bytes_max) {
  std::string out = "\"";
  for (const char c : printable(text, bytes_max)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string_view type_name(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64: return "integer";
    case boost::json::kind::double_:
      return std::trunc(value.get_double()) == value.get_double() ? "integer" : "number";
    case boost::json::kind::string: return "string";
    case boost::json::kind::array: return "array";
    case boost::json::kind::object: return "object";
  }
  return "null";
}

std::string described(const boost::json::value& value) {
  if (value.is_object() || value.is_array() || value.is_null()) return std::string(type_name(value));
  if (const auto* text = value.if_string()) return "string " + quoted(*text);
  return std::string(type_name(value)) + " " + canonical_text(value);
}

void append_token(std::string& pointer, std::string_view token) {
  pointer += '/';
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace fairlead::json
