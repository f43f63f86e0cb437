// From described structs to JSON text. Internal. Written straight into one string, because a result may hold
// megabytes of rows that a document tree would copy.
#ifndef FAIRLEAD_SDK_ENCODE_HPP
#define FAIRLEAD_SDK_ENCODE_HPP

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "fairlead/sdk/error.hpp"
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

template <class Document>
void append_document(std::string& out, const Document& document) {
  std::array<char, 4096> chunk;
  boost::json::serializer serializer;
  serializer.reset(&document);
  while (!serializer.done()) {
    const auto text = serializer.read(chunk.data(), chunk.size());
    out.append(text.data(), text.size());
  }
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
  } else if constexpr (kIsVector<T>) {
    char separator = '[';
    // By value for the proxies of std::vector<bool>.
    for (auto&& element : value) {
      out += separator;
      separator = ',';
      append_json(out, static_cast<const typename T::value_type&>(element));
    }
    out += separator == '[' ? "[]" : "]";
  } else if constexpr (kIsMap<T>) {
    char separator = '{';
    for (const auto& [key, element] : value) {
      out += separator;
      separator = ',';
      append_quoted(out, key);
      out += ':';
      append_json(out, element);
    }
    out += separator == '{' ? "{}" : "}";
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
