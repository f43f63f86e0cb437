// YAML 1.2 for people's configuration files, read into the same values as JSON.
#pragma once

#include <cstddef>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace fairlead::json {

/// Each limit is the largest value still accepted.
struct YamlLimits {
  std::size_t text_bytes_max = std::size_t{16} << 20U;
  std::size_t depth_max = 32;
  /// Values after aliases are expanded; every whole 64 bytes of a string or key count as one more, so that
  /// neither many short nor a few long texts can be multiplied.
  std::size_t nodes_max = 1'000'000;
};

/// The one document that `text` is; null when it holds none. Any thread.
///
/// Plain scalars follow the core schema of YAML 1.2.2 section 10.3.2, with one difference: a decimal number
/// with a leading zero (010, 007) stays a string, since older readers take it for octal. So `no`, `on`,
/// `1_000` and `12:30` are strings; quoted scalars always are. Anchors and aliases are expanded.
///
/// Refused: a key twice in one mapping, keys that are no strings, tags, merge keys (<<), more than one
/// document, .inf and .nan, an alias inside its own anchor, text that is not UTF-8.
/// @error InvalidArgument reason "bad_yaml"; the message begins "line 3, column 7: " (from 1) and repeats no
/// value
[[nodiscard]] Result<boost::json::value> parse_yaml(std::string_view text, const YamlLimits& limits = {});

}  // namespace fairlead::json
