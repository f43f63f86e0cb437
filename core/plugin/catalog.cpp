#include "plugin/catalog.hpp"

#include <algorithm>
#include <set>

#include "json/parse.hpp"
#include "plugin/catalog_entries.hpp"

namespace fairlead::plugin {
namespace {

// The array `key` of the catalog, each element read by `read`.
template <typename Entry>
Result<std::vector<Entry>> read_entries(const boost::json::object& catalog, std::string_view key,
                                        std::size_t entries_max,
                                        Result<Entry> (*read)(const boost::json::value&, std::uint32_t)) {
  std::vector<Entry> entries;
  const boost::json::value* list = catalog.if_contains(key);
  if (list == nullptr) return entries;
  const std::string path = "/" + std::string(key);
  if (!list->is_array()) return refuse_catalog(path, "expected an array");
  if (list->as_array().size() > entries_max) {
    return refuse_catalog(path, "more than " + std::to_string(entries_max) + " entries");
  }
  entries.reserve(list->as_array().size());
  for (const boost::json::value& value : list->as_array()) {
    FAIRLEAD_TRY(Entry entry, read(value, static_cast<std::uint32_t>(entries.size())));
    entries.push_back(std::move(entry));
  }
  return entries;
}

// No two entries share a name or alias.
template <typename Entry>
Result<void> check_names(const std::vector<Entry>& entries, const std::string& path,
                         std::string Entry::*name) {
  std::set<std::string_view> seen;
  for (const Entry& entry : entries) {
    if (!seen.insert(entry.*name).second)
      return refuse_catalog(path, "two entries are called " + entry.*name);
  }
  for (const Entry& entry : entries) {
    for (const std::string& alias : entry.traits.aliases) {
      if (!seen.insert(alias).second) return refuse_catalog(path, "the alias " + alias + " is taken already");
    }
  }
  return {};
}

template <typename Entry>
const Entry* find_entry(const std::vector<Entry>& entries, std::string Entry::*name,
                        std::string_view wanted) {
  const auto is_called = [&](const Entry& entry) {
    const std::vector<std::string>& aliases = entry.traits.aliases;
    return entry.*name == wanted || std::find(aliases.begin(), aliases.end(), wanted) != aliases.end();
  };
  const auto found = std::find_if(entries.begin(), entries.end(), is_called);
  return found == entries.end() ? nullptr : &*found;
}

Result<CompletedArgument> read_completed(const boost::json::value& value) {
  const auto text_in = [](const boost::json::value* holder, const char* key) -> const boost::json::string* {
    const auto* object = holder == nullptr ? nullptr : holder->if_object();
    const auto* member = object == nullptr ? nullptr : object->if_contains(key);
    return member == nullptr ? nullptr : member->if_string();
  };
  const auto* object = value.if_object();
  const auto* ref = object == nullptr ? nullptr : object->if_contains("ref");
  const auto* type = text_in(ref, "type");
  const bool is_prompt = type != nullptr && *type == "ref/prompt";
  const bool is_template = type != nullptr && *type == "ref/resource";
  const auto* name = text_in(ref, is_prompt ? "name" : "uri");
  const auto* argument = text_in(&value, "argument");
  if ((!is_prompt && !is_template) || name == nullptr || argument == nullptr) {
    return refuse_catalog("/_meta",
                          "dev.fairlead/completes: expected objects with a `ref` as in "
                          "completion/complete and the name of an `argument`");
  }
  return CompletedArgument{is_prompt, std::string(*name), std::string(*argument)};
}

}  // namespace

Result<Catalog> Catalog::parse(std::string_view catalog_json) {
  auto value = json::parse(catalog_json);
  if (!value) return refuse_catalog("", value.error().message);
  if (!value->is_object()) return refuse_catalog("", "expected an object");
  const boost::json::object& json = value->as_object();
  Catalog catalog;
  FAIRLEAD_TRY(catalog.tools_, read_entries(json, "tools", kToolsMax, read_tool));
  FAIRLEAD_TRY(catalog.resources_, read_entries(json, "resources", kResourcesMax, read_resource));
  FAIRLEAD_TRY(catalog.templates_,
               read_entries(json, "resourceTemplates", kResourceTemplatesMax, read_resource_template));
  FAIRLEAD_TRY(catalog.prompts_, read_entries(json, "prompts", kPromptsMax, read_prompt));
  FAIRLEAD_CHECK(catalog.check_unique());
  FAIRLEAD_CHECK(catalog.take_catalog_meta(json));
  return catalog;
}

Result<void> Catalog::check_unique() const {
  FAIRLEAD_CHECK(check_names(tools_, "/tools", &ToolEntry::name));
  FAIRLEAD_CHECK(check_names(resources_, "/resources", &ResourceEntry::uri));
  FAIRLEAD_CHECK(check_names(templates_, "/resourceTemplates", &ResourceTemplateEntry::uri_template));
  return check_names(prompts_, "/prompts", &PromptEntry::name);
}

Result<void> Catalog::take_catalog_meta(const boost::json::object& catalog) {
  const boost::json::value* meta = catalog.if_contains("_meta");
  if (meta == nullptr) return {};
  if (!meta->is_object()) return refuse_catalog("/_meta", "expected an object");
  if (const auto* lists = meta->as_object().if_contains("dev.fairlead/lists")) {
    if (!lists->is_array()) return refuse_catalog("/_meta", "dev.fairlead/lists: expected an array");
    for (const boost::json::value& list : lists->as_array()) {
      if (list != "resources" && list != "resourceTemplates") {
        return refuse_catalog("/_meta", R"(dev.fairlead/lists: expected "resources" or "resourceTemplates")");
      }
      (list == "resources" ? lists_resources_ : lists_templates_) = true;
    }
  }
  const auto* completes = meta->as_object().if_contains("dev.fairlead/completes");
  if (completes == nullptr) return {};
  if (!completes->is_array() || completes->as_array().size() > kCompletedArgumentsMax) {
    return refuse_catalog("/_meta", "dev.fairlead/completes: expected an array of at most 256 objects");
  }
  for (const boost::json::value& one : completes->as_array()) {
    FAIRLEAD_TRY(CompletedArgument completed, read_completed(one));
    const bool is_known =
        completed.is_of_prompt
            ? find_prompt(completed.ref) != nullptr
            : find_entry(templates_, &ResourceTemplateEntry::uri_template, completed.ref) != nullptr;
    if (!is_known) {
      return refuse_catalog(
          "/_meta", "dev.fairlead/completes: no prompt or resource template is called " + completed.ref);
    }
    completed_.push_back(std::move(completed));
  }
  return {};
}

const ToolEntry* Catalog::find_tool(std::string_view name) const {
  return find_entry(tools_, &ToolEntry::name, name);
}

const PromptEntry* Catalog::find_prompt(std::string_view name) const {
  return find_entry(prompts_, &PromptEntry::name, name);
}

const ResourceEntry* Catalog::find_resource(std::string_view uri) const {
  return find_entry(resources_, &ResourceEntry::uri, uri);
}

}  // namespace fairlead::plugin
