// Bodies of catalog.hpp.
#ifndef FAIRLEAD_SDK_IMPL_CATALOG_HPP
#define FAIRLEAD_SDK_IMPL_CATALOG_HPP

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "fairlead/sdk/catalog.hpp"
#include "fairlead/sdk/encode.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/parse.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

// The text under `key` of an entry; empty when it has none.
inline std::string_view entry_name(const Json& entry, const char* key) {
  const Json* name = entry.is_object() ? entry.get_object().if_contains(key) : nullptr;
  if (name == nullptr || !name->is_string()) return {};
  return {name->get_string().data(), name->get_string().size()};
}

}  // namespace detail

template <class Keep>
void Catalog::keep_if(const char* list, const char* key, const Keep& keep) {
  Json* entries = whole_.if_contains(list);
  if (entries == nullptr) return;
  boost::json::array kept;
  for (Json& entry : entries->as_array()) {
    if (keep(detail::entry_name(entry, key))) kept.push_back(std::move(entry));
  }
  *entries = std::move(kept);
}

template <class Keep>
void Catalog::keep_tools_if(const Keep& keep) {
  keep_if("tools", "name", keep);
}
template <class Keep>
void Catalog::keep_prompts_if(const Keep& keep) {
  keep_if("prompts", "name", keep);
}
template <class Keep>
void Catalog::keep_resources_if(const Keep& keep) {
  keep_if("resources", "uri", keep);
}
template <class Keep>
void Catalog::keep_templates_if(const Keep& keep) {
  keep_if("resourceTemplates", "uriTemplate", keep);
}

inline void Catalog::remove_tool(std::string_view name) {
  keep_tools_if([name](std::string_view one) { return one != name; });
}
inline void Catalog::remove_prompt(std::string_view name) {
  keep_prompts_if([name](std::string_view one) { return one != name; });
}
inline void Catalog::remove_resource(std::string_view uri) {
  keep_resources_if([uri](std::string_view one) { return one != uri; });
}
inline void Catalog::remove_template(std::string_view uri_template) {
  keep_templates_if([uri_template](std::string_view one) { return one != uri_template; });
}

inline void Catalog::add(const char* list, const char* key, boost::json::object entry, bool is_allowed,
                         std::string_view needed) {
  const auto refuse = [list](std::string_view why) {
    throw Error(FAIRLEAD_INTERNAL,
                std::string("the provider's catalog, ").append(list).append(": ").append(why));
  };
  if (!is_allowed) refuse(std::string("nobody would serve the entry; give the provider ").append(needed));
  const std::string name(detail::entry_name(entry, key));
  if (name.empty()) refuse(std::string("an entry needs a \"").append(key).append("\""));
  Json& entries = whole_[list];
  if (!entries.is_array()) entries.emplace_array();
  for (const Json& one : entries.get_array()) {
    if (detail::entry_name(one, key) == name) refuse("'" + detail::shortened(name) + "' is there already");
  }
  entries.get_array().push_back(std::move(entry));
}

inline void Catalog::add_tool(boost::json::object tool) {
  add("tools", "name", std::move(tool), addable_.tools, "DynamicTools");
}
inline void Catalog::add_prompt(boost::json::object prompt) {
  add("prompts", "name", std::move(prompt), addable_.prompts, "DynamicPrompts");
}
inline void Catalog::add_resource(const ResourceInfo& resource) {
  boost::json::error_code error;
  Json entry = detail::parse_json(detail::resource_json(resource), error);
  if (error) throw Error(FAIRLEAD_INTERNAL, "the provider's catalog: a resource holds text that is no UTF-8");
  add("resources", "uri", std::move(entry.as_object()), addable_.resources, "ReadResource");
}
inline void Catalog::add_template(const TemplateInfo& resource_template) {
  boost::json::error_code error;
  Json entry = detail::parse_json(detail::template_json(resource_template), error);
  if (error) throw Error(FAIRLEAD_INTERNAL, "the provider's catalog: a template holds text that is no UTF-8");
  add("resourceTemplates", "uriTemplate", std::move(entry.as_object()), addable_.resources, "ReadResource");
}

inline std::string Catalog::to_json() const { return detail::to_json_text(whole_); }

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_CATALOG_HPP
