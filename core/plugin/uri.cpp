#include "plugin/uri.hpp"

#include <algorithm>
#include <string>

#include "json/text.hpp"

namespace fairlead::plugin {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

tl::unexpected<Error> refuse(std::string_view uri, std::string_view why) {
  return fail(ErrorCode::InvalidArgument, json::quoted(uri) + " " + std::string(why), "bad_uri");
}

// Does it begin with scheme ":" (RFC 3986 section 3.1)?
bool has_scheme(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(uri.front())) return false;
  return std::all_of(uri.begin(), uri.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
}

// A percent sign must introduce two hexadecimal digits.
bool has_whole_triplets(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
  }
  return true;
}

bool is_uri_character(char c) {
  constexpr std::string_view kPunctuation = "-._~:/?#[]@!$&'()*+,;=%";
  return is_letter(c) || is_digit(c) || kPunctuation.find(c) != std::string_view::npos;
}

// literals of RFC 6570 section 2.1; bytes above 0x7f are the UTF-8 of ucschar, which the JSON parser checked.
bool is_literal(char c) {
  constexpr std::string_view kNot = "\"'<>\\^`{|}";
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != 0x7f && kNot.find(c) == std::string_view::npos;
}

// varspec: varname with an optional prefix ":max-length" or explode "*" (RFC 6570 sections 2.3, 2.4).
bool is_variable(std::string_view spec) {
  if (spec.ends_with('*')) {
    spec.remove_suffix(1);
  } else if (const std::size_t colon = spec.find(':'); colon != std::string_view::npos) {
    const std::string_view length = spec.substr(colon + 1);
    const bool is_length = !length.empty() && length.size() <= 4 && length.front() != '0' &&
                           std::all_of(length.begin(), length.end(), is_digit);
    if (!is_length) return false;
    spec = spec.substr(0, colon);
  }
  const auto is_name_character = [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '%';
  };
  return !spec.empty() && spec.front() != '.' && spec.back() != '.' &&
         spec.find("..") == std::string_view::npos && has_whole_triplets(spec) &&
         std::all_of(spec.begin(), spec.end(), is_name_character);
}

bool is_expression(std::string_view inside) {
  constexpr std::string_view kOperators = "+#./;?&";
  if (!inside.empty() && kOperators.find(inside.front()) != std::string_view::npos) inside.remove_prefix(1);
  for (;;) {
    const std::size_t comma = inside.find(',');
    if (!is_variable(inside.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    inside.remove_prefix(comma + 1);
  }
}

}  // namespace

Result<void> check_uri(std::string_view uri) {
  if (uri.size() > kUriBytesMax) return refuse(uri, "is longer than 2048 bytes");
  if (!has_scheme(uri)) return refuse(uri, "is no URI: it must begin with a scheme, like notes://");
  if (!std::all_of(uri.begin(), uri.end(), is_uri_character) || !has_whole_triplets(uri)) {
    return refuse(uri, "is no URI: percent-encode what RFC 3986 does not allow");
  }
  return {};
}

Result<void> check_uri_template(std::string_view uri_template) {
  if (uri_template.size() > kUriBytesMax) return refuse(uri_template, "is longer than 2048 bytes");
  if (!has_scheme(uri_template)) {
    return refuse(uri_template, "is no URI template: it must begin with a scheme, like notes://{id}");
  }
  std::string_view rest = uri_template;
  while (!rest.empty()) {
    const std::size_t open = std::min(rest.find('{'), rest.size());
    const std::string_view literal = rest.substr(0, open);
    if (!std::all_of(literal.begin(), literal.end(), is_literal) || !has_whole_triplets(literal)) {
      return refuse(uri_template, "is no URI template: a character outside of {} is not allowed there");
    }
    if (open == rest.size()) return {};
    const std::size_t close = rest.find('}', open);
    if (close == std::string_view::npos || !is_expression(rest.substr(open + 1, close - open - 1))) {
      return refuse(uri_template, "is no URI template: an expression in {} is malformed (RFC 6570)");
    }
    rest.remove_prefix(close + 1);
  }
  return {};
}

}  // namespace fairlead::plugin
