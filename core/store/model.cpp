// Rules of the model that need no store: order of provider rules, names of enumerators, limits.
#include "store/model.hpp"

#include <algorithm>
#include <set>

#include <boost/json/serialize.hpp>

#include "base/ids.hpp"

namespace fairlead::store {
namespace {

auto find_place(auto& rules, std::string_view provider) {
  return std::lower_bound(
      rules.begin(), rules.end(), provider,
      [](const ProviderRule& rule, std::string_view wanted) { return rule.provider.compare(wanted) < 0; });
}

Result<void> invalid(std::string message, std::string reason) {
  return fail(ErrorCode::InvalidArgument, std::move(message), std::move(reason));
}

Result<void> check_title(std::string_view title) {
  const bool has_control = std::any_of(
      title.begin(), title.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (title.size() <= kTitleBytesMax && !has_control) return {};
  return invalid("a tenant's title is at most " + std::to_string(kTitleBytesMax) +
                     " bytes and has no control characters",
                 "bad_title");
}

Result<void> check_prefix(std::string_view prefix) {
  // An empty prefix is allowed; a tool name made of it and one letter tells whether the rest is.
  if (prefix.size() <= kPrefixBytesMax && check_tool_name(std::string(prefix) + "x")) return {};
  return invalid("a tool prefix is at most " + std::to_string(kPrefixBytesMax) + " of A-Z, a-z, 0-9, _ and -",
                 "bad_prefix");
}

Result<void> check_owner(const Connection& connection) {
  if (connection.scope == Scope::Global) {
    if (connection.tenant_id.empty() && connection.user_id.empty()) return {};
    return invalid("a global connection belongs to no tenant and no user", "bad_scope");
  }
  FAIRLEAD_CHECK(check_tenant_id(connection.tenant_id));
  if (connection.scope == Scope::Tenant) {
    return connection.user_id.empty() ? Result<void>{}
                                      : invalid("a tenant's connection belongs to no user", "bad_scope");
  }
  if (connection.user_id.empty()) return invalid("a user's connection names its user", "bad_scope");
  FAIRLEAD_TRY(const std::string normalised, normalise_user_id(connection.user_id));
  if (normalised == connection.user_id) return {};
  return invalid("user ids are stored in lower case: write '" + normalised + "'", "bad_id");
}

Result<void> check_served(const Connection& connection) {
  if (!connection.tenants) return {};
  if (connection.scope != Scope::Global) {
    return invalid("only a global connection says which tenants it serves", "bad_tenants");
  }
  std::set<std::string_view> seen;
  for (const auto& id : *connection.tenants) {
    FAIRLEAD_CHECK(check_tenant_id(id));
    if (!seen.insert(id).second) return invalid("tenant '" + id + "' is listed twice", "bad_tenants");
  }
  return {};
}

}  // namespace

const ProviderRule* Tenant::find_rule(std::string_view provider) const {
  const auto place = find_place(rules, provider);
  return place != rules.end() && place->provider == provider ? &*place : nullptr;
}

void Tenant::set_rule(ProviderRule rule) {
  const auto place = find_place(rules, rule.provider);
  if (place != rules.end() && place->provider == rule.provider) {
    *place = std::move(rule);
  } else {
    rules.insert(place, std::move(rule));
  }
}

bool Tenant::is_enabled(std::string_view provider) const {
  const ProviderRule* rule = find_rule(provider);
  return rule != nullptr && rule->is_enabled;
}

Fallback Tenant::fallback_for(std::string_view provider) const {
  const ProviderRule* rule = find_rule(provider);
  return rule == nullptr ? Fallback::Allow : rule->fallback;
}

std::string describe(const ConnectionKey& key) {
  std::string subject = "connection '" + key.name + "'";
  switch (key.scope) {
    case Scope::Global: return "global " + subject;
    case Scope::Tenant: return subject + " of tenant '" + key.tenant_id + "'";
    case Scope::User: return subject + " of user '" + key.user_id + "' of tenant '" + key.tenant_id + "'";
  }
  return subject;
}

std::string_view to_string(Fallback fallback) {
  switch (fallback) {
    case Fallback::Allow: return "allow";
    case Fallback::ReadOnly: return "read_only";
    case Fallback::Never: return "never";
  }
  return "never";
}

std::string_view to_string(ManagedBy managed_by) {
  return managed_by == ManagedBy::File ? "file" : "command";
}

std::optional<Fallback> parse_fallback(std::string_view text) {
  for (const Fallback value : {Fallback::Allow, Fallback::ReadOnly, Fallback::Never}) {
    if (text == to_string(value)) return value;
  }
  return std::nullopt;
}

std::optional<ManagedBy> parse_managed_by(std::string_view text) {
  for (const ManagedBy value : {ManagedBy::Command, ManagedBy::File}) {
    if (text == to_string(value)) return value;
  }
  return std::nullopt;
}

Result<void> check_provider_id(std::string_view id) {
  static_assert(kProviderIdBytesMax == kConnectionNameBytesMax,
                "a connection is called like its provider by default");
  if (check_connection_name(id)) return {};
  return invalid("a provider id is 1 to " + std::to_string(kProviderIdBytesMax) +
                     " of a-z, 0-9, _ and -, beginning with a letter or digit: see `fairlead plugins list`",
                 "bad_id");
}

Result<void> check(const Tenant& tenant) {
  FAIRLEAD_CHECK(check_tenant_id(tenant.id));
  FAIRLEAD_CHECK(check_title(tenant.title));
  for (const auto& rule : tenant.rules) FAIRLEAD_CHECK(check_provider_id(rule.provider));
  return {};
}

Result<void> check(const Connection& connection) {
  FAIRLEAD_CHECK(check_connection_name(connection.name));
  FAIRLEAD_CHECK(check_provider_id(connection.provider));
  FAIRLEAD_CHECK(check_owner(connection));
  FAIRLEAD_CHECK(check_served(connection));
  if (connection.prefix) FAIRLEAD_CHECK(check_prefix(*connection.prefix));
  if (boost::json::serialize(connection.config).size() <= kConfigBytesMax) return {};
  return invalid("the config of a connection is at most 64 KiB of JSON", "config_too_large");
}

}  // namespace fairlead::store
