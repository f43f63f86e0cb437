// Recognised by hand and not by yaml-cpp's conversions, which follow YAML 1.1 (`no` is false, 010 is 8).
#include "json/yaml_scalar.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace fairlead::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::size_t count_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

template <typename Number>
std::optional<Number> number_of(std::string_view text, int base) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// As int64 if it fits, else as uint64, like the integers of JSON.
std::optional<boost::json::value> integer_of(std::string_view text, int base) {
  if (const auto number = number_of<std::int64_t>(text, base)) return boost::json::value(*number);
  if (const auto number = number_of<std::uint64_t>(text, base)) return boost::json::value(*number);
  return std::nullopt;
}

// 0o17 and 0x1F, which have no sign.
std::optional<boost::json::value> prefixed_integer(std::string_view text) {
  const int base = text.starts_with("0o") ? 8 : text.starts_with("0x") ? 16 : 0;
  if (base == 0 || text.size() < 3 || text[2] == '-') return std::nullopt;
  return integer_of(text.substr(2), base);
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?, less numbers with a leading zero.
struct NumberForm {
  bool is_number = false;
  bool is_integer = false;
};

NumberForm form_of(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const std::size_t whole = count_digits(text);
  if (whole > 1 && text.front() == '0') return {};
  text.remove_prefix(whole);
  if (text.empty()) return {whole > 0, whole > 0};
  std::size_t fraction = 0;
  if (text.front() == '.') {
    fraction = count_digits(text.substr(1));
    text.remove_prefix(1 + fraction);
  }
  if (whole + fraction == 0) return {};
  if (text.empty()) return {true, false};
  if (text.front() != 'e' && text.front() != 'E') return {};
  text.remove_prefix(1);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return {!text.empty() && count_digits(text) == text.size(), false};
}

Result<boost::json::value> to_double(std::string_view text) {
  double number = 0;
  const std::errc error = std::from_chars(text.data(), text.data() + text.size(), number).ec;
  // "Out of range" is said of numbers too small as well; those have a negative exponent and count as 0.
  const std::size_t mark = text.find_first_of("eE");
  const bool has_negative_exponent = mark != std::string_view::npos && text[mark + 1] == '-';
  const bool is_tiny = error == std::errc::result_out_of_range && has_negative_exponent;
  if (error != std::errc() && !is_tiny) {
    return fail(ErrorCode::InvalidArgument,
                "a number is beyond the range of double; quote it to make it a string");
  }
  return boost::json::value(is_tiny ? 0.0 : number);
}

}  // namespace

Result<boost::json::value> plain_scalar(std::string_view text) {
  using boost::json::value;
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return value(nullptr);
  if (is_one_of(text, {"true", "True", "TRUE"})) return value(true);
  if (is_one_of(text, {"false", "False", "FALSE"})) return value(false);
  const std::string_view unsigned_text = text.substr(text.front() == '-' || text.front() == '+' ? 1 : 0);
  if (is_one_of(unsigned_text, {".inf", ".Inf", ".INF"}) || is_one_of(text, {".nan", ".NaN", ".NAN"})) {
    return fail(ErrorCode::InvalidArgument, "infinities and NaN have no form in JSON");
  }
  if (auto integer = prefixed_integer(text)) return *std::move(integer);
  const NumberForm form = form_of(text);
  if (!form.is_number) return value(text);
  if (text.front() == '+') text.remove_prefix(1);
  if (form.is_integer) {
    if (auto integer = integer_of(text, 10)) return *std::move(integer);
  }
  return to_double(text);
}

}  // namespace fairlead::json
