// PostgreSQL's built-in types that this provider knows by heart, by the object ids of its catalogue
// (src/include/catalog/pg_type.dat; they never change once released).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fairlead::postgres {

using Oid = std::uint32_t;

/// How a value's text becomes JSON.
enum class Shape : std::uint8_t { Text, Boolean, Integer, Real, Document, Bytes, Array };

struct TypeTraits {
  Shape shape = Shape::Text;
  Oid element = 0;  ///< of an Array
};

/// Text for a type that is not known.
[[nodiscard]] TypeTraits traits_of(Oid type);

/// The SQL name as format_type gives it ("character varying(20)"), or nothing for a type that is not known.
/// `modifier`: PQfmod; -1 for none.
[[nodiscard]] std::optional<std::string> builtin_type_name(Oid type, int modifier);

}  // namespace fairlead::postgres
