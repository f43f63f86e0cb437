#include "cli/provider_matrix.hpp"

#include <boost/json/array.hpp>

#include "base/ids.hpp"
#include "cli/known_names.hpp"
#include "tenancy/ladder.hpp"

namespace fairlead::cli {
namespace {

std::string_view to_string(Service service) {
  switch (service) {
    case Service::Own: return "own";
    case Service::Global: return "global";
    case Service::None: return "none";
    case Service::Disabled: return "disabled";
  }
  return "none";
}

bool is_served(const ProviderService& found) { return !found.connections.empty(); }

Cell to_cell(const ProviderService& found) {
  std::string text(to_string(found.service));
  if (is_served(found)) text += " (" + std::string(fairlead::to_string(found.access)) + ")";
  const Tone tone = is_served(found)                     ? Tone::Good
                    : found.service == Service::Disabled ? Tone::Dim
                                                         : Tone::Bad;
  return {std::move(text), tone};
}

boost::json::object to_json(const ProviderService& found) {
  boost::json::array connections(found.connections.begin(), found.connections.end());
  boost::json::object out{{"state", to_string(found.service)}, {"connections", std::move(connections)}};
  out["access"] =
      is_served(found) ? boost::json::value(fairlead::to_string(found.access)) : boost::json::value();
  return out;
}

}  // namespace

ProviderService service_of(const tenancy::Directory& directory, const tenancy::Tenant& tenant,
                           std::string_view provider) {
  ProviderService own{Service::Own, {}, Access::ReadOnly};
  ProviderService global{Service::Global, {}, Access::ReadOnly};
  if (!tenant.is_enabled(provider)) return {Service::Disabled, {}, Access::ReadOnly};
  for (const std::string_view name : directory.connection_names(tenant.id, kSingletonUser)) {
    const auto rung = tenancy::climb(directory, tenant, kSingletonUser, name);
    if (!rung || rung->connection->provider != provider) continue;
    ProviderService& found = rung->scope == Scope::Global ? global : own;
    found.connections.emplace_back(name);
    if (rung->access == Access::ReadWrite) found.access = Access::ReadWrite;
  }
  if (is_served(own)) return own;
  if (is_served(global)) return global;
  return {Service::None, {}, Access::ReadOnly};
}

Table matrix_table(const tenancy::Directory& directory, const plugin::ProviderRegistry& providers) {
  const std::vector<std::string> ids = known_providers(providers, directory);
  Table table{{{"tenant"}}, {}};
  for (const std::string& id : ids) {
    const bool is_loaded = providers.find(id).provider != nullptr;
    table.columns.push_back({id + (is_loaded ? "" : " (not loaded)")});
  }
  for (const tenancy::Tenant& tenant : directory.tenants()) {
    std::vector<Cell> row{{tenant.id, Tone::Strong}};
    for (const std::string& id : ids) row.push_back(to_cell(service_of(directory, tenant, id)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

boost::json::object matrix_json(const tenancy::Directory& directory,
                                const plugin::ProviderRegistry& providers) {
  const std::vector<std::string> ids = known_providers(providers, directory);
  boost::json::array columns;
  for (const std::string& id : ids) {
    columns.push_back({{"id", id}, {"loaded", providers.find(id).provider != nullptr}});
  }
  boost::json::array tenants;
  for (const tenancy::Tenant& tenant : directory.tenants()) {
    boost::json::object states;
    for (const std::string& id : ids) states[id] = to_json(service_of(directory, tenant, id));
    tenants.push_back({{"tenant", tenant.id}, {"providers", std::move(states)}});
  }
  return {{"providers", std::move(columns)}, {"tenants", std::move(tenants)}};
}

}  // namespace fairlead::cli
