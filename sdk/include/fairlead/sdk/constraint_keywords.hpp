// The constraints of constraints.hpp in JSON Schema. Internal.
#ifndef FAIRLEAD_SDK_CONSTRAINT_KEYWORDS_HPP
#define FAIRLEAD_SDK_CONSTRAINT_KEYWORDS_HPP

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/field.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

inline boost::json::string_view json_view(std::string_view text) { return {text.data(), text.size()}; }

// The keyword that states the constraint; of a Range, which has two, the first.
template <class Constraint>
inline constexpr std::string_view kKeyword = {};
template <class Number>
inline constexpr std::string_view kKeyword<Range<Number>> = "minimum";
template <class Number>
inline constexpr std::string_view kKeyword<ExclusiveMin<Number>> = "exclusiveMinimum";
template <class Number>
inline constexpr std::string_view kKeyword<ExclusiveMax<Number>> = "exclusiveMaximum";
template <class Number>
inline constexpr std::string_view kKeyword<MultipleOf<Number>> = "multipleOf";
template <>
inline constexpr std::string_view kKeyword<MinLength> = "minLength";
template <>
inline constexpr std::string_view kKeyword<MaxLength> = "maxLength";
template <std::size_t Count, std::size_t Size>
inline constexpr std::string_view kKeyword<OneOf<Count, Size>> = "enum";
template <std::size_t N>
inline constexpr std::string_view kKeyword<Pattern<N>> = "pattern";
template <std::size_t N>
inline constexpr std::string_view kKeyword<Format<N>> = "format";
template <>
inline constexpr std::string_view kKeyword<MinItems> = "minItems";
template <>
inline constexpr std::string_view kKeyword<MaxItems> = "maxItems";
template <>
inline constexpr std::string_view kKeyword<UniqueItems> = "uniqueItems";
template <>
inline constexpr std::string_view kKeyword<MinProperties> = "minProperties";
template <>
inline constexpr std::string_view kKeyword<MaxProperties> = "maxProperties";
template <class Value>
inline constexpr std::string_view kKeyword<Default<Value>> = "default";
template <class List>
inline constexpr std::string_view kKeyword<Examples<List>> = "examples";
template <std::size_t N>
inline constexpr std::string_view kKeyword<Title<N>> = "title";
template <>
inline constexpr std::string_view kKeyword<Deprecated> = "deprecated";
template <std::size_t N>
inline constexpr std::string_view kKeyword<XMcpHeader<N>> = "x-mcp-header";

inline Json stated(std::string_view text) { return Json(json_view(text)); }
template <class Value>
Json stated(Value value) {
  if constexpr (std::is_enum_v<Value>) {
    return stated(enumerator_name(value));
  } else {
    return Json(value);
  }
}
template <class List>
Json stated_list(const List& list) {
  boost::json::array values;
  for (std::size_t at = 0; at < List::size(); ++at) values.push_back(stated(list[at]));
  return values;
}

template <class Number>
Json stated_value(const ExclusiveMin<Number>& limit) {
  return stated(limit.bound);
}
template <class Number>
Json stated_value(const ExclusiveMax<Number>& limit) {
  return stated(limit.bound);
}
template <class Number>
Json stated_value(const MultipleOf<Number>& multiple) {
  return stated(multiple.step);
}
template <class Constraint>
requires requires(const Constraint& limit) { limit.count; }
Json stated_value(const Constraint& limit) { return stated(limit.count); }
template <std::size_t Count, std::size_t Size>
Json stated_value(const OneOf<Count, Size>& choice) {
  return stated_list(choice.texts);
}
template <std::size_t N>
Json stated_value(const Pattern<N>& pattern) {
  return stated(pattern.text.view());
}
template <std::size_t N>
Json stated_value(const Format<N>& format) {
  return stated(format.name.view());
}
template <class List>
Json stated_value(const Examples<List>& examples) {
  return stated_list(examples.list);
}
template <std::size_t N>
Json stated_value(const Title<N>& title) {
  return stated(title.text.view());
}
template <std::size_t N>
Json stated_value(const XMcpHeader<N>& header) {
  return stated(header.name.view());
}
inline Json stated_value(const UniqueItems&) { return Json(true); }
inline Json stated_value(const Deprecated&) { return Json(true); }

template <class Constraint>
void add_constraint(boost::json::object& schema, const Constraint& constraint) {
  schema[json_view(kKeyword<Constraint>)] = stated_value(constraint);
}
template <class Number>
void add_constraint(boost::json::object& schema, const Range<Number>& range) {
  schema["minimum"] = range.min;
  schema["maximum"] = range.max;
}
template <class Value>
void add_constraint(boost::json::object&, const Default<Value>&) {}  // The field's value tells it.

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_CONSTRAINT_KEYWORDS_HPP
