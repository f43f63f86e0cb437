// Turns a statement's results into JSON rows, within limits. No waiting, no connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <libpq-fe.h>

#include "types.hpp"

namespace fairlead::postgres {

struct RowLimits {
  std::size_t rows_max = 1000;
  std::size_t bytes_max = 1024 * 1024;  ///< of the rows, written as JSON
};

struct ColumnInfo {
  std::string name;
  Oid type = 0;
  int modifier = -1;
};

/// What a statement gave.
struct StatementResult {
  std::vector<ColumnInfo> columns;  ///< empty for a statement without rows
  std::vector<boost::json::array> rows;
  bool is_truncated = false;                  ///< there were more rows, or larger ones, than the limits allow
  std::string command;                        ///< "SELECT", "INSERT", "CREATE TABLE", ...
  std::optional<std::int64_t> rows_affected;  ///< as the server counted them, whatever the limits
};

class RowCollector {
 public:
  explicit RowCollector(RowLimits limits) : limits_(limits) {}

  /// Takes the rows of one PGresult (single-row mode or whole) and, from the last one, the command.
  void take(const PGresult* result);

  /// Bytes that arrived after the limits were reached.
  [[nodiscard]] std::size_t dropped_bytes() const { return dropped_bytes_; }

  [[nodiscard]] StatementResult finish() && { return std::move(result_); }

 private:
  void take_columns(const PGresult* result);
  void take_row(const PGresult* result, int row);
  void take_command(const PGresult* result);

  RowLimits limits_;
  StatementResult result_;
  std::size_t bytes_ = 0;
  std::size_t dropped_bytes_ = 0;
};

}  // namespace fairlead::postgres
