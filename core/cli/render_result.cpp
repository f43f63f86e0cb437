#include "cli/render_result.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <string_view>
#include <vector>

#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::optional<std::vector<std::string>> column_names(const array& columns) {
  std::vector<std::string> names;
  for (const value& column : columns) {
    const object* described = column.if_object();
    const value* name = described == nullptr ? &column : described->if_contains("name");
    if (name == nullptr || !name->is_string()) return std::nullopt;
    names.emplace_back(name->get_string());
  }
  return names;
}

Cell to_cell(const value* found) {
  if (found == nullptr) return {};
  if (found->is_null()) return {"NULL", Tone::Dim};
  if (found->is_string()) return {std::string(found->get_string())};
  return {compact_json(*found)};
}

std::optional<std::vector<Cell>> to_cells(const value& row, const std::vector<std::string>& names) {
  std::vector<Cell> cells;
  if (const array* items = row.if_array()) {
    if (items->size() != names.size()) return std::nullopt;
    for (const value& item : *items) cells.push_back(to_cell(&item));
    return cells;
  }
  const object* members = row.if_object();
  if (members == nullptr) return std::nullopt;
  for (const std::string& name : names) cells.push_back(to_cell(members->if_contains(name)));
  return cells;
}

const value* item_of(const value& row, std::size_t index, const std::string& name) {
  if (const array* items = row.if_array()) return items->if_contains(index);
  return row.get_object().if_contains(name);
}

bool is_numeric(const array& rows, std::size_t index, const std::string& name) {
  bool has_number = false;
  for (const value& row : rows) {
    const value* item = item_of(row, index, name);
    if (item == nullptr || item->is_null()) continue;
    if (!item->is_number()) return false;
    has_number = true;
  }
  return has_number;
}

std::string rows_line(const object& data, std::size_t row_count) {
  std::string out = "(" + std::to_string(row_count) + (row_count == 1 ? " row" : " rows");
  for (const auto& member : data) {
    const value& item = member.value();
    const bool says_nothing = item.is_structured() || item.is_null() || (item.is_bool() && !item.get_bool());
    if (says_nothing || member.key() == "row_count") continue;
    out += ", " + printable(member.key()) + ": " + printable(to_cell(&item).text);
  }
  return out + ")\n";
}

}  // namespace

std::optional<Table> table_of(const object& data) {
  const value* columns = data.if_contains("columns");
  const value* rows = data.if_contains("rows");
  if (columns == nullptr || rows == nullptr || !columns->is_array() || !rows->is_array()) return std::nullopt;
  const auto names = column_names(columns->get_array());
  if (!names || names->empty()) return std::nullopt;
  Table table;
  for (const value& row : rows->get_array()) {
    auto cells = to_cells(row, *names);
    if (!cells) return std::nullopt;
    table.rows.push_back(*std::move(cells));
  }
  for (std::size_t i = 0; i < names->size(); ++i) {
    const bool is_right = is_numeric(rows->get_array(), i, (*names)[i]);
    table.columns.push_back({(*names)[i], is_right ? Align::Right : Align::Left});
  }
  return table;
}

std::string render_data(const object& data, const TableStyle& style) {
  const auto table = table_of(data);
  if (!table) return pretty_json(data) + "\n";
  return render_table(*table, style) + toned(rows_line(data, table->rows.size()), Tone::Dim, style.has_color);
}

std::string render_duration(Duration duration) {
  constexpr const char* kUnits[] = {" µs", " ms", " s"};
  constexpr double kStep[] = {1e3, 1e4};  // Milliseconds are kept up to ten seconds: they compare better.
  double shown = static_cast<double>(duration.count()) / 1e3;
  std::size_t unit = 0;
  while (unit < std::size(kStep) && shown >= kStep[unit]) {
    shown /= 1e3;
    ++unit;
  }
  char text[32];
  const bool is_whole = shown >= 10 || shown == std::floor(shown);
  const int size = std::snprintf(text, sizeof text, is_whole ? "%.0f" : "%.1f", shown);
  return std::string(text, static_cast<std::size_t>(std::max(size, 0))) + kUnits[unit];
}

std::string render_meta(const runtime::InvocationResult& result) {
  std::string out = result.tenant;
  const bool was_asked = result.timings.lease > Duration::zero() || result.timings.invoke > Duration::zero();
  if (result.rung) {
    out += (was_asked ? " -> connection " : " -x connection ") + result.connection + " (" +
           std::string(to_string(*result.rung)) + ")";
  }
  out += ": " + render_duration(result.timings.total);
  if (result.timings.lease > Duration::zero()) out += ", lease " + render_duration(result.timings.lease);
  if (result.timings.invoke > Duration::zero()) out += ", invoke " + render_duration(result.timings.invoke);
  return printable(out);
}

}  // namespace fairlead::cli
