// Finds out, for an error message, where in a JSON text something is. Only for texts that have failed: the
// happy path keeps no positions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::json {

/// JSON Pointer of the value that contains byte `offset`. The text before it must be well-formed.
[[nodiscard]] std::string pointer_at(std::string_view text, std::size_t offset);

struct DuplicateKey {
  std::size_t offset;   ///< of the second key
  std::string pointer;  ///< of the member
};

/// The first key that its object has had before, escapes resolved. The whole text must be well-formed.
[[nodiscard]] std::optional<DuplicateKey> find_duplicate_key(std::string_view text);

}  // namespace fairlead::json
