// Which C++ types a field may have, decided at compile time. Internal.
//
// A *field* is a member of a described struct; it may be wrapped in Arg<> and std::optional<>. What is left
// when the wrappings are gone is its *value*.
#ifndef FAIRLEAD_SDK_TYPES_HPP
#define FAIRLEAD_SDK_TYPES_HPP

#include <array>
#include <concepts>
#include <cstddef>
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
inline constexpr bool kIsArray = false;
template <class T, std::size_t N>
inline constexpr bool kIsArray<std::array<T, N>> = true;

// Maps whose keys can be names in JSON are told from others by MapKey.
template <class T>
inline constexpr bool kIsMap = false;
template <class Key, class T, class Compare>
inline constexpr bool kIsMap<std::map<Key, T, Compare>> = true;

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

// The name of the XMcpHeader among the constraints of a field, else empty. The views are of template
// arguments, which live for ever.
template <class Constraint>
constexpr std::string_view header_name(const Constraint&) {
  return {};
}
template <std::size_t N>
constexpr std::string_view header_name(const XMcpHeader<N>& header) {
  return header.name.view();
}
template <class T>
inline constexpr bool kHoldsHeader = false;
template <class T>
inline constexpr bool kHoldsHeader<std::optional<T>> = kHoldsHeader<T>;
template <class T, FixedString Description, auto... Constraints>
inline constexpr bool kHoldsHeader<Arg<T, Description, Constraints...>> =
    kHoldsHeader<T> || (!header_name(Constraints).empty() || ...);

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

template <class T>
concept MapKey = Text<T> || DescribedEnum<T>;

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

// The names of T's fields in JSON, in the order of the description.
template <DescribedStruct T>
constexpr auto field_names() {
  std::array<std::string_view, boost::mp11::mp_size<Members<T>>::value> names{};
  [[maybe_unused]] std::size_t used = 0;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) { names[used++] = json_name(member.name); });
  return names;
}

template <std::size_t N>
constexpr bool has_duplicate(const std::array<std::string_view, N>& names) {
  for (std::size_t one = 0; one < N; ++one) {
    for (std::size_t other = 0; other < one; ++other) {
      if (names[one] == names[other]) return true;
    }
  }
  return false;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_TYPES_HPP
