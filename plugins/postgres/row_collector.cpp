#include "row_collector.hpp"

#include <charconv>
#include <string_view>
#include <utility>

#include "values.hpp"

namespace fairlead::postgres {
namespace {

std::string_view text_at(const PGresult* result, int row, int column) {
  return {::PQgetvalue(result, row, column), static_cast<std::size_t>(::PQgetlength(result, row, column))};
}

std::size_t row_bytes(const PGresult* result, int row) {
  std::size_t bytes = 0;
  for (int column = 0; column < ::PQnfields(result); ++column) {
    bytes += static_cast<std::size_t>(::PQgetlength(result, row, column));
  }
  return bytes;
}

}  // namespace

void RowCollector::take(const PGresult* result) {
  if (result_.columns.empty()) take_columns(result);
  for (int row = 0; row < ::PQntuples(result); ++row) take_row(result, row);
  if (::PQresultStatus(result) != PGRES_SINGLE_TUPLE) take_command(result);
}

void RowCollector::take_columns(const PGresult* result) {
  for (int column = 0; column < ::PQnfields(result); ++column) {
    result_.columns.push_back(
        {to_utf8(::PQfname(result, column)), ::PQftype(result, column), ::PQfmod(result, column)});
  }
}

void RowCollector::take_row(const PGresult* result, int row) {
  if (result_.is_truncated || result_.rows.size() >= limits_.rows_max) {
    result_.is_truncated = true;
    dropped_bytes_ += row_bytes(result, row);
    return;
  }
  // The text is at least half as long as its JSON's shortest form (bytea), so a giant is not even decoded.
  std::size_t bytes = 3 + row_bytes(result, row) / 2;
  boost::json::array values;
  if (bytes_ + bytes <= limits_.bytes_max) {
    bytes = 3;  // brackets, and the comma between rows
    values.reserve(static_cast<std::size_t>(::PQnfields(result)));
    for (int column = 0; column < ::PQnfields(result); ++column) {
      const bool is_null = ::PQgetisnull(result, row, column) != 0;
      values.push_back(is_null ? boost::json::value(nullptr)
                               : decode_value(::PQftype(result, column), text_at(result, row, column)));
      bytes += 1 + json_bytes(values.back());
    }
  }
  if (bytes_ + bytes > limits_.bytes_max) {
    result_.is_truncated = true;
    dropped_bytes_ += row_bytes(result, row);
    return;
  }
  bytes_ += bytes;
  result_.rows.push_back(std::move(values));
}

// "INSERT 0 3", "SELECT 5", "CREATE TABLE".
void RowCollector::take_command(const PGresult* result) {
  const std::string_view tag = ::PQcmdStatus(const_cast<PGresult*>(result));  // libpq's type; it only reads
  result_.command = tag.substr(0, tag.find_first_of("0123456789"));
  while (result_.command.ends_with(' ')) result_.command.pop_back();
  const std::string_view count = ::PQcmdTuples(const_cast<PGresult*>(result));
  std::int64_t number = 0;
  if (std::from_chars(count.data(), count.data() + count.size(), number).ec == std::errc()) {
    result_.rows_affected = number;
  }
}

}  // namespace fairlead::postgres
