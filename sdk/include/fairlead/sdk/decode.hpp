// From JSON text to described structs. Internal. Every refusal is an Error with INVALID_ARGUMENT that begins
// with the path of the bad field: "filter.tags[2]: expected string, got number". Values are not repeated in
// messages, except numbers: a misplaced value may be somebody's password.
#ifndef FAIRLEAD_SDK_DECODE_HPP
#define FAIRLEAD_SDK_DECODE_HPP

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fairlead/sdk/base64.hpp"
#include "fairlead/sdk/constraint_checks.hpp"
#include "fairlead/sdk/constraint_faults.hpp"
#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/parse.hpp"
#include "fairlead/sdk/path.hpp"
#include "fairlead/sdk/type_check.hpp"
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

inline std::string_view text_of(const Json& source, const Path& path) {
  if (!source.is_string()) refuse_kind(path, "string", source);
  return {source.get_string().data(), source.get_string().size()};
}

template <DescribedEnum T>
void decode_enum(std::string_view name, T& out, const Path& path) {
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
void decode_array(const Json& source, T& out, const Path& path) {
  if (!source.is_array()) refuse_kind(path, "array", source);
  const boost::json::array& elements = source.get_array();
  if (elements.size() != out.size()) {
    path.refuse("expected " + std::to_string(out.size()) + " elements, got " +
                std::to_string(elements.size()));
  }
  for (std::size_t at = 0; at < out.size(); ++at) decode(elements[at], out[at], Path(path, at));
}

template <class T>
void decode_map(const Json& source, T& out, const Path& path) {
  if (!source.is_object()) refuse_kind(path, "object", source);
  out.clear();
  for (const auto& [name, element] : source.get_object()) {
    const std::string_view text(name.data(), name.size());
    const Path here(path, text);
    typename T::key_type key{};
    if constexpr (Text<typename T::key_type>) {
      key = text;
    } else {
      decode_enum(text, key, here);
    }
    decode(element, out[std::move(key)], here);
  }
}

inline void decode_bytes(const Json& source, Bytes& out, const Path& path) {
  auto bytes = bytes_of_base64(text_of(source, path));
  if (!bytes) path.refuse("expected base64 with padding (RFC 4648 section 4)");
  out.data = std::move(*bytes);
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

// Whether `value` is what T{} is. Not by ==, which the structs of authors need not have.
template <class T>
bool is_zero(const T& value) {
  if constexpr (kIsArg<T>) {
    return is_zero(value.value);
  } else if constexpr (kIsOptional<T>) {
    return !value.has_value();
  } else if constexpr (std::same_as<T, Json>) {
    return value.is_null();
  } else if constexpr (kIsVector<T> || kIsMap<T> || AnyJson<T> || Text<T>) {
    return value.empty();
  } else if constexpr (std::same_as<T, Bytes>) {
    return value.data.empty();
  } else if constexpr (std::same_as<T, RawJson>) {
    return value.text.empty();
  } else if constexpr (std::same_as<T, Secret>) {
    return value.name.empty();
  } else if constexpr (kIsArray<T>) {
    for (const auto& element : value) {
      if (!is_zero(element)) return false;
    }
    return true;
  } else if constexpr (DescribedStruct<T>) {
    bool is_all_zero = true;
    for_each_field(value,
                   [&](std::string_view, const auto& field) { is_all_zero = is_all_zero && is_zero(field); });
    return is_all_zero;
  } else {
    return value == T{};
  }
}

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
    return !is_zero(initial);
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
      if (kHoldsOptional<Field> && value->is_null()) return;  // The same as not given.
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
    static_assert(CheckConstraints<Arg<T, Description, Constraints...>>::kOk);
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
    out = text_of(source, path);
  } else if constexpr (DescribedEnum<T>) {
    decode_enum(text_of(source, path), out, path);
  } else if constexpr (AnyJson<T>) {
    decode_any(source, out, path);
  } else if constexpr (std::same_as<T, Secret>) {
    out.name = text_of(source, path);
  } else if constexpr (std::same_as<T, Bytes>) {
    decode_bytes(source, out, path);
  } else if constexpr (std::same_as<T, RawJson>) {
    out.text = to_json_text(source);
  } else if constexpr (kIsVector<T>) {
    decode_vector(source, out, path);
  } else if constexpr (kIsArray<T>) {
    decode_array(source, out, path);
  } else if constexpr (kIsMap<T>) {
    decode_map(source, out, path);
  } else {
    decode_struct(source, out, path);
  }
}

// The default of the field in JSON. The host would apply a default that the field's own constraints refuse,
// and then refuse every call for it, so it is refused here, when the tables are made.
// @error INVALID_ARGUMENT (thrown) a member initialiser does not meet the field's constraints
template <class Field>
Json checked_default(std::string_view name, const Field& initial) {
  boost::json::error_code error;
  Json stated = parse_json(to_json_text(initial), error);
  Field probe{};
  decode(stated, probe, Path(Path("defaults"), name));
  return stated;
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
  const Json document = parse_json(source, error, &memory);
  if (error) root.refuse("not JSON: " + error.message());
  T decoded{};
  decode(document, decoded, root);
  return decoded;
}

// The same of a value that is parsed already, for answers whose refusal nobody reads: empty when it does not
// fit T.
template <class T>
std::optional<T> try_decode(const Json& source) {
  try {
    T decoded{};
    decode(source, decoded, Path("value"));
    return decoded;
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_DECODE_HPP
