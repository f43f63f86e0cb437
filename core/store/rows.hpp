// Reading and writing the rows of tenants and connections. Internal to store/: functions may let SOCI throw
// and are called inside Session::attempt or Session::in_transaction only.
#pragma once

#include <optional>
#include <vector>

#include <soci/soci.h>

#include "base/result.hpp"
#include "store/model.hpp"

namespace fairlead::store::rows {

/// @error DataLoss  a row holds what this program cannot read
Result<std::vector<Tenant>> load_tenants(soci::session& sql);
Result<std::vector<Connection>> load_connections(soci::session& sql);
Result<std::optional<Connection>> find_connection(soci::session& sql, const ConnectionKey& key);

/// Id, version and times as they stand in `connection`; the list of tenants served is replaced.
void insert_connection(soci::session& sql, const Connection& connection);
void update_connection(soci::session& sql, const Connection& connection);
/// False when there was none.
bool delete_connection(soci::session& sql, const ConnectionKey& key);

void insert_tenant(soci::session& sql, const Tenant& tenant);
/// False when there was none. Leaves created_at.
bool update_tenant(soci::session& sql, const Tenant& tenant);
void replace_rules(soci::session& sql, const Tenant& tenant);

}  // namespace fairlead::store::rows
