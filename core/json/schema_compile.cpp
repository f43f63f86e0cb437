// From a JSON Schema document to a SchemaProgram. First every subschema that a known keyword holds is
// compiled, which also finds anchors and ids; then the $refs are resolved, which may compile further ones;
// then endless references are looked for.
#include <algorithm>
#include <unordered_map>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "json/schema_keywords.hpp"
#include "json/schema_program.hpp"
#include "json/schema_references.hpp"
#include "json/text.hpp"

namespace fairlead::json {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::string_view kDialect = "json-schema.org/draft/2020-12/schema";

std::string_view to_view(const boost::json::string& text) { return {text.data(), text.size()}; }

class Compiler {
 public:
  explicit Compiler(const SchemaLimits& limits) { program_.limits = limits; }

  Result<SchemaProgram> run(const value& document) {
    document_ = &document;
    FAIRLEAD_TRY(program_.root, compile({&document, &document, "", 1}));
    while (!pending_.empty()) {
      const Pending reference = std::move(pending_.back());
      pending_.pop_back();
      FAIRLEAD_TRY(const SchemaSite target, references_.resolve(reference.text, reference.site));
      FAIRLEAD_TRY(program_.nodes[reference.node].ref, compile(target));
    }
    FAIRLEAD_CHECK(check_references_end(program_));
    return std::move(program_);
  }

 private:
  struct Pending {
    NodeId node;
    std::string text;
    SchemaSite site;
  };

  Result<NodeId> compile(const SchemaSite& site) {
    if (const auto known = compiled_.find(site.schema); known != compiled_.end()) return known->second;
    if (site.depth > program_.limits.depth_max) {
      return refuse_schema(site.where,
                           "more than " + std::to_string(program_.limits.depth_max) + " levels of schemas");
    }
    if (program_.nodes.size() >= program_.limits.subschemas_max) {
      return refuse_schema(site.where,
                           "more than " + std::to_string(program_.limits.subschemas_max) + " subschemas");
    }
    const auto id = static_cast<NodeId>(program_.nodes.size());
    program_.nodes.emplace_back();
    compiled_.emplace(site.schema, id);
    SchemaNode node;
    if (const bool* truth = site.schema->if_bool()) {
      node.is_false = !*truth;
    } else if (const object* schema = site.schema->if_object()) {
      FAIRLEAD_CHECK(compile_object(*schema, site, id, node));
    } else {
      return refuse_schema(
          site.where, "a schema is an object, true or false, not " + std::string(type_name(*site.schema)));
    }
    program_.nodes[id] = std::move(node);
    return id;
  }

  Result<void> compile_object(const object& schema, const SchemaSite& outer, NodeId id, SchemaNode& node) {
    SchemaSite site = outer;
    FAIRLEAD_CHECK(read_identity(schema, site));
    FAIRLEAD_CHECK(read_references(schema, site, id));
    FAIRLEAD_CHECK(read_values(schema, site, node));
    FAIRLEAD_CHECK(read_number_rules(schema, site, node));
    FAIRLEAD_CHECK(read_string_rules(schema, site, node));
    FAIRLEAD_CHECK(read_array_rules(schema, site, node));
    FAIRLEAD_CHECK(read_object_rules(schema, site, node));
    FAIRLEAD_CHECK(read_branches(schema, site, node));
    node.has_branches = schema.contains("$ref") || schema.contains("$dynamicRef") || !node.in_place().empty();
    return {};
  }

