// Each reader refuses the wrong form with the place in the schema, so that the author of a plugin finds it.
#include "json/schema_keywords.hpp"

#include <algorithm>
#include <cmath>

#include <boost/json/array.hpp>

#include "json/schema_program.hpp"
#include "json/text.hpp"

namespace fairlead::json {
namespace {

constexpr std::int64_t kRegexBytesMax = 1 << 20;  // of memory, for the program and its caches
constexpr double kCountMax = 9e15;                // below 2^53, where double still counts

std::size_t hex_digits(std::string_view text) {
  const auto is_hex = [](char c) {
    return std::string_view("0123456789abcdefABCDEF").find(c) != std::string_view::npos;
  };
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_hex) - text.begin());
}

std::string to_re2(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '\\' || i + 1 == pattern.size()) {
      out += pattern[i];
    } else if (pattern[i + 1] == 'u' && hex_digits(pattern.substr(i + 2, 4)) == 4) {
      out.append("\\x{").append(pattern.substr(i + 2, 4)).append("}");
      i += 5;
    } else {
      out.append(pattern.substr(i, 2));
      ++i;
    }
  }
  return out;
}

}  // namespace

tl::unexpected<Error> refuse_schema(const std::string& where, const std::string& what) {
  const std::string place = where.empty() ? "the schema" : "the schema at " + quoted(where, 120);
  return fail(ErrorCode::InvalidArgument, place + " is not usable: " + what, "bad_schema");
}

Result<std::optional<std::string>> text_of(const boost::json::object& schema, std::string_view keyword,
                                           const std::string& where) {
  const auto* text = schema.if_contains(keyword);
  if (text == nullptr) return std::optional<std::string>();
  if (!text->is_string()) return refuse_schema(where, std::string(keyword) + ": expected a string");
  return std::optional(std::string(text->get_string()));
}

Result<bool> truth_of(const boost::json::object& schema, std::string_view keyword, const std::string& where) {
  const auto* truth = schema.if_contains(keyword);
  if (truth == nullptr) return false;
  if (!truth->is_bool()) return refuse_schema(where, std::string(keyword) + ": expected true or false");
  return truth->get_bool();
}

Result<std::optional<boost::json::value>> number_of(const boost::json::object& schema,
                                                    std::string_view keyword, const std::string& where) {
  const auto* number = schema.if_contains(keyword);
  if (number == nullptr) return std::optional<boost::json::value>();
  const bool is_usable = number->is_number() && std::isfinite(number->to_number<double>());
  if (!is_usable) return refuse_schema(where, std::string(keyword) + ": expected a number");
  return std::optional(boost::json::value(*number, boost::json::storage_ptr()));
}

Result<std::optional<std::uint64_t>> count_of(const boost::json::object& schema, std::string_view keyword,
                                              const std::string& where) {
  const auto* number = schema.if_contains(keyword);
  if (number == nullptr) return std::optional<std::uint64_t>();
  const double size = number->is_number() ? number->to_number<double>() : -1;
  if ((type_of(*number) & kIntegerType) == 0 || size < 0 || size > kCountMax) {
    return refuse_schema(where, std::string(keyword) + ": expected a whole number, at least 0");
  }
  return std::optional(static_cast<std::uint64_t>(size));
}

Result<std::vector<std::string>> names_of(const boost::json::value& list, const std::string& where) {
  if (!list.is_array()) return refuse_schema(where, "expected an array of names");
  std::vector<std::string> names;
  for (const auto& name : list.get_array()) {
    if (!name.is_string())
      return refuse_schema(where, "expected names, found " + std::string(type_name(name)));
    names.emplace_back(name.get_string());
  }
  return names;
}

Result<std::unique_ptr<re2::RE2>> regex_of(std::string_view pattern, std::size_t bytes_max,
                                           const std::string& where) {
  if (pattern.size() > bytes_max) {
    return refuse_schema(where, "a pattern longer than " + std::to_string(bytes_max) + " bytes");
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kRegexBytesMax);
  options.set_never_capture(true);
  auto regex = std::make_unique<re2::RE2>(to_re2(pattern), options);
  if (!regex->ok()) {
    return refuse_schema(where, "the pattern " + quoted(pattern) + " is not supported (" +
                                    quoted(regex->error(), 80) +
                                    "); RE2 syntax is, so no look-around and no back references");
  }
  return regex;
}

}  // namespace fairlead::json
