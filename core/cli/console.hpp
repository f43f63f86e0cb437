// Where the program writes, and what may be written there. Results go to `out`, all else to `error_out`.
#pragma once

#include <cstdint>
#include <ostream>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/error.hpp"
#include "cli/exit_code.hpp"
#include "cli/table.hpp"

namespace fairlead::cli {

enum class Format : std::uint8_t { Human, Json };

/// Borrows its streams. One thread.
struct Console {
  std::ostream& out;
  std::ostream& error_out;
  Format format = Format::Human;
  std::size_t width = 0;  ///< columns of the terminal behind `out`; 0: it is none, and nothing is cut
  bool has_color = false;
  bool has_error_color = false;

  [[nodiscard]] bool is_json() const { return format == Format::Json; }
  [[nodiscard]] TableStyle table_style() const { return {width, has_color}; }
};

/// One line on `out`.
void print_json(Console& console, const boost::json::value& value);

/// The table, or `nothing` in its place when it has no rows.
void print_table(Console& console, const Table& table, std::string_view nothing);

/// A remark on `error_out` that is no part of the result; nothing in JSON.
void print_note(Console& console, std::string_view text);

/// {"error": {...}} on `out`, or for people the message on `error_out`. Gives `exit` back.
ExitCode print_error(Console& console, const Error& error, ExitCode exit);

/// The same with the exit code that belongs to the error.
ExitCode print_error(Console& console, const Error& error);

/// The text that people see of an error: every line of its message, then code and reason.
[[nodiscard]] std::string error_text(const Error& error, std::string_view code, bool has_color);

}  // namespace fairlead::cli
