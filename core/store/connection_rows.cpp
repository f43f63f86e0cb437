// Rows of connections and connection_tenants.
#include <map>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "store/rows.hpp"
#include "store/times.hpp"

namespace fairlead::store::rows {
namespace {

// The columns of one row, as SOCI fills and reads them.
struct Row {
  long long id = 0;
  std::string scope, tenant_id, user_id, name, provider, config, access, serves, prefix, managed_by;
  soci::indicator has_tenant = soci::i_null;
  soci::indicator has_user = soci::i_null;
  soci::indicator has_prefix = soci::i_null;
  soci::indicator has_last_used = soci::i_null;
  long long version = 0;
  long long created = 0;
  long long updated = 0;
  long long last_used = 0;
};

soci::indicator present(bool is_present) { return is_present ? soci::i_ok : soci::i_null; }

Row to_row(const Connection& connection) {
  Row row;
  row.id = connection.id;
  row.scope = to_string(connection.scope);
  row.tenant_id = connection.tenant_id;
  row.has_tenant = present(connection.scope != Scope::Global);
  row.user_id = connection.user_id;
  row.has_user = present(connection.scope == Scope::User);
  row.name = connection.name;
  row.provider = connection.provider;
  row.config = boost::json::serialize(connection.config);
  row.access = to_string(connection.access);
  row.serves = connection.tenants ? "listed" : "all";
  row.prefix = connection.prefix.value_or("");
  row.has_prefix = present(connection.prefix.has_value());
  row.managed_by = to_string(connection.managed_by);
  row.version = connection.credential_version;
  row.created = to_millis(connection.created_at);
  row.updated = to_millis(connection.updated_at);
  return row;
}

Result<Connection> from_row(const Row& row) {
  const auto unreadable = [&] {
    return fail(
        ErrorCode::DataLoss,
        "the control store holds values of connection '" + row.name + "' that this program cannot read",
        "store_corrupt");
  };
  const auto scope = parse_scope(row.scope);
  const auto access = parse_access(row.access);
  const auto owner = parse_managed_by(row.managed_by);
  boost::json::error_code failure;
  const boost::json::value config = boost::json::parse(row.config, failure);
  if (!scope || !access || !owner || failure || !config.is_object()) return unreadable();
  Connection out;
  out.id = row.id;
  out.scope = *scope;
  if (row.has_tenant == soci::i_ok) out.tenant_id = row.tenant_id;
  if (row.has_user == soci::i_ok) out.user_id = row.user_id;
  out.name = row.name;
  out.provider = row.provider;
  out.config = config.get_object();
  out.access = *access;
  if (row.serves == "listed") out.tenants.emplace();
  if (row.has_prefix == soci::i_ok) out.prefix = row.prefix;
  out.managed_by = *owner;
  out.credential_version = row.version;
  out.created_at = from_millis(row.created);
  out.updated_at = from_millis(row.updated);
  if (row.has_last_used == soci::i_ok) out.last_used_at = from_millis(row.last_used);
  return out;
}

constexpr const char* kSelect =
    "SELECT id, scope, tenant_id, user_id, name, provider, config, access, serves, prefix, managed_by, "
    "credential_version, created_at, updated_at, last_used_at FROM connections ";

// Where one connection is: NULL-safe equality that both SQLite and PostgreSQL know.
constexpr const char* kWhereKey =
    "WHERE scope = :scope AND COALESCE(tenant_id, '') = :tenant AND COALESCE(user_id, '') = :user AND name = "
    ":name";

// Of constants only: nothing from outside ever becomes a part of a statement's text.
std::string join(std::string_view first, std::string_view second) {
  std::string text(first);
  text += second;
  return text;
}

void bind_result(soci::statement& rows, Row& row) {
  rows.exchange(soci::into(row.id));
  rows.exchange(soci::into(row.scope));
  rows.exchange(soci::into(row.tenant_id, row.has_tenant));
  rows.exchange(soci::into(row.user_id, row.has_user));
  rows.exchange(soci::into(row.name));
  rows.exchange(soci::into(row.provider));
  rows.exchange(soci::into(row.config));
  rows.exchange(soci::into(row.access));
  rows.exchange(soci::into(row.serves));
  rows.exchange(soci::into(row.prefix, row.has_prefix));
  rows.exchange(soci::into(row.managed_by));
  rows.exchange(soci::into(row.version));
  rows.exchange(soci::into(row.created));
  rows.exchange(soci::into(row.updated));
  rows.exchange(soci::into(row.last_used, row.has_last_used));
}

void bind_key(soci::statement& statement, const std::string& scope, const ConnectionKey& key) {
  statement.exchange(soci::use(scope, "scope"));
  statement.exchange(soci::use(key.tenant_id, "tenant"));
  statement.exchange(soci::use(key.user_id, "user"));
  statement.exchange(soci::use(key.name, "name"));
}

void replace_served(soci::session& sql, const Connection& connection) {
  const long long id = connection.id;
  sql << "DELETE FROM connection_tenants WHERE connection_id = :id", soci::use(id);
  if (!connection.tenants) return;
  for (const auto& tenant : *connection.tenants) {
    sql << "INSERT INTO connection_tenants (connection_id, tenant_id) VALUES (:id, :tenant)", soci::use(id),
        soci::use(tenant);
  }
}

void load_served(soci::session& sql, std::vector<Connection>& connections) {
  std::map<std::int64_t, Connection*> by_id;
  for (auto& connection : connections) {
    if (connection.tenants) by_id.emplace(connection.id, &connection);
  }
  long long id = 0;
  std::string tenant;
  soci::statement rows = (sql.prepare << "SELECT connection_id, tenant_id FROM connection_tenants "
                                         "ORDER BY connection_id, tenant_id",
                          soci::into(id), soci::into(tenant));
  rows.execute();
  while (rows.fetch()) {
    const auto found = by_id.find(id);
    if (found != by_id.end()) found->second->tenants->push_back(tenant);
  }
}

Result<std::vector<Connection>> read(soci::statement& statement, Row& row) {
  std::vector<Connection> connections;
  bind_result(statement, row);
  statement.define_and_bind();
  statement.execute();
  while (statement.fetch()) {
    FAIRLEAD_TRY(auto connection, from_row(row));
    connections.push_back(std::move(connection));
  }
  return connections;
}

}  // namespace

Result<std::vector<Connection>> load_connections(soci::session& sql) {
  Row row;
  soci::statement statement(sql);
  statement.alloc();
  statement.prepare(join(kSelect, "ORDER BY id"));
  FAIRLEAD_TRY(auto connections, read(statement, row));
  load_served(sql, connections);
  return connections;
}

Result<std::optional<Connection>> find_connection(soci::session& sql, const ConnectionKey& key) {
  Row row;
  const std::string scope(to_string(key.scope));
  soci::statement statement(sql);
  statement.alloc();
  statement.prepare(join(kSelect, kWhereKey));
  bind_key(statement, scope, key);
  FAIRLEAD_TRY(auto found, read(statement, row));
  if (found.empty()) return std::nullopt;
  load_served(sql, found);
  return std::move(found.front());
}

void insert_connection(soci::session& sql, const Connection& connection) {
  Row row = to_row(connection);  // Not const: SOCI takes indicators by reference.
  sql << "INSERT INTO connections (id, scope, tenant_id, user_id, name, provider, config, access, serves, "
         "prefix, "
         "managed_by, credential_version, created_at, updated_at) VALUES (:id, :scope, :tenant, :user, "
         ":name, "
         ":provider, :config, :access, :serves, :prefix, :owner, :version, :created, :updated)",
      soci::use(row.id), soci::use(row.scope), soci::use(row.tenant_id, row.has_tenant),
      soci::use(row.user_id, row.has_user), soci::use(row.name), soci::use(row.provider),
      soci::use(row.config), soci::use(row.access), soci::use(row.serves),
      soci::use(row.prefix, row.has_prefix), soci::use(row.managed_by), soci::use(row.version),
      soci::use(row.created), soci::use(row.updated);
  replace_served(sql, connection);
}

void update_connection(soci::session& sql, const Connection& connection) {
  Row row = to_row(connection);  // Not const: SOCI takes indicators by reference.
  sql << "UPDATE connections SET provider = :provider, config = :config, access = :access, serves = :serves, "
         "prefix = :prefix, managed_by = :owner, credential_version = :version, updated_at = :updated WHERE "
         "id = :id",
      soci::use(row.provider), soci::use(row.config), soci::use(row.access), soci::use(row.serves),
      soci::use(row.prefix, row.has_prefix), soci::use(row.managed_by), soci::use(row.version),
      soci::use(row.updated), soci::use(row.id);
  replace_served(sql, connection);
}

bool delete_connection(soci::session& sql, const ConnectionKey& key) {
  const std::string scope(to_string(key.scope));
  soci::statement statement(sql);
  statement.alloc();
  statement.prepare(join("DELETE FROM connections ", kWhereKey));
  bind_key(statement, scope, key);
  statement.define_and_bind();
  statement.execute(true);
  return statement.get_affected_rows() > 0;
}

}  // namespace fairlead::store::rows
