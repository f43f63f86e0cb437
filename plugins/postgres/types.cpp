// One table, sorted by id.
#include "types.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace fairlead::postgres {
namespace {

struct BuiltinType {
  Oid oid;
  std::string_view name;  // of an array: of its element
  Shape shape;
  Oid element;
};

constexpr std::array kTypes{
    BuiltinType{16, "boolean", Shape::Boolean, 0},
    BuiltinType{17, "bytea", Shape::Bytes, 0},
    BuiltinType{18, "\"char\"", Shape::Text, 0},
    BuiltinType{19, "name", Shape::Text, 0},
    BuiltinType{20, "bigint", Shape::Integer, 0},
    BuiltinType{21, "smallint", Shape::Integer, 0},
    BuiltinType{23, "integer", Shape::Integer, 0},
    BuiltinType{25, "text", Shape::Text, 0},
    BuiltinType{26, "oid", Shape::Integer, 0},
    BuiltinType{114, "json", Shape::Document, 0},
    BuiltinType{142, "xml", Shape::Text, 0},
    BuiltinType{199, "json", Shape::Array, 114},
    BuiltinType{600, "point", Shape::Text, 0},
    BuiltinType{650, "cidr", Shape::Text, 0},
    BuiltinType{651, "cidr", Shape::Array, 650},
    BuiltinType{700, "real", Shape::Real, 0},
    BuiltinType{701, "double precision", Shape::Real, 0},
    BuiltinType{705, "unknown", Shape::Text, 0},
    BuiltinType{790, "money", Shape::Text, 0},
    BuiltinType{829, "macaddr", Shape::Text, 0},
    BuiltinType{869, "inet", Shape::Text, 0},
    BuiltinType{1000, "boolean", Shape::Array, 16},
    BuiltinType{1001, "bytea", Shape::Array, 17},
    BuiltinType{1002, "\"char\"", Shape::Array, 18},
    BuiltinType{1003, "name", Shape::Array, 19},
    BuiltinType{1005, "smallint", Shape::Array, 21},
    BuiltinType{1007, "integer", Shape::Array, 23},
    BuiltinType{1009, "text", Shape::Array, 25},
    BuiltinType{1014, "character", Shape::Array, 1042},
    BuiltinType{1015, "character varying", Shape::Array, 1043},
    BuiltinType{1016, "bigint", Shape::Array, 20},
    BuiltinType{1021, "real", Shape::Array, 700},
    BuiltinType{1022, "double precision", Shape::Array, 701},
    BuiltinType{1028, "oid", Shape::Array, 26},
    BuiltinType{1041, "inet", Shape::Array, 869},
    BuiltinType{1042, "character", Shape::Text, 0},
    BuiltinType{1043, "character varying", Shape::Text, 0},
    BuiltinType{1082, "date", Shape::Text, 0},
    BuiltinType{1083, "time without time zone", Shape::Text, 0},
    BuiltinType{1114, "timestamp without time zone", Shape::Text, 0},
    BuiltinType{1115, "timestamp without time zone", Shape::Array, 1114},
    BuiltinType{1182, "date", Shape::Array, 1082},
    BuiltinType{1183, "time without time zone", Shape::Array, 1083},
    BuiltinType{1184, "timestamp with time zone", Shape::Text, 0},
    BuiltinType{1185, "timestamp with time zone", Shape::Array, 1184},
    BuiltinType{1186, "interval", Shape::Text, 0},
    BuiltinType{1187, "interval", Shape::Array, 1186},
    BuiltinType{1231, "numeric", Shape::Array, 1700},
    BuiltinType{1266, "time with time zone", Shape::Text, 0},
    BuiltinType{1270, "time with time zone", Shape::Array, 1266},
    BuiltinType{1560, "bit", Shape::Text, 0},
    BuiltinType{1562, "bit varying", Shape::Text, 0},
    BuiltinType{1700, "numeric", Shape::Text, 0},
    BuiltinType{2205, "regclass", Shape::Text, 0},
    BuiltinType{2206, "regtype", Shape::Text, 0},
    BuiltinType{2249, "record", Shape::Text, 0},
    BuiltinType{2278, "void", Shape::Text, 0},
    BuiltinType{2950, "uuid", Shape::Text, 0},
    BuiltinType{2951, "uuid", Shape::Array, 2950},
    BuiltinType{3614, "tsvector", Shape::Text, 0},
    BuiltinType{3615, "tsquery", Shape::Text, 0},
    BuiltinType{3802, "jsonb", Shape::Document, 0},
    BuiltinType{3807, "jsonb", Shape::Array, 3802},
    BuiltinType{3904, "int4range", Shape::Text, 0},
    BuiltinType{3906, "numrange", Shape::Text, 0},
    BuiltinType{3908, "tsrange", Shape::Text, 0},
    BuiltinType{3910, "tstzrange", Shape::Text, 0},
    BuiltinType{3912, "daterange", Shape::Text, 0},
    BuiltinType{3926, "int8range", Shape::Text, 0},
    BuiltinType{4072, "jsonpath", Shape::Text, 0},
};
static_assert(std::is_sorted(kTypes.begin(), kTypes.end(),
                             [](const BuiltinType& a, const BuiltinType& b) { return a.oid < b.oid; }));

const BuiltinType* find_type(Oid oid) {
  const auto* const found =
      std::lower_bound(kTypes.begin(), kTypes.end(), oid,
                       [](const BuiltinType& type, Oid wanted) { return type.oid < wanted; });
  return found != kTypes.end() && found->oid == oid ? found : nullptr;
}

// Lengths are stored with the four bytes of a varlena header added; numeric packs precision and scale.
std::string modifier_text(Oid type, int modifier) {
  constexpr int kHeader = 4;
  if (modifier < 0) return {};
  if (type == 1042 || type == 1043) return "(" + std::to_string(modifier - kHeader) + ")";
  if (type == 1560 || type == 1562) return "(" + std::to_string(modifier) + ")";
  if (type != 1700) return {};
  const auto packed = static_cast<unsigned>(modifier - kHeader);
  const int scale = static_cast<int>((packed & 0x7FFu) ^ 1024u) - 1024;  // eleven bits, signed
  return "(" + std::to_string((packed >> 16u) & 0xFFFFu) + "," + std::to_string(scale) + ")";
}

}  // namespace

TypeTraits traits_of(Oid type) {
  const BuiltinType* found = find_type(type);
  return found == nullptr ? TypeTraits{} : TypeTraits{found->shape, found->element};
}

std::optional<std::string> builtin_type_name(Oid type, int modifier) {
  const BuiltinType* found = find_type(type);
  if (found == nullptr) return std::nullopt;
  const bool is_array = found->shape == Shape::Array;
  std::string name(found->name);
  name += modifier_text(is_array ? found->element : type, modifier);
  if (is_array) name += "[]";
  return name;
}

}  // namespace fairlead::postgres
