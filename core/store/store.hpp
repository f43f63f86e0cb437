// The control store: tenants, what each may use, and connections, in SQLite. Holds references to secrets,
// never secrets. The only user of SOCI in core, and none of it shows here.
//
// One thread at a time: callers that share a Store guard it. Other processes may use the same file.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/migration.hpp"
#include "store/model.hpp"

namespace fairlead::store {

enum class MigrateOnOpen : std::uint8_t { ToLatest, No };

struct StoreOptions {
  std::string path;                              ///< a file, or ":memory:" for one that dies with the Store
  std::chrono::milliseconds busy_timeout{5000};  ///< how long a writer waits for another process
  MigrateOnOpen migrate = MigrateOnOpen::ToLatest;
  std::span<const Migration> migrations = builtin_migrations();  ///< borrowed
};

/// Everything at one moment.
struct Snapshot {
  std::vector<Tenant> tenants;          ///< in id order
  std::vector<Connection> connections;  ///< in id order
  std::int64_t change_counter = 0;
};

/// Every member can also fail with what the database says: Unavailable "store_locked" (retryable) or
/// "store_io", DataLoss "store_corrupt", ResourceExhausted "store_full", FailedPrecondition
/// "store_read_only"; see sqlite_error.hpp. Below only what comes on top.
class Store {
 public:
  /// Opens or makes the database, checks that this program understands it, and migrates it if asked.
  /// `clock` outlives the Store.
  /// @error FailedPrecondition  newer than this program ("store_too_new"), made by another build
  ///                            ("store_schema_differs"), readable by others or no file ("store_unopenable")
  [[nodiscard]] static Result<std::unique_ptr<Store>> open(const StoreOptions& options, const Clock& clock);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// @error InvalidArgument  there is no such version
  [[nodiscard]] Result<void> migrate_to(int version);
  /// Every migration this program knows, in order.
  [[nodiscard]] Result<std::vector<MigrationStatus>> status();

  /// @error DataLoss  a row holds what this program cannot read
  [[nodiscard]] Result<Snapshot> load_all();

  /// Grows with every change but `touch_last_used`, made by any process.
  [[nodiscard]] Result<std::int64_t> change_counter();
  /// Changes when another process has committed anything; cheaper than `change_counter`. For polling.
  [[nodiscard]] Result<std::int64_t> data_version();

  /// All changes made by `change`, or none: an error from it, or from a change inside it, rolls back.
  /// May be nested; then the outermost decides.
  /// @error what `change` returned; Aborted if it returned success after a change inside had failed
  [[nodiscard]] Result<void> transaction(const std::function<Result<void>()>& change);

  /// Stores a tenant with its rules; its times are set here.
  /// @error AlreadyExists, InvalidArgument
  [[nodiscard]] Result<void> add_tenant(const Tenant& tenant);
  /// Adds it, or replaces title, owner and rules.
  /// @error InvalidArgument
  [[nodiscard]] Result<void> put_tenant(const Tenant& tenant);
  /// With its rules and connections.
  /// @error NotFound
  [[nodiscard]] Result<void> remove_tenant(std::string_view id);

  /// The fallback rule of a provider stays when it is enabled or disabled, and the other way round.
  /// @error NotFound  there is no such tenant; InvalidArgument
  [[nodiscard]] Result<void> set_enabled(std::string_view tenant, std::string_view provider, bool is_enabled,
                                         ManagedBy by);
  [[nodiscard]] Result<void> set_fallback(std::string_view tenant, std::string_view provider,
                                          Fallback fallback, ManagedBy by);

  /// Stores a new connection; id, credential_version and times are set here. Returns it as stored.
  /// @error AlreadyExists, InvalidArgument; NotFound if it names a tenant that does not exist
  [[nodiscard]] Result<Connection> add_connection(const Connection& connection);
  /// Adds it, or replaces the one of the same key: id and created_at stay, credential_version grows if
  /// provider or config differ.
  /// @error InvalidArgument; NotFound if it names a tenant that does not exist
  [[nodiscard]] Result<Connection> put_connection(const Connection& connection);
  /// @error NotFound
  [[nodiscard]] Result<void> remove_connection(const ConnectionKey& key);
  /// Does nothing when the connection is gone.
  [[nodiscard]] Result<void> touch_last_used(std::int64_t connection_id);

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::store
