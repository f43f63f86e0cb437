// What a statement does, by the parse tree of the real PostgreSQL grammar (libpg_query), never by its text.
// An allow-list: what is not known to be harmless to the session and the server is refused, whoever asks.
//
// This is a second line. The first is the server: a login role per tenant with no more than it needs, the
// extended protocol (one statement), and READ ONLY transactions.
#pragma once

#include <cstddef>
#include <string_view>

#include "failures.hpp"

namespace fairlead::postgres {

inline constexpr std::size_t kSqlBytesMax = 256 * 1024;
inline constexpr std::size_t kSqlDepthMax = 500;  ///< nested expressions

struct Statement {
  Effect effect = Effect::Read;

  /// SELECT, VALUES, TABLE, WITH: can be the query of a cursor. EXPLAIN and SHOW cannot.
  bool is_cursor_query = false;
};

/// Reads one statement. Any thread; a long text is parsed on a thread of its own with a large stack, because
/// libpg_query recurses once per operator.
/// @error ToolError that says what to do: no statement, several, a syntax error, a statement or a function
///        that is refused, too long, nested too deep. `structured` has {"reason": ..}: empty_statement,
///        several_statements, syntax_error, refused_statement, refused_function, too_long, too_deep
[[nodiscard]] Statement classify(std::string_view sql);

}  // namespace fairlead::postgres
