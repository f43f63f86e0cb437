// Which C++ types a field may have, decided at compile time. Internal.
//
// A *field* is a member of a described struct; it may be wrapped in Arg<> and std::optional<>. What is left
// when the wrappings are gone is its *value*.
#ifndef FAIRLEAD_SDK_TYPES_HPP
#define FAIRLEAD_SDK_TYPES_HPP

#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "fairlead/sdk/field.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

template <class T>
inline constexpr bool kIsArg = false;
template <class T, FixedString Description, auto... Constraints>
inline constexpr bool kIsArg<Arg<T, Description, Constraints...>> = true;

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;

template <class T>
inline constexpr bool kIsMap = false;
template <class T>
inline constexpr bool kIsMap<std::map<std::string, T>> = true;

// The value type behind any wrapping.
template <class T>
struct Unwrap {
  using Type = T;
};
template <class T, FixedString Description, auto... Constraints>
struct Unwrap<Arg<T, Description, Constraints...>> : Unwrap<T> {};
template <class T>
struct Unwrap<std::optional<T>> : Unwrap<T> {};
template <class T>
using Unwrapped = typename Unwrap<T>::Type;

// Whether any wrapping says that the field need not be given.
template <class T>
inline constexpr bool kHoldsOptional = false;
template <class T>
inline constexpr bool kHoldsOptional<std::optional<T>> = true;
template <class T, FixedString Description, auto... Constraints>
inline constexpr bool kHoldsOptional<Arg<T, Description, Constraints...>> = kHoldsOptional<T>;

template <class T>
inline constexpr bool kHoldsDefault = false;
template <class T, FixedString Description, auto... Constraints>
inline constexpr bool kHoldsDefault<Arg<T, Description, Constraints...>> =
    (kIsDefault<std::remove_cv_t<decltype(Constraints)>> || ...);

template <class T>
concept Boolean = std::same_as<T, bool>;
template <class T>
concept Integer =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
    !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;
template <class T>
concept Real = std::same_as<T, double> || std::same_as<T, float>;
template <class T>
concept Text = std::same_as<T, std::string>;
template <class T>
concept AnyJson =
    std::same_as<T, Json> || std::same_as<T, boost::json::object> || std::same_as<T, boost::json::array>;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <DescribedStruct T>
using Members =
    boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

// The name in JSON: a last underscore is left out, so that `default_` can stand for a C++ keyword.
constexpr std::string_view json_name(std::string_view name) {
  return name.size() > 1 && name.back() == '_' ? name.substr(0, name.size() - 1) : name;
}

// Calls visit(name, member) for each field of `object`, in the order of the description.
template <class T, class Visit>
constexpr void for_each_field(T&& object, Visit&& visit) {
  boost::mp11::mp_for_each<Members<std::remove_cvref_t<T>>>(
      [&](auto member) { visit(json_name(member.name), object.*(member.pointer)); });
}

// ---- The check -----------------------------------------------------------------------------------------

enum class TypeFault { None, NotSupported, TooDeep, NestedOptional, SecretOutsideConfig };

inline constexpr int kTypeDepthMax = 24;

template <class T, bool SecretsAllowed, int Depth>
consteval TypeFault fault_of_value();

// Folds over the fields of a struct; the first fault wins.
template <class T, bool SecretsAllowed, int Depth = 0>
consteval TypeFault fault_of_struct() {
  if constexpr (Depth > kTypeDepthMax) {
    return TypeFault::TooDeep;
  } else {
    TypeFault fault = TypeFault::None;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      using Field = std::remove_cvref_t<decltype(std::declval<T&>().*(member.pointer))>;
      if (fault == TypeFault::None) fault = fault_of_value<Unwrapped<Field>, SecretsAllowed, Depth + 1>();
    });
    return fault;
  }
}

template <class T, bool SecretsAllowed, int Depth>
consteval TypeFault fault_of_value() {
  if constexpr (Depth > kTypeDepthMax) {
    return TypeFault::TooDeep;
  } else if constexpr (kIsOptional<T> || kIsArg<T>) {
    return TypeFault::NestedOptional;
  } else if constexpr (std::same_as<T, Secret>) {
    return SecretsAllowed ? TypeFault::None : TypeFault::SecretOutsideConfig;
  } else if constexpr (Boolean<T> || Integer<T> || Real<T> || Text<T> || AnyJson<T> || DescribedEnum<T>) {
    return TypeFault::None;
  } else if constexpr (kIsVector<T>) {
    return fault_of_value<typename T::value_type, SecretsAllowed, Depth + 1>();
  } else if constexpr (kIsMap<T>) {
    return fault_of_value<typename T::mapped_type, SecretsAllowed, Depth + 1>();
  } else if constexpr (DescribedStruct<T>) {
    return fault_of_struct<T, SecretsAllowed, Depth + 1>();
  } else {
    return TypeFault::NotSupported;
  }
}

// Stops the build with a sentence when a struct cannot be a configuration, arguments or a result.
template <class T, bool SecretsAllowed>
struct CheckStruct {
  static_assert(DescribedStruct<T>, "describe the struct: BOOST_DESCRIBE_STRUCT(Name, (), (fields...))");
  static_assert(std::is_default_constructible_v<T>,
                "the struct needs a default constructor: its defaults are read from it");
  static constexpr TypeFault kFault = fault_of_struct<T, SecretsAllowed>();
  static_assert(kFault != TypeFault::NotSupported,
                "a field has a type the SDK does not know; field.hpp lists them (describe nested structs and "
                "enums too)");
  static_assert(kFault != TypeFault::TooDeep, "a struct contains itself, or nests too deep for a schema");
  static_assert(kFault != TypeFault::NestedOptional,
                "std::optional and Arg wrap whole fields, not elements of vectors and maps");
  static_assert(kFault != TypeFault::SecretOutsideConfig, "a Secret may only be a field of a configuration");
  static constexpr bool kOk = kFault == TypeFault::None;
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_TYPES_HPP
