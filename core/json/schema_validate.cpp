// How each keyword judges an instance. A check answers "valid?"; a loud one also writes down why not and goes
// on, a silent one ends at the first fault. Nothing is allocated for a valid instance without unevaluated*
// keywords.
#include "json/schema_validate.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "json/compare.hpp"
#include "json/text.hpp"

namespace fairlead::json {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// Frames of check() inside each other: keeps the stack below about 300 KiB, whatever the schema.
constexpr std::size_t kFramesMax = 512;

std::string_view to_view(boost::json::string_view text) { return {text.data(), text.size()}; }

void mark(Evaluated* evaluated, std::size_t index) {
  if (evaluated != nullptr) (*evaluated)[index] = true;
}

void merge(Evaluated* into, const Evaluated& from) {
  if (into == nullptr) return;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from[i]) (*into)[i] = true;
  }
}

std::size_t size_of(const value& instance) {
  if (const auto* items = instance.if_array()) return items->size();
  if (const auto* members = instance.if_object()) return members->size();
  return 0;
}

bool has_unevaluated(const SchemaNode& node) {
  return (node.array && node.array->unevaluated != kNoNode) ||
         (node.object && node.object->unevaluated != kNoNode);
}

bool is_matched(const re2::RE2& pattern, std::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace

std::vector<FieldError> SchemaValidation::run(const value& instance) {
  const bool is_valid = check(program_.root, instance, {nullptr, nullptr, Reporting::Loud});
  if (is_exhausted_) {
    errors_.assign(1, {"", "it takes too long to check against its schema; make it smaller or less deep"});
  } else if (!is_valid && errors_.empty()) {
    errors_.push_back({"", "does not fit its schema"});
  }
  return std::move(errors_);
}

bool SchemaValidation::spend(std::size_t steps) {
  steps_ += steps;
  is_exhausted_ = is_exhausted_ || steps_ > program_.limits.steps_max;
  return !is_exhausted_;
}

bool SchemaValidation::check(NodeId id, const value& instance, const At& at) {
  if (depth_ >= kFramesMax) is_exhausted_ = true;
  if (!spend(1) || !has_room()) return false;
  const SchemaNode& node = program_.nodes[id];
  ++depth_;
  bool is_valid = false;
  if (at.evaluated == nullptr && !has_unevaluated(node)) {
    is_valid = check_node(node, instance, at);
  } else {
    Evaluated own(size_of(instance), false);
    const At inner{at.path, &own, at.reporting};
    is_valid = check_node(node, instance, inner) && check_unevaluated(node, instance, inner);
    if (is_valid) merge(at.evaluated, own);
  }
  --depth_;
  return is_valid;
}

bool SchemaValidation::check_silently(NodeId id, const value& instance, const At& at) {
  return check(id, instance, {at.path, at.evaluated, Reporting::Silent});
}

bool SchemaValidation::check_node(const SchemaNode& node, const value& instance, const At& at) {
  if (node.is_false) return refuse(at, "is not allowed here");
  // A wrong type makes every other complaint noise.
  if ((type_of(instance) & node.types) == 0) return refuse_type(node.types, instance, at);
  const bool is_silent = at.reporting == Reporting::Silent;
  bool is_valid = check_values(node, instance, at);
  if (!is_valid && is_silent) return false;
  is_valid = check_rules(node, instance, at) && is_valid;
  if (!node.has_branches || (!is_valid && is_silent)) return is_valid;
  return check_branches(node, instance, at) && is_valid;
}

bool SchemaValidation::check_rules(const SchemaNode& node, const value& instance, const At& at) {
  switch (instance.kind()) {
    case boost::json::kind::null:
    case boost::json::kind::bool_: return true;
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_: return !node.number || check_number(*node.number, instance, at);
    case boost::json::kind::string: return !node.string || check_string(*node.string, instance, at);
    case boost::json::kind::array: return !node.array || check_array(*node.array, instance, at);
    case boost::json::kind::object: return !node.object || check_object(*node.object, instance, at);
  }
  return false;
}

bool SchemaValidation::check_values(const SchemaNode& node, const value& instance, const At& at) {
  if (node.constant) {
    if (!spend(1 + size_of(instance))) return false;
    if (!is_equal(*node.constant, instance))
      return refuse_value(boost::json::array{*node.constant}, instance, at);
  }
  if (!node.choices) return true;
  if (!spend(node.choices->size())) return false;
  const auto is_it = [&](const value& choice) { return is_equal(choice, instance); };
  return std::any_of(node.choices->begin(), node.choices->end(), is_it) ||
         refuse_value(*node.choices, instance, at);
}

bool SchemaValidation::check_number(const NumberRules& rules, const value& number, const At& at) {
  const auto bound = [&](const char* words, const value& limit) {
    if (at.reporting == Reporting::Silent) return false;
    return refuse(at, std::string("must be ") + words + " " +
                          described(limit).substr(type_name(limit).size() + 1) + got(number, at));
  };
  bool is_valid = true;
  if (rules.minimum && compare_numbers(number, *rules.minimum) < 0)
    is_valid = bound("at least", *rules.minimum);
  if (rules.maximum && compare_numbers(number, *rules.maximum) > 0)
    is_valid = bound("at most", *rules.maximum);
  if (rules.above && compare_numbers(number, *rules.above) <= 0) is_valid = bound("more than", *rules.above);
  if (rules.below && compare_numbers(number, *rules.below) >= 0) is_valid = bound("less than", *rules.below);
  if (rules.multiple_of && !is_multiple_of(number, *rules.multiple_of)) {
    is_valid = bound("a multiple of", *rules.multiple_of);
  }
  return is_valid;
}

bool SchemaValidation::check_string(const StringRules& rules, const value& text, const At& at) {
  const std::string_view chars = to_view(text.get_string());
  bool is_valid = true;
  if (rules.length_min || rules.length_max) {
    const std::size_t length = count_code_points(chars);
    if (rules.length_min && length < *rules.length_min) {
      is_valid = refuse_size(at, "at least", *rules.length_min, "characters", length);
    }
    if (rules.length_max && length > *rules.length_max) {
      is_valid = refuse_size(at, "at most", *rules.length_max, "characters", length);
    }
  }
  if (!rules.pattern) return is_valid;
  if (!spend(1 + chars.size() / 64)) return false;
  if (is_matched(*rules.pattern, chars)) return is_valid;
  if (at.reporting == Reporting::Silent) return false;
  return refuse(at, "must match the pattern " + quoted(rules.pattern->pattern(), 80) + got(text, at));
}

bool SchemaValidation::check_array(const ArrayRules& rules, const value& instance, const At& at) {
  const array& items = instance.get_array();
  bool is_valid = true;
  if (rules.size_min && items.size() < *rules.size_min) {
    is_valid = refuse_size(at, "at least", *rules.size_min, "items", items.size());
  }
  if (rules.size_max && items.size() > *rules.size_max) {
    return refuse_size(at, "at most", *rules.size_max, "items", items.size());
  }
  for (std::size_t i = 0; i < items.size() && has_room(); ++i) {
    const NodeId node = i < rules.prefix.size() ? rules.prefix[i] : rules.items;
    if (node == kNoNode) break;
    const InstancePath path{at.path, {}, i};
    is_valid = check(node, items[i], {&path, nullptr, at.reporting}) && is_valid;
    if (!is_valid && at.reporting == Reporting::Silent) return false;
    mark(at.evaluated, i);
  }
  if (rules.contains != kNoNode) is_valid = check_contains(rules, items, at) && is_valid;
  if (rules.is_unique) is_valid = check_unique(items, at) && is_valid;
  return is_valid;
}

bool SchemaValidation::check_contains(const ArrayRules& rules, const array& items, const At& at) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const InstancePath path{at.path, {}, i};
    if (!check(rules.contains, items[i], {&path, nullptr, Reporting::Silent})) continue;
    ++count;
    mark(at.evaluated, i);
  }
  if (count < rules.contains_min)
    return refuse_size(at, "at least", rules.contains_min, "matching items", count);
  if (rules.contains_max && count > *rules.contains_max) {
    return refuse_size(at, "at most", *rules.contains_max, "matching items", count);
  }
  return true;
}

