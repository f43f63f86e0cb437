// The constraints of constraints.hpp: which of them a field may have, decided at compile time, and whether a
// value meets them. Internal.
#ifndef FAIRLEAD_SDK_CONSTRAINT_CHECKS_HPP
#define FAIRLEAD_SDK_CONSTRAINT_CHECKS_HPP

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/field.hpp"
#include "fairlead/sdk/path.hpp"
#include "fairlead/sdk/types.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

constexpr std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) count += is_utf8_continuation(byte) ? 0u : 1u;
  return count;
}

template <class Number>
std::string number_text(Number number) {
  std::string text;
  append_number(text, number);
  return text;
}

// ---- Whether a value meets a constraint ------------------------------------------------------------------
// permits(value, constraint) for what is enforced; what is only stated permits everything. `value` is of the
// field's type, or a string_view for text, so that defaults can be judged at compile time.

template <class T, class Constraint>
constexpr bool permits(const T&, const Constraint&) {
  return true;
}
template <class T, class Number>
constexpr bool permits(const T& value, const Range<Number>& range) {
  return !(value < static_cast<T>(range.min)) && !(value > static_cast<T>(range.max));
}
template <class T, class Number>
constexpr bool permits(const T& value, const ExclusiveMin<Number>& limit) {
  return value > static_cast<T>(limit.bound);
}
template <class T, class Number>
constexpr bool permits(const T& value, const ExclusiveMax<Number>& limit) {
  return value < static_cast<T>(limit.bound);
}
template <Integer T, class Number>
constexpr bool permits(const T& value, const MultipleOf<Number>& multiple) {
  return value % static_cast<T>(multiple.step) == 0;
}
template <class T>
constexpr bool permits(const T& text, const MinLength& limit) {
  return code_points(text) >= limit.count;
}
template <class T>
constexpr bool permits(const T& text, const MaxLength& limit) {
  return code_points(text) <= limit.count;
}
template <class T, std::size_t Count, std::size_t Bytes>
constexpr bool permits(const T& text, const OneOf<Count, Bytes>& choice) {
  for (std::size_t at = 0; at < Count; ++at) {
    if (choice.texts[at] == text) return true;
  }
  return false;
}
template <class T>
bool permits(const T& list, const MinItems& limit) {
  return list.size() >= limit.count;
}
template <class T>
bool permits(const T& list, const MaxItems& limit) {
  return list.size() <= limit.count;
}
template <class T>
bool permits(const T& map, const MinProperties& limit) {
  return map.size() >= limit.count;
}
template <class T>
bool permits(const T& map, const MaxProperties& limit) {
  return map.size() <= limit.count;
}
// Sorted, because comparing each with each would let a long list of somebody's burn our time.
template <class T>
bool permits(const T& list, const UniqueItems&) {
  std::vector<std::string> texts;
  texts.reserve(list.size());
  for (auto&& element : list) {
    texts.push_back(to_json_text(static_cast<const typename T::value_type&>(element)));
  }
  std::sort(texts.begin(), texts.end());
  return std::adjacent_find(texts.begin(), texts.end()) == texts.end();
}

// ---- Why it does not -------------------------------------------------------------------------------------

template <class T, class Number>
std::string refusal(const T& value, const Range<Number>& range) {
  return value < static_cast<T>(range.min)
             ? number_text(value) + " is below the minimum " + number_text(range.min)
             : number_text(value) + " is above the maximum " + number_text(range.max);
}
template <class T, class Number>
std::string refusal(const T& value, const ExclusiveMin<Number>& limit) {
  return number_text(value) + " is not above " + number_text(limit.bound);
}
template <class T, class Number>
std::string refusal(const T& value, const ExclusiveMax<Number>& limit) {
  return number_text(value) + " is not below " + number_text(limit.bound);
}
template <class T, class Number>
std::string refusal(const T& value, const MultipleOf<Number>& multiple) {
  return number_text(value) + " is not a multiple of " + number_text(multiple.step);
}
template <class T>
std::string refusal(const T&, const MinLength& limit) {
  return "shorter than " + number_text(limit.count) + " characters";
}
template <class T>
std::string refusal(const T&, const MaxLength& limit) {
  return "longer than " + number_text(limit.count) + " characters";
}
template <class T, std::size_t Count, std::size_t Bytes>
std::string refusal(const T&, const OneOf<Count, Bytes>& choice) {
  std::string text = "expected one of ";
  for (std::size_t at = 0; at < Count; ++at) text.append(at == 0 ? "" : ", ").append(choice.texts[at]);
  return text;
}
template <class T>
std::string refusal(const T& list, const MinItems& limit) {
  return number_text(list.size()) + " elements are fewer than " + number_text(limit.count);
}
template <class T>
std::string refusal(const T& list, const MaxItems& limit) {
  return number_text(list.size()) + " elements are more than " + number_text(limit.count);
}
template <class T>
std::string refusal(const T&, const UniqueItems&) {
  return "two elements are equal";
}
template <class T>
std::string refusal(const T& map, const MinProperties& limit) {
  return number_text(map.size()) + " members are fewer than " + number_text(limit.count);
}
template <class T>
std::string refusal(const T& map, const MaxProperties& limit) {
  return number_text(map.size()) + " members are more than " + number_text(limit.count);
}
template <class T, class Constraint>
std::string refusal(const T&, const Constraint&) {
  return "does not fit";  // Never asked: a constraint that is only stated permits everything.
}

// Refuses a value that the constraint does not permit. @error INVALID_ARGUMENT (thrown)
template <class T, class Constraint>
void check(const T& value, const Constraint& constraint, const Path& path) {
  if constexpr (kIsOptional<T>) {
    if (value.has_value()) check(*value, constraint, path);
  } else if constexpr (kIsArg<T>) {
    check(value.value, constraint, path);
  } else {
    if (!permits(value, constraint)) path.refuse(refusal(value, constraint));
  }
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_CONSTRAINT_CHECKS_HPP
