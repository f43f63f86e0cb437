// The part of RFC 6570 that resource templates may use, backwards: which URIs a template matches, and what
// its variables then are. Internal; resource.hpp states the rules. Matching is linear in the URI: no variable
// but the last may cross a '/', and each is followed by text, so the first place where that text stands is
// the only one that can be right.
#ifndef FAIRLEAD_SDK_IMPL_URI_TEMPLATE_HPP
#define FAIRLEAD_SDK_IMPL_URI_TEMPLATE_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/parse.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// Not string_view::find: of a template argument g++ 12 cannot work that out at compile time under
// -fsanitize=undefined.
constexpr std::size_t index_of(std::string_view text, char wanted, std::size_t from = 0) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] == wanted) return at;
  }
  return std::string_view::npos;
}

// A template is read as: text, variable, text, variable, .. text.
struct UriVariable {
  std::string_view name;
  bool is_reserved;       // {+name}
  std::string_view rest;  // of the template, behind the '}'
};

// The first variable of `rest`, which must be well-formed; none when there is only text.
constexpr std::optional<UriVariable> next_variable(std::string_view rest) {
  const std::size_t open = index_of(rest, '{');
  if (open == std::string_view::npos) return std::nullopt;
  const std::size_t close = index_of(rest, '}', open);
  std::string_view name = rest.substr(open + 1, close - open - 1);
  const bool is_reserved = !name.empty() && name.front() == '+';
  if (is_reserved) name.remove_prefix(1);
  return UriVariable{name, is_reserved, rest.substr(close + 1)};
}

constexpr std::string_view text_before_variable(std::string_view rest) {
  return rest.substr(0, index_of(rest, '{'));
}

constexpr bool is_variable_name(std::string_view name) {
  for (const char c : name) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
      return false;
  }
  return !name.empty();
}

// Whether the template keeps to the rules of resource.hpp.
constexpr bool is_uri_template(std::string_view rest) {
  bool is_first = true;
  while (true) {
    const std::string_view text = text_before_variable(rest);
    if (index_of(text, '}') != std::string_view::npos || (text.empty() && is_first)) return false;
    if (text.size() == rest.size()) return !is_first;
    if (index_of(rest, '}', text.size()) == std::string_view::npos) return false;
    const auto variable = next_variable(rest);
    if (!is_variable_name(variable->name)) return false;
    if (variable->is_reserved && next_variable(variable->rest)) return false;
    if (!variable->rest.empty() && variable->rest.front() == '{') return false;
    rest = variable->rest;
    is_first = false;
  }
}

constexpr std::size_t variable_count(std::string_view rest) {
  std::size_t count = 0;
  for (auto variable = next_variable(rest); variable; variable = next_variable(variable->rest)) ++count;
  return count;
}
constexpr bool has_variable(std::string_view rest, std::string_view name) {
  for (auto variable = next_variable(rest); variable; variable = next_variable(variable->rest)) {
    if (variable->name == name) return true;
  }
  return false;
}

// How many characters of the template are not variables.
constexpr std::size_t literal_length(std::string_view rest) {
  std::size_t length = 0;
  for (auto variable = next_variable(rest); variable; variable = next_variable(rest)) {
    length += text_before_variable(rest).size();
    rest = variable->rest;
  }
  return length + rest.size();
}

// Where the value of a variable ends at the start of `uri`; npos when `text`, which must stand behind it,
// does not. The value is not empty.
inline std::size_t end_of_value(std::string_view uri, std::string_view text, bool is_last, bool is_reserved) {
  std::size_t end = std::string_view::npos;
  if (is_last) {
    if (uri.size() > text.size() && uri.substr(uri.size() - text.size()) == text)
      end = uri.size() - text.size();
  } else {
    end = uri.find(text, 1);
  }
  if (end == std::string_view::npos || is_reserved) return end;
  return uri.substr(0, end).find_first_of("/?#") == std::string_view::npos ? end : std::string_view::npos;
}

// Whether `uri` is of the template's form. Calls found(name, value) for each variable on the way, also when
// the end then does not match; values are still encoded.
template <class Found>
bool match_uri(std::string_view rest, std::string_view uri, const Found& found) {
  const std::string_view text = text_before_variable(rest);
  if (uri.substr(0, text.size()) != text) return false;
  uri.remove_prefix(text.size());
  for (auto variable = next_variable(rest); variable; variable = next_variable(variable->rest)) {
    const std::string_view behind = text_before_variable(variable->rest);
    const bool is_last = behind.size() == variable->rest.size();
    const std::size_t end = end_of_value(uri, behind, is_last, variable->is_reserved);
    if (end == std::string_view::npos) return false;
    found(variable->name, uri.substr(0, end));
    uri.remove_prefix(end + behind.size());
  }
  return uri.empty();
}

inline bool matches_uri(std::string_view uri_template, std::string_view uri) {
  return match_uri(uri_template, uri, [](std::string_view, std::string_view) {});
}

constexpr int hex_value(char digit) noexcept {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

// RFC 3986 section 2.1. A '%' without two hexadecimal digits stays as it is.
inline std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[at + 2]) : -1;
    out += low >= 0 ? static_cast<char>(high * 16 + low) : text[at];
    if (low >= 0) at += 2;
  }
  return out;
}

// The variables of a URI that matches, decoded.
// @error INVALID_ARGUMENT (thrown) a value is no UTF-8 then; a provider may thus repeat it in results
inline std::vector<std::pair<std::string_view, std::string>> variables_of(std::string_view uri_template,
                                                                          std::string_view uri) {
  std::vector<std::pair<std::string_view, std::string>> variables;
  match_uri(uri_template, uri, [&](std::string_view name, std::string_view value) {
    variables.emplace_back(name, percent_decoded(value));
    std::string quoted;
    append_quoted(quoted, variables.back().second);
    if (is_json(quoted)) return;
    throw Error(FAIRLEAD_INVALID_ARGUMENT, "the URI's percent-encoded bytes are no UTF-8");
  });
  return variables;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_URI_TEMPLATE_HPP
