// The migration loop: one transaction per step, the decision what is next made inside it.
#include "store/migrator.hpp"

#include <algorithm>

#include "store/times.hpp"

namespace fairlead::store {

Result<std::vector<Migrator::Applied>> Migrator::read_applied() {
  return session_.attempt("read the schema version", [&]() -> Result<std::vector<Applied>> {
    auto& sql = session_.sql();
    int has_table = 0;
    sql << "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'",
        soci::into(has_table);
    std::vector<Applied> applied;
    if (has_table == 0) return applied;
    int version = 0;
    std::string sum;
    long long at = 0;
    soci::statement rows =
        (sql.prepare << "SELECT version, checksum, applied_at FROM schema_migrations ORDER BY version",
         soci::into(version), soci::into(sum), soci::into(at));
    rows.execute();
    while (rows.fetch()) applied.push_back({version, sum, from_millis(at)});
    return applied;
  });
}

Result<void> Migrator::check_compatible() {
  FAIRLEAD_TRY(const auto applied, read_applied());
  if (!applied.empty() && applied.back().version > latest()) {
    return fail(ErrorCode::FailedPrecondition,
                "the control store has schema version " + std::to_string(applied.back().version) +
                    ", this program knows up to " + std::to_string(latest()) +
                    ": use the newer program, or migrate down with it first",
                "store_too_new");
  }
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const bool is_same = i < known_.size() && applied[i].version == known_[i].version &&
                         applied[i].checksum == checksum(known_[i]);
    if (is_same) continue;
    return fail(
        ErrorCode::FailedPrecondition,
        "migration " + std::to_string(applied[i].version) +
            " of the control store differs from the one in this program: it was made by another build",
        "store_schema_differs");
  }
  return {};
}

Result<void> Migrator::migrate_to(int version) {
  if (version < 0 || version > latest()) {
    return fail(
        ErrorCode::InvalidArgument,
        "there is no schema version " + std::to_string(version) + ": use 0 to " + std::to_string(latest()),
        "bad_version");
  }
  FAIRLEAD_CHECK(check_compatible());
  const std::string doing = "migrate the control store to version " + std::to_string(version);
  for (bool is_done = false; !is_done;) {
    FAIRLEAD_TRY(is_done, session_.in_transaction(doing, [&] { return step_towards(version); }));
  }
  return {};
}

// Reads the version again inside the write transaction: another process may have migrated meanwhile.
Result<bool> Migrator::step_towards(int version) {
  session_.sql()
      << "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
         "applied_at BIGINT NOT NULL, checksum TEXT NOT NULL)";
  FAIRLEAD_CHECK(check_compatible());
  FAIRLEAD_TRY(const auto applied, read_applied());
  const int current = applied.empty() ? 0 : applied.back().version;
  if (current == version) return true;
  if (current < version) {
    apply(known_[static_cast<std::size_t>(current)]);
  } else {
    revert(known_[static_cast<std::size_t>(current) - 1]);
  }
  return false;
}

void Migrator::apply(const Migration& migration) {
  auto& sql = session_.sql();
  for (const auto statement : migration.up) sql << std::string(statement);
  const std::string name(migration.name);
  const std::string sum = checksum(migration);
  const long long now = to_millis(clock_.wall_now());
  sql << "INSERT INTO schema_migrations (version, name, applied_at, checksum) VALUES (:version, :name, :now, "
         ":sum)",
      soci::use(migration.version), soci::use(name), soci::use(now), soci::use(sum);
}

void Migrator::revert(const Migration& migration) {
  auto& sql = session_.sql();
  for (const auto statement : migration.down) sql << std::string(statement);
  sql << "DELETE FROM schema_migrations WHERE version = :version", soci::use(migration.version);
}

Result<std::vector<MigrationStatus>> Migrator::status() {
  FAIRLEAD_TRY(const auto applied, read_applied());
  std::vector<MigrationStatus> status;
  for (const auto& migration : known_) {
    const auto found = std::find_if(applied.begin(), applied.end(),
                                    [&](const Applied& row) { return row.version == migration.version; });
    status.push_back({migration.version, std::string(migration.name),
                      found == applied.end() ? std::nullopt : std::optional(found->at)});
  }
  return status;
}

}  // namespace fairlead::store
