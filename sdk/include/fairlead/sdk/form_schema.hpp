// From flat described structs to the `requestedSchema` of an elicited form. Internal.
// Source: MCP 2026-07-28, client features, elicitation: PrimitiveSchemaDefinition in the schema.
#ifndef FAIRLEAD_SDK_FORM_SCHEMA_HPP
#define FAIRLEAD_SDK_FORM_SCHEMA_HPP

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

#include "fairlead/sdk/schema.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// An enum whose author gives its enumerators titles; field.hpp says how.
template <class T>
concept TitledEnum = DescribedEnum<T> && requires(T value) {
  { enum_title(value) } -> std::convertible_to<std::string_view>;
};

enum class FormFault { None, Nested, OtherConstraint, OtherFormat };

template <class T>
inline constexpr bool kIsFormValue = Boolean<T> || Integer<T> || Real<T> || Text<T> || DescribedEnum<T>;
template <class T>
inline constexpr bool kIsFormValue<std::vector<T>> = DescribedEnum<T>;

// What a form can say of a field; clients may refuse a form with more.
template <class Constraint>
constexpr FormFault form_fault_of(const Constraint&) {
  constexpr std::string_view kName = kKeyword<Constraint>;
  const bool is_known = kName == "minimum" || kName == "minLength" || kName == "maxLength" ||
                        kName == "enum" || kName == "minItems" || kName == "maxItems" || kName == "title" ||
                        kName == "default";
  return is_known ? FormFault::None : FormFault::OtherConstraint;
}
template <std::size_t N>
constexpr FormFault form_fault_of(const Format<N>& format) {
  const std::string_view name = format.name.view();
  const bool is_known = name == "email" || name == "uri" || name == "date" || name == "date-time";
  return is_known ? FormFault::None : FormFault::OtherFormat;
}

template <class Field>
struct FormConstraints {
  static constexpr FormFault kFault = FormFault::None;
};
template <class T>
struct FormConstraints<std::optional<T>> : FormConstraints<T> {};
template <class T, FixedString Description, auto... Constraints>
struct FormConstraints<Arg<T, Description, Constraints...>> {
  static constexpr FormFault fault() {
    FormFault found = FormConstraints<T>::kFault;
    ((found = found == FormFault::None ? form_fault_of(Constraints) : found), ...);
    return found;
  }
  static constexpr FormFault kFault = fault();
};

template <class T>
consteval FormFault fault_of_form() {
  FormFault found = FormFault::None;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T&>().*(member.pointer))>;
    if (found != FormFault::None) return;
    found = kIsFormValue<Unwrapped<Field>> ? FormConstraints<Field>::kFault : FormFault::Nested;
  });
  return found;
}

// Stops the build with a sentence when a struct cannot be a form.
template <class T>
struct CheckForm {
  static_assert(CheckStruct<T, false>::kOk);
  static constexpr FormFault kFault = fault_of_form<T>();
  static_assert(kFault != FormFault::Nested,
                "a form is flat: its fields are std::string, numbers, bool, described enums and std::vector "
                "of a described enum");
  static_assert(kFault != FormFault::OtherConstraint,
                "a form knows Range, MinLength, MaxLength, Format, OneOf, MinItems, MaxItems, Title and "
                "Default, and no other constraint");
  static_assert(kFault != FormFault::OtherFormat, "a form knows the formats email, uri, date and date-time");
  static constexpr bool kOk = true;  // Reading it is what brings the assertions above into play.
};

// [{"const": name, "title": title}...], for enums with titles.
template <TitledEnum T>
boost::json::array titled_enumerators() {
  boost::json::array choices;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
    const std::string_view name = json_name(enumerator.name);
    const std::string_view given = enum_title(enumerator.value);
    choices.push_back({{"const", json_view(name)}, {"title", json_view(given.empty() ? name : given)}});
  });
  return choices;
}

// Replaces "enum" by the titled choices: `oneOf` where one may be chosen, `anyOf` below the items of a list.
template <class Value>
void add_titles(boost::json::object& schema) {
  if constexpr (TitledEnum<Value>) {
    schema.erase("enum");
    schema["oneOf"] = titled_enumerators<Value>();
  } else if constexpr (kIsVector<Value>) {
    if constexpr (TitledEnum<typename Value::value_type>) {
      schema["items"] = boost::json::object{{"anyOf", titled_enumerators<typename Value::value_type>()}};
    }
  }
}

// The requestedSchema of T. Decode the answer with try_decode<T>: what a client sends back is checked by
// nobody else.
// @error INVALID_ARGUMENT (thrown) a member initialiser does not meet the field's constraints
template <class T>
boost::json::object form_schema_of() {
  static_assert(CheckForm<T>::kOk);
  boost::json::object schema = schema_of<T>(Direction::Input);
  schema.erase("additionalProperties");  // No part of a form's schema.
  boost::json::object& properties = schema["properties"].as_object();
  for_each_field(T{}, [&]<class Field>(std::string_view name, const Field&) {
    add_titles<Unwrapped<Field>>(properties[json_view(name)].as_object());
  });
  return schema;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_FORM_SCHEMA_HPP
