// References to secrets as they stand in configurations: ${env:NAME} and ${file:path}. Parsing only.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace fairlead::store {

enum class ReferenceKind : std::uint8_t { Env, File };

/// Where a value is, never the value. File paths are relative to secrets_dir.
struct Reference {
  ReferenceKind kind = ReferenceKind::Env;
  std::string name;

  /// "${env:NAME}".
  [[nodiscard]] std::string text() const;
  bool operator==(const Reference&) const = default;
};

/// A text in order: what it says itself, and what it refers to.
using Template = std::vector<std::variant<std::string, Reference>>;

[[nodiscard]] bool has_reference(const Template& pieces);

/// "$${" stands for "${"; any other '$' stands for itself. What a reference yields is never parsed again.
/// @error InvalidArgument  "bad_reference": unknown kind, no closing brace, an environment name outside
///                         [A-Za-z_][A-Za-z0-9_]*, a file path that is absolute, empty, or holds "..". The
///                         message repeats nothing of the text: it may be a secret written in clear
[[nodiscard]] Result<Template> parse_template(std::string_view text);

/// For a text that is one reference and nothing else.
/// @error InvalidArgument  as above, and if there is anything else
[[nodiscard]] Result<Reference> parse_reference(std::string_view text);

}  // namespace fairlead::store
