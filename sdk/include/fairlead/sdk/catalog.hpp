// The catalog of one binding, for providers whose entries depend on it. A client class that has
//   static void catalog(Catalog&, const Config&, Context&);
// is asked once per binding, and again after Binding::tools_changed and the like. It may do I/O within the
// deadline of its Context. What it throws leaves the host with the catalog it had.
#ifndef FAIRLEAD_SDK_CATALOG_HPP
#define FAIRLEAD_SDK_CATALOG_HPP

#include <string>
#include <string_view>
#include <utility>

#include "fairlead/sdk/content.hpp"
#include "fairlead/sdk/field.hpp"
#include "fairlead/sdk/resource_types.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// Starts with every entry the provider declares. Names of what may be left out need not exist.
class Catalog {
 public:
  // `whole` is the declared catalog; for the SDK.
  explicit Catalog(boost::json::object whole) : whole_(std::move(whole)) {}

  void remove_tool(std::string_view name);
  void remove_prompt(std::string_view name);
  void remove_resource(std::string_view uri);
  void remove_template(std::string_view uri_template);

  // Keeps the entries for which keep(name or URI) is true: bool(std::string_view).
  template <class Keep>
  void keep_tools_if(const Keep& keep);
  template <class Keep>
  void keep_prompts_if(const Keep& keep);
  template <class Keep>
  void keep_resources_if(const Keep& keep);
  template <class Keep>
  void keep_templates_if(const Keep& keep);

  // `tool` is a Tool of MCP 2026-07-28: {"name":..,"description":..,"inputSchema":{..}}; the provider serves
  // it by DynamicTools. The same for a prompt and DynamicPrompts, a resource or template and ReadResource.
  // @error INTERNAL (thrown) the provider lacks that entry; no name; the name is taken
  void add_tool(boost::json::object tool);
  void add_prompt(boost::json::object prompt);
  void add_resource(const ResourceInfo& resource);
  void add_template(const TemplateInfo& resource_template);

  // For the SDK: which kinds may be added, and the result.
  struct Addable {
    bool tools = false;
    bool prompts = false;
    bool resources = false;
  };
  void allow(Addable addable) noexcept { addable_ = addable; }
  [[nodiscard]] std::string to_json() const;

 private:
  template <class Keep>
  void keep_if(const char* list, const char* key, const Keep& keep);
  void add(const char* list, const char* key, boost::json::object entry, bool is_allowed,
           std::string_view needed);

  boost::json::object whole_;
  Addable addable_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/catalog.hpp"

#endif  // FAIRLEAD_SDK_CATALOG_HPP
