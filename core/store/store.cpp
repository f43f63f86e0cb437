// Store over Session and the row functions: what one change is, and what it touches.
#include "store/store.hpp"

#include "base/ids.hpp"
#include "store/migrator.hpp"
#include "store/rows.hpp"
#include "store/times.hpp"

namespace fairlead::store {

struct Store::State {
  const Clock& clock;
  std::span<const Migration> migrations;
  Session session;

  soci::session& sql() { return session.sql(); }
  Migrator migrator() { return {session, migrations, clock}; }

  /// One transaction that also moves the change counter. `work` returns a Result.
  template <typename Work>
  auto change(const std::string& doing, Work&& work) {
    return session.in_transaction(doing, [&] {
      sql() << "UPDATE counters SET value = value + 1 WHERE name = 'changes'";
      return work();
    });
  }

  /// Ids come from a counter and not from MAX(id): an id is never given to a second connection.
  std::int64_t next_connection_id() {
    sql() << "UPDATE counters SET value = value + 1 WHERE name = 'connection_id'";
    long long id = 0;
    sql() << "SELECT value FROM counters WHERE name = 'connection_id'", soci::into(id);
    return id;
  }

  Connection insert(Connection connection) {
    connection.id = next_connection_id();
    connection.credential_version = 1;
    connection.created_at = connection.updated_at = clock.wall_now();
    connection.last_used_at.reset();
    rows::insert_connection(sql(), connection);
    return connection;
  }

  Connection replace(const Connection& old, Connection connection) {
    const bool is_same = old.provider == connection.provider && old.config == connection.config;
    connection.id = old.id;
    connection.credential_version = old.credential_version + (is_same ? 0 : 1);
    connection.created_at = old.created_at;
    connection.updated_at = clock.wall_now();
    connection.last_used_at = old.last_used_at;
    rows::update_connection(sql(), connection);
    return connection;
  }

