// Which constraints a field may have, decided at compile time. Internal.
#ifndef FAIRLEAD_SDK_CONSTRAINT_FAULTS_HPP
#define FAIRLEAD_SDK_CONSTRAINT_FAULTS_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "fairlead/sdk/constraint_checks.hpp"
#include "fairlead/sdk/constraint_keywords.hpp"
#include "fairlead/sdk/types.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

enum class ConstraintFault {
  None,
  NotAConstraint,
  ForNumbers,
  BadRange,
  BadBound,
  ForText,
  UnknownFormat,
  ForLists,
  ForMaps,
  BadDefault,
  BadExample,
  HeaderType,
  HeaderName,
};

constexpr ConstraintFault fault_unless(bool is_right, ConstraintFault fault) {
  return is_right ? ConstraintFault::None : fault;
}

// Whether `number` is a value of T, so that no comparison can wrap around or round.
template <class T, class Number>
constexpr bool is_value_of([[maybe_unused]] Number number) {
  if constexpr (Integer<T> && Integer<Number>) {
    return std::in_range<T>(number);
  } else if constexpr (Real<T>) {
    return Integer<Number> || Real<Number>;
  } else {
    return std::same_as<T, Number>;
  }
}

constexpr bool is_format(std::string_view name) {
  constexpr std::array<std::string_view, 19> kNames = {
      "date-time", "date",          "time", "duration",     "email",        "idn-email",
      "hostname",  "idn-hostname",  "ipv4", "ipv6",         "uri",          "uri-reference",
      "iri",       "iri-reference", "uuid", "uri-template", "json-pointer", "relative-json-pointer",
      "regex"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

// RFC 9110 section 5.6.2.
constexpr bool is_http_token(std::string_view name) {
  for (const char c : name) {
    const bool is_alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (!is_alphanumeric && std::string_view("!#$%&'*+-.^_`|~").find(c) == std::string_view::npos)
      return false;
  }
  return !name.empty();
}

// ---- One constraint: fault_of<T>(constraint), where T is the type behind any wrapping -------------------

template <class T, class Constraint>
constexpr ConstraintFault fault_of(const Constraint&) {
  return ConstraintFault::NotAConstraint;
}
template <class T, class Number>
constexpr ConstraintFault fault_of(const Range<Number>& range) {
  if constexpr (!Integer<T> && !Real<T>) {
    return ConstraintFault::ForNumbers;
  } else {
    return fault_unless(is_value_of<T>(range.min) && is_value_of<T>(range.max) && range.min <= range.max,
                        ConstraintFault::BadRange);
  }
}
template <class T, class Number>
constexpr ConstraintFault fault_of_bound(Number bound, bool is_right = true) {
  if constexpr (!Integer<T> && !Real<T>) {
    return ConstraintFault::ForNumbers;
  } else {
    return fault_unless(is_right && is_value_of<T>(bound), ConstraintFault::BadBound);
  }
}
template <class T, class Number>
constexpr ConstraintFault fault_of(const ExclusiveMin<Number>& limit) {
  return fault_of_bound<T>(limit.bound);
}
template <class T, class Number>
constexpr ConstraintFault fault_of(const ExclusiveMax<Number>& limit) {
  return fault_of_bound<T>(limit.bound);
}
template <class T, class Number>
constexpr ConstraintFault fault_of(const MultipleOf<Number>& multiple) {
  return fault_of_bound<T>(multiple.step, multiple.step > 0);
}
template <class T>
constexpr ConstraintFault fault_of(const MinLength&) {
  return fault_unless(Text<T>, ConstraintFault::ForText);
}
template <class T>
constexpr ConstraintFault fault_of(const MaxLength&) {
  return fault_unless(Text<T>, ConstraintFault::ForText);
}
template <class T, std::size_t Count, std::size_t Bytes>
constexpr ConstraintFault fault_of(const OneOf<Count, Bytes>&) {
  return fault_unless(Text<T>, ConstraintFault::ForText);
}
template <class T, std::size_t N>
constexpr ConstraintFault fault_of(const Pattern<N>&) {
  return fault_unless(Text<T>, ConstraintFault::ForText);
}
template <class T, std::size_t N>
constexpr ConstraintFault fault_of(const Format<N>& format) {
  if (!Text<T>) return ConstraintFault::ForText;
  return fault_unless(is_format(format.name.view()), ConstraintFault::UnknownFormat);
}
template <class T>
inline constexpr bool kIsList = kIsVector<T> || std::same_as<T, boost::json::array>;
template <class T>
constexpr ConstraintFault fault_of(const MinItems&) {
  return fault_unless(kIsList<T>, ConstraintFault::ForLists);
}
template <class T>
constexpr ConstraintFault fault_of(const MaxItems&) {
  return fault_unless(kIsList<T>, ConstraintFault::ForLists);
}
template <class T>
constexpr ConstraintFault fault_of(const UniqueItems&) {
  return fault_unless(kIsList<T>, ConstraintFault::ForLists);
}
template <class T>
inline constexpr bool kIsObject = kIsMap<T> || std::same_as<T, boost::json::object>;
template <class T>
constexpr ConstraintFault fault_of(const MinProperties&) {
  return fault_unless(kIsObject<T>, ConstraintFault::ForMaps);
}
template <class T>
constexpr ConstraintFault fault_of(const MaxProperties&) {
  return fault_unless(kIsObject<T>, ConstraintFault::ForMaps);
}
template <class T, std::size_t N>
constexpr ConstraintFault fault_of(const Title<N>&) {
  return ConstraintFault::None;
}
template <class T>
constexpr ConstraintFault fault_of(const Deprecated&) {
  return ConstraintFault::None;
}
template <class T, std::size_t N>
constexpr ConstraintFault fault_of(const XMcpHeader<N>& header) {
  if (!Text<T> && !Integer<T> && !Boolean<T> && !DescribedEnum<T>) return ConstraintFault::HeaderType;
  return fault_unless(is_http_token(header.name.view()), ConstraintFault::HeaderName);
}
template <class T, class Value>
constexpr ConstraintFault fault_of(const Default<Value>& given) {
  if constexpr (Text<T>) {
    return ConstraintFault::None;  // What is no text does not even become a std::string.
  } else {
    return fault_unless(is_value_of<T>(given.value), ConstraintFault::BadDefault);
  }
}
template <class T, class List>
constexpr ConstraintFault fault_of(const Examples<List>& examples) {
  constexpr bool kIsText = std::same_as<std::remove_cvref_t<decltype(examples.list[0])>, std::string_view>;
  if constexpr (Text<T> || kIsText) {
    return fault_unless(Text<T> && kIsText, ConstraintFault::BadExample);
  } else {
    for (std::size_t at = 0; at < List::size(); ++at) {
      if (!is_value_of<T>(examples.list[at])) return ConstraintFault::BadExample;
    }
    return ConstraintFault::None;
  }
}

// ---- All of them together --------------------------------------------------------------------------------

template <class... Constraints>
constexpr bool has_twins() {
  return has_duplicate(std::array<std::string_view, sizeof...(Constraints)>{kKeyword<Constraints>...});
}

// Whether every constraint permits the value of a Default or of each of the Examples.
template <class T, class Value, class... Constraints>
constexpr bool all_permit(const Value& value, const Constraints&... constraints) {
  if constexpr (Text<T>) {
    return (permits(value, constraints) && ...);
  } else {
    return (permits(static_cast<T>(value), constraints) && ...);
  }
}
template <class T, class Constraint, class... All>
constexpr bool is_permitted(const Constraint&, const All&...) {
  return true;
}
template <class T, class Value, class... All>
constexpr bool is_permitted(const Default<Value>& given, const All&... all) {
  if constexpr (requires { given.value.view(); }) {
    return all_permit<T>(given.value.view(), all...);
  } else {
    return all_permit<T>(given.value, all...);
  }
}
template <class T, class List, class... All>
constexpr bool is_permitted(const Examples<List>& examples, const All&... all) {
  for (std::size_t at = 0; at < List::size(); ++at) {
    if (!all_permit<T>(examples.list[at], all...)) return false;
  }
  return true;
}

template <class T, auto... Constraints>
consteval ConstraintFault fault_of_all() {
  ConstraintFault fault = ConstraintFault::None;
  ((fault = fault == ConstraintFault::None ? fault_of<T>(Constraints) : fault), ...);
  return fault;
}

// Stops the build with a sentence when the constraints of an Arg make no sense for its type.
template <class Arg>
struct CheckConstraints;
template <class T, FixedString Description, auto... Constraints>
struct CheckConstraints<Arg<T, Description, Constraints...>> {
  using Value = Unwrapped<T>;
  static constexpr ConstraintFault kFault = fault_of_all<Value, Constraints...>();
  static_assert(kFault != ConstraintFault::NotAConstraint,
                "behind the description of an Arg stand only the constraints of constraints.hpp");
  static_assert(kFault != ConstraintFault::ForNumbers,
                "Range, ExclusiveMin, ExclusiveMax and MultipleOf are for numbers");
  static_assert(kFault != ConstraintFault::BadRange, "a Range needs min <= max, both of the field's type");
  static_assert(kFault != ConstraintFault::BadBound,
                "the bound of an ExclusiveMin or ExclusiveMax and the step of a MultipleOf need the field's "
                "type, and a step is above 0");
  static_assert(kFault != ConstraintFault::ForText,
                "MinLength, MaxLength, OneOf, Pattern and Format are for std::string");
  static_assert(kFault != ConstraintFault::UnknownFormat,
                "a Format is one that JSON Schema 2020-12 names, such as uri, email, date or date-time");
  static_assert(kFault != ConstraintFault::ForLists,
                "MinItems, MaxItems and UniqueItems are for std::vector and boost::json::array");
  static_assert(kFault != ConstraintFault::ForMaps,
                "MinProperties and MaxProperties are for std::map and boost::json::object");
  static_assert(kFault != ConstraintFault::BadDefault,
                "a Default needs the field's type: bool, a number, an enumerator or text");
  static_assert(kFault != ConstraintFault::BadExample,
                "Examples need the field's type: bool, numbers, enumerators or texts");
  static_assert(kFault != ConstraintFault::HeaderType,
                "an XMcpHeader is for std::string, integers, bool and described enums; clients leave out a "
                "tool that asks for another type");
  static_assert(kFault != ConstraintFault::HeaderName,
                "the name of an XMcpHeader is made of letters, digits and !#$%&'*+-.^_`|~");
  static_assert(!has_twins<std::remove_cvref_t<decltype(Constraints)>...>(),
                "one constraint stands twice behind the description of an Arg");

  template <auto Constraint>
  static constexpr bool permits_it() {
    if constexpr (kFault == ConstraintFault::None) return is_permitted<Value>(Constraint, Constraints...);
    return true;
  }
  static_assert((permits_it<Constraints>() && ...),
                "a Default or one of the Examples is refused by the field's other constraints");
  static constexpr bool kOk = true;  // Reading it is what brings the assertions above into play.
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_CONSTRAINT_FAULTS_HPP
