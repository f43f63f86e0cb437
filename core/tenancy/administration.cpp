// Commands on the store.
#include "tenancy/administration.hpp"

#include <algorithm>

namespace fairlead::tenancy {
namespace {

Result<void> refuse_file_row(const std::string& subject) {
  return fail(ErrorCode::FailedPrecondition,
              subject + " is declared in fairlead.yaml; remove it there and run `fairlead apply --prune`",
              "managed_by_file");
}

Error no_such_tenant(std::string_view id) {
  return {ErrorCode::NotFound, "there is no tenant '" + std::string(id) + "'; see `fairlead tenants`",
          "unknown_tenant"};
}

bool belongs_to(const Connection& connection, std::string_view tenant) {
  return connection.scope != Scope::Global && connection.tenant_id == tenant;
}

// The number of connections that go with the tenant.
Result<std::size_t> check_removable(const store::Snapshot& snapshot, std::string_view id) {
  const auto tenant = std::ranges::find(snapshot.tenants, id, &Tenant::id);
  if (tenant == snapshot.tenants.end()) return fail(no_such_tenant(id));
  if (tenant->managed_by == ManagedBy::File) FAIRLEAD_CHECK(refuse_file_row("tenant '" + tenant->id + "'"));
  std::size_t count = 0;
  for (const auto& connection : snapshot.connections) {
    if (!belongs_to(connection, id)) continue;
    if (connection.managed_by == ManagedBy::File)
      FAIRLEAD_CHECK(refuse_file_row(store::describe(connection.key())));
    ++count;
  }
  return count;
}

Result<void> check_connection_config(const Connection& connection, const ConfigCheck& check_config) {
  if (!check_config) return {};
  Problems problems;
  problems.add_all("config", check_config(connection.provider, connection.config));
  if (problems.empty()) return {};
  return fail(problems.to_error(store::describe(connection.key()) + " is not valid:", "bad_config"));
}

}  // namespace

Result<std::shared_ptr<const Directory>> load_directory(store::Store& store) {
  FAIRLEAD_TRY(auto snapshot, store.load_all());
  auto directory = Directory::create(std::move(snapshot.tenants), std::move(snapshot.connections));
  if (directory) return directory;
  // The schema's keys rule both errors out, so the file was changed by other means.
  return fail(ErrorCode::DataLoss,
              "the rows of the control store contradict each other: " + directory.error().message,
              "store_corrupt");
}

Result<void> Administration::add_tenant(std::string_view id, std::string_view title,
                                        const std::vector<ProviderRule>& rules) {
  Tenant tenant;
  tenant.id = id;
  tenant.title = title;
  for (ProviderRule rule : rules) {
    rule.managed_by = ManagedBy::Command;
    tenant.set_rule(std::move(rule));
  }
  return store_.add_tenant(tenant);
}

Result<std::size_t> Administration::remove_tenant(std::string_view id) {
  std::size_t connections = 0;
  FAIRLEAD_CHECK(store_.transaction([&]() -> Result<void> {
    FAIRLEAD_TRY(const auto snapshot, store_.load_all());
    FAIRLEAD_TRY(connections, check_removable(snapshot, id));
    return store_.remove_tenant(id);
  }));
  return connections;
}

Result<Connection> Administration::add_connection(Connection connection, const ConfigCheck& check_config) {
  if (connection.name.empty()) connection.name = connection.provider;
  connection.managed_by = ManagedBy::Command;
  FAIRLEAD_CHECK(store::check(connection));
  FAIRLEAD_CHECK(check_connection_config(connection, check_config));
  return store_.add_connection(connection);
}

Result<void> Administration::remove_connection(const ConnectionKey& key) {
  return store_.transaction([&]() -> Result<void> {
    FAIRLEAD_TRY(const auto snapshot, store_.load_all());
    const auto found = std::ranges::find(snapshot.connections, key, &Connection::key);
    const bool is_file_row = found != snapshot.connections.end() && found->managed_by == ManagedBy::File;
    if (is_file_row) return refuse_file_row(store::describe(key));
    return store_.remove_connection(key);
  });
}

Result<std::vector<std::string>> Administration::set_enabled(std::string_view provider,
                                                             std::string_view tenant, bool is_enabled) {
  FAIRLEAD_CHECK(store::check_provider_id(provider));
  std::vector<std::string> changed;
  const auto change = [&]() -> Result<void> {
    FAIRLEAD_TRY(const auto snapshot, store_.load_all());
    bool is_found = tenant.empty();
    for (const auto& candidate : snapshot.tenants) {
      if (!tenant.empty() && candidate.id != tenant) continue;
      is_found = true;
      if (candidate.is_enabled(provider) == is_enabled) continue;  // Leaves a rule of the file to the file.
      FAIRLEAD_CHECK(store_.set_enabled(candidate.id, provider, is_enabled, ManagedBy::Command));
      changed.push_back(candidate.id);
    }
    if (!is_found) return fail(no_such_tenant(tenant));
    return {};
  };
  FAIRLEAD_CHECK(store_.transaction(change));
  return changed;
}

}  // namespace fairlead::tenancy
