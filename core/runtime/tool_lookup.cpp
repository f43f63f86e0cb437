#include "runtime/tool_lookup.hpp"

#include <algorithm>
#include <utility>

#include "base/ids.hpp"
#include "runtime/router.hpp"

namespace fairlead::runtime {
namespace {

// What is left of `name` behind the prefix of `connection`, if it begins with it.
std::optional<std::string_view> behind_prefix(std::string_view name, const tenancy::Connection& connection) {
  // Compared in place: tool_prefix() would allocate for every connection of every call.
  if (connection.prefix) {
    if (!name.starts_with(*connection.prefix)) return std::nullopt;
    return name.substr(connection.prefix->size());
  }
  const std::size_t size = connection.name.size();
  if (!name.starts_with(connection.name) || name.size() <= size || name[size] != '_') return std::nullopt;
  return name.substr(size + 1);
}

// The connection that a rung passed over for its rules would have been, for its prefix.
const tenancy::Connection* refused_connection(const tenancy::Directory& directory, std::string_view name) {
  return directory.find_global(name);
}

}  // namespace

Result<plugin::ProviderSource> find_provider(const plugin::ProviderRegistry& providers,
                                             const tenancy::Connection& connection) {
  plugin::ProviderSource source = providers.find(connection.provider);
  if (source.provider != nullptr) return source;
  return fail(ErrorCode::FailedPrecondition,
              "provider '" + connection.provider + "' of connection '" + connection.name +
                  "' is not loaded: no plugin of the search path declares it (see `fairlead plugins list`)",
              "provider_not_loaded");
}

Result<ToolRoute> find_tool(const tenancy::Directory& directory, const plugin::ProviderRegistry& providers,
                            const tenancy::Tenant& tenant, std::string_view user, std::string_view name) {
  std::optional<Error> nearest;  // Why a connection whose prefix fits does not serve it.
  for (const std::string_view connection_name : directory.connection_names(tenant.id, user)) {
    const auto rung = tenancy::climb(directory, tenant, user, connection_name);
    if (!rung) {
      const tenancy::Connection* refused = refused_connection(directory, connection_name);
      if (refused != nullptr && behind_prefix(name, *refused) && !nearest) nearest = rung.error();
      continue;
    }
    const auto entry_name = behind_prefix(name, *rung->connection);
    if (!entry_name) continue;
    auto source = find_provider(providers, *rung->connection);
    if (!source) {
      if (!nearest) nearest = std::move(source.error());
      continue;
    }
    const plugin::ToolEntry* entry = source->provider->catalog().find_tool(*entry_name);
    if (entry != nullptr && check_tool_name(name)) return ToolRoute{*rung, *std::move(source), entry};
  }
  if (nearest) return fail(*std::move(nearest));
  return fail(
      ErrorCode::NotFound,
      "tenant '" + tenant.id + "' has no tool of that name; `fairlead tools " + tenant.id + "` lists them",
      "unknown_tool");
}

Result<void> check_enabled(const tenancy::Tenant& tenant, const plugin::Provider& provider) {
  if (tenant.is_enabled(provider.id())) return {};
  return fail(ErrorCode::PermissionDenied,
              "provider '" + provider.id() + "' is not enabled for tenant '" + tenant.id +
                  "'; an operator enables it with `fairlead plugins enable " + provider.id() + " --tenant " +
                  tenant.id + "`",
              "provider_disabled");
}

Result<void> check_access(const tenancy::Tenant& tenant, const ToolRoute& route) {
  if (route.entry->is_read_only || route.rung.access == Access::ReadWrite) return {};
  const std::string& name = route.rung.connection->name;
  if (route.rung.scope == Scope::Global) {
    return fail(ErrorCode::PermissionDenied,
                "'" + route.entry->name + "' may change data, but tenant '" + tenant.id +
                    "' is served by the global connection '" + name +
                    "', read-only; use a read-only tool, or give the tenant a connection of its own "
                    "(`fairlead connections add " +
                    name + " --tenant " + tenant.id + " …`)",
                "read_only_access");
  }
  return fail(ErrorCode::PermissionDenied,
              "'" + route.entry->name + "' may change data, but connection '" + name + "' of tenant '" +
                  tenant.id + "' has access read_only; an operator may set it to read_write",
              "read_only_access");
}

std::vector<OfferedTool> offered_tools(const tenancy::Directory& directory,
                                       const plugin::ProviderRegistry& providers,
                                       const tenancy::Tenant& tenant, std::string_view user) {
  std::vector<OfferedTool> offered;
  for (const std::string_view connection_name : directory.connection_names(tenant.id, user)) {
    const auto rung = tenancy::climb(directory, tenant, user, connection_name);
    const tenancy::Connection* connection =
        rung ? rung->connection : refused_connection(directory, connection_name);
    if (connection == nullptr) continue;
    const plugin::ProviderSource source = providers.find(connection->provider);
    if (source.provider == nullptr) continue;
    for (const plugin::ToolEntry& entry : source.provider->catalog().tools()) {
      OfferedTool tool{connection->tool_prefix() + entry.name, connection->name, {}};
      tool.route = find_tool(directory, providers, tenant, user, tool.name);
      if (tool.route && (tool.route->rung.connection != connection || tool.route->entry != &entry)) {
        tool.route = fail(ErrorCode::AlreadyExists,
                          "the name is taken by connection '" + tool.route->rung.connection->name +
                              "'; give one of the two another prefix",
                          "tool_name_taken");
      }
      if (const auto legal = check_tool_name(tool.name); !legal) tool.route = fail(legal.error());
      offered.push_back(std::move(tool));
    }
  }
  std::stable_sort(offered.begin(), offered.end(),
                   [](const OfferedTool& a, const OfferedTool& b) { return a.name < b.name; });
  return offered;
}

}  // namespace fairlead::runtime
