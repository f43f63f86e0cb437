// Strict JSON: what Boost.JSON reads, less what two readers could understand differently, within limits.
#pragma once

#include <cstddef>
#include <string_view>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace fairlead::json {

/// Each limit is the largest value still accepted. 0 accepts nothing.
struct ParseLimits {
  std::size_t text_bytes_max = std::size_t{4} << 20U;
  std::size_t depth_max = 32;       ///< of arrays and objects inside each other
  std::size_t nodes_max = 100'000;  ///< values of every kind, containers included, keys not
  std::size_t object_keys_max = 1024;
  std::size_t string_bytes_max = std::size_t{1} << 20U;  ///< of a string or key, escapes resolved
  std::size_t number_chars_max = 64;
};

/// The one JSON value that `text` is (RFC 8259), allocated from `storage`. Any thread.
///
/// Beyond the limits it refuses: keys twice in one object, also when spelt by escapes; numbers beyond the
/// range of double; anything after the value, a byte order mark before it, comments, broken UTF-8, lone
/// surrogates. Integers that fit 64 bits stay integers; every other number is the nearest double, correctly
/// rounded.
///
/// The message says what is wrong, at which byte (from 0) and in which value: `invalid JSON at byte 9, in
/// "/limit": …`. It repeats no value.
/// @error InvalidArgument reason "bad_json", "duplicate_key" or, for a limit, "json_too_large"
[[nodiscard]] Result<boost::json::value> parse(std::string_view text, const ParseLimits& limits = {},
                                               boost::json::storage_ptr storage = {});

}  // namespace fairlead::json
