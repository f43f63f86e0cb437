// Which structs may be configurations, arguments and results, decided at compile time. Internal.
#ifndef FAIRLEAD_SDK_TYPE_CHECK_HPP
#define FAIRLEAD_SDK_TYPE_CHECK_HPP

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

#include "fairlead/sdk/types.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

enum class TypeFault {
  None,
  NotSupported,
  TooDeep,
  NestedOptional,
  UnusedDefault,
  SecretOutsideConfig,
  HeaderInElement,
};

// A Default that std::optional keeps from being constructed.
template <class Field>
inline constexpr bool kHoldsUnusedDefault = false;
template <class T>
inline constexpr bool kHoldsUnusedDefault<std::optional<T>> = kHoldsDefault<T>;

inline constexpr int kTypeDepthMax = 24;

template <class T, bool SecretsAllowed, int Depth, bool InElement>
consteval TypeFault fault_of_value();

// Folds over the fields of a struct; the first fault wins.
template <class T, bool SecretsAllowed, int Depth = 0, bool InElement = false>
consteval TypeFault fault_of_struct() {
  if constexpr (Depth > kTypeDepthMax) {
    return TypeFault::TooDeep;
  } else {
    TypeFault fault = TypeFault::None;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      using Field = std::remove_cvref_t<decltype(std::declval<T&>().*(member.pointer))>;
      if (fault != TypeFault::None) return;
      if (kHoldsUnusedDefault<Field>) {
        fault = TypeFault::UnusedDefault;
      } else if (InElement && kHoldsHeader<Field>) {
        fault = TypeFault::HeaderInElement;
      } else {
        fault = fault_of_value<Unwrapped<Field>, SecretsAllowed, Depth + 1, InElement>();
      }
    });
    return fault;
  }
}

// An element of a vector, an array or a map: an Arg that neither may be left out nor names a header, or what
// an Arg may hold.
template <class T, bool SecretsAllowed, int Depth>
consteval TypeFault fault_of_element() {
  if constexpr (kHoldsOptional<T> || kHoldsDefault<T>) {
    return TypeFault::NestedOptional;
  } else if constexpr (kHoldsHeader<T>) {
    return TypeFault::HeaderInElement;
  } else {
    return fault_of_value<Unwrapped<T>, SecretsAllowed, Depth, true>();
  }
}

template <class T, bool SecretsAllowed, int Depth, bool InElement>
consteval TypeFault fault_of_value() {
  if constexpr (Depth > kTypeDepthMax) {
    return TypeFault::TooDeep;
  } else if constexpr (std::same_as<T, Secret>) {
    return SecretsAllowed ? TypeFault::None : TypeFault::SecretOutsideConfig;
  } else if constexpr (Boolean<T> || Integer<T> || Real<T> || Text<T> || AnyJson<T> || DescribedEnum<T> ||
                       std::same_as<T, Bytes> || std::same_as<T, RawJson>) {
    return TypeFault::None;
  } else if constexpr (kIsVector<T> || kIsArray<T>) {
    return fault_of_element<typename T::value_type, SecretsAllowed, Depth + 1>();
  } else if constexpr (kIsMap<T>) {
    return MapKey<typename T::key_type>
               ? fault_of_element<typename T::mapped_type, SecretsAllowed, Depth + 1>()
               : TypeFault::NotSupported;
  } else if constexpr (DescribedStruct<T>) {
    return fault_of_struct<T, SecretsAllowed, Depth + 1, InElement>();
  } else {
    return TypeFault::NotSupported;
  }
}

// ---- Header names, which are unique within a tool whatever their case ----------------------------------

constexpr bool is_same_ignoring_case(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  if (one.size() != other.size()) return false;
  for (std::size_t at = 0; at < one.size(); ++at) {
    if (lower(one[at]) != lower(other[at])) return false;
  }
  return true;
}

