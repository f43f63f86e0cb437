// From what PostgreSQL and libpq report to what the host and the model should do about it. No I/O: the
// connection copies the facts out of libpq and calls this.
#pragma once

#include <string>
#include <string_view>

#include "fairlead/sdk/error.hpp"

namespace fairlead::postgres {

/// An error as the server reported it; the fields of an ErrorResponse message that matter here.
struct ServerError {
  std::string sqlstate;  ///< five characters, or empty when libpq itself failed
  std::string message;
  std::string detail;
  std::string hint;
  int position = 0;  ///< 1-based character in the statement as the caller wrote it; 0 when unknown
};

/// Why we asked the server to stop the running statement.
enum class Stop { No, Deadline, Cancelled };

/// Whether the statement may have changed something.
enum class Effect { Read, Write };

/// The exception for a failed statement: ToolError where the model can help it by other SQL, else Error with
/// {"sqlstate": ..} as detail, and with kClientBad where the connection is of no more use.
[[noreturn]] void throw_statement_failure(const ServerError& error, Stop stop, Effect effect);

/// The exception for a connection that was never made. `libpq_message` is PQerrorMessage with
/// PQERRORS_VERBOSE, which carries the SQLSTATE in the text; libpq has no other way to ask for it.
[[noreturn]] void throw_connect_failure(std::string_view libpq_message, bool needs_password);

/// The exception for a statement that was stopped before the server said how it ended. The client is bad.
[[noreturn]] void throw_stopped(Stop stop, Effect effect);

/// The exception for a connection that broke while a statement ran.
[[noreturn]] void throw_lost(std::string_view libpq_message, Effect effect);

/// The last SQLSTATE in a verbose libpq message ("FATAL:  28P01: password ..."), or empty.
[[nodiscard]] std::string_view sqlstate_in(std::string_view libpq_message);

}  // namespace fairlead::postgres