  // $schema, $id, the anchors and $defs. An $id makes `#` mean this subschema from here on.
  Result<void> read_identity(const object& schema, SchemaSite& site) {
    FAIRLEAD_TRY(const auto dialect, text_of(schema, "$schema", site.where));
    if (dialect && dialect->find(kDialect) == std::string::npos) {
      return refuse_schema(site.where,
                           "its $schema is " + quoted(*dialect, 80) +
                               "; leave it out or write https://json-schema.org/draft/2020-12/schema");
    }
    FAIRLEAD_TRY(auto id, text_of(schema, "$id", site.where));
    if (id && !id->empty() && id->front() != '#') {
      site.resource = site.schema;
      references_.add_resource(*std::move(id), site.schema);
    }
    for (const char* keyword : {"$anchor", "$dynamicAnchor"}) {
      FAIRLEAD_TRY(const auto anchor, text_of(schema, keyword, site.where));
      if (anchor) FAIRLEAD_CHECK(references_.add_anchor(*anchor, site));
    }
    return named_nodes(schema, "$defs", site).map([](const auto&) {
    });  // Compiled for their anchors and errors.
  }

  Result<void> read_references(const object& schema, const SchemaSite& site, NodeId id) {
    FAIRLEAD_TRY(const auto ref, text_of(schema, "$ref", site.where));
    FAIRLEAD_TRY(const auto dynamic_ref, text_of(schema, "$dynamicRef", site.where));
    if (ref && dynamic_ref)
      return refuse_schema(site.where, "$ref and $dynamicRef side by side are not supported");
    if (ref) pending_.push_back({id, *ref, site});
    if (dynamic_ref) {
      // Across resources the meaning would depend on the path taken by the validation.
      if (site.resource != document_)
        return refuse_schema(site.where, "$dynamicRef below an $id is not supported");
      pending_.push_back({id, *dynamic_ref, site});
    }
    return {};
  }

  Result<void> read_values(const object& schema, const SchemaSite& site, SchemaNode& node) {
    FAIRLEAD_CHECK(read_type(schema, site, node));
    if (const value* choices = schema.if_contains("enum")) {
      if (!choices->is_array()) return refuse_schema(site.where + "/enum", "expected an array");
      node.choices = array(choices->get_array(), {});
    }
    if (const value* constant = schema.if_contains("const")) node.constant = value(*constant, {});
    if (const value* standard = schema.if_contains("default")) node.default_value = value(*standard, {});
    FAIRLEAD_TRY(node.is_secret, truth_of(schema, "x-fairlead-secret", site.where));
    program_.has_secrets = program_.has_secrets || node.is_secret;
    return {};
  }

  Result<void> read_type(const object& schema, const SchemaSite& site, SchemaNode& node) {
    const value* type = schema.if_contains("type");
    if (type == nullptr) return {};
    node.types = 0;
    const array one{*type};
    const array& names = type->is_array() ? type->get_array() : one;
    for (const value& name : names) {
      const TypeSet set = name.is_string() ? named_type(to_view(name.get_string())) : TypeSet{0};
      if (set == 0) return refuse_schema(site.where + "/type", "it names no JSON type: " + described(name));
      node.types |= set;
    }
    if (node.types == 0) return refuse_schema(site.where + "/type", "it names no JSON type");
    return {};
  }

  static TypeSet named_type(std::string_view name) {
    if (name == "null") return kNullType;
    if (name == "boolean") return kBooleanType;
    if (name == "integer") return kIntegerType;
    if (name == "number") return kIntegerType | kFractionType;
    if (name == "string") return kStringType;
    if (name == "array") return kArrayType;
    if (name == "object") return kObjectType;
    return 0;
  }

  Result<void> read_number_rules(const object& schema, const SchemaSite& site, SchemaNode& node) {
    if (!has_any(schema, {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}))
      return {};
    node.number = std::make_unique<NumberRules>();
    FAIRLEAD_TRY(node.number->minimum, number_of(schema, "minimum", site.where));
    FAIRLEAD_TRY(node.number->maximum, number_of(schema, "maximum", site.where));
    FAIRLEAD_TRY(node.number->above, number_of(schema, "exclusiveMinimum", site.where));
    FAIRLEAD_TRY(node.number->below, number_of(schema, "exclusiveMaximum", site.where));
    FAIRLEAD_TRY(node.number->multiple_of, number_of(schema, "multipleOf", site.where));
    const auto& step = node.number->multiple_of;
    if (step && step->to_number<double>() <= 0)
      return refuse_schema(site.where + "/multipleOf", "expected more than 0");
    return {};
  }

