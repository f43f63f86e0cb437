// The ladder's decision, and its explanation, which asks the same decision.
#include "tenancy/ladder.hpp"

#include <algorithm>

namespace fairlead::tenancy {
namespace {

bool serves(const Connection& connection, const Tenant& tenant) {
  if (!connection.tenants) return true;
  return std::ranges::find(*connection.tenants, tenant.id) != connection.tenants->end();
}

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

tl::unexpected<Error> refused(const Connection& connection, const std::string& why) {
  return fail(ErrorCode::PermissionDenied,
              "only a global connection is called " + quoted(connection.name) + ", and " + why,
              "fallback_refused");
}

Result<Rung> take_global(const Connection& connection, const Tenant& tenant) {
  if (!serves(connection, tenant)) {
    return refused(connection,
                   "this tenant is not among those it serves; add it to `tenants` of the global connection, "
                   "or give the tenant a connection of its own");
  }
  switch (tenant.fallback_for(connection.provider)) {
    case Fallback::Never:
      return refused(connection,
                     "this tenant's fallback rule for " + connection.provider +
                         " is `never`; give the tenant a connection of its own, or change the rule");
    case Fallback::ReadOnly:
      return Rung{&connection, Scope::Global, narrower(connection.access, Access::ReadOnly)};
    case Fallback::Allow: break;
  }
  return Rung{&connection, Scope::Global, connection.access};
}

std::string missing(Scope scope, std::string_view user_id, std::string_view name) {
  switch (scope) {
    case Scope::User: return "user " + quoted(user_id) + " has no connection called " + quoted(name);
    case Scope::Tenant: return "the tenant has no connection called " + quoted(name);
    case Scope::Global: return "no global connection is called " + quoted(name);
  }
  return {};
}

const Connection* find_on(Scope scope, const Directory& directory, const Tenant& tenant,
                          std::string_view user_id, std::string_view name) {
  switch (scope) {
    case Scope::User: return directory.find_user(tenant.id, user_id, name);
    case Scope::Tenant: return directory.find_tenant_connection(tenant.id, name);
    case Scope::Global: return directory.find_global(name);
  }
  return nullptr;
}

// Why a rung that has a connection was passed over all the same.
std::string hidden(const Result<Rung>& decision) {
  if (!decision) return decision.error().message;
  const std::string owner = decision->scope == Scope::User ? "user" : "tenant";
  return "there is one, but the " + owner + "'s own connection of that name hides it, whatever its provider";
}

}  // namespace

Result<Rung> climb(const Directory& directory, const Tenant& tenant, std::string_view user_id,
                   std::string_view connection_name) {
  if (const Connection* own = directory.find_user(tenant.id, user_id, connection_name)) {
    return Rung{own, Scope::User, own->access};
  }
  if (const Connection* own = directory.find_tenant_connection(tenant.id, connection_name)) {
    return Rung{own, Scope::Tenant, own->access};
  }
  if (const Connection* global = directory.find_global(connection_name)) return take_global(*global, tenant);
  return fail(ErrorCode::NotFound,
              "no connection called " + quoted(connection_name) +
                  " serves this tenant; add one with `fairlead connections add`, or in fairlead.yaml",
              "no_connection");
}

LadderTrace trace(const Directory& directory, const Tenant& tenant, std::string_view user_id,
                  std::string_view connection_name) {
  LadderTrace out{climb(directory, tenant, user_id, connection_name), {}};
  for (const Scope scope : {Scope::User, Scope::Tenant, Scope::Global}) {
    if (out.decision && out.decision->scope == scope) continue;
    const bool exists = find_on(scope, directory, tenant, user_id, connection_name) != nullptr;
    out.passed.push_back({scope, exists ? hidden(out.decision) : missing(scope, user_id, connection_name)});
  }
  return out;
}

}  // namespace fairlead::tenancy
