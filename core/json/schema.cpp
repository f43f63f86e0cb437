// The public face of a compiled schema, what walks over its nodes without judging: defaults and secret
// fields.
#include "json/schema.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "json/schema_keywords.hpp"
#include "json/schema_program.hpp"
#include "json/schema_validate.hpp"
#include "json/text.hpp"

namespace fairlead::json {
namespace {

constexpr std::size_t kDefaultsDepthMax = 256;  // nodes entered, several for one level of the instance
constexpr std::size_t kSecretPathsMax = 256;

void add_node(std::vector<NodeId>& nodes, NodeId node) {
  if (node != kNoNode) nodes.push_back(node);
}

class DefaultsFiller {
 public:
  explicit DefaultsFiller(const SchemaProgram& program) : program_(program) {}

  Result<void> fill(NodeId id, boost::json::value& instance, std::size_t depth) {
    if (!spend() || depth > kDefaultsDepthMax) return refuse();
    const SchemaNode& node = program_.nodes[id];
    if (node.ref != kNoNode) FAIRLEAD_CHECK(fill(node.ref, instance, depth + 1));
    for (const NodeId branch : node.all_of) FAIRLEAD_CHECK(fill(branch, instance, depth + 1));
    if (auto* members = instance.if_object(); members != nullptr && node.object) {
      for (const NamedNode& property : node.object->properties)
        FAIRLEAD_CHECK(fill_member(property, *members, depth));
    }
    if (auto* items = instance.if_array(); items != nullptr && node.array) {
      for (std::size_t i = 0; i < items->size(); ++i) {
        const NodeId item = i < node.array->prefix.size() ? node.array->prefix[i] : node.array->items;
        if (item != kNoNode) FAIRLEAD_CHECK(fill(item, (*items)[i], depth + 1));
      }
    }
    return {};
  }

 private:
  bool spend() { return ++steps_ <= program_.limits.steps_max; }

  static tl::unexpected<Error> refuse() {
    return fail(ErrorCode::InvalidArgument, "the defaults of the schema never end or are too many",
                "bad_schema");
  }

  Result<void> fill_member(const NamedNode& property, boost::json::object& members, std::size_t depth) {
    auto* member = members.if_contains(property.name);
    if (member == nullptr) {
      const boost::json::value* standard = find_default(property.node);
      if (steps_ > program_.limits.steps_max) return refuse();
      if (standard == nullptr) return {};
      member = &members.emplace(property.name, *standard).first->value();
    }
    return fill(property.node, *member, depth + 1);
  }

  // Its own, else that of what it refers to. References end, but may branch; the steps bound that.
  const boost::json::value* find_default(NodeId id) {
    if (!spend()) return nullptr;
    const SchemaNode& node = program_.nodes[id];
    if (node.default_value) return &*node.default_value;
    if (node.ref != kNoNode) {
      if (const auto* found = find_default(node.ref)) return found;
    }
    for (const NodeId branch : node.all_of) {
      if (const auto* found = find_default(branch)) return found;
    }
    return nullptr;
  }

  const SchemaProgram& program_;
  std::size_t steps_ = 0;
};

class SecretLister {
 public:
  explicit SecretLister(SchemaProgram& program) : program_(program) {}

  Result<void> list(NodeId id, const std::string& path) {
    if (++steps_ > program_.limits.subschemas_max * 4 || paths_.size() > kSecretPathsMax) {
      return refuse_schema("", "too many ways lead to its fields to list the secret ones");
    }
    if (open_.contains(id)) {
      recursive_.insert(id);
      return {};
    }
    open_.insert(id);
    const std::size_t paths_before = paths_.size();
    FAIRLEAD_CHECK(list_below(program_.nodes[id], path));
    open_.erase(id);
    if (!recursive_.contains(id) || paths_.size() == paths_before) return {};
    return refuse_schema(
        "", "an x-fairlead-secret inside a recursion can be at any depth, so it cannot be listed");
  }

  void finish() { program_.secret_paths.assign(paths_.begin(), paths_.end()); }