// Sorts by hash and compares within runs of equal hashes only.
bool SchemaValidation::check_unique(const array& items, const At& at) {
  if (!spend(items.size())) return false;
  std::vector<std::pair<std::uint64_t, std::size_t>> hashes;
  hashes.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) hashes.emplace_back(hash_of(items[i]), i);
  std::sort(hashes.begin(), hashes.end());
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    for (std::size_t j = i + 1; j < hashes.size() && hashes[j].first == hashes[i].first; ++j) {
      const std::size_t a = hashes[i].second;
      const std::size_t b = hashes[j].second;
      if (!spend(1 + size_of(items[a]))) return false;
      if (is_equal(items[a], items[b])) {
        if (at.reporting == Reporting::Silent) return false;
        return refuse(at, "items " + std::to_string(a) + " and " + std::to_string(b) + " are equal");
      }
    }
  }
  return true;
}

bool SchemaValidation::check_required(const ObjectRules& rules, const object& members, const At& at) {
  const auto missing = [&](const std::string& name, const std::string* cause) {
    if (at.reporting == Reporting::Silent) return false;
    const InstancePath path{at.path, name, 0};
    return refuse({&path, nullptr, at.reporting},
                  cause ? "is required beside " + quoted(*cause) : "is required");
  };
  bool is_valid = true;
  for (const std::string& name : rules.required) {
    if (!members.contains(name)) is_valid = missing(name, nullptr);
  }
  for (const auto& [cause, names] : rules.dependent_required) {
    if (!members.contains(cause)) continue;
    for (const std::string& name : names) {
      if (!members.contains(name)) is_valid = missing(name, &cause);
    }
  }
  return is_valid;
}

