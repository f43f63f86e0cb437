// libpg_query's parse tree as JSON, parsed safely: bounded length, bounded depth, enough stack.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace fairlead::postgres {

/// A syntax error, as the grammar of the server would report it.
struct SyntaxError {
  std::string message;
  int position = 0;  ///< 1-based character, 0 when unknown
};

struct ParseTree {
  std::optional<SyntaxError> error;
  bool is_too_deep = false;
  boost::json::value root;  ///< {"version": .., "stmts": [{"stmt": {"SelectStmt": {..}}}, ..]}
};

/// `sql` without NUL characters, `storage` for the tree's memory; both outlive the result.
/// @error Error RESOURCE_EXHAUSTED if no thread can be had for a long text
[[nodiscard]] ParseTree parse_sql(const std::string& sql, std::size_t depth_max,
                                  const boost::json::storage_ptr& storage);

}  // namespace fairlead::postgres
