// Absent parts as JSON null, for the files of this folder that render results.
#pragma once

#include <optional>
#include <string_view>

#include <boost/json/value.hpp>

namespace fairlead::runtime {

/// Null for an empty text.
[[nodiscard]] inline boost::json::value string_or_null(std::string_view text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

/// The name of an enumerator, found as `to_string`; null when absent.
template <typename T>
[[nodiscard]] boost::json::value name_or_null(const std::optional<T>& value) {
  return value ? boost::json::value(to_string(*value)) : boost::json::value(nullptr);
}

}  // namespace fairlead::runtime
