#include "cli/text.hpp"

#include <locale.h>

#include <algorithm>
#include <cstdio>
#include <cwchar>

#include "json/canonical.hpp"
#include "json/text.hpp"

namespace fairlead::cli {
namespace {

constexpr std::size_t kInlineBytesMax = 72;

// The C library's table of Unicode, whatever the user's locale is; null where it has no C.UTF-8. A constant,
// made once, because loading it takes some 100 µs and a table asks for every cell, and never freed.
locale_t unicode() {
  static const locale_t kUnicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kUnicode;
}

// Makes wcwidth know Unicode on this thread. Without the table every character counts as one column.
class UnicodeWidths {
 public:
  UnicodeWidths() : before_(unicode() == nullptr ? nullptr : uselocale(unicode())) {}
  ~UnicodeWidths() {
    if (before_ != nullptr) uselocale(before_);
  }
  UnicodeWidths(const UnicodeWidths&) = delete;
  UnicodeWidths& operator=(const UnicodeWidths&) = delete;

  [[nodiscard]] std::size_t of(char32_t c) const {
    const int width = before_ == nullptr ? 1 : ::wcwidth(static_cast<wchar_t>(c));
    return width < 0 ? 1 : static_cast<std::size_t>(width);
  }

 private:
  locale_t before_;
};

// Most text is.
bool is_ascii(std::string_view text) {
  return std::ranges::none_of(text, [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; });
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Joiners (U+200C, U+200D) stay: scripts and emoji need them, and they deceive nobody.
bool is_deceptive(char32_t c) {
  return c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0x61C || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

std::string formatted(const char* format, unsigned value) {
  char text[16];
  const int size = std::snprintf(text, sizeof text, format, value);
  return {text, static_cast<std::size_t>(size)};
}

std::string escaped(char32_t c) {
  if (c == U'\n') return "\\n";
  if (c == U'\t') return "\\t";
  if (c == U'\r') return "\\r";
  return formatted(c < 0x100 ? "\\x%02x" : "\\u{%x}", static_cast<unsigned>(c));
}

std::string json_escaped(char32_t c) {
  const auto unit = [](char32_t value) { return formatted("\\u%04x", static_cast<unsigned>(value)); };
  if (c < 0x10000) return unit(c);
  return unit(0xD800 + ((c - 0x10000) >> 10U)) + unit(0xDC00 + ((c - 0x10000) & 0x3FFU));
}

// JSON text of a scalar or key, with what JSON itself lets through escaped.
std::string scalar_json(const boost::json::value& value) {
  const std::string text = json::canonical_text(value);
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view before = rest;
    const auto c = json::take_code_point(rest);
    if (!c) {
      out += "\\ufffd";
    } else if (is_control(*c) || is_deceptive(*c)) {
      out += json_escaped(*c);
    } else {
      out += before.substr(0, before.size() - rest.size());
    }
  }
  return out;
}

// Writes one value; `gap` is what stands after ':' and ',' of a single line.
void write_line(std::string& out, const boost::json::value& value, std::string_view gap) {
  const char* separator = "";
  if (const auto* object = value.if_object()) {
    out += '{';
    for (const auto& member : *object) {
      (out += separator) += *separator != 0 ? gap : "";
      ((out += scalar_json(boost::json::value(member.key()))) += ':') += gap;
      write_line(out, member.value(), gap);
      separator = ",";
    }
    out += '}';
  } else if (const auto* array = value.if_array()) {
    out += '[';
    for (const boost::json::value& item : *array) {
      (out += separator) += *separator != 0 ? gap : "";
      write_line(out, item, gap);
      separator = ",";
    }
    out += ']';
  } else {
    out += scalar_json(value);
  }
}

void write_indented(std::string& out, const boost::json::value& value, std::size_t depth) {
  std::string line;
  write_line(line, value, " ");
  const bool is_container = value.is_structured();
  if (!is_container || (depth > 0 && line.size() <= kInlineBytesMax) || line.size() == 2) {
    out += line;
    return;
  }
  const std::string indent = "\n" + std::string(2 * (depth + 1), ' ');
  const char* separator = "";
  out += value.is_object() ? '{' : '[';
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      (((out += separator) += indent) += scalar_json(boost::json::value(member.key()))) += ": ";
      write_indented(out, member.value(), depth + 1);
      separator = ",";
    }
  } else {
    for (const boost::json::value& item : value.get_array()) {
      (out += separator) += indent;
      write_indented(out, item, depth + 1);
      separator = ",";
    }
  }
  (out += "\n" + std::string(2 * depth, ' ')) += value.is_object() ? '}' : ']';
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::string_view before = text;
    const auto c = json::take_code_point(text);
    if (!c) {
      out += formatted("\\x%02x", static_cast<unsigned char>(before.front()));
    } else if (is_control(*c) || is_deceptive(*c)) {
      out += escaped(*c);
    } else {
      out += before.substr(0, before.size() - text.size());
    }
  }
  return out;
}

std::size_t display_width(std::string_view text) {
  if (is_ascii(text)) return text.size();
  const UnicodeWidths widths;
  std::size_t width = 0;
  while (!text.empty()) width += widths.of(json::take_code_point(text).value_or(U'?'));
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  const UnicodeWidths widths;
  std::size_t used = 0;
  std::string_view rest = text;
  while (true) {
    std::string_view after = rest;
    used += widths.of(json::take_code_point(after).value_or(U'?'));
    if (used > width - 1) break;
    rest = after;
  }
  return std::string(text.substr(0, text.size() - rest.size())) + "…";
}

std::string compact_json(const boost::json::value& value) {
  std::string out;
  write_line(out, value, "");
  return out;
}

std::string pretty_json(const boost::json::value& value) {
  std::string out;
  write_indented(out, value, 0);
  return out;
}

std::string_view first_sentence(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  for (std::size_t at = text.find('.'); at != std::string_view::npos; at = text.find('.', at + 1)) {
    if (at + 1 == text.size() || text[at + 1] == ' ') return text.substr(0, at + 1);
  }
  return text;
}

}  // namespace fairlead::cli