  Result<void> read_string_rules(const object& schema, const SchemaSite& site, SchemaNode& node) {
    if (!has_any(schema, {"minLength", "maxLength", "pattern"})) return {};
    node.string = std::make_unique<StringRules>();
    FAIRLEAD_TRY(node.string->length_min, count_of(schema, "minLength", site.where));
    FAIRLEAD_TRY(node.string->length_max, count_of(schema, "maxLength", site.where));
    FAIRLEAD_TRY(const auto pattern, text_of(schema, "pattern", site.where));
    if (pattern) {
      FAIRLEAD_TRY(node.string->pattern,
                   regex_of(*pattern, program_.limits.pattern_bytes_max, site.where + "/pattern"));
    }
    return {};
  }

  Result<void> read_array_rules(const object& schema, const SchemaSite& site, SchemaNode& node) {
    if (!has_any(schema, {"items", "prefixItems", "contains", "minContains", "maxContains", "minItems",
                          "maxItems", "uniqueItems", "unevaluatedItems"})) {
      return {};
    }
    node.array = std::make_unique<ArrayRules>();
    ArrayRules& rules = *node.array;
    FAIRLEAD_TRY(rules.prefix, listed_nodes(schema, "prefixItems", site));
    FAIRLEAD_TRY(rules.items, node_of(schema, "items", site));
    FAIRLEAD_TRY(rules.contains, node_of(schema, "contains", site));
    FAIRLEAD_TRY(rules.unevaluated, node_of(schema, "unevaluatedItems", site));
    FAIRLEAD_TRY(const auto contains_min, count_of(schema, "minContains", site.where));
    rules.contains_min = contains_min.value_or(1);
    FAIRLEAD_TRY(rules.contains_max, count_of(schema, "maxContains", site.where));
    FAIRLEAD_TRY(rules.size_min, count_of(schema, "minItems", site.where));
    FAIRLEAD_TRY(rules.size_max, count_of(schema, "maxItems", site.where));
    FAIRLEAD_TRY(rules.is_unique, truth_of(schema, "uniqueItems", site.where));
    return {};
  }

  Result<void> read_object_rules(const object& schema, const SchemaSite& site, SchemaNode& node) {
    if (!has_any(schema, {"properties", "required", "additionalProperties", "patternProperties",
                          "propertyNames", "minProperties", "maxProperties", "dependentRequired",
                          "dependentSchemas", "unevaluatedProperties"})) {
      return {};
    }
    node.object = std::make_unique<ObjectRules>();
    ObjectRules& rules = *node.object;
    FAIRLEAD_TRY(rules.properties, named_nodes(schema, "properties", site));
    std::sort(rules.properties.begin(), rules.properties.end(),
              [](const NamedNode& a, const NamedNode& b) { return a.name < b.name; });
    FAIRLEAD_TRY(auto patterns, named_nodes(schema, "patternProperties", site));
    for (const NamedNode& named : patterns) {
      FAIRLEAD_TRY(auto pattern, regex_of(named.name, program_.limits.pattern_bytes_max,
                                          site.where + "/patternProperties"));
      rules.pattern_properties.push_back({std::move(pattern), named.node});
    }
    FAIRLEAD_TRY(rules.additional, node_of(schema, "additionalProperties", site));
    FAIRLEAD_TRY(rules.names, node_of(schema, "propertyNames", site));
    FAIRLEAD_TRY(rules.unevaluated, node_of(schema, "unevaluatedProperties", site));
    FAIRLEAD_TRY(rules.dependent_schemas, named_nodes(schema, "dependentSchemas", site));
    FAIRLEAD_TRY(rules.size_min, count_of(schema, "minProperties", site.where));
    FAIRLEAD_TRY(rules.size_max, count_of(schema, "maxProperties", site.where));
    if (const value* names = schema.if_contains("required")) {
      FAIRLEAD_TRY(rules.required, names_of(*names, site.where + "/required"));
    }
    return read_dependent_required(schema, site, rules);
  }

