#include "plugin/contract/entries.hpp"

#include <boost/json/serialize.hpp>

#include "fairlead/plugin.h"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

std::string kind_name(std::uint32_t kind) {
  switch (kind) {
    case FAIRLEAD_KIND_TOOL: return "tool";
    case FAIRLEAD_KIND_RESOURCE: return "resource";
    case FAIRLEAD_KIND_PROMPT: return "prompt";
    case FAIRLEAD_KIND_COMPLETION: return "completion of";
    case FAIRLEAD_KIND_LIST_RESOURCES: return "list of resources";
    case FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES: return "list of resource templates";
    default: return "kind " + std::to_string(kind);
  }
}

// Every {expression} of an RFC 6570 template becomes a word.
std::string filled_in(const std::string& uri_template) {
  std::string uri;
  bool is_inside = false;
  for (const char c : uri_template) {
    if (c == '{') uri += "1";
    is_inside = (is_inside || c == '{') && c != '}';
    if (!is_inside && c != '}') uri += c;
  }
  return uri;
}

std::string text_argument(const SampleWish& sample) { return sample.canary.empty() ? "1" : sample.canary; }

bj::object prompt_arguments(const PromptEntry& prompt, const SampleWish& sample) {
  bj::object arguments;
  for (const PromptArgument& argument : prompt.arguments) {
    if (argument.is_required || sample.fill != Fill::Least || !sample.canary.empty())
      arguments[argument.name] = text_argument(sample);
  }
  return arguments;
}

// The params of completion/complete (MCP 2026-07-28, CompleteRequest).
bj::object completion_arguments(const CompletedArgument& completed) {
  const bj::object reference = completed.is_of_prompt
                                   ? bj::object{{"type", "ref/prompt"}, {"name", completed.ref}}
                                   : bj::object{{"type", "ref/resource"}, {"uri", completed.ref}};
  return {{"ref", reference}, {"argument", {{"name", completed.argument}, {"value", ""}}}};
}

}  // namespace

std::string Entry::label() const { return kind_name(kind) + (name.empty() ? "" : " " + name); }

std::vector<Entry> make_entries(const Catalog& catalog, const EntryWish& wish) {
  std::vector<Entry> entries;
  for (const ToolEntry& tool : catalog.tools()) {
    if (!tool.is_read_only && !wish.has_writes) continue;
    const auto arguments = make_sample(tool.definition.at("inputSchema"), wish.sample);
    entries.push_back(
        {FAIRLEAD_KIND_TOOL, tool.slot, tool.name, arguments ? bj::serialize(*arguments) : "{}", &tool});
  }
  for (const ResourceEntry& resource : catalog.resources())
    entries.push_back({FAIRLEAD_KIND_RESOURCE, resource.slot, resource.uri, "{}"});
  for (const ResourceTemplateEntry& resource : catalog.resource_templates())
    entries.push_back({FAIRLEAD_KIND_RESOURCE, FAIRLEAD_SLOT_NONE, filled_in(resource.uri_template), "{}"});
  for (const PromptEntry& prompt : catalog.prompts()) {
    entries.push_back({FAIRLEAD_KIND_PROMPT, prompt.slot, prompt.name,
                       bj::serialize(prompt_arguments(prompt, wish.sample))});
  }
  for (const CompletedArgument& completed : catalog.completed_arguments()) {
    entries.push_back({FAIRLEAD_KIND_COMPLETION, FAIRLEAD_SLOT_NONE, completed.ref,
                       bj::serialize(completion_arguments(completed))});
  }
  if (catalog.lists_resources())
    entries.push_back({FAIRLEAD_KIND_LIST_RESOURCES, FAIRLEAD_SLOT_NONE, "", "{}"});
  if (catalog.lists_resource_templates())
    entries.push_back({FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES, FAIRLEAD_SLOT_NONE, "", "{}"});
  return entries;
}

}  // namespace fairlead::plugin::contract
