#include "session.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace fairlead::postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::string_view kDeclare = "DECLARE fairlead_cursor NO SCROLL CURSOR FOR ";
constexpr std::string_view kFetch = "FETCH FORWARD ";
constexpr std::string_view kFrom = " FROM fairlead_cursor";
constexpr std::size_t kTypeNamesMax = 512;

// What is kept back from the deadline, so that the answer still gets out in time.
nanoseconds margin_of(nanoseconds remaining) {
  return std::min<nanoseconds>(milliseconds(200), remaining / 5);
}

// A little before our own limit, so that ordinarily the server is the one who stops the statement: then the
// session survives.
milliseconds server_limit(nanoseconds until_our_limit, milliseconds cap) {
  const auto earlier = until_our_limit - std::min<nanoseconds>(milliseconds(200), until_our_limit / 10);
  return std::clamp(std::chrono::duration_cast<milliseconds>(earlier), milliseconds(1), cap);
}

std::string settings_sql(int server_version) {
  std::string sql =
      "SELECT pg_catalog.set_config($1, $2, true), pg_catalog.set_config('application_name', $3, true), "
      "pg_catalog.set_config('statement_timeout', $4, true), pg_catalog.set_config('lock_timeout', $5, "
      "true), "
      "pg_catalog.set_config('idle_in_transaction_session_timeout', $6, true)";
  // The server stops by itself when we hang up. Its platform must be able to tell; elsewhere only 0 is
  // allowed.
  if (server_version >= 140000) {
    sql +=
        ", pg_catalog.set_config('client_connection_check_interval', "
        "CASE WHEN pg_catalog.version() LIKE '%linux%' THEN '1000' ELSE '0' END, true)";
  }
  return sql;
}

}  // namespace

Session::Session(Connection connection, SessionSettings settings)
    : connection_(std::move(connection)),
      settings_(std::move(settings)),
      settings_sql_(settings_sql(::PQserverVersion(connection_.handle()))) {}

StatementResult Session::run(const StatementRequest& request, Operation& operation) {
  if (pending_segments_ > 0) reset(operation);
  const nanoseconds ours = operation.remaining() - margin_of(operation.remaining());
  Patience patience(operation, operation.now() + ours, OnStop::AskServer, request.effect);
  send_call(request, operation, server_limit(ours, settings_.statement_timeout_max));

  is_cut_off_ = false;
  RowCollector rows(request.limits);
  const int rows_command = request.is_cursor_query ? 3 : 2;  // BEGIN, settings, [DECLARE], rows
  auto error = read_segment(patience, &rows, rows_command);
  if (error && is_cut_off_ && error->sqlstate == "57014") error.reset();
  if (error && request.is_cursor_query) {
    error->position = std::max(0, error->position - static_cast<int>(kDeclare.size()));
  }
  if (!error && request.effect == Effect::Write) error = read_segment(patience);  // COMMIT
  if (error) throw_statement_failure(*error, patience.stop(), request.effect);
  return std::move(rows).finish();
}

void Session::send_call(const StatementRequest& request, Operation& operation, milliseconds time_limit) {
  const Effect effect = request.effect;
  pending_segments_ = 3;
  is_dirty_ = true;
  connection_.send(effect, effect == Effect::Read ? "BEGIN READ ONLY" : "BEGIN");
  connection_.send(effect, settings_sql_, settings_values(operation, time_limit));
  if (request.is_cursor_query) {
    connection_.send(effect, std::string(kDeclare) + request.sql, request.params);
    // One more than wanted tells whether there are more.
    std::string fetch(kFetch);
    fetch.append(std::to_string(request.limits.rows_max + 1)).append(kFrom);
    connection_.send(effect, fetch);
  } else {
    connection_.send(effect, request.sql, request.params);
  }
  connection_.send_sync(effect);
  connection_.send(effect, "COMMIT");
  connection_.send_sync(effect);
  connection_.send(effect, "DISCARD ALL");
  connection_.send_sync(effect);
}

std::vector<std::optional<std::string>> Session::settings_values(Operation& operation,
                                                                 milliseconds limit) const {
  constexpr milliseconds kLockTimeoutMax{5000};
  const auto lock_limit = std::clamp(limit / 2, milliseconds(1), kLockTimeoutMax);
  const std::string tenant(operation.tenant_id());
  return {settings_.tenant_setting,
          tenant,
          settings_.application_name + "/" + tenant,
          std::to_string(limit.count()),
          std::to_string(lock_limit.count()),
          std::to_string((limit + milliseconds(1000)).count())};
}