 private:
  Result<void> list_below(const SchemaNode& node, const std::string& path) {
    if (node.is_secret) paths_.insert(path);
    for (const NodeId branch : node.in_place()) FAIRLEAD_CHECK(list(branch, path));
    if (node.object) {
      for (const NamedNode& property : node.object->properties) {
        std::string inner = path;
        append_token(inner, property.name);
        FAIRLEAD_CHECK(list(property.node, inner));
      }
      for (const PatternNode& pattern : node.object->pattern_properties) {
        FAIRLEAD_CHECK(list(pattern.node, path + "/*"));
      }
      for (const NodeId other : {node.object->additional, node.object->unevaluated}) {
        if (other != kNoNode) FAIRLEAD_CHECK(list(other, path + "/*"));
      }
    }
    if (!node.array) return {};
    std::vector<NodeId> items = node.array->prefix;
    for (const NodeId item : {node.array->items, node.array->contains, node.array->unevaluated})
      add_node(items, item);
    for (const NodeId item : items) FAIRLEAD_CHECK(list(item, path + "/*"));
    return {};
  }

  SchemaProgram& program_;
  std::size_t steps_ = 0;
  std::set<NodeId> open_;
  std::set<NodeId> recursive_;
  std::set<std::string> paths_;
};

}  // namespace

TypeSet type_of(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return kNullType;
    case boost::json::kind::bool_: return kBooleanType;
    case boost::json::kind::int64:
    case boost::json::kind::uint64: return kIntegerType;
    case boost::json::kind::double_: {
      const double number = value.get_double();
      return std::trunc(number) == number ? kIntegerType : kFractionType;
    }
    case boost::json::kind::string: return kStringType;
    case boost::json::kind::array: return kArrayType;
    case boost::json::kind::object: return kObjectType;
  }
  return 0;
}

NodeId ObjectRules::find(std::string_view name) const {
  const auto at = std::lower_bound(properties.begin(), properties.end(), name,
                                   [](const NamedNode& a, std::string_view b) { return a.name < b; });
  return at != properties.end() && at->name == name ? at->node : kNoNode;
}

std::vector<NodeId> SchemaNode::in_place() const {
  std::vector<NodeId> nodes;
  for (const NodeId node : {ref, not_node, if_node, then_node, else_node}) add_node(nodes, node);
  for (const auto* branches : {&all_of, &any_of, &one_of})
    nodes.insert(nodes.end(), branches->begin(), branches->end());
  if (object) {
    for (const NamedNode& dependent : object->dependent_schemas) nodes.push_back(dependent.node);
  }
  return nodes;
}

std::vector<NodeId> SchemaNode::nodes_of_item(std::size_t index) const {
  std::vector<NodeId> nodes;
  if (!array) return nodes;
  add_node(nodes, index < array->prefix.size() ? array->prefix[index] : array->items);
  add_node(nodes, array->contains);
  add_node(nodes, array->unevaluated);
  return nodes;
}

std::vector<NodeId> SchemaNode::nodes_of_member(std::string_view name) const {
  std::vector<NodeId> nodes;
  if (!object) return nodes;
  add_node(nodes, object->find(name));
  for (const PatternNode& pattern : object->pattern_properties) nodes.push_back(pattern.node);
  add_node(nodes, object->additional);
  add_node(nodes, object->unevaluated);
  return nodes;
}

std::set<NodeId> SchemaProgram::closure(std::vector<NodeId> ids) const {
  std::set<NodeId> all;
  while (!ids.empty()) {
    const NodeId id = ids.back();
    ids.pop_back();
    if (!all.insert(id).second) continue;
    const auto inner = nodes[id].in_place();
    ids.insert(ids.end(), inner.begin(), inner.end());
  }
  return all;
}

Result<void> list_secret_paths(SchemaProgram& program) {
  if (!program.has_secrets) return {};
  SecretLister lister(program);
  FAIRLEAD_CHECK(lister.list(program.root, ""));
  lister.finish();
  return {};
}

Schema::Schema(std::shared_ptr<const SchemaProgram> program) : program_(std::move(program)) {}

Result<Schema> Schema::compile(const boost::json::value& document, const SchemaLimits& limits) {
  FAIRLEAD_TRY(SchemaProgram program, compile_program(document, limits));
  return Schema(std::make_shared<const SchemaProgram>(std::move(program)));
}

std::vector<FieldError> Schema::validate(const boost::json::value& instance) const {
  return SchemaValidation(*program_).run(instance);
}

Result<void> Schema::apply_defaults(boost::json::value& instance) const {
  return DefaultsFiller(*program_).fill(program_->root, instance, 1);
}

const std::vector<std::string>& Schema::secret_paths() const { return program_->secret_paths; }

}  // namespace fairlead::json
