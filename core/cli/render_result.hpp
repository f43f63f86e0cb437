// The answer of a call as people read it.
#pragma once

#include <optional>
#include <string>

#include <boost/json/object.hpp>

#include "cli/table.hpp"
#include "runtime/call.hpp"

namespace fairlead::cli {

/// The table that `data` describes when it has an array "columns", of names or of objects with a "name", and
/// an array "rows", of arrays in their order or of objects by name; nullopt otherwise.
[[nodiscard]] std::optional<Table> table_of(const boost::json::object& data);

/// A table, the number of rows and the other scalar members of `data`; else indented JSON.
[[nodiscard]] std::string render_data(const boost::json::object& data, const TableStyle& style);

/// "acme -> connection postgres (tenant): 3.2 ms, lease 1.1 ms"; a call that never asked its connection has
/// "-x".
[[nodiscard]] std::string render_meta(const runtime::InvocationResult& result);

/// "41 µs", "3.2 ms", "30 s".
[[nodiscard]] std::string render_duration(Duration duration);

}  // namespace fairlead::cli
