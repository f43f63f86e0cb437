// What the fields of configurations, arguments, results, forms and prompts are made of.
//
// A field is one of the following, inside Arg<> or std::optional<> or both:
//
//   bool; integers; float, double            the numbers of JSON
//   std::string                              text, UTF-8
//   an enum with BOOST_DESCRIBE_ENUM         text, one of its enumerators' names
//   a struct with BOOST_DESCRIBE_STRUCT      an object that has exactly these fields; it may inherit others
//   std::vector<T>                           a list
//   std::array<T, N>                         a list of exactly N
//   std::map<Key, T>                         an object with any names, or, where Key is a described enum,
//                                            with its enumerators' names; else Key is std::string
//   Json                                     any JSON
//   boost::json::object, boost::json::array  any JSON of that shape
//   Bytes                                    bytes that are no text, as base64
//   RawJson                                  JSON that stays text
//   Secret                                   in configurations only
//
// An element T of a list or a map may be an Arg, with a description and constraints of its own, but not
// optional: std::vector<Arg<std::string, "A tag", MaxLength{20}>>. There is no std::variant (a Json field
// takes what has several shapes), no tuple, no pointer, and no struct that contains itself. Forms and prompts
// take fewer types; what does not fit stops the build with a sentence.
//
// Fields and enumerators have in JSON the name they have in C++, without a last underscore: `default_` is
// "default". The constraints that may follow the description of an Arg are in constraints.hpp. All of this
// becomes JSON Schema 2020-12.
//
// Which fields must be given:
//  - a std::optional field need not be. JSON null counts as not given, though the schema does not offer it: a
//    client is told the one way to leave a field out;
//  - a field whose value in a default-constructed struct differs from a value-initialised one need not be:
//    `int limit = 100;` and `Arg<int, "Rows"> limit = 100;` become "default": 100 in the schema;
//  - a field with the constraint Default{...} need not be; the only way to say that the default is the zero
//    value: `Arg<bool, "Also drafts", Default{false}> drafts;`
//  - every other field must be. In particular `bool drafts = false;` must be given, because C++ cannot tell
//    it from `bool drafts;`.
// Fields that the struct does not have are refused. In results every field but a std::optional is present; an
// empty optional is left out.
//
// Integers are written in full. Many clients read numbers as doubles and lose digits beyond 2^53: give
// identifiers that may be larger as std::string. Doubles are written with as many digits as it takes to read
// the same double again.
//
// Enumerators may have titles for the people who fill in a form; declare beside the enum
//   constexpr std::string_view enum_title(Level level);   // empty: the enumerator's name
#ifndef FAIRLEAD_SDK_FIELD_HPP
#define FAIRLEAD_SDK_FIELD_HPP

#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include "fairlead/sdk/constraints.hpp"
#include "fairlead/sdk/fixed_string.hpp"

namespace fairlead {
inline namespace sdk_v1 {

using Json = boost::json::value;

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

// A T with a description for people and models, and with constraints. Reads like a T: converts to `const T&`;
// `*field` and `field->` reach the T itself.
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

// Bytes that are no text: an image, an archive. In JSON base64 (RFC 4648 section 4, padded), in the schema
// {"type": "string", "contentEncoding": "base64"}. `data` holds the bytes themselves.
struct Bytes {
  std::string data;
};

// JSON text that is passed on as it is, without being parsed into a tree: a result that another server
// already wrote. It must hold one JSON value, at most 32 levels deep, or nothing, which counts as null; a
// result with anything else fails the call. As an argument it receives any JSON, as text.
struct RawJson {
  std::string text;
};

// For tools without arguments and providers without configuration.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_FIELD_HPP
