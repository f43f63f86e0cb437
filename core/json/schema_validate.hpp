// One validation of one instance. Private to core/json.
#pragma once

#include <vector>

#include <boost/json/value.hpp>

#include "json/schema_program.hpp"

namespace fairlead::json {

/// Where a validation stands in the instance: a list on the stack, made into text only for an error.
struct InstancePath {
  const InstancePath* parent;
  std::string_view name;  ///< of a member; of an item, empty with data() == nullptr
  std::size_t index;
};

/// Fills vectors with "this item or member has been looked at", for unevaluatedItems and
/// unevaluatedProperties.
using Evaluated = std::vector<bool>;

class SchemaValidation {
 public:
  explicit SchemaValidation(const SchemaProgram& program) : program_(program) {}

  std::vector<FieldError> run(const boost::json::value& instance);

 private:
  enum class Reporting : std::uint8_t { Silent, Loud };

  // The instance's place; who wants to know what was evaluated (or null); whether errors are written down.
  struct At {
    const InstancePath* path;
    Evaluated* evaluated;
    Reporting reporting;
  };

  bool check(NodeId id, const boost::json::value& instance, const At& at);
  bool check_node(const SchemaNode& node, const boost::json::value& instance, const At& at);
  bool check_rules(const SchemaNode& node, const boost::json::value& instance, const At& at);
  bool check_values(const SchemaNode& node, const boost::json::value& instance, const At& at);
  bool check_number(const NumberRules& rules, const boost::json::value& number, const At& at);
  bool check_string(const StringRules& rules, const boost::json::value& text, const At& at);
  bool check_array(const ArrayRules& rules, const boost::json::value& instance, const At& at);
  bool check_contains(const ArrayRules& rules, const boost::json::array& items, const At& at);
  bool check_unique(const boost::json::array& items, const At& at);
  bool check_object(const ObjectRules& rules, const boost::json::value& instance, const At& at);
  bool check_member(const ObjectRules& rules, const boost::json::key_value_pair& member, std::size_t index,
                    const At& at);
  bool check_required(const ObjectRules& rules, const boost::json::object& members, const At& at);
  bool check_branches(const SchemaNode& node, const boost::json::value& instance, const At& at);
  bool check_any_of(const SchemaNode& node, const boost::json::value& instance, const At& at);
  bool check_one_of(const SchemaNode& node, const boost::json::value& instance, const At& at);
  bool check_condition(const SchemaNode& node, const boost::json::value& instance, const At& at);
  bool check_unevaluated(const SchemaNode& node, const boost::json::value& instance, const At& at);
  bool check_silently(NodeId id, const boost::json::value& instance, const At& at);

  bool explain_alternatives(const std::vector<NodeId>& nodes, const boost::json::value& instance,
                            const At& at);
  bool refuse(const At& at, const std::string& message);
  bool refuse_type(TypeSet types, const boost::json::value& instance, const At& at);
  bool refuse_value(const boost::json::array& expected, const boost::json::value& instance, const At& at);
  bool refuse_name(const ObjectRules& rules, const At& at);
  bool refuse_size(const At& at, const char* bound, std::uint64_t limit, const char* unit, std::size_t size);
  std::string got(const boost::json::value& instance, const At& at) const;
  bool is_secret(const InstancePath* path) const;
  bool spend(std::size_t steps);
  [[nodiscard]] bool has_room() const {
    return errors_.size() < program_.limits.errors_max && !is_exhausted_;
  }

  const SchemaProgram& program_;
  std::size_t steps_ = 0;
  std::size_t depth_ = 0;
  bool is_exhausted_ = false;
  std::vector<FieldError> errors_;
};

}  // namespace fairlead::json
