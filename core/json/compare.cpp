// Numbers are compared as long double, which holds every int64, uint64 and double exactly, and divided as
// decimals.
#include "json/compare.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace fairlead::json {
namespace {

static_assert(std::numeric_limits<long double>::digits >= 64,
              "must hold every int64, uint64 and double exactly");

long double to_wide(const boost::json::value& number) {
  if (const auto* i = number.if_int64()) return static_cast<long double>(*i);
  if (const auto* u = number.if_uint64()) return static_cast<long double>(*u);
  return static_cast<long double>(number.get_double());
}

__extension__ using Wide = unsigned __int128;

// digits * 10^exponent, without trailing zeros; the sign is dropped. Shortest doubles have at most 17 digits
// and integers at most 20, so the digits fit 64 bits.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};

Decimal without_trailing_zeros(Decimal decimal) {
  while (decimal.digits != 0 && decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    ++decimal.exponent;
  }
  return decimal;
}

Decimal to_decimal(const boost::json::value& number) {
  if (const auto* i = number.if_int64()) {
    const auto bits = static_cast<std::uint64_t>(*i);
    return without_trailing_zeros({*i < 0 ? 0 - bits : bits, 0});
  }
  if (const auto* u = number.if_uint64()) return without_trailing_zeros({*u, 0});
  char text[40];
  const char* end =
      std::to_chars(text, text + sizeof text, std::abs(number.get_double()), std::chars_format::scientific)
          .ptr;
  Decimal decimal;
  const char* at = text;
  bool is_behind_point = false;
  for (; at != end && *at != 'e'; ++at) {
    if (*at == '.') {
      is_behind_point = true;
      continue;
    }
    decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (is_behind_point) --decimal.exponent;
  }
  int exponent = 0;
  if (at != end) std::from_chars(at + (at[1] == '+' ? 2 : 1), end, exponent);
  decimal.exponent += exponent;
  return without_trailing_zeros(decimal);
}

// 10^exponent modulo m, by squaring.
std::uint64_t power_of_ten_modulo(int exponent, std::uint64_t m) {
  Wide result = 1 % m;
  Wide base = 10 % m;
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 != 0) result = result * base % m;
    base = base * base % m;
  }
  return static_cast<std::uint64_t>(result);
}

bool is_equal_object(const boost::json::object& a, const boost::json::object& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.begin(), a.end(), [&b](const auto& member) {
    const auto* other = b.if_contains(member.key());
    return other != nullptr && is_equal(member.value(), *other);
  });
}

bool is_equal_array(const boost::json::array& a, const boost::json::array& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!is_equal(a[i], b[i])) return false;
  }
  return true;
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  a = (a ^ b) * 0x9E3779B97F4A7C15U;
  return a ^ (a >> 29U);
}

}  // namespace

bool is_equal(const boost::json::value& a, const boost::json::value& b) {
  if (a.is_number() && b.is_number()) return compare_numbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  if (a.is_object()) return is_equal_object(a.get_object(), b.get_object());
  if (a.is_array()) return is_equal_array(a.get_array(), b.get_array());
  if (a.is_string()) return a.get_string() == b.get_string();
  return a.is_null() || a.get_bool() == b.get_bool();
}

std::uint64_t hash_of(const boost::json::value& value) {
  // Rounding to double keeps equal numbers equal, since each is rounded from the same exact value.
  if (value.is_number()) return std::hash<double>()(static_cast<double>(to_wide(value)));
  if (const auto* text = value.if_string()) {
    return std::hash<std::string_view>()(std::string_view(text->data(), text->size()));
  }
  if (const auto* truth = value.if_bool()) return *truth ? 3 : 2;
  std::uint64_t hash = static_cast<std::uint64_t>(value.kind()) + 5;
  if (const auto* array = value.if_array()) {
    for (const auto& item : *array) hash = mix(hash, hash_of(item));
  } else if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      const std::string_view key(member.key().data(), member.key().size());
      hash +=
          mix(std::hash<std::string_view>()(key), hash_of(member.value()));  // A sum: order must not count.
    }
  }
  return hash;
}

int compare_numbers(const boost::json::value& a, const boost::json::value& b) {
  const long double x = to_wide(a);
  const long double y = to_wide(b);
  return (x > y) - (x < y);
}

bool is_multiple_of(const boost::json::value& number, const boost::json::value& divisor) {
  const Decimal a = to_decimal(number);
  const Decimal b = to_decimal(divisor);
  if (a.digits == 0) return true;
  if (b.digits == 0) return false;
  const int shift = a.exponent - b.exponent;
  if (shift >= 0) {
    return Wide{a.digits % b.digits} * power_of_ten_modulo(shift, b.digits) % b.digits == 0;
  }
  // The divisor has the larger unit, and a, without trailing zeros, is no multiple of ten.
  return false;
}

}  // namespace fairlead::json
