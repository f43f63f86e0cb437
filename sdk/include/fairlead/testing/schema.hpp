// What the fake host does with a configuration before bind: the defaults and the secret fields of its schema,
// and a look for forgotten and misspelt fields. The real host validates against the whole schema.
#ifndef FAIRLEAD_TESTING_SCHEMA_HPP
#define FAIRLEAD_TESTING_SCHEMA_HPP

#include <set>
#include <string>

#include <boost/json.hpp>

namespace fairlead::testing::detail {

inline const boost::json::object* object_at(const boost::json::object& object, const char* key) {
  const boost::json::value* found = object.if_contains(key);
  return found == nullptr ? nullptr : found->if_object();
}

// Adds absent members that have a `default`, at every depth of objects and arrays that are there.
inline void apply_defaults(const boost::json::object& schema, boost::json::value& instance) {
  if (boost::json::array* elements = instance.if_array()) {
    const boost::json::object* items = object_at(schema, "items");
    if (items == nullptr) return;
    for (auto& element : *elements) apply_defaults(*items, element);
  }
  const boost::json::object* properties = object_at(schema, "properties");
  boost::json::object* object = instance.if_object();
  if (properties == nullptr || object == nullptr) return;
  for (const auto& [name, property] : *properties) {
    if (!property.is_object()) continue;
    const boost::json::value* standard = property.get_object().if_contains("default");
    if (standard != nullptr && !object->contains(name)) (*object)[name] = *standard;
    if (boost::json::value* member = object->if_contains(name))
      apply_defaults(property.get_object(), *member);
  }
}

// The names that the secret fields of the configuration hold, for secret_get.
inline void collect_secrets(const boost::json::object& schema, const boost::json::value& instance,
                            std::set<std::string>& names) {
  const boost::json::value* mark = schema.if_contains("x-fairlead-secret");
  if (mark != nullptr && mark->is_bool() && mark->get_bool() && instance.is_string()) {
    names.emplace(instance.get_string().data(), instance.get_string().size());
  }
  if (const boost::json::array* elements = instance.if_array()) {
    const boost::json::object* items = object_at(schema, "items");
    if (items == nullptr) return;
    for (const auto& element : *elements) collect_secrets(*items, element, names);
  }
  const boost::json::object* properties = object_at(schema, "properties");
  const boost::json::object* object = instance.if_object();
  if (properties == nullptr || object == nullptr) return;
  for (const auto& [name, property] : *properties) {
    const boost::json::value* member = object->if_contains(name);
    if (member != nullptr && property.is_object()) collect_secrets(property.get_object(), *member, names);
  }
}

// Which top-level field was forgotten or misspelt, as a sentence; empty when none.
inline std::string find_misfit(const boost::json::object& schema, const boost::json::object& config) {
  if (const boost::json::value* required = schema.if_contains("required");
      required != nullptr && required->is_array()) {
    for (const auto& name : required->get_array()) {
      if (name.is_string() && !config.contains(name.get_string())) {
        return "the configuration lacks '" + std::string(name.get_string()) + "', which its schema requires";
      }
    }
  }
  const boost::json::value* additional = schema.if_contains("additionalProperties");
  const boost::json::object* properties = object_at(schema, "properties");
  if (additional == nullptr || !additional->is_bool() || additional->get_bool()) return {};
  for (const auto& member : config) {
    if (properties == nullptr || !properties->contains(member.key())) {
      return "the configuration has '" + std::string(member.key()) + "', which its schema does not know";
    }
  }
  return {};
}

}  // namespace fairlead::testing::detail

#endif  // FAIRLEAD_TESTING_SCHEMA_HPP
