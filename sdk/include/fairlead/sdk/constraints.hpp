// The constraints of field.hpp, enforced on decoded values and stated in schemas. Internal.
#ifndef FAIRLEAD_SDK_CONSTRAINTS_HPP
#define FAIRLEAD_SDK_CONSTRAINTS_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/field.hpp"
#include "fairlead/sdk/path.hpp"
#include "fairlead/sdk/types.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

inline std::size_t code_points(std::string_view text) {
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

// Whether both ends of the range are values of T, so that no check can wrap around or round.
template <class T, class Number>
constexpr bool range_fits(const Range<Number>& range) {
  if constexpr (Integer<T> && Integer<Number>) {
    return std::in_range<T>(range.min) && std::in_range<T>(range.max) && range.min <= range.max;
  } else {
    return Real<T> && range.min <= range.max;
  }
}
template <class T, class Constraint>
constexpr bool range_fits(const Constraint&) {
  return true;
}

template <Text T>
void check(const T& value, const MinLength& limit, const Path& path) {
  if (code_points(value) < limit.count)
    path.refuse("shorter than " + std::to_string(limit.count) + " characters");
}
template <Text T>
void check(const T& value, const MaxLength& limit, const Path& path) {
  if (code_points(value) > limit.count)
    path.refuse("longer than " + std::to_string(limit.count) + " characters");
}
template <class T, class Number>
requires(Integer<T> || Real<T>) void check(const T& value, const Range<Number>& limit, const Path& path) {
  if (value < static_cast<T>(limit.min)) {
    path.refuse(number_text(value) + " is below the minimum " + number_text(limit.min));
  }
  if (value > static_cast<T>(limit.max)) {
    path.refuse(number_text(value) + " is above the maximum " + number_text(limit.max));
  }
}
template <class T, class Value>
void check(const T&, const Default<Value>&, const Path&) {}
template <class T, class Constraint>
void check(const std::optional<T>& value, const Constraint& constraint, const Path& path) {
  if (value.has_value()) check(*value, constraint, path);
}

// ---- In schemas ------------------------------------------------------------------------------------------

template <class Number>
void add_constraint(boost::json::object& schema, const Range<Number>& range) {
  schema["minimum"] = range.min;
  schema["maximum"] = range.max;
}
inline void add_constraint(boost::json::object& schema, const MinLength& limit) {
  schema["minLength"] = limit.count;
}
inline void add_constraint(boost::json::object& schema, const MaxLength& limit) {
  schema["maxLength"] = limit.count;
}
template <class Value>
void add_constraint(boost::json::object&, const Default<Value>&) {}  // The field's value tells it.

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_CONSTRAINTS_HPP
