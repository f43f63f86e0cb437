// Strings and numbers that fit a schema.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "plugin/contract/sample.hpp"
#include "plugin/contract/schema_reading.hpp"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

// One text of each format of JSON Schema 2020-12, validation section 7.3.
std::string_view text_of_format(std::string_view format) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTexts{{
      {"date", "2026-01-31"},
      {"date-time", "2026-01-31T12:00:00Z"},
      {"time", "12:00:00Z"},
      {"duration", "P1D"},
      {"email", "somebody@example.com"},
      {"hostname", "example.com"},
      {"ipv4", "192.0.2.1"},
      {"ipv6", "2001:db8::1"},
      {"uri", "https://example.com/"},
      {"uri-reference", "/example"},
      {"uuid", "123e4567-e89b-42d3-a456-426614174000"},
      {"json-pointer", "/example"},
      {"regex", "^a$"},
  }};
  for (const auto& [name, text] : kTexts) {
    if (name == format) return text;
  }
  return "any";
}

// Texts that a careless program trips over, all of them UTF-8 and within 40 code points.
constexpr std::array<std::string_view, 9> kOddTexts{
    "",  " ",       "a", "\xC3\xA9t\xC3\xA9", "\xF0\x9F\xA6\x86", "a\nb\tc", "'; -- \" \\ ${x} %s %n",
    "0", "\x01\x7F"};

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

// Code points, as minLength and maxLength count.
std::string stretched(std::string text, std::size_t least) {
  const std::size_t size = count_code_points(text);
  if (size < least) text.append(least - size, 'x');
  return text;
}

}  // namespace

bj::value Sampler::string_of(const bj::object& schema, Fill fill) {
  const std::size_t least = find_size(schema, "minLength", 0);
  const std::size_t most = find_size(schema, "maxLength", 1'000'000);
  if (!canary_.empty() && is_free_text(schema) && canary_.size() <= most)
    return bj::value(stretched(canary_, least));
  if (schema.contains("format")) return bj::value(text_of_format(find_text(schema, "format")));
  if (fill != Fill::Random) return bj::value(stretched(most >= 3 ? "any" : "", least));
  const std::string odd = stretched(std::string(kOddTexts[below(kOddTexts.size())]), least);
  return bj::value(count_code_points(odd) <= most ? odd : std::string(least, 'x'));
}

bj::value Sampler::integer_of(const bj::object& schema, Fill fill) {
  constexpr double kFar = 9007199254740991;  // 2^53-1: what every reader of JSON knows exactly.
  double low = std::ceil(find_number(schema, "minimum", -kFar));
  double high = std::floor(find_number(schema, "maximum", kFar));
  low = std::max(low, std::floor(find_number(schema, "exclusiveMinimum", -kFar - 1)) + 1);
  high = std::min(high, std::ceil(find_number(schema, "exclusiveMaximum", kFar + 1)) - 1);
  double value = std::clamp(1.0, low, std::max(low, high));
  if (fill == Fill::Random) {
    const std::array<double, 5> candidates{low, high, std::clamp(0.0, low, std::max(low, high)), value,
                                           low + static_cast<double>(below(1000))};
    value = std::min(candidates[below(candidates.size())], std::max(low, high));
  }
  const double step = find_number(schema, "multipleOf", 1);
  // Exact: all of them are integers within 2^53.
  if (step >= 1 && step == std::floor(step)) value -= std::fmod(value, step);
  if (value < low) value += step;
  return static_cast<std::int64_t>(value);
}

bj::value Sampler::number_of(const bj::object& schema, Fill fill) {
  constexpr double kFar = 1e9;
  constexpr double kInside = 1.0 / 1024;  // Exact in binary; below every sensible exclusive bound.
  double low = find_number(schema, "minimum", -kFar);
  double high = find_number(schema, "maximum", kFar);
  if (schema.contains("exclusiveMinimum"))
    low = std::max(low, find_number(schema, "exclusiveMinimum", 0) + kInside);
  if (schema.contains("exclusiveMaximum"))
    high = std::min(high, find_number(schema, "exclusiveMaximum", 0) - kInside);
  high = std::max(low, high);
  // Where there is a least one it is taken: it is rarely more work than another.
  double value = low > -kFar ? low : std::clamp(1.0, low, high);
  if (fill == Fill::Random) value = low + (high - low) * (static_cast<double>(below(1025)) / 1024);
  const double step = find_number(schema, "multipleOf", 0);
  if (step > 0) value = std::ceil(value / step) * step;
  return value > high && step > 0 ? value - step : value;
}

}  // namespace fairlead::plugin::contract
