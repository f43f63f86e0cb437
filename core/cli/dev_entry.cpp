#include "cli/dev_entry.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include "cli/arguments.hpp"
#include "cli/suggest.hpp"
#include "json/text.hpp"

namespace fairlead::cli {
namespace {

namespace bj = boost::json;

tl::unexpected<Error> bad_arguments(std::string message) {
  return fail(ErrorCode::InvalidArgument, std::move(message), "bad_arguments");
}

// NotFound, with the nearest of the names there are.
template <typename Entries>
tl::unexpected<Error> unknown(const char* what, const std::string& name, const Entries& entries) {
  std::vector<std::string> known;
  for (const auto& entry : entries) known.push_back(entry.name);
  return fail(ErrorCode::NotFound,
              std::string("there is no ") + what + " " + json::quoted(name) + "; `/list " + what +
                  "s` shows what there is" + did_you_mean(name, known),
              std::string("unknown_") + what);
}

Result<bj::object> arguments_of(const DevRequest& request, const bj::object* schema) {
  const auto lacks_value = [](const std::string& pair) { return pair.find('=') == std::string::npos; };
  const auto odd = std::ranges::find_if(request.pairs, lacks_value);
  if (odd != request.pairs.end()) {
    return bad_arguments("expected key=value, got " + json::quoted(*odd) + "; `/list` shows the fields");
  }
  FAIRLEAD_TRY(const bj::object pairs, typed_arguments(request.pairs, schema));
  return merged(request.arguments, pairs);
}

Result<DevEntry> find_tool(const plugin::Catalog& catalog, const DevRequest& request, Access access) {
  const plugin::ToolEntry* tool = catalog.find_tool(request.name);
  if (tool == nullptr) return unknown("tool", request.name, catalog.tools());
  if (access == Access::ReadOnly && !tool->is_read_only) {
    return fail(ErrorCode::PermissionDenied,
                json::quoted(tool->name) + " is not marked read_only, and --access is read_only",
                "read_only_access");
  }
  if (request.is_task && tool->traits.task == plugin::TaskSupport::None) {
    return bad_arguments(
        json::quoted(tool->name) +
        " never goes on as a task; give it the hint task_optional, or leave out \"as_task\"");
  }
  const auto* schema = tool->definition.if_contains("inputSchema");
  FAIRLEAD_TRY(const bj::object arguments,
               arguments_of(request, schema == nullptr ? nullptr : schema->if_object()));
  const auto errors = tool->input.validate(arguments);
  if (!errors.empty()) return bad_arguments(json::to_text(errors));
  return DevEntry{.kind = FAIRLEAD_KIND_TOOL,
                  .slot = tool->slot,
                  .name = tool->name,
                  .arguments_json = bj::serialize(arguments),
                  .output_schema = tool->output ? &*tool->output : nullptr};
}

// MCP's prompt arguments are text.
bj::object prompt_schema(const plugin::PromptEntry& prompt) {
  bj::object properties;
  for (const plugin::PromptArgument& argument : prompt.arguments) {
    properties[argument.name] = {{"type", "string"}};
  }
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

Result<void> check_prompt_arguments(const plugin::PromptEntry& prompt, const bj::object& arguments) {
  for (const plugin::PromptArgument& argument : prompt.arguments) {
    if (argument.is_required && !arguments.contains(argument.name))
      return bad_arguments(argument.name + ": is required");
  }
  for (const auto& given : arguments) {
    const auto is_it = [&](const plugin::PromptArgument& argument) { return argument.name == given.key(); };
    if (std::ranges::none_of(prompt.arguments, is_it)) {
      return bad_arguments(json::quoted(given.key()) + ": the prompt has no such argument");
    }
    if (!given.value().is_string()) {
      return bad_arguments(std::string(given.key()) + ": expected string, got " +
                           std::string(json::type_name(given.value())));
    }
  }
  return {};
}

Result<DevEntry> find_prompt(const plugin::Catalog& catalog, const DevRequest& request) {
  const plugin::PromptEntry* prompt = catalog.find_prompt(request.name);
  if (prompt == nullptr) return unknown("prompt", request.name, catalog.prompts());
  const bj::object schema = prompt_schema(*prompt);
  FAIRLEAD_TRY(const bj::object arguments, arguments_of(request, &schema));
  FAIRLEAD_CHECK(check_prompt_arguments(*prompt, arguments));
  return DevEntry{.kind = FAIRLEAD_KIND_PROMPT,
                  .slot = prompt->slot,
                  .name = prompt->name,
                  .arguments_json = bj::serialize(arguments)};
}

// The arguments are the params of completion/complete (MCP 2026-07-28, CompleteRequest).
DevEntry make_completion(const plugin::Catalog& catalog, const DevRequest& request) {
  const bool is_prompt = catalog.find_prompt(request.name) != nullptr;
  const bj::object ref{{"type", is_prompt ? "ref/prompt" : "ref/resource"},
                       {is_prompt ? "name" : "uri", request.name}};
  bj::object params{{"ref", ref}, {"argument", {{"name", request.argument}, {"value", request.value}}}};
  if (!request.arguments.empty()) params["context"] = {{"arguments", request.arguments}};
  return {.kind = FAIRLEAD_KIND_COMPLETION, .name = request.name, .arguments_json = bj::serialize(params)};
}

template <typename Entries>
bj::array definitions(const Entries& entries) {
  bj::array out;
  for (const auto& entry : entries) out.push_back(entry.definition);
  return out;
}

}  // namespace

Result<DevEntry> find_dev_entry(const plugin::Catalog& catalog, const DevRequest& request, Access access) {
  switch (request.verb) {
    case DevVerb::Tool: return find_tool(catalog, request, access);
    case DevVerb::Prompt: return find_prompt(catalog, request);
    case DevVerb::Complete: return make_completion(catalog, request);
    default: break;
  }
  // Whether a URI that stands in no list exists is for the provider to say.
  const plugin::ResourceEntry* resource = catalog.find_resource(request.name);
  return DevEntry{.kind = FAIRLEAD_KIND_RESOURCE,
                  .slot = resource == nullptr ? FAIRLEAD_SLOT_NONE : resource->slot,
                  .name = request.name};
}

bj::object declared_list(const plugin::Catalog& catalog, const std::string& list) {
  if (list == "resources") return {{list, definitions(catalog.resources())}};
  if (list == "resourceTemplates") return {{list, definitions(catalog.resource_templates())}};
  if (list == "prompts") return {{list, definitions(catalog.prompts())}};
  return {{list, definitions(catalog.tools())}};
}

}  // namespace fairlead::cli
