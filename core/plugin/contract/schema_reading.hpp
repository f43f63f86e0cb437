// Looking at a JSON Schema document as data, for making values and for reading what it says to people.
#pragma once

#include <cstddef>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace fairlead::plugin::contract {

// Null when there is no such member, or it is of another type.
[[nodiscard]] const boost::json::array* find_array(const boost::json::object& schema, std::string_view key);
[[nodiscard]] const boost::json::object* find_object(const boost::json::object& schema, std::string_view key);

/// Empty when there is none.
[[nodiscard]] std::string_view find_text(const boost::json::object& schema, std::string_view key);
[[nodiscard]] double find_number(const boost::json::object& schema, std::string_view key, double otherwise);
/// At most a million.
[[nodiscard]] std::size_t find_size(const boost::json::object& schema, std::string_view key,
                                    std::size_t otherwise);
[[nodiscard]] bool is_true(const boost::json::object& schema, std::string_view key);

/// What "#/$defs/a" points to in `document`; null for everything else.
[[nodiscard]] const boost::json::value* find_target(const boost::json::value& document,
                                                    std::string_view reference);

/// A string whose content nothing restricts but its length, and that is no secret.
[[nodiscard]] bool is_free_text(const boost::json::object& schema);

}  // namespace fairlead::plugin::contract
