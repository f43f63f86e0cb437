// Rows of tenants and provider_rules.
#include <algorithm>

#include "store/rows.hpp"
#include "store/times.hpp"

namespace fairlead::store::rows {
namespace {

Error unreadable(const std::string& tenant_id) {
  return {ErrorCode::DataLoss,
          "the control store holds values of tenant '" + tenant_id + "' that this program cannot read",
          "store_corrupt"};
}

Result<void> load_rules(soci::session& sql, std::vector<Tenant>& tenants) {
  std::string tenant_id, provider, fallback, managed_by;
  int enabled = 0;
  soci::statement rows =
      (sql.prepare << "SELECT tenant_id, provider, enabled, fallback, managed_by FROM provider_rules "
                      "ORDER BY tenant_id, provider",
       soci::into(tenant_id), soci::into(provider), soci::into(enabled), soci::into(fallback),
       soci::into(managed_by));
  rows.execute();
  auto tenant = tenants.begin();  // Both are in tenant order: one pass over each.
  while (rows.fetch()) {
    tenant = std::lower_bound(tenant, tenants.end(), tenant_id,
                              [](const Tenant& t, const auto& id) { return t.id < id; });
    const auto rule = parse_fallback(fallback);
    const auto owner = parse_managed_by(managed_by);
    if (tenant == tenants.end() || tenant->id != tenant_id || !rule || !owner)
      return fail(unreadable(tenant_id));
    tenant->rules.push_back({provider, enabled != 0, *rule, *owner});
  }
  return {};
}

}  // namespace

Result<std::vector<Tenant>> load_tenants(soci::session& sql) {
  std::string id, title, managed_by;
  long long created = 0;
  long long updated = 0;
  soci::statement rows =
      (sql.prepare << "SELECT id, title, managed_by, created_at, updated_at FROM tenants ORDER BY id",
       soci::into(id), soci::into(title), soci::into(managed_by), soci::into(created), soci::into(updated));
  rows.execute();
  std::vector<Tenant> tenants;
  while (rows.fetch()) {
    const auto owner = parse_managed_by(managed_by);
    if (!owner) return fail(unreadable(id));
    tenants.push_back({id, title, {}, *owner, from_millis(created), from_millis(updated)});
  }
  FAIRLEAD_CHECK(load_rules(sql, tenants));
  return tenants;
}

void insert_tenant(soci::session& sql, const Tenant& tenant) {
  const std::string owner(to_string(tenant.managed_by));
  const long long created = to_millis(tenant.created_at);
  const long long updated = to_millis(tenant.updated_at);
  sql << "INSERT INTO tenants (id, title, managed_by, created_at, updated_at) "
         "VALUES (:id, :title, :owner, :created, :updated)",
      soci::use(tenant.id), soci::use(tenant.title), soci::use(owner), soci::use(created), soci::use(updated);
}

bool update_tenant(soci::session& sql, const Tenant& tenant) {
  const std::string owner(to_string(tenant.managed_by));
  const long long updated = to_millis(tenant.updated_at);
  soci::statement update =
      (sql.prepare << "UPDATE tenants SET title = :title, managed_by = :owner, updated_at = :updated "
                      "WHERE id = :id",
       soci::use(tenant.title), soci::use(owner), soci::use(updated), soci::use(tenant.id));
  update.execute(true);
  return update.get_affected_rows() > 0;
}

void replace_rules(soci::session& sql, const Tenant& tenant) {
  sql << "DELETE FROM provider_rules WHERE tenant_id = :id", soci::use(tenant.id);
  for (const auto& rule : tenant.rules) {
    const int enabled = rule.is_enabled ? 1 : 0;
    const std::string fallback(to_string(rule.fallback));
    const std::string owner(to_string(rule.managed_by));
    sql << "INSERT INTO provider_rules (tenant_id, provider, enabled, fallback, managed_by) "
           "VALUES (:id, :provider, :enabled, :fallback, :owner)",
        soci::use(tenant.id), soci::use(rule.provider), soci::use(enabled), soci::use(fallback),
        soci::use(owner);
  }
}

}  // namespace fairlead::store::rows
