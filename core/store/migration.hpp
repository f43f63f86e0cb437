// Versioned changes of the control store's schema, embedded in the program. Passive.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace fairlead::store {

/// One step of the schema. One SQL statement per element; each step runs in one transaction, so a failure
/// leaves nothing of it. Never edited once released: its checksum is stored with it.
struct Migration {
  int version;  ///< 1, 2, 3, ... without a gap
  std::string_view name;
  std::span<const std::string_view> up;
  std::span<const std::string_view> down;
};

/// In version order; static storage.
[[nodiscard]] std::span<const Migration> builtin_migrations();

/// SHA-256 over name and statements, in lower-case hexadecimal.
[[nodiscard]] std::string checksum(const Migration& migration);

struct MigrationStatus {
  int version = 0;
  std::string name;
  std::optional<WallTime> applied_at;  ///< nullopt: not applied
};

}  // namespace fairlead::store
