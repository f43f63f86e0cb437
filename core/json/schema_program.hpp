// What a schema is compiled to. Private to core/json: schema_compile.cpp makes it, schema_validate.cpp runs
// it. Nodes refer to each other by index, so recursion through $ref needs no ownership.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>
#include <re2/re2.h>

#include "base/result.hpp"
#include "json/schema.hpp"

namespace fairlead::json {

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = ~NodeId{0};

/// A set of types. Integer is a number without fraction, however it is stored; "number" in a schema sets
/// both.
using TypeSet = std::uint8_t;
inline constexpr TypeSet kNullType = 1, kBooleanType = 2, kIntegerType = 4, kFractionType = 8,
                         kStringType = 16, kArrayType = 32, kObjectType = 64, kAnyType = 127;

[[nodiscard]] TypeSet type_of(const boost::json::value& value);

struct NamedNode {
  std::string name;
  NodeId node;
};

struct NumberRules {
  std::optional<boost::json::value> minimum, maximum, above, below, multiple_of;
};

struct StringRules {
  std::optional<std::uint64_t> length_min, length_max;
  std::unique_ptr<re2::RE2> pattern;
};

struct ArrayRules {
  std::vector<NodeId> prefix;
  NodeId items = kNoNode, contains = kNoNode, unevaluated = kNoNode;
  std::uint64_t contains_min = 1;
  std::optional<std::uint64_t> contains_max, size_min, size_max;
  bool is_unique = false;
};

struct PatternNode {
  std::unique_ptr<re2::RE2> pattern;
  NodeId node;
};

struct ObjectRules {
  std::vector<NamedNode> properties;  ///< sorted by name
  std::vector<PatternNode> pattern_properties;
  std::vector<std::string> required;
  std::vector<std::pair<std::string, std::vector<std::string>>> dependent_required;
  std::vector<NamedNode> dependent_schemas;
  NodeId additional = kNoNode, names = kNoNode, unevaluated = kNoNode;
  std::optional<std::uint64_t> size_min, size_max;

  /// kNoNode if there is none of that name.
  [[nodiscard]] NodeId find(std::string_view name) const;
};

/// One subschema. An absent group of rules costs a null pointer.
struct SchemaNode {
  TypeSet types = kAnyType;
  bool is_false = false;  ///< the schema `false`
  bool is_secret = false;
  bool has_branches = false;  ///< any of ref … else_node
  NodeId ref = kNoNode, not_node = kNoNode, if_node = kNoNode, then_node = kNoNode, else_node = kNoNode;
  std::vector<NodeId> all_of, any_of, one_of;
  std::optional<boost::json::array> choices;  ///< enum
  std::optional<boost::json::value> constant;
  std::optional<boost::json::value> default_value;
  std::unique_ptr<NumberRules> number;
  std::unique_ptr<StringRules> string;
  std::unique_ptr<ArrayRules> array;
  std::unique_ptr<ObjectRules> object;

  /// The nodes applied to the same instance as this one, whether it depends on the instance or not.
  [[nodiscard]] std::vector<NodeId> in_place() const;
  /// Those that may be applied to an item or member of it; too many rather than too few.
  [[nodiscard]] std::vector<NodeId> nodes_of_item(std::size_t index) const;
  [[nodiscard]] std::vector<NodeId> nodes_of_member(std::string_view name) const;
};

struct SchemaProgram {
  SchemaLimits limits;
  std::vector<SchemaNode> nodes;
  NodeId root = kNoNode;
  bool has_secrets = false;
  std::vector<std::string> secret_paths;

  /// `ids` and all that is applied in place with them.
  [[nodiscard]] std::set<NodeId> closure(std::vector<NodeId> ids) const;
};

[[nodiscard]] Result<SchemaProgram> compile_program(const boost::json::value& document,
                                                    const SchemaLimits& limits);

/// Fills in secret_paths. @error InvalidArgument as Schema::compile says
[[nodiscard]] Result<void> list_secret_paths(SchemaProgram& program);

}  // namespace fairlead::json
