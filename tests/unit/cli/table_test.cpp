// Alignment, cutting and colour of tables.
#include "cli/table.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

Table one_column(std::string title, std::vector<std::string> texts) {
  Table table{{{std::move(title)}}, {}};
  for (std::string& text : texts) table.rows.push_back({{std::move(text)}});
  return table;
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, display_width(line));
  return widest;
}

TEST(RenderTableTest, AlignsColumnsByWhatTheyShow) {
  const Table table{{{"name"}, {"n", Align::Right}}, {{{"東京"}, {"1"}}, {{"Århus"}, {"20"}}}};
  EXPECT_EQ(render_table(table, {}),
            "name    n\n"
            "─────  ──\n"
            "東京    1\n"
            "Århus  20\n");
}

TEST(RenderTableTest, LeavesNoBlanksAtTheEndOfALine) {
  const Table table{{{"a"}, {"b"}}, {{{"x"}, {""}}}};
  EXPECT_EQ(render_table(table, {}), "a  b\n─  ─\nx\n");
}

TEST(RenderTableTest, MakesCellsPrintable) {
  EXPECT_EQ(render_table(one_column("c", {"\x1b[31mred\n"}), {}), "c\n─────────────\n\\x1b[31mred\\n\n");
}

TEST(RenderTableTest, MakesTitlesPrintable) {
  EXPECT_EQ(render_table(one_column("\x1b", {}), {}), "\\x1b\n────\n");
}

TEST(RenderTableTest, CutsNothingWithoutALimit) {
  const std::string longest(5000, 'x');
  EXPECT_NE(render_table(one_column("c", {longest}), {}).find(longest), std::string::npos);
}

TEST(RenderTableTest, FitsTheTerminal) {
  const Table table{{{"a"}, {"b"}, {"c"}}, {{{std::string(100, 'x')}, {std::string(50, 'y')}, {"short"}}}};
  const std::string text = render_table(table, {.width_max = 80, .has_color = false});
  EXPECT_EQ(widest_line(text), 80U);
  EXPECT_NE(text.find("short"), std::string::npos);
}

TEST(RenderTableTest, LeavesATableThatJustFits) {
  const std::string text =
      render_table(one_column("c", {std::string(80, 'x')}), {.width_max = 80, .has_color = false});
  EXPECT_EQ(text.find("…"), std::string::npos);
}

TEST(RenderTableTest, CutsATableThatIsOneColumnTooWide) {
  const std::string text =
      render_table(one_column("c", {std::string(81, 'x')}), {.width_max = 80, .has_color = false});
  EXPECT_EQ(widest_line(text), 80U);
}

TEST(RenderTableTest, OverflowsRatherThanLoseEveryCell) {
  Table table;
  table.rows.emplace_back();
  for (int i = 0; i < 20; ++i) {
    table.columns.push_back({"c"});
    table.rows[0].push_back({"abcdefgh"});
  }
  const std::string text = render_table(table, {.width_max = 40, .has_color = false});
  EXPECT_NE(text.find("abcdefgh"), std::string::npos);
}

TEST(RenderTableTest, ColoursOnlyWhereColourIsWanted) {
  const Table table{{{"c"}}, {{{"x", Tone::Bad}}}};
  EXPECT_EQ(render_table(table, {}).find('\x1b'), std::string::npos);
  EXPECT_NE(render_table(table, {.width_max = 0, .has_color = true}).find("\x1b[31mx\x1b[0m"),
            std::string::npos);
}

TEST(RenderTableTest, IsNothingWithoutColumns) { EXPECT_EQ(render_table({}, {}), ""); }

}  // namespace
}  // namespace fairlead::cli
