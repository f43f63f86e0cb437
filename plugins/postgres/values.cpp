// Decoding is total: the server's text is data from outside, and a surprise must cost a type, not the call.
#include "values.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>

#include "array_literal.hpp"
#include "fairlead/sdk/error.hpp"

namespace fairlead::postgres {
namespace {

using boost::json::value;

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stopped, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || stopped != end) return std::nullopt;
  return number;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto byte = [&](std::size_t offset) {
      return at + offset < bytes.size()
                 ? static_cast<unsigned>(static_cast<unsigned char>(bytes[at + offset]))
                 : 0u;
    };
    const unsigned group = byte(0) << 16u | byte(1) << 8u | byte(2);
    out += kAlphabet[group >> 18u];
    out += kAlphabet[(group >> 12u) & 63u];
    out += at + 1 < bytes.size() ? kAlphabet[(group >> 6u) & 63u] : '=';
    out += at + 2 < bytes.size() ? kAlphabet[group & 63u] : '=';
  }
  return out;
}

// "\x0aff", the form that bytea_output = hex gives.
std::optional<std::string> bytes_from_hex(std::string_view text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t at = 2; at < text.size(); at += 2) {
    unsigned byte = 0;
    const auto [stopped, failure] = std::from_chars(text.data() + at, text.data() + at + 2, byte, 16);
    if (failure != std::errc() || stopped != text.data() + at + 2) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

// Boost.JSON 1.81 reads 1e400 as infinity and long integers as the nearest double; both would change data.
bool loses_numbers(const value& document) {
  if (const double* number = document.if_double())
    return !std::isfinite(*number) || std::abs(*number) >= 0x1p63;
  if (const auto* array = document.if_array()) {
    for (const value& element : *array) {
      if (loses_numbers(element)) return true;
    }
  } else if (const auto* object = document.if_object()) {
    for (const auto& member : *object) {
      if (loses_numbers(member.value())) return true;
    }
  }
  return false;
}

value decode_document(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kDocumentDepthMax;
  boost::json::error_code failure;
  value document = boost::json::parse({text.data(), text.size()}, failure, {}, options);
  if (failure || loses_numbers(document)) return value(to_utf8(text));
  return document;
}

value decode_array(Oid element, std::string_view text) {
  auto array =
      parse_array_literal(text, [element](std::string_view item) { return decode_value(element, item); });
  if (!array) return value(to_utf8(text));
  return value(std::move(*array));
}

value decode_integer(std::string_view text) {
  const auto number = number_from<std::int64_t>(text);
  return number ? value(*number) : value(to_utf8(text));
}

value decode_real(std::string_view text) {
  const auto number = number_from<double>(text);
  return number && std::isfinite(*number) ? value(*number) : value(to_utf8(text));
}

value decode_bytes(std::string_view text) {
  const auto bytes = bytes_from_hex(text);
  return bytes ? value(base64(*bytes)) : value(to_utf8(text));
}

// Length of the well-formed UTF-8 sequence at the start of `text`, 0 if there is none.
// Source: RFC 3629, section 4.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t at = 1; at < length; ++at) {
    if ((byte(at) & 0xC0u) != 0x80u) return 0;
  }
  const unsigned second = byte(1);
  const bool is_overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool is_out_of_range = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
  return is_overlong || is_out_of_range ? 0 : length;
}

std::size_t string_bytes(std::string_view text) {
  std::size_t bytes = text.size() + 2;
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f')
      bytes += 1;
    else if (static_cast<unsigned char>(c) < 0x20)
      bytes += 5;
  }
  return bytes;
}

template <class Number>
std::string shortest(Number number) {
  std::array<char, 40> digits;
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

}  // namespace

value decode_value(Oid type, std::string_view text) {
  const TypeTraits traits = traits_of(type);
  switch (traits.shape) {
    case Shape::Boolean: return text == "t" || text == "f" ? value(text == "t") : value(to_utf8(text));
    case Shape::Integer: return decode_integer(text);
    case Shape::Real: return decode_real(text);
    case Shape::Document: return decode_document(text);
    case Shape::Bytes: return decode_bytes(text);
    case Shape::Array: return decode_array(traits.element, text);
    case Shape::Text: break;
  }
  return value(to_utf8(text));
}

std::size_t json_bytes(const value& v) {
  switch (v.kind()) {
    case boost::json::kind::null: return 4;
    case boost::json::kind::bool_: return v.get_bool() ? 4 : 5;
    case boost::json::kind::int64: return shortest(v.get_int64()).size();
    case boost::json::kind::uint64: return shortest(v.get_uint64()).size();
    case boost::json::kind::double_: return shortest(v.get_double()).size();
    case boost::json::kind::string: return string_bytes(v.get_string());
    case boost::json::kind::array: {
      std::size_t bytes = v.get_array().empty() ? 2 : 1;  // brackets and commas
      for (const value& element : v.get_array()) bytes += 1 + json_bytes(element);
      return bytes;
    }
    case boost::json::kind::object: {
      std::size_t bytes = v.get_object().empty() ? 2 : 1;
      for (const auto& member : v.get_object())
        bytes += 2 + string_bytes(member.key()) + json_bytes(member.value());
      return bytes;
    }
  }
  return 0;
}

std::string to_utf8(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text.substr(at));
    if (length == 0) {
      out.append(text, copied, at - copied).append("\xEF\xBF\xBD");
      copied = at + 1;
    }
    at += length == 0 ? 1 : length;
  }
  out.append(text, copied);
  return out;
}

std::vector<std::optional<std::string>> encode_params(const boost::json::array& params) {
  if (params.size() > kParamsMax) {
    throw ToolError("at most " + std::to_string(kParamsMax) + " params fit into one statement: send fewer");
  }
  std::vector<std::optional<std::string>> encoded;
  encoded.reserve(params.size());
  for (const value& param : params) {
    if (param.is_null()) {
      encoded.emplace_back(std::nullopt);
    } else if (const auto* text = param.if_string()) {
      if (text->find('\0') != boost::json::string::npos) {
        throw ToolError("params/" + std::to_string(encoded.size()) +
                        ": PostgreSQL cannot store the NUL character: remove it");
      }
      encoded.emplace_back(std::string(*text));
    } else if (const double* number = param.if_double()) {
      encoded.emplace_back(
          shortest(*number));  // 3, where Boost.JSON writes 3E0, which is no integer to the server
    } else {
      encoded.emplace_back(boost::json::serialize(param));
    }
  }
  return encoded;
}

}  // namespace fairlead::postgres