  Result<void> read_dependent_required(const object& schema, const SchemaSite& site, ObjectRules& rules) {
    const value* dependencies = schema.if_contains("dependentRequired");
    if (dependencies == nullptr) return {};
    const std::string where = site.where + "/dependentRequired";
    if (!dependencies->is_object()) return refuse_schema(where, "expected an object");
    for (const auto& member : dependencies->get_object()) {
      FAIRLEAD_TRY(auto names, names_of(member.value(), where));
      rules.dependent_required.emplace_back(member.key(), std::move(names));
    }
    return {};
  }

  Result<void> read_branches(const object& schema, const SchemaSite& site, SchemaNode& node) {
    FAIRLEAD_TRY(node.all_of, listed_nodes(schema, "allOf", site));
    FAIRLEAD_TRY(node.any_of, listed_nodes(schema, "anyOf", site));
    FAIRLEAD_TRY(node.one_of, listed_nodes(schema, "oneOf", site));
    FAIRLEAD_TRY(node.not_node, node_of(schema, "not", site));
    FAIRLEAD_TRY(node.if_node, node_of(schema, "if", site));
    FAIRLEAD_TRY(node.then_node, node_of(schema, "then", site));
    FAIRLEAD_TRY(node.else_node, node_of(schema, "else", site));
    return {};
  }

  // ---- Forms of keywords ----

  static bool has_any(const object& schema, std::initializer_list<std::string_view> keywords) {
    return std::any_of(keywords.begin(), keywords.end(),
                       [&](std::string_view k) { return schema.contains(k); });
  }

  SchemaSite below(const SchemaSite& site, const value& schema, std::string_view keyword) {
    SchemaSite inner{&schema, site.resource, site.where, site.depth + 1};
    append_token(inner.where, keyword);
    return inner;
  }

  Result<NodeId> node_of(const object& schema, std::string_view keyword, const SchemaSite& site) {
    const value* inner = schema.if_contains(keyword);
    if (inner == nullptr) return kNoNode;
    return compile(below(site, *inner, keyword));
  }

  Result<std::vector<NodeId>> listed_nodes(const object& schema, std::string_view keyword,
                                           const SchemaSite& site) {
    std::vector<NodeId> nodes;
    const value* list = schema.if_contains(keyword);
    if (list == nullptr) return nodes;
    const SchemaSite outer = below(site, *list, keyword);
    if (!list->is_array() || list->get_array().empty()) {
      return refuse_schema(outer.where, "expected an array with at least one schema");
    }
    for (const value& inner : list->get_array()) {
      SchemaSite one = below(outer, inner, std::to_string(nodes.size()));
      one.depth = site.depth + 1;
      FAIRLEAD_TRY(const NodeId node, compile(one));
      nodes.push_back(node);
    }
    return nodes;
  }

  Result<std::vector<NamedNode>> named_nodes(const object& schema, std::string_view keyword,
                                             const SchemaSite& site) {
    std::vector<NamedNode> nodes;
    const value* table = schema.if_contains(keyword);
    if (table == nullptr) return nodes;
    const SchemaSite outer = below(site, *table, keyword);
    if (!table->is_object()) return refuse_schema(outer.where, "expected an object of schemas");
    for (const auto& member : table->get_object()) {
      SchemaSite one = below(outer, member.value(), member.key());
      one.depth = site.depth + 1;
      FAIRLEAD_TRY(const NodeId node, compile(one));
      nodes.push_back({std::string(member.key()), node});
    }
    return nodes;
  }

  SchemaProgram program_;
  const value* document_ = nullptr;
  std::unordered_map<const value*, NodeId> compiled_;
  SchemaReferences references_;
  std::vector<Pending> pending_;
};

}  // namespace

Result<SchemaProgram> compile_program(const value& document, const SchemaLimits& limits) {
  FAIRLEAD_TRY(SchemaProgram program, Compiler(limits).run(document));
  FAIRLEAD_CHECK(list_secret_paths(program));
  return program;
}

}  // namespace fairlead::json
