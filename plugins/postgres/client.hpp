// The client that the host pools: one session, and the tools on it.
#pragma once

#include <memory>

#include "session.hpp"
#include "tools.hpp"

namespace fairlead::postgres {

class Client {
 public:
  /// @error FAILED_PRECONDITION (binding bad) if the configuration or the environment does not allow a
  /// connection
  /// @error what Connection::open says
  static std::unique_ptr<Client> connect(const Config& config, Context& context);

  void ping(Context& context) { session_.ping(context); }
  void reset(Context& context) { session_.reset(context); }

  QueryResult query(const QueryArgs& args, Call& call);
  ExecuteResult execute(const ExecuteArgs& args, Call& call);
  TableList list_tables(const ListTablesArgs& args, Call& call);
  TableDescription describe_table(const DescribeTableArgs& args, Call& call);

 private:
  Client(const Config& config, Session session) : config_(config), session_(std::move(session)) {}

  [[nodiscard]] RowLimits limits(const std::optional<int>& wanted_rows) const;
  std::vector<Column> columns_of(const StatementResult& result, Operation& operation);

  const Config& config_;  // Lives as long as the binding, which outlives its clients.
  Session session_;
};

}  // namespace fairlead::postgres