bool SchemaValidation::check_object(const ObjectRules& rules, const value& instance, const At& at) {
  const object& members = instance.get_object();
  if (!spend(rules.required.size() + rules.dependent_required.size())) return false;
  bool is_valid = check_required(rules, members, at);
  if (rules.size_min && members.size() < *rules.size_min) {
    is_valid = refuse_size(at, "at least", *rules.size_min, "members", members.size());
  }
  if (rules.size_max && members.size() > *rules.size_max) {
    is_valid = refuse_size(at, "at most", *rules.size_max, "members", members.size());
  }
  std::size_t index = 0;
  for (const auto& member : members) {
    if ((!is_valid && at.reporting == Reporting::Silent) || !has_room()) return false;
    is_valid = check_member(rules, member, index++, at) && is_valid;
  }
  for (const NamedNode& dependent : rules.dependent_schemas) {
    if (members.contains(dependent.name)) is_valid = check(dependent.node, instance, at) && is_valid;
  }
  return is_valid;
}

bool SchemaValidation::check_member(const ObjectRules& rules, const boost::json::key_value_pair& member,
                                    std::size_t index, const At& at) {
  const std::string_view name = to_view(member.key());
  if (!spend(1)) return false;
  const InstancePath path{at.path, name, 0};
  const At inner{&path, nullptr, at.reporting};
  bool is_valid = true;
  if (rules.names != kNoNode) is_valid = check(rules.names, value(member.key()), inner);
  const NodeId known = rules.find(name);
  bool is_known = known != kNoNode;
  if (is_known) is_valid = check(known, member.value(), inner) && is_valid;
  for (const PatternNode& pattern : rules.pattern_properties) {
    if (!spend(1 + name.size() / 64)) return false;
    if (!is_matched(*pattern.pattern, name)) continue;
    is_known = true;
    is_valid = check(pattern.node, member.value(), inner) && is_valid;
  }
  if (!is_known && rules.additional != kNoNode) {
    is_known = true;
    const bool is_forbidden = program_.nodes[rules.additional].is_false;
    is_valid = (is_forbidden ? refuse_name(rules, inner) : check(rules.additional, member.value(), inner)) &&
               is_valid;
  }
  if (is_known) mark(at.evaluated, index);
  return is_valid;
}

bool SchemaValidation::check_branches(const SchemaNode& node, const value& instance, const At& at) {
  const bool is_silent = at.reporting == Reporting::Silent;
  bool is_valid = node.ref == kNoNode || check(node.ref, instance, at);
  for (const NodeId branch : node.all_of) {
    if (!is_valid && is_silent) return false;
    is_valid = check(branch, instance, at) && is_valid;
  }
  if (!is_valid && is_silent) return false;
  is_valid = (node.any_of.empty() || check_any_of(node, instance, at)) && is_valid;
  is_valid = (node.one_of.empty() || check_one_of(node, instance, at)) && is_valid;
  if (node.not_node != kNoNode && check(node.not_node, instance, {at.path, nullptr, Reporting::Silent})) {
    is_valid = refuse(at, "has a form that is excluded");
  }
  return (node.if_node == kNoNode || check_condition(node, instance, at)) && is_valid;
}

bool SchemaValidation::check_any_of(const SchemaNode& node, const value& instance, const At& at) {
  bool is_valid = false;
  for (const NodeId branch : node.any_of) {
    is_valid = check_silently(branch, instance, at) || is_valid;
    if (is_valid && at.evaluated == nullptr) return true;  // Else every branch that fits counts.
  }
  return is_valid || explain_alternatives(node.any_of, instance, at);
}

bool SchemaValidation::check_one_of(const SchemaNode& node, const value& instance, const At& at) {
  std::size_t count = 0;
  for (const NodeId branch : node.one_of) {
    if (check_silently(branch, instance, at)) ++count;
  }
  if (count == 1) return true;
  if (count == 0) return explain_alternatives(node.one_of, instance, at);
  if (at.reporting == Reporting::Silent) return false;
  return refuse(at, "fits " + std::to_string(count) + " of the alternatives and must fit exactly one");
}

bool SchemaValidation::check_condition(const SchemaNode& node, const value& instance, const At& at) {
  const NodeId branch = check_silently(node.if_node, instance, at) ? node.then_node : node.else_node;
  return branch == kNoNode || check(branch, instance, at);
}

bool SchemaValidation::check_unevaluated(const SchemaNode& node, const value& instance, const At& at) {
  bool is_valid = true;
  if (const auto* items = instance.if_array(); items != nullptr && node.array) {
    for (std::size_t i = 0; i < items->size() && node.array->unevaluated != kNoNode; ++i) {
      if ((*at.evaluated)[i]) continue;
      const InstancePath path{at.path, {}, i};
      is_valid = check(node.array->unevaluated, (*items)[i], {&path, nullptr, at.reporting}) && is_valid;
      mark(at.evaluated, i);
    }
  }
  if (const auto* members = instance.if_object();
      members != nullptr && node.object && node.object->unevaluated != kNoNode) {
    std::size_t i = 0;
    for (const auto& member : *members) {
      const std::size_t index = i++;
      if ((*at.evaluated)[index]) continue;
      const InstancePath path{at.path, to_view(member.key()), 0};
      is_valid = check(node.object->unevaluated, member.value(), {&path, nullptr, at.reporting}) && is_valid;
      mark(at.evaluated, index);
    }
  }
  return is_valid;
}

}  // namespace fairlead::json
