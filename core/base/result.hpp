// Result<T>: a T or an Error. The only place that names the library behind it.
//
// tl::expected and not std::expected: g++ 12 has the latter only with -std=c++23 and without and_then,
// and clang 14 cannot parse it. The member names are the same, so a later switch is an alias.
#pragma once

#include <utility>

#include <tl/expected.hpp>

#include "base/error.hpp"

namespace fairlead {

template <typename T>
using Result = tl::expected<T, Error>;

/// Makes a failed Result of any T: `return fail(ErrorCode::NotFound, "unknown tenant");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message,
                                                std::string reason = {}) {
  return tl::unexpected<Error>(Error(code, std::move(message), std::move(reason)));
}
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace fairlead

#define FAIRLEAD_CONCAT_INNER(a, b) a##b
#define FAIRLEAD_CONCAT(a, b) FAIRLEAD_CONCAT_INNER(a, b)
#define FAIRLEAD_TRY_INNER(name, declaration, ...)                              \
  auto name = (__VA_ARGS__);                                                    \
  if (!name) return tl::unexpected<::fairlead::Error>(std::move(name).error()); \
  declaration = *std::move(name)

/// FAIRLEAD_TRY(auto x, f()); : x is the value of f(), or the enclosing function returns its error.
#define FAIRLEAD_TRY(declaration, ...) \
  FAIRLEAD_TRY_INNER(FAIRLEAD_CONCAT(fairlead_try_, __COUNTER__), declaration, __VA_ARGS__)

/// FAIRLEAD_CHECK(f()); : the same for a Result<void>.
#define FAIRLEAD_CHECK(...)                                                                           \
  do {                                                                                                \
    auto fairlead_check = (__VA_ARGS__);                                                              \
    if (!fairlead_check) return tl::unexpected<::fairlead::Error>(std::move(fairlead_check).error()); \
  } while (false)
