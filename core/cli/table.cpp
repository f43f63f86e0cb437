#include "cli/table.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 8;

std::size_t line_width(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) + kGap * (widths.size() - 1);
}

void narrow(std::vector<std::size_t>& widths, std::size_t width_max) {
  while (line_width(widths) > width_max) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) return;
    const std::size_t excess = line_width(widths) - width_max;
    std::size_t second = kNarrowest;
    for (const std::size_t width : widths) {
      if (width < *widest) second = std::max(second, width);
    }
    // Down to the next widest at most, so that equal columns share the loss.
    *widest -= std::min(excess, std::max<std::size_t>(*widest - second, 1));
  }
}

Table made_printable(const Table& table) {
  Table out = table;
  for (Column& column : out.columns) column.title = printable(column.title);
  for (auto& row : out.rows) {
    for (Cell& cell : row) cell.text = printable(cell.text);
  }
  return out;
}

std::vector<std::size_t> column_widths(const Table& table, std::size_t width_max) {
  std::vector<std::size_t> widths;
  for (const Column& column : table.columns) widths.push_back(display_width(column.title));
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < widths.size(); ++i)
      widths[i] = std::max(widths[i], display_width(row[i].text));
  }
  if (width_max > 0) narrow(widths, width_max);
  return widths;
}

// Blanks are held back until something follows them, so that no line ends in blanks.
class Line {
 public:
  explicit Line(bool has_color) : has_color_(has_color) {}

  void add(const Cell& cell, std::size_t width, Align align) {
    const std::string text = cut_to_width(cell.text, width);
    const std::size_t padding = width - display_width(text);
    if (align == Align::Right) blanks_ += padding;
    if (!text.empty()) {
      text_ += std::string(blanks_, ' ') + toned(text, cell.tone, has_color_);
      blanks_ = 0;
    }
    blanks_ += kGap + (align == Align::Left ? padding : 0);
  }
  [[nodiscard]] std::string finished() const { return text_ + "\n"; }

 private:
  bool has_color_;
  std::size_t blanks_ = 0;
  std::string text_;
};

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace

std::string toned(std::string text, Tone tone, bool has_color) {
  if (!has_color || text.empty()) return text;
  const char* begin = "";
  switch (tone) {
    case Tone::Plain: return text;
    case Tone::Strong: begin = "\x1b[1m"; break;
    case Tone::Dim: begin = "\x1b[2m"; break;
    case Tone::Good: begin = "\x1b[32m"; break;
    case Tone::Bad: begin = "\x1b[31m"; break;
  }
  return begin + text + "\x1b[0m";
}

std::string render_table(const Table& table, const TableStyle& style) {
  if (table.columns.empty()) return {};
  const Table shown = made_printable(table);
  const std::vector<std::size_t> widths = column_widths(shown, style.width_max);
  Line titles(style.has_color);
  Line rule(style.has_color);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    titles.add({shown.columns[i].title, Tone::Strong}, widths[i], shown.columns[i].align);
    rule.add({repeated("─", widths[i]), Tone::Dim}, widths[i], Align::Left);
  }
  std::string out = titles.finished() + rule.finished();
  for (const auto& row : shown.rows) {
    Line line(style.has_color);
    for (std::size_t i = 0; i < widths.size(); ++i) line.add(row[i], widths[i], shown.columns[i].align);
    out += line.finished();
  }
  return out;
}

}  // namespace fairlead::cli
