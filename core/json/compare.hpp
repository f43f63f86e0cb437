// Equality and arithmetic of JSON values by what they mean, not by how they are stored: 1 is 1.0.
#pragma once

#include <cstdint>

#include <boost/json/value.hpp>

namespace fairlead::json {

/// JSON Schema's equality (2020-12 core, section 4.2.2): numbers by value, exactly, whatever their kind;
/// objects regardless of order.
[[nodiscard]] bool is_equal(const boost::json::value& a, const boost::json::value& b);

/// The same for equal values.
[[nodiscard]] std::uint64_t hash_of(const boost::json::value& value);

/// Negative, zero or positive as a is smaller than, equal to or greater than b. Both are finite numbers.
[[nodiscard]] int compare_numbers(const boost::json::value& a, const boost::json::value& b);

/// Whether `number` is an integer times `divisor`, both as their shortest decimal text says: 0.3 is a
/// multiple of 0.1 although the doubles are not. `divisor` is positive.
[[nodiscard]] bool is_multiple_of(const boost::json::value& number, const boost::json::value& divisor);

}  // namespace fairlead::json
