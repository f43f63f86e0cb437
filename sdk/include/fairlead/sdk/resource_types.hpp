// What reading and listing resources gives; see resource.hpp.
#ifndef FAIRLEAD_SDK_RESOURCE_TYPES_HPP
#define FAIRLEAD_SDK_RESOURCE_TYPES_HPP

#include <string>
#include <vector>

#include "fairlead/sdk/content.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// What one read gives: usually one item, several for a directory. Each says its own URI.
class ResourceContents {
 public:
  ResourceContents& add(const ResourceText& item);
  ResourceContents& add(const ResourceBlob& item);

  // The items as a JSON array.
  [[nodiscard]] std::string to_json() const { return '[' + items_ + ']'; }

 private:
  std::string items_;  // JSON, separated by commas
};

// A template as lists show it. Empty fields are left out; uri_template and name are required.
struct TemplateInfo {
  std::string uri_template;
  std::string name;
  std::string title = {};
  std::string description = {};
  std::string mime_type = {};
  Annotations annotations = {};
};

// One page of a list; an empty `next_cursor` says that it is the last. Cursors are the provider's own text,
// opaque to clients, who may however send any text back.
struct ResourcePage {
  std::vector<ResourceInfo> resources = {};
  std::string next_cursor = {};
};
struct TemplatePage {
  std::vector<TemplateInfo> templates = {};
  std::string next_cursor = {};
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/resource_types.hpp"

#endif  // FAIRLEAD_SDK_RESOURCE_TYPES_HPP
