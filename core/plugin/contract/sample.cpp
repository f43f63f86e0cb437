#include "plugin/contract/sample.hpp"

#include <algorithm>
#include <vector>

#include "json/schema.hpp"
#include "plugin/contract/schema_reading.hpp"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

// Beyond it optional members and items are left out, so that a recursive schema ends.
constexpr int kDepthMax = 8;
// Beyond it nothing is made: the schema asks for values without end.
constexpr int kDepthLimit = 40;
constexpr std::size_t kItemsMax = 4;

bool is_required(const bj::object& schema, std::string_view name) {
  const bj::array* names = find_array(schema, "required");
  return names != nullptr && std::ranges::any_of(*names, [name](const bj::value& item) {
           return item.is_string() && std::string_view(item.get_string()) == name;
         });
}

bool allows_any_member(const bj::object& schema) {
  const bj::value* more = schema.if_contains("additionalProperties");
  return more == nullptr || (more->is_bool() && more->get_bool());
}

// `from` beside what is there; `required` and `properties` add up.
void merge(bj::object& into, const bj::object& from) {
  for (const auto& member : from) {
    bj::value* there = into.if_contains(member.key());
    if (there == nullptr) {
      into.emplace(member.key(), member.value());
    } else if (there->is_object() && member.value().is_object()) {
      for (const auto& inner : member.value().get_object()) there->get_object()[inner.key()] = inner.value();
    } else if (there->is_array() && member.value().is_array() && member.key() == "required") {
      for (const bj::value& name : member.value().get_array()) there->get_array().push_back(name);
    }
  }
}

// The type to make, by JSON Schema's name; what the other keywords speak of when none is stated.
std::string_view type_of(const bj::object& schema) {
  const bj::value* type = schema.if_contains("type");
  if (type != nullptr && type->is_string()) return type->get_string();
  if (type != nullptr && type->is_array() && !type->get_array().empty()) {
    const bj::value& first = type->get_array().front();
    if (first.is_string()) return first.get_string();
  }
  if (schema.contains("properties") || schema.contains("required")) return "object";
  if (schema.contains("items") || schema.contains("prefixItems")) return "array";
  if (schema.contains("minimum") || schema.contains("maximum")) return "number";
  return "string";
}

}  // namespace

bj::object Sampler::merged(const bj::object& schema, Fill fill, int depth) {
  bj::object out = schema;
  std::vector<bj::object> more;
  const std::string_view reference = find_text(schema, "$ref");
  if (!reference.empty()) {
    const bj::value* target = find_target(document_, reference);
    if (target != nullptr && target->is_object())
      more.push_back(merged(target->get_object(), fill, depth + 1));
  }
  if (const bj::array* all = find_array(schema, "allOf")) {
    for (const bj::value& part : *all) {
      if (part.is_object() && depth < kDepthLimit) more.push_back(merged(part.get_object(), fill, depth + 1));
    }
  }
  for (const char* key : {"anyOf", "oneOf"}) {
    const bj::array* branches = find_array(schema, key);
    if (branches == nullptr || branches->empty() || depth >= kDepthLimit) continue;
    const bj::value& branch = (*branches)[choose(branches->size(), fill)];
    if (branch.is_object()) more.push_back(merged(branch.get_object(), fill, depth + 1));
  }
  for (const bj::object& part : more) merge(out, part);
  return out;
}

bj::value Sampler::value_of(const bj::value& schema, Fill fill, int depth) {
  if (!schema.is_object()) return canary_.empty() ? bj::value("any") : bj::value(canary_);
  if (depth > kDepthLimit) return nullptr;
  const bj::object whole = merged(schema.get_object(), fill, depth);
  if (const bj::value* only = whole.if_contains("const")) return *only;
  const bj::array* choices = find_array(whole, "enum");
  if (fill != Fill::Random || below(4) == 0) {
    // A restricted string may still be a free one for the canary, so that a default does not hide it.
    const bool is_for_canary = !canary_.empty() && is_free_text(whole);
    const bj::value* usual = whole.if_contains("default");
    if (usual != nullptr && !is_for_canary) return *usual;
    const bj::array* examples = find_array(whole, "examples");
    if (examples != nullptr && !examples->empty() && !is_for_canary) return examples->front();
  }
  if (choices != nullptr && !choices->empty()) return (*choices)[choose(choices->size(), fill)];
  return typed_value(whole, fill, depth);
}

bj::value Sampler::typed_value(const bj::object& schema, Fill fill, int depth) {
  const std::string_view type = type_of(schema);
  if (type == "object") return object_of(schema, fill, depth);
  if (type == "array") return array_of(schema, fill, depth);
  if (type == "integer") return integer_of(schema, fill);
  if (type == "number") return number_of(schema, fill);
  if (type == "boolean") return fill == Fill::Random && below(2) == 1;
  if (type == "null") return nullptr;
  return string_of(schema, fill);
}

bj::value Sampler::object_of(const bj::object& schema, Fill fill, int depth) {
  bj::object made;
  if (const bj::object* properties = find_object(schema, "properties")) {
    for (const auto& property : *properties) {
      const bool is_wished = fill == Fill::Every || (fill == Fill::Random && below(2) == 1);
      if (!is_required(schema, property.key()) && !(is_wished && depth < kDepthMax)) continue;
      made[property.key()] = value_of(property.value(), fill, depth + 1);
    }
  }
  // Required without a schema of its own.
  if (const bj::array* names = find_array(schema, "required")) {
    for (const bj::value& name : *names) {
      if (name.is_string() && !made.contains(name.get_string())) made[name.get_string()] = "any";
    }
  }
  if (!canary_.empty() && depth == 0 && allows_any_member(schema)) made["canary"] = canary_;
  return made;
}

bj::value Sampler::array_of(const bj::object& schema, Fill fill, int depth) {
  bj::array made;
  if (const bj::array* first = find_array(schema, "prefixItems")) {
    for (const bj::value& item : *first) made.push_back(value_of(item, fill, depth + 1));
  }
  const std::size_t least = find_size(schema, "minItems", 0);
  const std::size_t most = find_size(schema, "maxItems", std::max(least, kItemsMax));
  std::size_t count = least;
  if (fill == Fill::Every && depth < kDepthMax)
    count = std::max<std::size_t>(least, std::min<std::size_t>(1, most));
  if (fill == Fill::Random && depth < kDepthMax)
    count = least + below(std::min(most, least + kItemsMax) - least + 1);
  const bj::value* items = schema.if_contains("items");
  static const bj::value kAnything = true;
  while (made.size() < count)
    made.push_back(value_of(items == nullptr ? kAnything : *items, fill, depth + 1));
  return made;
}

Result<bj::object> make_sample(const bj::value& schema, const SampleWish& wish) {
  FAIRLEAD_TRY(const json::Schema compiled, json::Schema::compile(schema));
  Sampler sampler(schema, wish.seed);
  sampler.set_canary(wish.canary);
  bj::value made = sampler.make(wish.fill);
  auto errors = compiled.validate(made);
  if (!errors.empty() && wish.fill == Fill::Random) {
    made = sampler.make(Fill::Least);
    errors = compiled.validate(made);
  }
  if (errors.empty() && made.is_object()) return std::move(made.get_object());
  return fail(ErrorCode::InvalidArgument,
              "no value could be made up that fits the schema (" + json::to_text(errors) +
                  "); give the fields a default or examples",
              "no_sample");
}

}  // namespace fairlead::plugin::contract
