// One database session, and how each call runs in it: a transaction of its own, all statements of which go
// out together in one pipeline, and cleaning up behind them in the same packet.
//
//   BEGIN [READ ONLY] | settings | DECLARE + FETCH, or the statement | Sync
//   COMMIT                                                           | Sync
//   DISCARD ALL                                                      | Sync
//
// The three segments are the trick. After an error the server skips to the next Sync, where COMMIT ends the
// failed transaction as a rollback, so that DISCARD ALL always finds the session outside a transaction and no
// error needs a second conversation. A query is answered as soon as its rows are there; a write waits for
// COMMIT. What follows is read by reset(), off the answer's path, and costs no round trip of its own.
//
// One thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connection.hpp"
#include "row_collector.hpp"

namespace fairlead::postgres {

struct SessionSettings {
  std::string tenant_setting;    ///< the custom setting that carries the tenant during a call
  std::string application_name;  ///< what the server shows, with "/<tenant>" behind it during a call
  std::chrono::milliseconds statement_timeout_max{30'000};
};

struct StatementRequest {
  std::string sql;
  std::vector<std::optional<std::string>> params;
  Effect effect = Effect::Read;  ///< Read: the transaction is READ ONLY
  bool is_cursor_query = false;  ///< as classify says
  RowLimits limits;
};

class Session {
 public:
  Session(Connection connection, SessionSettings settings);

  /// Runs one statement in its own transaction, on behalf of operation.tenant_id().
  /// @error what throw_statement_failure, throw_stopped and throw_lost say
  [[nodiscard]] StatementResult run(const StatementRequest& request, Operation& operation);

  /// The SQL names of the columns' types. One round trip per session for each type that is not built in.
  [[nodiscard]] std::vector<std::string> type_names(const std::vector<ColumnInfo>& columns,
                                                    Operation& operation);

  /// Makes sure that nothing of the last call is left. @error any: close the session
  void reset(Operation& operation);

  /// A round trip without a statement. @error any: close the session
  void ping(Operation& operation);

  [[nodiscard]] bool is_bad() const { return connection_.is_bad(); }

  /// A query that is being stopped for its size may still send this much before it is cut off.
  static constexpr std::size_t kDrainBytesMax = 8 * 1024 * 1024;

 private:
  void send_call(const StatementRequest& request, Operation& operation, std::chrono::milliseconds time_limit);
  std::vector<std::optional<std::string>> settings_values(Operation& operation,
                                                          std::chrono::milliseconds limit) const;
  std::optional<ServerError> read_segment(Patience& patience, RowCollector* rows = nullptr,
                                          int rows_command = -1);
  void take_result(const PGresult* result, RowCollector* rows, Patience& patience);
  void finish_call(Patience& patience);
  void look_up_types(const std::vector<Oid>& types, Operation& operation);

  Connection connection_;
  SessionSettings settings_;
  std::string settings_sql_;
  std::size_t pending_segments_ = 0;  // Segments whose Sync was sent and not yet read.
  bool is_dirty_ = false;             // A call ran since the last DISCARD ALL that succeeded.
  bool is_cut_off_ = false;           // The running query was stopped for its size.
  std::map<Oid, std::string> type_names_;
};

}  // namespace fairlead::postgres
