// RFC 8785: sections 3.2.2.2 (strings), 3.2.2.3 (numbers) and 3.2.3 (order of keys).
#include "json/canonical.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace fairlead::json {
namespace {

// Order of UTF-16 code units on UTF-8 text. The two orders differ only where U+E000..U+FFFF (lead bytes EE,
// EF) meets a supplementary code point (lead bytes F0..F4, in UTF-16 a surrogate below E000).
int utf16_rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0xEE || byte == 0xEF ? byte + 0x20 : byte;
}

bool is_before_in_utf16(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return utf16_rank(x) < utf16_rank(y); });
}

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (byte >= 0x20) {
          out += c;
        } else {
          out += "\\u00";
          out += kHex[byte >> 4U];
          out += kHex[byte & 0x0FU];
        }
    }
  }
  out += '"';
}

template <typename Integer>
void append_integer(std::string& out, Integer number) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

// ECMA-262, Number::toString, steps 5 to 12: s are the k digits, n the position of the point in them.
void append_double(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  if (number == 0) {
    out += '0';
    return;
  }
  char text[40];
  const char* end =
      std::to_chars(text, text + sizeof text, std::abs(number), std::chars_format::scientific).ptr;
  const char* mark = std::find(static_cast<const char*>(text), end, 'e');
  std::string digits(1, text[0]);
  if (mark - text > 2) digits.append(static_cast<const char*>(text) + 2, mark);
  int exponent = 0;
  std::from_chars(mark + (mark[1] == '+' ? 2 : 1), end, exponent);
  const int n = exponent + 1;
  const int k = static_cast<int>(digits.size());

  if (number < 0) out += '-';
  if (k <= n && n <= 21) {
    out += digits;
    out.append(static_cast<std::size_t>(n - k), '0');
  } else if (0 < n && n <= 21) {
    out += digits.insert(static_cast<std::size_t>(n), ".");
  } else if (-6 < n && n <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-n), '0');
    out += digits;
  } else {
    if (k > 1) digits.insert(1, ".");
    out += digits + (exponent < 0 ? "e-" : "e+");
    append_integer(out, std::abs(exponent));
  }
}

void append(std::string& out, const boost::json::value& value);

void append_array(std::string& out, const boost::json::array& array) {
  out += '[';
  for (const auto& item : array) {
    if (&item != array.begin()) out += ',';
    append(out, item);
  }
  out += ']';
}

void append_object(std::string& out, const boost::json::object& object) {
  std::vector<const boost::json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return is_before_in_utf16(a->key(), b->key()); });
  out += '{';
  for (const auto* member : members) {
    if (member != members.front()) out += ',';
    append_string(out, member->key());
    out += ':';
    append(out, member->value());
  }
  out += '}';
}

void append(std::string& out, const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: out += "null"; return;
    case boost::json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
    case boost::json::kind::int64: append_integer(out, value.get_int64()); return;
    case boost::json::kind::uint64: append_integer(out, value.get_uint64()); return;
    case boost::json::kind::double_: append_double(out, value.get_double()); return;
    case boost::json::kind::string: append_string(out, value.get_string()); return;
    case boost::json::kind::array: append_array(out, value.get_array()); return;
    case boost::json::kind::object: append_object(out, value.get_object()); return;
  }
}

}  // namespace

std::string canonical_text(const boost::json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

std::vector<std::string> sorted_keys(const boost::json::object& object) {
  std::vector<std::string> keys;
  keys.reserve(object.size());
  for (const auto& member : object) keys.emplace_back(member.key());
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace fairlead::json