// Reads to the next Sync and gives the first error before it. Results of command number `rows_command` go to
// `rows`, one at a time, so that memory holds one row beside the limit.
std::optional<ServerError> Session::read_segment(Patience& patience, RowCollector* rows, int rows_command) {
  std::optional<ServerError> error;
  int command = 0;
  bool has_results = false;
  for (;;) {
    const ResultPointer result = connection_.next(patience);
    if (result == nullptr) {
      if (!has_results) continue;
      has_results = false;
      if (++command == rows_command) ::PQsetSingleRowMode(connection_.handle());
      continue;
    }
    has_results = true;
    switch (::PQresultStatus(result.get())) {
      case PGRES_PIPELINE_SYNC: --pending_segments_; return error;
      case PGRES_FATAL_ERROR:
        if (!error) error = server_error_of(result.get());
        break;
      case PGRES_COPY_IN:
      case PGRES_COPY_OUT:
      case PGRES_COPY_BOTH:
        connection_.mark_bad();
        throw Error(FAIRLEAD_INTERNAL, "the server began a COPY, which no tool here asks for", kClientBad);
      default:
        if (command == rows_command) take_result(result.get(), rows, patience);
    }
  }
}

void Session::take_result(const PGresult* result, RowCollector* rows, Patience& patience) {
  rows->take(result);
  // A write must run to its end whatever it returns.
  if (is_cut_off_ || patience.effect() == Effect::Write || rows->dropped_bytes() <= kDrainBytesMax) return;
  is_cut_off_ = true;
  connection_.ask_to_stop();
}

// Reads what the call has not waited for. DISCARD ALL comes last and succeeds only outside a transaction.
void Session::finish_call(Patience& patience) {
  while (pending_segments_ > 0) is_dirty_ = read_segment(patience).has_value();
}

void Session::reset(Operation& operation) {
  if (connection_.is_bad()) {
    throw Error(FAIRLEAD_UNAVAILABLE, "the session was stopped in the middle of a statement and is closed",
                kClientBad);
  }
  Patience patience(operation, operation.deadline(), OnStop::GiveUp, Effect::Read);
  finish_call(patience);
  if (is_dirty_) {
    pending_segments_ = 2;
    connection_.send(Effect::Read, "ROLLBACK");
    connection_.send_sync(Effect::Read);
    connection_.send(Effect::Read, "DISCARD ALL");
    connection_.send_sync(Effect::Read);
    finish_call(patience);
  }
  if (is_dirty_) {
    connection_.mark_bad();
    throw Error(FAIRLEAD_UNAVAILABLE, "the session could not be cleaned and is closed", kClientBad);
  }
  while (PGnotify* notification = ::PQnotifies(connection_.handle())) ::PQfreemem(notification);
}

void Session::ping(Operation& operation) {
  Patience patience(operation, operation.deadline(), OnStop::GiveUp, Effect::Read);
  finish_call(patience);
  pending_segments_ = 1;
  connection_.send_sync(Effect::Read);
  if (read_segment(patience)) throw Error(FAIRLEAD_UNAVAILABLE, "the session is no longer good", kClientBad);
}

std::vector<std::string> Session::type_names(const std::vector<ColumnInfo>& columns, Operation& operation) {
  std::set<Oid> unknown;
  for (const auto& column : columns) {
    if (!builtin_type_name(column.type, -1) && !type_names_.contains(column.type))
      unknown.insert(column.type);
  }
  if (!unknown.empty() && !connection_.is_bad()) look_up_types({unknown.begin(), unknown.end()}, operation);

  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const auto& column : columns) {
    auto builtin = builtin_type_name(column.type, column.modifier);
    const auto known = type_names_.find(column.type);
    names.push_back(builtin ? *std::move(builtin) : known != type_names_.end() ? known->second : "unknown");
  }
  return names;
}

// Waits behind the call's own segments, so the session is clean by then and stays so. Names are not worth
// failing for, least of all after a write that succeeded; a failure costs the session.
void Session::look_up_types(const std::vector<Oid>& types, Operation& operation) try {
  Patience patience(operation, operation.deadline(), OnStop::GiveUp, Effect::Read);
  finish_call(patience);
  if (is_dirty_) return;
  std::string list = "{";
  for (const Oid type : types) list.append(list.size() > 1 ? "," : "").append(std::to_string(type));
  list += "}";
  pending_segments_ = 1;
  connection_.send(Effect::Read,
                   "SELECT oid, pg_catalog.format_type(oid, NULL) FROM pg_catalog.pg_type "
                   "WHERE oid OPERATOR(pg_catalog.=) ANY ($1::pg_catalog.oid[])",
                   {list});
  connection_.send_sync(Effect::Read);
  RowCollector rows({.rows_max = types.size(), .bytes_max = 1024 * 1024});
  if (read_segment(patience, &rows, 0)) return;
  if (type_names_.size() > kTypeNamesMax) type_names_.clear();
  for (const auto& row : std::move(rows).finish().rows) {
    type_names_[static_cast<Oid>(row.at(0).as_int64())] = row.at(1).as_string();
  }
} catch (const Error&) {
  connection_.mark_bad();
}

}  // namespace fairlead::postgres
