#include "client.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "catalog_queries.hpp"
#include "conninfo.hpp"
#include "statement.hpp"
#include "values.hpp"

namespace fairlead::postgres {
namespace {

// Descriptions of very wide tables still fit; the host's own limit on results is 4 MiB.
constexpr std::size_t kCatalogBytesMax = 2 * 1024 * 1024;

ConnectSettings connect_settings(const Config& config) {
  ConnectSettings settings;
  settings.host = config.host;
  settings.port = config.port;
  settings.database = config.database;
  settings.user = config.user;
  settings.sslmode = config.sslmode;
  settings.sslrootcert = config.sslrootcert->value_or("");
  settings.sslcert = config.sslcert->value_or("");
  settings.sslkey = config.sslkey->value_or("");
  settings.application_name = config.application_name;
  settings.connect_timeout_s = config.connect_timeout_s;
  settings.tenant_setting = config.tenant_setting;
  return settings;
}

void check(const ConnectSettings& settings, bool has_password) {
  if (const auto fault = fault_in(settings)) throw Error(FAIRLEAD_FAILED_PRECONDITION, *fault, kBindingBad);
  if (const auto variable = fault_in_environment(has_password)) {
    throw Error(FAIRLEAD_FAILED_PRECONDITION,
                "unset the environment variable " + *variable +
                    " of the process: it would change every tenant's connection");
  }
}

std::optional<std::string> text_or_null(const std::optional<std::string>& text) { return text; }

}  // namespace

std::unique_ptr<Client> Client::connect(const Config& config, Context& context) {
  const ConnectSettings settings = connect_settings(config);
  const auto& secret = *config.password;
  check(settings, secret.has_value());
  // A copy, because the host waits inside with_secret and connecting takes its time.
  struct Password {
    std::string text;
    ~Password() { wipe(text); }
  } const password{secret ? context.reveal(*secret) : std::string()};
  Session session(Connection::open(settings, password.text, context),
                  {settings.tenant_setting, settings.application_name,
                   std::chrono::milliseconds(config.statement_timeout_ms)});
  return std::unique_ptr<Client>(new Client(config, std::move(session)));
}

QueryResult Client::query(const QueryArgs& args, Call& call) {
  const Statement statement = classify(*args.sql);
  if (statement.effect != Effect::Read) {
    throw ToolError(
        "query only reads, and this statement may write, lock rows or run what it explains: use execute",
        boost::json::object{{"reason", "not_read_only"}});
  }
  StatementResult result = session_.run({.sql = *args.sql,
                                         .params = encode_params(args.params->value_or(boost::json::array())),
                                         .effect = Effect::Read,
                                         .is_cursor_query = statement.is_cursor_query,
                                         .limits = limits(*args.limit)},
                                        call);
  QueryResult answer;
  answer.columns = columns_of(result, call);
  answer.row_count = static_cast<std::int64_t>(result.rows.size());
  answer.rows = std::move(result.rows);
  answer.truncated = result.is_truncated;
  return answer;
}

ExecuteResult Client::execute(const ExecuteArgs& args, Call& call) {
  if (call.access() != Access::ReadWrite) {
    throw ToolError(
        "this connection is read-only for you: read with query, or ask the operator for write access",
        boost::json::object{{"reason", "read_only_access"}});
  }
  // A read is welcome here too, and still runs in a read-only transaction.
  const Statement statement = classify(*args.sql);
  StatementResult result = session_.run({.sql = *args.sql,
                                         .params = encode_params(args.params->value_or(boost::json::array())),
                                         .effect = statement.effect,
                                         .is_cursor_query = statement.is_cursor_query,
                                         .limits = limits(*args.limit)},
                                        call);
  ExecuteResult answer;
  answer.command = statement.is_cursor_query ? "SELECT" : result.command;
  answer.rows_affected = statement.effect == Effect::Write ? result.rows_affected.value_or(0) : 0;
  if (!result.columns.empty()) {
    answer.columns = columns_of(result, call);
    answer.rows = std::move(result.rows);
  }
  answer.truncated = result.is_truncated;
  return answer;
}

TableList Client::list_tables(const ListTablesArgs& args, Call& call) {
  const RowLimits wanted{.rows_max = static_cast<std::size_t>(*args.limit), .bytes_max = kCatalogBytesMax};
  const StatementResult result =
      session_.run({.sql = std::string(kListTables),
                    .params = {text_or_null(*args.schema), text_or_null(*args.name)},
                    .effect = Effect::Read,
                    .is_cursor_query = true,
                    .limits = wanted},
                   call);
  TableList list;
  list.truncated = result.is_truncated;
  for (const auto& row : result.rows) {
    TableSummary table;
    table.schema = row.at(0).as_string();
    table.name = row.at(1).as_string();
    table.kind = std::string(row.at(2).as_string());
    if (row.at(3).is_int64()) table.estimated_rows = std::optional(row.at(3).get_int64());
    if (row.at(4).is_string()) table.comment = std::string(row.at(4).get_string());
    list.tables.push_back(std::move(table));
  }
  return list;
}

TableDescription Client::describe_table(const DescribeTableArgs& args, Call& call) {
  const StatementResult result = session_.run({.sql = std::string(kDescribeTable),
                                               .params = {*args.schema, *args.table},
                                               .effect = Effect::Read,
                                               .is_cursor_query = true,
                                               .limits = {.rows_max = 1, .bytes_max = kCatalogBytesMax}},
                                              call);
  if (result.rows.empty()) {
    throw ToolError(result.is_truncated
                        ? "the table's description is too large: read pg_catalog with query"
                        : "there is no such table or view: list_tables shows what exists, with schemas",
                    boost::json::object{{"reason", result.is_truncated ? "too_large" : "not_found"}});
  }
  return boost::json::value_to<TableDescription>(result.rows.front().at(0));
}

RowLimits Client::limits(const std::optional<int>& wanted_rows) const {
  const int rows = std::min(wanted_rows.value_or(*config_.rows_max), *config_.rows_max);
  return {.rows_max = static_cast<std::size_t>(rows),
          .bytes_max = static_cast<std::size_t>(*config_.bytes_max)};
}

std::vector<Column> Client::columns_of(const StatementResult& result, Operation& operation) {
  auto types = session_.type_names(result.columns, operation);
  std::vector<Column> columns(types.size());
  for (std::size_t at = 0; at < types.size(); ++at) {
    columns[at].name = result.columns[at].name;
    columns[at].type = std::move(types[at]);
  }
  return columns;
}

}  // namespace fairlead::postgres
