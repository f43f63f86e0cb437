// Bodies of resource_types.hpp.
#ifndef FAIRLEAD_SDK_IMPL_RESOURCE_TYPES_HPP
#define FAIRLEAD_SDK_IMPL_RESOURCE_TYPES_HPP

#include <string>
#include <string_view>

#include "fairlead/sdk/resource_types.hpp"

namespace fairlead {
inline namespace sdk_v1 {

namespace detail {

inline std::string resource_json(const ResourceInfo& resource) {
  std::string out = "{";
  append_resource_info(out, resource);
  return out += '}';
}

inline std::string template_json(const TemplateInfo& resource_template) {
  std::string out = R"({"uriTemplate":)";
  append_quoted(out, resource_template.uri_template);
  out += R"(,"name":)";
  append_quoted(out, resource_template.name);
  append_member(out, "title", resource_template.title);
  append_member(out, "description", resource_template.description);
  append_member(out, "mimeType", resource_template.mime_type);
  append_annotations(out, resource_template.annotations);
  return out += '}';
}

// {"<list>":[..],"nextCursor":".."}
template <class Items, class ItemJson>
std::string page_json(std::string_view list, const Items& items, std::string_view next_cursor,
                      const ItemJson& item_json) {
  std::string out = "{";
  append_quoted(out, list);
  out += ":[";
  for (const auto& item : items) out.append(item_json(item)).append(",");
  if (!items.empty()) out.pop_back();
  out += ']';
  append_member(out, "nextCursor", next_cursor);
  return out += '}';
}

}  // namespace detail

inline ResourceContents& ResourceContents::add(const ResourceText& item) {
  if (!items_.empty()) items_ += ',';
  detail::append_contents(items_, item.uri, item.mime_type, item.text);
  return *this;
}

inline ResourceContents& ResourceContents::add(const ResourceBlob& item) {
  if (!items_.empty()) items_ += ',';
  detail::append_contents(items_, item.uri, item.mime_type, item.blob);
  return *this;
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_RESOURCE_TYPES_HPP
