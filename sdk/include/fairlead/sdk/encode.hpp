// From described structs to JSON text. Internal. Written straight into one string, because a result may hold
// megabytes of rows that a document tree would copy.
#ifndef FAIRLEAD_SDK_ENCODE_HPP
#define FAIRLEAD_SDK_ENCODE_HPP

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "fairlead/sdk/base64.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/parse.hpp"
#include "fairlead/sdk/types.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// Appends `text` as a JSON string. Only what JSON demands is escaped; UTF-8 passes through.
inline void append_quoted(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20u && byte != '"' && byte != '\\') continue;
    out.append(text, copied, at - copied);
    copied = at + 1;
    switch (byte) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out.append("\\u00").append(1, kHex[byte >> 4u]).append(1, kHex[byte & 0xFu]);
    }
  }
  out.append(text, copied, text.size() - copied);
  out += '"';
}

template <class Number>
void append_number(std::string& out, Number number) {
  if constexpr (std::floating_point<Number>) {
    if (!std::isfinite(number)) {
      throw Error(FAIRLEAD_INTERNAL,
                  "the provider's result holds a number that is not finite, which JSON cannot say");
    }
  }
  std::array<char, 40> digits;  // 24 are enough for the shortest form of any double.
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

// Any JSON. Not by Boost's serializer, which writes 1.5 as 1.5E0.
inline void append_document(std::string& out, const Json& document);

inline void append_document(std::string& out, const boost::json::array& array) {
  char separator = '[';
  for (const Json& element : array) {
    out += separator;
    separator = ',';
    append_document(out, element);
  }
  out += separator == '[' ? "[]" : "]";
}

inline void append_document(std::string& out, const boost::json::object& object) {
  char separator = '{';
  for (const auto& [key, element] : object) {
    out += separator;
    separator = ',';
    append_quoted(out, {key.data(), key.size()});
    out += ':';
    append_document(out, element);
  }
  out += separator == '{' ? "{}" : "}";
}

inline void append_document(std::string& out, const Json& document) {
  switch (document.kind()) {
    case boost::json::kind::null: out += "null"; return;
    case boost::json::kind::bool_: out += document.get_bool() ? "true" : "false"; return;
    case boost::json::kind::int64: append_number(out, document.get_int64()); return;
    case boost::json::kind::uint64: append_number(out, document.get_uint64()); return;
    case boost::json::kind::double_: append_number(out, document.get_double()); return;
    case boost::json::kind::string:
      append_quoted(out, {document.get_string().data(), document.get_string().size()});
      return;
    case boost::json::kind::array: append_document(out, document.get_array()); return;
    case boost::json::kind::object: append_document(out, document.get_object()); return;
  }
}

inline void append_raw(std::string& out, const RawJson& raw) {
  if (!raw.text.empty() && !is_json(raw.text)) {
    throw Error(FAIRLEAD_INTERNAL, "the provider's result holds a RawJson that is not one JSON value");
  }
  out += raw.text.empty() ? "null" : raw.text;
}

template <DescribedEnum T>
std::string_view enumerator_name(T value) {
  const char* name = boost::describe::enum_to_string(value, nullptr);
  if (name == nullptr)
    throw Error(FAIRLEAD_INTERNAL, "the provider's result holds an enumerator without a name");
  return json_name(name);
}

// Appends `value` as JSON. @error INTERNAL (thrown) it holds what JSON cannot say
template <class T>
void append_json(std::string& out, const T& value);

// True for a field that holds an empty optional, which is left out of its struct.
template <class Field>
bool is_absent(const Field& field) {
  if constexpr (kIsArg<Field>) {
    return is_absent(field.value);
  } else if constexpr (kIsOptional<Field>) {
    return !field.has_value() || is_absent(*field);
  } else {
    return false;
  }
}

template <class Struct>
void append_struct(std::string& out, const Struct& object) {
  char separator = '{';
  for_each_field(object, [&](std::string_view name, const auto& field) {
    if (is_absent(field)) return;
    out += separator;
    separator = ',';
    append_quoted(out, name);
    out += ':';
    append_json(out, field);
  });
  out += separator == '{' ? "{}" : "}";
}

template <class List>
void append_list(std::string& out, const List& list) {
  char separator = '[';
  // By value for the proxies of std::vector<bool>.
  for (auto&& element : list) {
    out += separator;
    separator = ',';
    append_json(out, static_cast<const typename List::value_type&>(element));
  }
  out += separator == '[' ? "[]" : "]";
}

template <class Map>
void append_map(std::string& out, const Map& map) {
  char separator = '{';
  for (const auto& [key, element] : map) {
    out += separator;
    separator = ',';
    append_json(out, key);
    out += ':';
    append_json(out, element);
  }
  out += separator == '{' ? "{}" : "}";
}

template <class T>
void append_json(std::string& out, const T& value) {
  if constexpr (kIsArg<T>) {
    append_json(out, value.value);
  } else if constexpr (kIsOptional<T>) {
    append_json(out, *value);  // is_absent was false.
  } else if constexpr (Boolean<T>) {
    out += value ? "true" : "false";
  } else if constexpr (Integer<T> || Real<T>) {
    append_number(out, value);
  } else if constexpr (Text<T>) {
    append_quoted(out, value);
  } else if constexpr (DescribedEnum<T>) {
    append_quoted(out, enumerator_name(value));
  } else if constexpr (AnyJson<T>) {
    append_document(out, value);
  } else if constexpr (std::same_as<T, Secret>) {
    append_quoted(out, value.name);
  } else if constexpr (std::same_as<T, Bytes>) {
    out += '"';
    append_base64(out, value.data);
    out += '"';
  } else if constexpr (std::same_as<T, RawJson>) {
    append_raw(out, value);
  } else if constexpr (kIsVector<T> || kIsArray<T>) {
    append_list(out, value);
  } else if constexpr (kIsMap<T>) {
    append_map(out, value);
  } else {
    append_struct(out, value);
  }
}

template <class T>
std::string to_json_text(const T& value) {
  std::string out;
  append_json(out, value);
  return out;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_ENCODE_HPP
