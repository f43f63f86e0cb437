// From JSON text to described structs. Internal. Every refusal is an Error with INVALID_ARGUMENT that begins
// with the path of the bad field: "filter.tags[2]: expected string, got number". Values are not repeated in
// messages, except numbers: a misplaced value may be somebody's password.
#ifndef FAIRLEAD_SDK_DECODE_HPP
#define FAIRLEAD_SDK_DECODE_HPP

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "fairlead/sdk/constraints.hpp"
#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/path.hpp"
#include "fairlead/sdk/types.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// ---- Values ----------------------------------------------------------------------------------------------

template <Integer T>
void decode_integer(const Json& source, T& out, const Path& path) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: below it every integer is a double.
  const auto fits = [&](auto number) {
    if (!std::in_range<T>(number)) path.refuse(number_text(number) + " is out of range");
    out = static_cast<T>(number);
  };
  if (source.is_int64()) {
    fits(source.get_int64());
  } else if (source.is_uint64()) {
    fits(source.get_uint64());
  } else if (source.is_double()) {
    // 1e3 and 7.0 are integers for JSON Schema.
    const double number = source.get_double();
    if (std::trunc(number) != number) path.refuse("expected integer, got a number with a fraction");
    if (std::fabs(number) > kExact) path.refuse("out of range");
    fits(static_cast<std::int64_t>(number));
  } else {
    refuse_kind(path, "integer", source);
  }
}

template <Real T>
void decode_real(const Json& source, T& out, const Path& path) {
  if (!source.is_number()) refuse_kind(path, "number", source);
  const auto number = source.to_number<double>();
  if (!(std::fabs(number) <= static_cast<double>(std::numeric_limits<T>::max()))) path.refuse("out of range");
  out = static_cast<T>(number);
}

template <DescribedEnum T>
void decode_enum(const Json& source, T& out, const Path& path) {
  if (!source.is_string()) refuse_kind(path, "string", source);
  const std::string_view name(source.get_string().data(), source.get_string().size());
  std::string known;
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
    if (name == json_name(enumerator.name)) {
      out = enumerator.value;
      found = true;
    }
    known.append(known.empty() ? "" : ", ").append(json_name(enumerator.name));
  });
  if (!found) path.refuse("expected one of " + known);
}

template <class T>
void decode(const Json& source, T& out, const Path& path);

template <class T>
void decode_vector(const Json& source, T& out, const Path& path) {
  if (!source.is_array()) refuse_kind(path, "array", source);
  out.clear();
  for (const Json& element : source.get_array()) {
    typename T::value_type decoded{};
    decode(element, decoded, Path(path, out.size()));
    out.push_back(std::move(decoded));
  }
}

template <class T>
void decode_map(const Json& source, T& out, const Path& path) {
  if (!source.is_object()) refuse_kind(path, "object", source);
  out.clear();
  for (const auto& [key, element] : source.get_object()) {
    const std::string name(key.data(), key.size());
    decode(element, out[name], Path(path, name));
  }
}

// Any JSON is copied out of the parser's arena into ordinary memory.
template <AnyJson T>
void decode_any(const Json& source, T& out, const Path& path) {
  if constexpr (std::same_as<T, Json>) {
    out = source;
  } else if constexpr (std::same_as<T, boost::json::object>) {
    if (!source.is_object()) refuse_kind(path, "object", source);
    out = source.get_object();
  } else {
    if (!source.is_array()) refuse_kind(path, "array", source);
    out = source.get_array();
  }
}

// ---- Structs ---------------------------------------------------------------------------------------------

// Whether the field has a default, by the rules of field.hpp. `initial` is its value in a default-constructed
// struct.
template <class Field>
bool has_default(const Field& initial) {
  using Value = Unwrapped<Field>;
  if constexpr (DescribedStruct<Value> || std::same_as<Value, Secret>) {
    return false;  // A struct's own fields say what they default to; a secret has no default.
  } else if constexpr (kHoldsOptional<Field>) {
    return !is_absent(initial);
  } else if constexpr (kHoldsDefault<Field>) {
    return true;
  } else {
    return to_json_text(initial) != to_json_text(Value{});
  }
}

