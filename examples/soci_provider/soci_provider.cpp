// Any database SOCI has a backend for (sqlite3, mysql, odbc, oracle, …): one class for all of them.
#include <fairlead/sdk.hpp>
#include <soci/soci.h>

struct Config {
  fairlead::Arg<std::string, "SOCI backend, such as sqlite3"> backend;
  fairlead::Arg<fairlead::Secret, "Connection string of the backend"> connection;
  fairlead::Arg<std::size_t, "Most rows a query gives", fairlead::Range{1, 10000}> rows_max = 100;
};
BOOST_DESCRIBE_STRUCT(Config, (), (backend, connection, rows_max))
struct Sql {
  fairlead::Arg<std::string, "One SQL statement", fairlead::MinLength{1}> sql;
};
BOOST_DESCRIBE_STRUCT(Sql, (), (sql))
struct Rows {
  std::vector<std::string> columns;
  std::vector<boost::json::array> rows;
  bool truncated;
};
BOOST_DESCRIBE_STRUCT(Rows, (), (columns, rows, truncated))
struct Affected {
  long long rows;
};
BOOST_DESCRIBE_STRUCT(Affected, (), (rows))
static fairlead::Json cell(const soci::row& row, std::size_t column) {
  if (row.get_indicator(column) == soci::i_null) return nullptr;
  const soci::data_type type = row.get_properties(column).get_data_type();
  if (type == soci::dt_double) return row.get<double>(column);
  if (type == soci::dt_integer) return row.get<int>(column);
  if (type == soci::dt_long_long) return row.get<long long>(column);
  if (type == soci::dt_unsigned_long_long) return row.get<unsigned long long>(column);
  if (type != soci::dt_date) return boost::json::string(row.get<std::string>(column));
  const std::tm time = row.get<std::tm>(column);
  char text[32];
  return boost::json::string(text, std::strftime(text, sizeof text, "%FT%T", &time));
}
struct Database {
  const Config& config;  // Lives longer than the client.
  soci::session session;
  explicit Database(const Config& from) : config(from) {}
  static std::unique_ptr<Database> connect(const Config& config, fairlead::Context& context) try {
    auto made = std::make_unique<Database>(config);
    context.with_secret(config.connection, [&](std::string_view connection) {
      made->session.open(*config.backend, std::string(connection));
    });
    return made;
  } catch (const soci::soci_error& error) {
    throw fairlead::Error(FAIRLEAD_UNAVAILABLE, error.get_error_message());
  }
  Rows query(const Sql& args, fairlead::Call& call) try {
    const soci::transaction undone(session);  // Never committed: a query changes nothing.
    const soci::rowset<soci::row> cursor = (session.prepare << *args.sql);
    Rows found{};
    for (const soci::row& row : cursor) {
      call.throw_if_cancelled();
      found.truncated = found.rows.size() == *config.rows_max;
      if (found.truncated) break;
      boost::json::array& cells = found.rows.emplace_back();
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (found.rows.size() == 1) found.columns.push_back(row.get_properties(i).get_name());
        cells.push_back(cell(row, i));
      }
    }
    return found;
  } catch (const soci::soci_error& error) {
    throw fairlead::ToolError(error.get_error_message());
  }
  Affected execute(const Sql& args, fairlead::Call&) try {
    soci::statement statement = (session.prepare << *args.sql);
    statement.execute(true);
    return {statement.get_affected_rows()};
  } catch (const soci::soci_error& error) {
    throw fairlead::ToolError(error.get_error_message());
  }
};
using Query =
    fairlead::Tool<&Database::query, "query", "Rows of a SQL query; changes nothing", fairlead::read_only>;
using Execute = fairlead::Tool<&Database::execute, "execute", "Run a SQL statement", fairlead::destructive>;
FAIRLEAD_PLUGIN("dev.fairlead.soci", "1.0.0", fairlead::Provider<Database, Config, "soci", Query, Execute>)
