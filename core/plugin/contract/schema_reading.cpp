#include "plugin/contract/schema_reading.hpp"

#include <algorithm>

namespace fairlead::plugin::contract {

namespace bj = boost::json;

const bj::array* find_array(const bj::object& schema, std::string_view key) {
  const bj::value* found = schema.if_contains(key);
  return found == nullptr ? nullptr : found->if_array();
}

const bj::object* find_object(const bj::object& schema, std::string_view key) {
  const bj::value* found = schema.if_contains(key);
  return found == nullptr ? nullptr : found->if_object();
}

std::string_view find_text(const bj::object& schema, std::string_view key) {
  const bj::value* found = schema.if_contains(key);
  return found != nullptr && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

double find_number(const bj::object& schema, std::string_view key, double otherwise) {
  const bj::value* found = schema.if_contains(key);
  return found != nullptr && found->is_number() ? found->to_number<double>() : otherwise;
}

std::size_t find_size(const bj::object& schema, std::string_view key, std::size_t otherwise) {
  constexpr double kMost = 1e6;
  return static_cast<std::size_t>(
      std::clamp(find_number(schema, key, static_cast<double>(otherwise)), 0.0, kMost));
}

bool is_true(const bj::object& schema, std::string_view key) {
  const bj::value* found = schema.if_contains(key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

const bj::value* find_target(const bj::value& document, std::string_view reference) {
  if (!reference.starts_with('#')) return nullptr;
  boost::system::error_code error;
  return document.find_pointer(reference.substr(1), error);
}

bool is_free_text(const bj::object& schema) {
  if (find_text(schema, "type") != "string" || is_true(schema, "x-fairlead-secret")) return false;
  for (const char* key : {"enum", "const", "format", "pattern", "contentEncoding"}) {
    if (schema.contains(key)) return false;
  }
  return true;
}

}  // namespace fairlead::plugin::contract