template <class Field>
struct HeaderOf {
  static constexpr std::string_view kName = {};
};
template <class T>
struct HeaderOf<std::optional<T>> : HeaderOf<T> {};
template <class T, FixedString Description, auto... Constraints>
struct HeaderOf<Arg<T, Description, Constraints...>> {
  static constexpr std::string_view name() {
    std::string_view found = HeaderOf<T>::kName;
    ((found = header_name(Constraints).empty() ? found : header_name(Constraints)), ...);
    return found;
  }
  static constexpr std::string_view kName = name();
};

// How many fields of T, and of the structs in it, name `header`.
template <class T>
constexpr std::size_t times_named(std::string_view header) {
  std::size_t times = 0;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T&>().*(member.pointer))>;
    if (is_same_ignoring_case(HeaderOf<Field>::kName, header)) ++times;
    if constexpr (DescribedStruct<Unwrapped<Field>>) times += times_named<Unwrapped<Field>>(header);
  });
  return times;
}

// Whether no header that T or a struct in it names is named twice in Root.
template <class T, class Root = T>
constexpr bool has_unique_headers() {
  bool is_unique = true;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T&>().*(member.pointer))>;
    if constexpr (kHoldsHeader<Field>) {
      is_unique = is_unique && times_named<Root>(HeaderOf<Field>::kName) == 1;
    }
    if constexpr (DescribedStruct<Unwrapped<Field>>) {
      is_unique = is_unique && has_unique_headers<Unwrapped<Field>, Root>();
    }
  });
  return is_unique;
}

// ---- The check -----------------------------------------------------------------------------------------

template <class T, bool SecretsAllowed>
consteval TypeFault fault_if_described() {
  if constexpr (DescribedStruct<T>) return fault_of_struct<T, SecretsAllowed>();
  return TypeFault::None;
}

template <class T>
consteval bool has_names_once() {
  if constexpr (DescribedStruct<T>) return !has_duplicate(field_names<T>());
  return true;
}
template <class T>
consteval bool has_headers_once() {
  if constexpr (DescribedStruct<T>) return has_unique_headers<T>();
  return true;
}

// Stops the build with a sentence when a struct cannot be a configuration, arguments or a result. After one
// sentence the later checks keep still.
template <class T, bool SecretsAllowed>
struct CheckStruct {
  static_assert(DescribedStruct<T>, "describe the struct: BOOST_DESCRIBE_STRUCT(Name, (), (fields...))");
  static_assert(std::is_default_constructible_v<T>,
                "the struct needs a default constructor: its defaults are read from it");

  static constexpr TypeFault kFault = fault_if_described<T, SecretsAllowed>();
  static_assert(kFault != TypeFault::NotSupported,
                "a field has a type the SDK does not know; field.hpp lists them (describe nested structs and "
                "enums too)");
  static_assert(kFault != TypeFault::TooDeep, "a struct contains itself, or nests too deep for a schema");
  static_assert(
      kFault != TypeFault::NestedOptional,
      "std::optional and Default are for whole fields, not for elements of vectors, arrays and maps");
  static_assert(
      kFault != TypeFault::UnusedDefault,
      "a Default inside std::optional is never used; a field with a Default need not be given anyway");
  static_assert(kFault != TypeFault::SecretOutsideConfig, "a Secret may only be a field of a configuration");
  static_assert(kFault != TypeFault::HeaderInElement,
                "an XMcpHeader may not stand in elements of vectors, arrays and maps: clients look for it in "
                "the arguments and their nested structs only");

  static constexpr bool kIsSound = DescribedStruct<T> && kFault == TypeFault::None;
  static_assert(!kIsSound || has_names_once<T>(),
                "two fields have the same name in JSON, where a last underscore is left out");
  static_assert(!kIsSound || has_headers_once<T>(),
                "two fields have an XMcpHeader of the same name (case does not count)");
  static constexpr bool kOk = kIsSound;
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_TYPE_CHECK_HPP
