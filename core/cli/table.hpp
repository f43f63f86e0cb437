// Aligned columns of text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace fairlead::cli {

/// What a piece of text means; colour follows from it on terminals that want colour.
enum class Tone : std::uint8_t { Plain, Strong, Dim, Good, Bad };

/// `text` as it is, or between the terminal's sequences for `tone`.
[[nodiscard]] std::string toned(std::string text, Tone tone, bool has_color);

struct Cell {
  std::string text;  ///< as it came: made printable when rendered
  Tone tone = Tone::Plain;
};

enum class Align : std::uint8_t { Left, Right };

struct Column {
  std::string title;
  Align align = Align::Left;
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  ///< each with as many cells as there are columns
};

struct TableStyle {
  std::size_t width_max = 0;  ///< of a line; 0: no limit, nothing is cut
  bool has_color = false;
};

/// Title, rule, rows; a line each, no trailing blanks. Columns are narrowed, widest first, until a line fits;
/// below eight columns each they overflow instead, so that every cell stays recognisable.
[[nodiscard]] std::string render_table(const Table& table, const TableStyle& style);

}  // namespace fairlead::cli
