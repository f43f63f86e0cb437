// What the control store holds and the directory of tenants serves: one representation for both.
// Values: copyable, passive. namespace fairlead::tenancy re-exports the names (tenancy/model.hpp).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/access.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace fairlead::store {

inline constexpr std::size_t kProviderIdBytesMax = 20;
inline constexpr std::size_t kTitleBytesMax = 200;
inline constexpr std::size_t kPrefixBytesMax = 32;
inline constexpr std::size_t kConfigBytesMax = 64 * 1024;

/// Whether a tenant may be served by a global connection of a provider; the narrower of this and the
/// connection's own access holds.
enum class Fallback : std::uint8_t { Allow, ReadOnly, Never };

/// Who owns a row: `apply` touches rows of the file only.
enum class ManagedBy : std::uint8_t { Command, File };

/// What a tenant's operator decided about one provider.
struct ProviderRule {
  std::string provider;
  bool is_enabled = false;
  Fallback fallback = Fallback::Allow;
  ManagedBy managed_by = ManagedBy::Command;

  bool operator==(const ProviderRule&) const = default;
};

struct Tenant {
  std::string id;
  std::string title;
  std::vector<ProviderRule> rules;  ///< at most one per provider, sorted by it: see `set_rule`
  ManagedBy managed_by = ManagedBy::Command;
  WallTime created_at;
  WallTime updated_at;

  /// Null when nothing was decided. Borrowed from this tenant.
  [[nodiscard]] const ProviderRule* find_rule(std::string_view provider) const;
  /// Adds or replaces the rule of its provider and keeps the order.
  void set_rule(ProviderRule rule);
  /// Without a rule: disabled.
  [[nodiscard]] bool is_enabled(std::string_view provider) const;
  /// Without a rule: Allow.
  [[nodiscard]] Fallback fallback_for(std::string_view provider) const;
};

/// What makes a connection this one and no other: its owner and its name.
struct ConnectionKey {
  Scope scope = Scope::Tenant;
  std::string tenant_id;  ///< empty for Global
  std::string user_id;    ///< empty unless User, else normalised
  std::string name;

  auto operator<=>(const ConnectionKey&) const = default;  // NOLINT(modernize-use-nullptr): misread by it
};

/// A stored, named configuration of a provider.
struct Connection {
  std::int64_t id = 0;  ///< never used again for another connection; 0 before it is stored
  Scope scope = Scope::Tenant;
  std::string tenant_id;
  std::string user_id;
  std::string name;
  std::string provider;
  /// As the operator wrote it: secret fields and others may hold ${env:NAME} and ${file:path} references.
  boost::json::object config;
  Access access = Access::ReadOnly;
  /// Global only: the tenants served; nullopt means all, an empty list nobody.
  std::optional<std::vector<std::string>> tenants;
  /// Prefix of its tool names; nullopt means "<name>_".
  std::optional<std::string> prefix;
  ManagedBy managed_by = ManagedBy::Command;
  /// Grows with every change of provider or config: a new binding is made then.
  std::int64_t credential_version = 1;
  WallTime created_at;
  WallTime updated_at;
  std::optional<WallTime> last_used_at;

  [[nodiscard]] std::string tool_prefix() const { return prefix ? *prefix : name + "_"; }
  [[nodiscard]] ConnectionKey key() const { return {scope, tenant_id, user_id, name}; }
};

/// "connection 'postgres' of tenant 'acme'", for messages to operators.
[[nodiscard]] std::string describe(const ConnectionKey& key);

[[nodiscard]] std::string_view to_string(Fallback fallback);
[[nodiscard]] std::string_view to_string(ManagedBy managed_by);
[[nodiscard]] std::optional<Fallback> parse_fallback(std::string_view text);
[[nodiscard]] std::optional<ManagedBy> parse_managed_by(std::string_view text);

/// The grammar of provider ids, as plugins declare them.
/// @error InvalidArgument says what is allowed.
[[nodiscard]] Result<void> check_provider_id(std::string_view id);

/// Ids, names and limits of one row by itself; whether what it names exists is not asked here.
/// @error InvalidArgument names the field and says what is allowed.
[[nodiscard]] Result<void> check(const Tenant& tenant);
[[nodiscard]] Result<void> check(const Connection& connection);

}  // namespace fairlead::store
