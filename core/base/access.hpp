// Words that every layer shares: what a call may do, and whose configuration answers it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fairlead {

/// ReadOnly: only entries annotated readOnlyHint, and the provider holds the back end to it where it can.
enum class Access : std::uint8_t { ReadOnly, ReadWrite };

/// Who owns a connection; also the rungs of the ladder, most specific first.
enum class Scope : std::uint8_t { User, Tenant, Global };

[[nodiscard]] constexpr Access narrower(Access a, Access b) {
  return a == Access::ReadOnly || b == Access::ReadOnly ? Access::ReadOnly : Access::ReadWrite;
}

[[nodiscard]] constexpr std::string_view to_string(Access access) {
  return access == Access::ReadOnly ? "read_only" : "read_write";
}

[[nodiscard]] constexpr std::string_view to_string(Scope scope) {
  switch (scope) {
    case Scope::User: return "user";
    case Scope::Tenant: return "tenant";
    case Scope::Global: return "global";
  }
  return "global";
}

[[nodiscard]] constexpr std::optional<Access> parse_access(std::string_view text) {
  if (text == "read_only") return Access::ReadOnly;
  if (text == "read_write") return Access::ReadWrite;
  return std::nullopt;
}

[[nodiscard]] constexpr std::optional<Scope> parse_scope(std::string_view text) {
  if (text == "user") return Scope::User;
  if (text == "tenant") return Scope::Tenant;
  if (text == "global") return Scope::Global;
  return std::nullopt;
}

}  // namespace fairlead
