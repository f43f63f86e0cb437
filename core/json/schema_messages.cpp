// The words of a failed validation, and which values they may repeat.
#include <algorithm>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "json/schema_validate.hpp"
#include "json/text.hpp"

namespace fairlead::json {
namespace {

constexpr std::size_t kNameBytesMax = 128;
constexpr std::size_t kNamesMax = 8;

// At most kNameBytesMax bytes, and no half code point.
std::string_view shortened(std::string_view name) {
  if (name.size() <= kNameBytesMax) return name;
  std::size_t bytes = kNameBytesMax;
  while (bytes > 0 && (static_cast<unsigned char>(name[bytes]) & 0xC0U) == 0x80U) --bytes;
  return name.substr(0, bytes);
}

std::string to_pointer(const InstancePath* path) {
  std::vector<const InstancePath*> steps;
  for (; path != nullptr; path = path->parent) steps.push_back(path);
  std::reverse(steps.begin(), steps.end());
  std::string pointer;
  for (const InstancePath* step : steps) {
    const bool is_item = step->name.data() == nullptr;
    append_token(pointer, is_item ? std::to_string(step->index) : std::string(shortened(step->name)));
  }
  return pointer;
}

std::string to_words(TypeSet types) {
  if ((types & kFractionType) != 0) types &= static_cast<TypeSet>(~kIntegerType);
  constexpr std::pair<TypeSet, const char*> kNames[] = {{kObjectType, "object"},   {kArrayType, "array"},
                                                        {kStringType, "string"},   {kIntegerType, "integer"},
                                                        {kFractionType, "number"}, {kBooleanType, "boolean"},
                                                        {kNullType, "null"}};
  std::string words;
  for (const auto& [type, name] : kNames) {
    if ((types & type) == 0) continue;
    if (!words.empty()) words += " or ";
    words += name;
  }
  return words;
}

}  // namespace

bool SchemaValidation::refuse(const At& at, const std::string& message) {
  if (at.reporting == Reporting::Loud && has_room()) errors_.push_back({to_pointer(at.path), message});
  return false;
}

bool SchemaValidation::refuse_type(TypeSet types, const boost::json::value& instance, const At& at) {
  if (at.reporting == Reporting::Silent) return false;
  return refuse(at, "expected " + to_words(types) + got(instance, at));
}

bool SchemaValidation::refuse_value(const boost::json::array& expected, const boost::json::value& instance,
                                    const At& at) {
  if (at.reporting == Reporting::Silent) return false;
  std::string names = expected.size() == 1 ? "expected " : "expected one of ";
  for (std::size_t i = 0; i < std::min(expected.size(), kNamesMax); ++i) {
    if (i > 0) names += ", ";
    const auto* text = expected[i].if_string();
    names += text != nullptr ? quoted(*text) : described(expected[i]);
  }
  if (expected.size() > kNamesMax) names += ", ...";
  return refuse(at, names + got(instance, at));
}

bool SchemaValidation::refuse_name(const ObjectRules& rules, const At& at) {
  if (at.reporting == Reporting::Silent) return false;
  std::string message = "is not known here";
  for (std::size_t i = 0; i < std::min(rules.properties.size(), kNamesMax); ++i) {
    message += (i == 0 ? "; known: " : ", ") + printable(rules.properties[i].name);
  }
  if (rules.properties.size() > kNamesMax) message += ", ...";
  return refuse(at, message);
}

bool SchemaValidation::refuse_size(const At& at, const char* bound, std::uint64_t limit, const char* unit,
                                   std::size_t size) {
  if (at.reporting == Reporting::Silent) return false;
  return refuse(at, std::string("must have ") + bound + " " + std::to_string(limit) + " " + unit + ", has " +
                        std::to_string(size));
}

// One alternative of the right type is what was meant; its own errors say most.
bool SchemaValidation::explain_alternatives(const std::vector<NodeId>& nodes,
                                            const boost::json::value& instance, const At& at) {
  if (at.reporting == Reporting::Silent) return false;
  TypeSet types = 0;
  std::vector<NodeId> fitting;
  for (const NodeId id : nodes) {
    types |= program_.nodes[id].types;
    if ((program_.nodes[id].types & type_of(instance)) != 0) fitting.push_back(id);
  }
  if (fitting.empty()) return refuse_type(types, instance, at);
  if (fitting.size() == 1) return check(fitting.front(), instance, {at.path, nullptr, at.reporting});
  return refuse(at, "fits none of the " + std::to_string(nodes.size()) + " alternatives" + got(instance, at));
}

std::string SchemaValidation::got(const boost::json::value& instance, const At& at) const {
  if (at.reporting == Reporting::Silent) return {};
  return ", got " + (is_secret(at.path) ? std::string(type_name(instance)) : described(instance));
}

bool SchemaValidation::is_secret(const InstancePath* path) const {
  if (!program_.has_secrets) return false;
  std::vector<const InstancePath*> steps;
  for (; path != nullptr; path = path->parent) steps.push_back(path);
  std::reverse(steps.begin(), steps.end());

  // Every node that any branch could apply here; one marked node is enough, here or further up.
  std::set<NodeId> nodes = program_.closure({program_.root});
  const auto is_marked = [&](NodeId id) { return program_.nodes[id].is_secret; };
  for (const InstancePath* step : steps) {
    if (std::any_of(nodes.begin(), nodes.end(), is_marked)) return true;
    std::vector<NodeId> next;
    for (const NodeId id : nodes) {
      const SchemaNode& node = program_.nodes[id];
      const bool is_item = step->name.data() == nullptr;
      const auto inner = is_item ? node.nodes_of_item(step->index) : node.nodes_of_member(step->name);
      next.insert(next.end(), inner.begin(), inner.end());
    }
    nodes = program_.closure(next);
  }
  return std::any_of(nodes.begin(), nodes.end(), is_marked);
}

std::string to_text(const std::vector<FieldError>& errors) {
  std::string text;
  for (const FieldError& error : errors) {
    if (!text.empty()) text += "; ";
    if (!error.path.empty()) text += printable(error.path.substr(1), kNameBytesMax) + ": ";
    text += error.message;
  }
  return text;
}

}  // namespace fairlead::json