template <class Struct>
void refuse_unknown_fields(const boost::json::object& source, const Struct& out, const Path& path) {
  for (const auto& [key, ignored] : source) {
    const std::string_view name(key.data(), key.size());
    bool is_known = false;
    std::string known;
    for_each_field(out, [&](std::string_view field_name, const auto&) {
      is_known = is_known || field_name == name;
      known.append(known.empty() ? "" : ", ").append(field_name);
    });
    if (is_known) continue;
    Path(path, name)
        .refuse(known.empty() ? "unknown field; there are none" : "unknown field; the fields are " + known);
  }
}

template <class Struct>
void decode_struct(const Json& source, Struct& out, const Path& path) {
  if (!source.is_object()) refuse_kind(path, "object", source);
  const boost::json::object& object = source.get_object();
  std::size_t used = 0;
  for_each_field(out, [&]<class Field>(std::string_view name, Field& field) {
    const Path here(path, name);
    if (const Json* value = object.if_contains(boost::json::string_view(name.data(), name.size()))) {
      ++used;
      decode(*value, field, here);
    } else if (!kHoldsOptional<Field> && !has_default(field)) {
      here.refuse("required field is missing");
    }
  });
  if (used != object.size()) refuse_unknown_fields(object, out, path);
}

template <class T>
struct ArgDecoder;
template <class T, FixedString Description, auto... Constraints>
struct ArgDecoder<Arg<T, Description, Constraints...>> {
  static void decode_into(const Json& source, Arg<T, Description, Constraints...>& out, const Path& path) {
    static_assert((range_fits<Unwrapped<T>>(Constraints) && ...),
                  "a Range needs min <= max, both of the field's type");
    decode(source, out.value, path);
    (check(out.value, Constraints, path), ...);
  }
};

// Decodes `source` into `out`, which must be default-constructed: fields that are not given stay as they are.
template <class T>
void decode(const Json& source, T& out, const Path& path) {
  if constexpr (kIsArg<T>) {
    ArgDecoder<T>::decode_into(source, out, path);
  } else if constexpr (kIsOptional<T>) {
    decode(source, out.emplace(), path);
  } else if constexpr (Boolean<T>) {
    if (!source.is_bool()) refuse_kind(path, "boolean", source);
    out = source.get_bool();
  } else if constexpr (Integer<T>) {
    decode_integer(source, out, path);
  } else if constexpr (Real<T>) {
    decode_real(source, out, path);
  } else if constexpr (Text<T>) {
    if (!source.is_string()) refuse_kind(path, "string", source);
    out.assign(source.get_string().data(), source.get_string().size());
  } else if constexpr (DescribedEnum<T>) {
    decode_enum(source, out, path);
  } else if constexpr (AnyJson<T>) {
    decode_any(source, out, path);
  } else if constexpr (std::same_as<T, Secret>) {
    if (!source.is_string()) refuse_kind(path, "string", source);
    out.name.assign(source.get_string().data(), source.get_string().size());
  } else if constexpr (kIsVector<T>) {
    decode_vector(source, out, path);
  } else if constexpr (kIsMap<T>) {
    decode_map(source, out, path);
  } else {
    decode_struct(source, out, path);
  }
}

// Decodes a whole document that messages call `name`. Empty text counts as {}.
// @error INVALID_ARGUMENT (thrown) it is no JSON, or does not fit T
template <DescribedStruct T>
T decode_document(std::string_view text, std::string_view name) {
  const Path root(name);
  unsigned char arena[2048];
  boost::json::monotonic_resource memory(arena, sizeof arena);
  boost::json::error_code error;
  const std::string_view source = text.empty() ? std::string_view("{}") : text;
  const Json document =
      boost::json::parse(boost::json::string_view(source.data(), source.size()), error, &memory);
  if (error) root.refuse("not JSON: " + error.message());
  T decoded{};
  decode(document, decoded, root);
  return decoded;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_DECODE_HPP
