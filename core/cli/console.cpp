#include "cli/console.hpp"

#include <string>

#include "cli/text.hpp"
#include "runtime/call.hpp"

namespace fairlead::cli {
namespace {

// Messages may have several lines of our own; everything else in them is data.
std::string printable_lines(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    out += printable(text.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace

void print_json(Console& console, const boost::json::value& value) {
  console.out << compact_json(value) << "\n";
}

void print_table(Console& console, const Table& table, std::string_view nothing) {
  if (table.rows.empty()) {
    console.out << nothing << "\n";
  } else {
    console.out << render_table(table, console.table_style());
  }
}

void print_note(Console& console, std::string_view text) {
  if (console.is_json()) return;
  console.error_out << toned(printable_lines(text), Tone::Dim, console.has_error_color) << "\n";
}

std::string error_text(const Error& error, std::string_view code, bool has_color) {
  std::string out = toned("error:", Tone::Bad, has_color) + " " + printable_lines(error.message) + "\n";
  std::string tail(code);
  if (!error.reason.empty()) tail += ", " + printable(error.reason);
  if (error.retry_after) tail += ", try again in " + std::to_string(error.retry_after->count()) + " ms";
  return out + toned("(" + tail + ")", Tone::Dim, has_color) + "\n";
}

ExitCode print_error(Console& console, const Error& error, ExitCode exit) {
  if (console.is_json()) {
    print_json(console, boost::json::object{{"error", runtime::to_json(error)}});
  } else {
    console.error_out << error_text(error, to_string(error.code), console.has_error_color);
  }
  return exit;
}

ExitCode print_error(Console& console, const Error& error) {
  return print_error(console, error, exit_code(error.code));
}

}  // namespace fairlead::cli