  void insert(Tenant tenant) {
    tenant.created_at = tenant.updated_at = clock.wall_now();
    rows::insert_tenant(sql(), tenant);
    rows::replace_rules(sql(), tenant);
  }
};

namespace {

Error no_such_tenant(std::string_view id) {
  return {ErrorCode::NotFound, "there is no tenant '" + std::string(id) + "'; see `fairlead tenants`",
          "unknown_tenant"};
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options, const Clock& clock) {
  std::unique_ptr<State> state(new State{clock, options.migrations, {}});
  FAIRLEAD_CHECK(state->session.open(options.path, options.busy_timeout));
  FAIRLEAD_CHECK(state->migrator().check_compatible());
  if (options.migrate == MigrateOnOpen::ToLatest) {
    FAIRLEAD_CHECK(state->migrator().migrate_to(state->migrator().latest()));
  }
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Result<void> Store::migrate_to(int version) { return state_->migrator().migrate_to(version); }

Result<std::vector<MigrationStatus>> Store::status() { return state_->migrator().status(); }

// In a transaction, so that tenants, rules and connections are of one moment.
Result<Snapshot> Store::load_all() {
  return state_->session.in_snapshot("load the control store", [&]() -> Result<Snapshot> {
    Snapshot snapshot;
    FAIRLEAD_TRY(snapshot.tenants, rows::load_tenants(state_->sql()));
    FAIRLEAD_TRY(snapshot.connections, rows::load_connections(state_->sql()));
    FAIRLEAD_TRY(snapshot.change_counter, change_counter());
    return snapshot;
  });
}

Result<std::int64_t> Store::change_counter() {
  return state_->session.attempt("read the change counter", [&]() -> Result<std::int64_t> {
    long long value = 0;
    state_->sql() << "SELECT value FROM counters WHERE name = 'changes'", soci::into(value);
    return value;
  });
}

Result<std::int64_t> Store::data_version() {
  return state_->session.attempt("read the data version", [&]() -> Result<std::int64_t> {
    long long value = 0;
    state_->sql() << "PRAGMA data_version", soci::into(value);
    return value;
  });
}

Result<void> Store::transaction(const std::function<Result<void>()>& change) {
  return state_->session.in_transaction("change the control store", change);
}

Result<void> Store::add_tenant(const Tenant& tenant) {
  FAIRLEAD_CHECK(check(tenant));
  return state_->change("add tenant '" + tenant.id + "'", [&]() -> Result<void> {
    state_->insert(tenant);
    return {};
  });
}

Result<void> Store::put_tenant(const Tenant& tenant) {
  FAIRLEAD_CHECK(check(tenant));
  return state_->change("save tenant '" + tenant.id + "'", [&]() -> Result<void> {
    Tenant stamped = tenant;
    stamped.updated_at = state_->clock.wall_now();
    if (rows::update_tenant(state_->sql(), stamped)) {
      rows::replace_rules(state_->sql(), stamped);
    } else {
      state_->insert(std::move(stamped));
    }
    return {};
  });
}

Result<void> Store::remove_tenant(std::string_view id) {
  const std::string tenant(id);
  return state_->change("remove tenant '" + tenant + "'", [&]() -> Result<void> {
    soci::statement removal =
        (state_->sql().prepare << "DELETE FROM tenants WHERE id = :id", soci::use(tenant));
    removal.execute(true);
    if (removal.get_affected_rows() == 0) return fail(no_such_tenant(id));
    return {};
  });
}

Result<void> Store::set_enabled(std::string_view tenant, std::string_view provider, bool is_enabled,
                                ManagedBy by) {
  FAIRLEAD_CHECK(check_provider_id(provider));
  const std::string id(tenant), name(provider), owner(to_string(by));
  const int enabled = is_enabled ? 1 : 0;
  return state_->change("enable or disable a provider of tenant '" + id + "'", [&]() -> Result<void> {
    state_->sql() << "INSERT INTO provider_rules (tenant_id, provider, enabled, fallback, managed_by) "
                     "VALUES (:id, :name, :enabled, 'allow', :owner) ON CONFLICT (tenant_id, provider) "
                     "DO UPDATE SET enabled = excluded.enabled, managed_by = excluded.managed_by",
        soci::use(id), soci::use(name), soci::use(enabled), soci::use(owner);
    return {};
  });
}

Result<void> Store::set_fallback(std::string_view tenant, std::string_view provider, Fallback fallback,
                                 ManagedBy by) {
  FAIRLEAD_CHECK(check_provider_id(provider));
  const std::string id(tenant), name(provider), rule(to_string(fallback)), owner(to_string(by));
  return state_->change("set the fallback rule of tenant '" + id + "'", [&]() -> Result<void> {
    state_->sql() << "INSERT INTO provider_rules (tenant_id, provider, enabled, fallback, managed_by) "
                     "VALUES (:id, :name, 0, :rule, :owner) ON CONFLICT (tenant_id, provider) "
                     "DO UPDATE SET fallback = excluded.fallback, managed_by = excluded.managed_by",
        soci::use(id), soci::use(name), soci::use(rule), soci::use(owner);
    return {};
  });
}

Result<Connection> Store::add_connection(const Connection& connection) {
  FAIRLEAD_CHECK(check(connection));
  return state_->change("add " + describe(connection.key()),
                        [&]() -> Result<Connection> { return state_->insert(connection); });
}

Result<Connection> Store::put_connection(const Connection& connection) {
  FAIRLEAD_CHECK(check(connection));
  return state_->change("save " + describe(connection.key()), [&]() -> Result<Connection> {
    FAIRLEAD_TRY(const auto old, rows::find_connection(state_->sql(), connection.key()));
    return old ? state_->replace(*old, connection) : state_->insert(connection);
  });
}

Result<void> Store::remove_connection(const ConnectionKey& key) {
  return state_->change("remove " + describe(key), [&]() -> Result<void> {
    if (rows::delete_connection(state_->sql(), key)) return {};
    return fail(ErrorCode::NotFound, "there is no " + describe(key) + "; see `fairlead connections list`",
                "unknown_connection");
  });
}

Result<void> Store::touch_last_used(std::int64_t connection_id) {
  return state_->session.attempt("note the last use of a connection", [&]() -> Result<void> {
    const long long id = connection_id;
    const long long now = to_millis(state_->clock.wall_now());
    state_->sql() << "UPDATE connections SET last_used_at = :now WHERE id = :id", soci::use(now),
        soci::use(id);
    return {};
  });
}

}  // namespace fairlead::store
