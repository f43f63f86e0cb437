// What the fields of configurations, arguments and results are made of.
//
// A field may be: bool, an integer, float or double, std::string, an enum described by
// BOOST_DESCRIBE_ENUM, another described struct, std::vector<T>, std::map<std::string, T>, Json,
// boost::json::object or boost::json::array (any JSON of that shape), Secret (configurations only), each of
// them inside Arg<> or std::optional<> or both. A struct may not contain itself. Fields and enumerators have
// in JSON the name they have in C++, without a last underscore: `default_` is "default".
//
// Which fields must be given:
//  - a std::optional field need not be;
//  - a field whose value in a default-constructed struct differs from a value-initialised one need not be:
//    `int limit = 100;` and `Arg<int, "Rows"> limit = 100;` become "default": 100 in the schema;
//  - a field with the constraint Default{...} need not be; the only way to say that the default is the zero
//    value: `Arg<bool, "Also drafts", Default{false}> drafts;`
//  - every other field must be. In particular `bool drafts = false;` must be given, because C++ cannot tell
//    it from `bool drafts;`.
// In results every field but a std::optional is present; an empty optional is left out.
//
// Integers are written in full. Many clients read numbers as doubles and lose digits beyond 2^53: give
// identifiers that may be larger as std::string.
#ifndef FAIRLEAD_SDK_FIELD_HPP
#define FAIRLEAD_SDK_FIELD_HPP

#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include "fairlead/sdk/fixed_string.hpp"

namespace fairlead {
inline namespace sdk_v1 {

using Json = boost::json::value;

// ---- Constraints: what stands behind the description of an Arg ---------------------------------------

// A number from `min` to `max`, both allowed.
template <class Number>
struct Range {
  Number min;
  Number max;
};
template <class Number>
Range(Number, Number) -> Range<Number>;

// Lengths of text in Unicode code points, both allowed.
struct MinLength {
  std::size_t count;
};
struct MaxLength {
  std::size_t count;
};

// The field need not be given and then has this value. For bools, numbers, enumerators and text.
template <class Value>
struct Default {
  Value value;
};
template <class Value>
Default(Value) -> Default<Value>;
template <std::size_t N>
Default(const char (&)[N]) -> Default<FixedString<N>>;

namespace detail {

template <class Constraint>
inline constexpr bool kIsDefault = false;
template <class Value>
inline constexpr bool kIsDefault<Default<Value>> = true;

template <class T, std::size_t N>
constexpr T default_as(const Default<FixedString<N>>& given) {
  return T(given.value.view());
}
template <class T, class Value>
constexpr T default_as(const Default<Value>& given) {
  return static_cast<T>(given.value);
}

// The value of the Default among the constraints, else T{}.
template <class T>
constexpr T initial_value() {
  return T{};
}
template <class T, class First, class... Rest>
constexpr T initial_value(const First& first, const Rest&... rest) {
  if constexpr (kIsDefault<First>) {
    return default_as<T>(first);
  } else {
    return initial_value<T>(rest...);
  }
}

}  // namespace detail

// ---- Fields ------------------------------------------------------------------------------------------

// A T with a description for people and models, and with constraints that the schema states and the SDK
// enforces. Reads like a T: converts to `const T&`; `*field` and `field->` reach the T itself.
template <class T, FixedString Description, auto... Constraints>
struct Arg {
  T value = detail::initial_value<T>(Constraints...);

  constexpr Arg() = default;

  template <class U>
  requires(!std::same_as<std::remove_cvref_t<U>, Arg> &&
           std::convertible_to<U&&, T>) constexpr Arg(U&& initial)
      : value(static_cast<T>(std::forward<U>(initial))) {}

  constexpr operator const T&() const noexcept { return value; }
  constexpr const T& operator*() const noexcept { return value; }
  constexpr T& operator*() noexcept { return value; }
  constexpr const T* operator->() const noexcept { return &value; }
  constexpr T* operator->() noexcept { return &value; }
};

// A configuration field whose value the host keeps: all that arrives here is the name to ask for it by,
// with Context::reveal. In the schema: {"type": "string", "x-fairlead-secret": true}.
struct Secret {
  std::string name;
};

// For tools without arguments and providers without configuration.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_FIELD_HPP
