// From described structs to JSON Schema 2020-12. Internal.
#ifndef FAIRLEAD_SDK_SCHEMA_HPP
#define FAIRLEAD_SDK_SCHEMA_HPP

#include <string>
#include <string_view>
#include <utility>

#include "fairlead/sdk/constraint_faults.hpp"
#include "fairlead/sdk/constraint_keywords.hpp"
#include "fairlead/sdk/decode.hpp"
#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/types.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// Input: what is given may leave fields out. Output: what is made always has them.
enum class Direction { Input, Output };

template <class T>
boost::json::object schema_of(Direction direction);

template <DescribedEnum T>
boost::json::array enumerator_names() {
  boost::json::array names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto enumerator) { names.emplace_back(json_view(json_name(enumerator.name))); });
  return names;
}

template <class Struct>
boost::json::object schema_of_struct(Direction direction) {
  boost::json::object properties;
  boost::json::array required;
  for_each_field(Struct{}, [&]<class Field>(std::string_view name, const Field& initial) {
    boost::json::object schema = schema_of<Field>(direction);
    bool is_required = !kHoldsOptional<Field>;
    if (direction == Direction::Input && has_default(initial)) {
      is_required = false;
      schema["default"] = checked_default(name, initial);
    }
    properties[json_view(name)] = std::move(schema);
    if (is_required) required.emplace_back(json_view(name));
  });
  boost::json::object schema{{"type", "object"}};
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

template <class T>
struct ArgSchema;
template <class T, FixedString Description, auto... Constraints>
struct ArgSchema<Arg<T, Description, Constraints...>> {
  static boost::json::object make(Direction direction) {
    static_assert(CheckConstraints<Arg<T, Description, Constraints...>>::kOk);
    boost::json::object schema = schema_of<T>(direction);
    if (!Description.view().empty()) schema["description"] = json_view(Description.view());
    (add_constraint(schema, Constraints), ...);
    return schema;
  }
};

template <class T>
boost::json::object schema_of(Direction direction) {
  if constexpr (kIsArg<T>) {
    return ArgSchema<T>::make(direction);
  } else if constexpr (kIsOptional<T>) {
    return schema_of<typename T::value_type>(direction);
  } else if constexpr (Boolean<T>) {
    return {{"type", "boolean"}};
  } else if constexpr (Integer<T>) {
    boost::json::object schema{{"type", "integer"}};
    if constexpr (std::is_unsigned_v<T>) schema["minimum"] = 0;
    return schema;
  } else if constexpr (Real<T>) {
    return {{"type", "number"}};
  } else if constexpr (Text<T>) {
    return {{"type", "string"}};
  } else if constexpr (DescribedEnum<T>) {
    return {{"type", "string"}, {"enum", enumerator_names<T>()}};
  } else if constexpr (std::same_as<T, Json> || std::same_as<T, RawJson>) {
    return {};
  } else if constexpr (std::same_as<T, boost::json::object>) {
    return {{"type", "object"}};
  } else if constexpr (std::same_as<T, boost::json::array>) {
    return {{"type", "array"}};
  } else if constexpr (std::same_as<T, Secret>) {
    return {{"type", "string"}, {"x-fairlead-secret", true}};
  } else if constexpr (std::same_as<T, Bytes>) {
    return {{"type", "string"}, {"contentEncoding", "base64"}};
  } else if constexpr (kIsVector<T>) {
    return {{"type", "array"}, {"items", schema_of<typename T::value_type>(direction)}};
  } else if constexpr (kIsArray<T>) {
    constexpr std::size_t kCount = std::tuple_size_v<T>;
    return {{"type", "array"},
            {"items", schema_of<typename T::value_type>(direction)},
            {"minItems", kCount},
            {"maxItems", kCount}};
  } else if constexpr (kIsMap<T>) {
    boost::json::object schema{{"type", "object"}};
    if constexpr (DescribedEnum<typename T::key_type>) {
      schema["propertyNames"] = boost::json::object{{"enum", enumerator_names<typename T::key_type>()}};
    }
    schema["additionalProperties"] = schema_of<typename T::mapped_type>(direction);
    return schema;
  } else {
    return schema_of_struct<T>(direction);
  }
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_SCHEMA_HPP
