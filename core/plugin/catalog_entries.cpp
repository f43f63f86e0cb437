#include "plugin/catalog_entries.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/ids.hpp"
#include "plugin/uri.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::size_t kNameBytesMax = 256;
constexpr std::size_t kDescriptionBytesMax = std::size_t{64} * 1024;

// The member `key`, if it is there, is a string of 1 to `bytes_max` bytes.
Result<void> check_string(const boost::json::object& object, const std::string& path, std::string_view key,
                          std::size_t bytes_max) {
  const boost::json::value* value = object.if_contains(key);
  if (value == nullptr) return {};
  const std::string where = path + "/" + std::string(key);
  if (!value->is_string()) return refuse_catalog(where, "expected a string");
  if (value->as_string().size() > bytes_max) {
    return refuse_catalog(where, "longer than " + std::to_string(bytes_max) + " bytes");
  }
  return {};
}

Result<std::string> read_string(const boost::json::object& object, const std::string& path,
                                std::string_view key, std::size_t bytes_max = kNameBytesMax) {
  FAIRLEAD_CHECK(check_string(object, path, key, bytes_max));
  const boost::json::value* value = object.if_contains(key);
  if (value == nullptr || value->as_string().empty()) {
    return refuse_catalog(path + "/" + std::string(key), "expected a string that is not empty");
  }
  return std::string(value->as_string());
}

// icons, of which only what makes them unfit for the wire is looked at.
Result<void> check_icons(const boost::json::object& definition, const std::string& path) {
  const boost::json::value* icons = definition.if_contains("icons");
  if (icons == nullptr) return {};
  const auto is_icon = [](const boost::json::value& icon) {
    const auto* object = icon.if_object();
    const auto* source = object == nullptr ? nullptr : object->if_contains("src");
    return source != nullptr && source->is_string();
  };
  const auto* list = icons->if_array();
  if (list == nullptr || !std::all_of(list->begin(), list->end(), is_icon)) {
    return refuse_catalog(path + "/icons", "expected an array of objects with a string \"src\"");
  }
  return {};
}

// What entries of all kinds have for people.
Result<void> check_common(const boost::json::object& definition, const std::string& path) {
  FAIRLEAD_CHECK(check_string(definition, path, "title", kNameBytesMax));
  FAIRLEAD_CHECK(check_string(definition, path, "description", kDescriptionBytesMax));
  return check_icons(definition, path);
}

// The object under "annotations", or null.
Result<const boost::json::object*> annotations_of(const boost::json::object& definition,
                                                  const std::string& path) {
  const boost::json::value* annotations = definition.if_contains("annotations");
  if (annotations == nullptr) return nullptr;
  if (!annotations->is_object()) return refuse_catalog(path + "/annotations", "expected an object");
  return &annotations->as_object();
}

// ToolAnnotations; returns readOnlyHint.
Result<bool> read_tool_annotations(const boost::json::object& definition, const std::string& path) {
  FAIRLEAD_TRY(const boost::json::object* const annotations, annotations_of(definition, path));
  if (annotations == nullptr) return false;
  FAIRLEAD_CHECK(check_string(*annotations, path + "/annotations", "title", kNameBytesMax));
  for (const char* hint : {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"}) {
    const boost::json::value* value = annotations->if_contains(hint);
    if (value != nullptr && !value->is_bool()) {
      return refuse_catalog(path + "/annotations/" + hint, "expected true or false");
    }
  }
  const boost::json::value* hint = annotations->if_contains("readOnlyHint");
  return hint != nullptr && hint->as_bool();
}

// Annotations of resources: audience, priority, lastModified.
Result<void> check_annotations(const boost::json::object& definition, const std::string& path) {
  FAIRLEAD_TRY(const boost::json::object* const annotations, annotations_of(definition, path));
  if (annotations == nullptr) return {};
  const std::string where = path + "/annotations";
  if (const auto* audience = annotations->if_contains("audience")) {
    const auto is_role = [](const boost::json::value& role) { return role == "user" || role == "assistant"; };
    const auto* list = audience->if_array();
    if (list == nullptr || !std::all_of(list->begin(), list->end(), is_role)) {
      return refuse_catalog(where + "/audience", "expected an array of \"user\" and \"assistant\"");
    }
  }
  if (const auto* priority = annotations->if_contains("priority")) {
    boost::system::error_code no_number;
    const double value = priority->to_number<double>(no_number);
    if (no_number || !(value >= 0 && value <= 1)) {
      return refuse_catalog(where + "/priority", "expected a number from 0 to 1");
    }
  }
  return check_string(*annotations, where, "lastModified", kNameBytesMax);
}

Result<json::Schema> compile_schema(const boost::json::value& schema, const std::string& path) {
  if (!schema.is_object()) return refuse_catalog(path, "expected a schema object");
  auto compiled = json::Schema::compile(schema);
  if (!compiled) return refuse_catalog(path, compiled.error().message);
  return compiled;
}

Result<json::Schema> read_input_schema(const boost::json::object& definition, const std::string& path) {
  const boost::json::value* schema = definition.if_contains("inputSchema");
  if (schema == nullptr || !schema->is_object()) return refuse_catalog(path, "expected a schema object");
  const boost::json::value* type = schema->as_object().if_contains("type");
  if (type == nullptr || *type != "object") return refuse_catalog(path, "expected \"type\": \"object\"");
  return compile_schema(*schema, path);
}

Result<PromptArgument> read_prompt_argument(const boost::json::value& value, const std::string& path) {
  if (!value.is_object()) return refuse_catalog(path, "expected an object");
  const boost::json::object& definition = value.as_object();
  FAIRLEAD_TRY(std::string name, read_string(definition, path, "name"));
  FAIRLEAD_CHECK(check_common(definition, path));
  const boost::json::value* required = definition.if_contains("required");
  if (required != nullptr && !required->is_bool()) {
    return refuse_catalog(path + "/required", "expected true or false");
  }
  return PromptArgument{std::move(name), required != nullptr && required->as_bool()};
}

Result<std::vector<PromptArgument>> read_prompt_arguments(const boost::json::object& definition,
                                                          const std::string& path) {
  std::vector<PromptArgument> arguments;
  const boost::json::value* list = definition.if_contains("arguments");
  if (list == nullptr) return arguments;
  if (!list->is_array()) return refuse_catalog(path, "expected an array");
  if (list->as_array().size() > Catalog::kPromptArgumentsMax) {
    return refuse_catalog(path, "more than 32 arguments");
  }
  std::set<std::string> seen;
  for (const boost::json::value& value : list->as_array()) {
    const std::string where = path + "/" + std::to_string(arguments.size());
    FAIRLEAD_TRY(PromptArgument argument, read_prompt_argument(value, where));
    if (!seen.insert(argument.name).second) return refuse_catalog(where, "the name is taken already");
    arguments.push_back(std::move(argument));
  }
  return arguments;
}

// "type/subtype", with parameters or not.
Result<void> check_mime_type(const boost::json::object& definition, const std::string& path) {
  FAIRLEAD_CHECK(check_string(definition, path, "mimeType", kNameBytesMax));
  const boost::json::value* value = definition.if_contains("mimeType");
  if (value == nullptr) return {};
  const std::string_view text = value->as_string();
  const std::size_t slash = text.find('/');
  const bool is_printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!is_printable || slash == 0 || slash == std::string_view::npos || slash + 1 == text.size()) {
    return refuse_catalog(path + "/mimeType", "expected a media type, like text/plain");
  }
  return {};
}

}  // namespace

tl::unexpected<Error> refuse_catalog(const std::string& path, std::string_view what) {
  return fail(ErrorCode::InvalidArgument, "catalog: " + path + ": " + std::string(what), "bad_catalog");
}

Result<ToolEntry> read_tool(const boost::json::value& value, std::uint32_t slot) {
  const std::string path = "/tools/" + std::to_string(slot);
  if (!value.is_object()) return refuse_catalog(path, "expected an object");
  boost::json::object definition = value.as_object();
  FAIRLEAD_TRY(std::string name, read_string(definition, path, "name"));
  if (const auto legal = check_tool_name(name); !legal) return refuse_catalog(path, legal.error().message);
  FAIRLEAD_CHECK(check_common(definition, path));
  FAIRLEAD_TRY(EntryTraits traits, take_traits(definition, path, check_tool_name));
  FAIRLEAD_TRY(const bool is_read_only, read_tool_annotations(definition, path));
  FAIRLEAD_TRY(json::Schema input, read_input_schema(definition, path + "/inputSchema"));
  auto headers = read_header_parameters(definition.at("inputSchema"));
  if (!headers) return refuse_catalog(path + "/inputSchema", headers.error().message);
  std::optional<json::Schema> output;
  if (const boost::json::value* schema = definition.if_contains("outputSchema")) {
    FAIRLEAD_TRY(output, compile_schema(*schema, path + "/outputSchema"));
  }
  return ToolEntry{std::move(name),       slot,
                   std::move(definition), is_read_only,
                   std::move(input),      std::move(output),
                   *std::move(headers),   std::move(traits)};
}

Result<ResourceEntry> read_resource(const boost::json::value& value, std::uint32_t slot) {
  const std::string path = "/resources/" + std::to_string(slot);
  if (!value.is_object()) return refuse_catalog(path, "expected an object");
  boost::json::object definition = value.as_object();
  FAIRLEAD_TRY(std::string uri, read_string(definition, path, "uri", kUriBytesMax));
  if (const auto legal = check_uri(uri); !legal) return refuse_catalog(path + "/uri", legal.error().message);
  FAIRLEAD_TRY(std::string name, read_string(definition, path, "name"));
  FAIRLEAD_CHECK(check_common(definition, path));
  FAIRLEAD_CHECK(check_mime_type(definition, path));
  FAIRLEAD_CHECK(check_annotations(definition, path));
  const boost::json::value* size = definition.if_contains("size");
  if (size != nullptr && !(size->is_int64() && size->as_int64() >= 0)) {
    return refuse_catalog(path + "/size", "expected a number of bytes");
  }
  FAIRLEAD_TRY(EntryTraits traits, take_traits(definition, path, check_uri));
  return ResourceEntry{std::move(uri), std::move(name), slot, std::move(definition), std::move(traits)};
}

Result<ResourceTemplateEntry> read_resource_template(const boost::json::value& value, std::uint32_t slot) {
  const std::string path = "/resourceTemplates/" + std::to_string(slot);
  if (!value.is_object()) return refuse_catalog(path, "expected an object");
  boost::json::object definition = value.as_object();
  FAIRLEAD_TRY(std::string uri_template, read_string(definition, path, "uriTemplate", kUriBytesMax));
  if (const auto legal = check_uri_template(uri_template); !legal) {
    return refuse_catalog(path + "/uriTemplate", legal.error().message);
  }
  FAIRLEAD_TRY(std::string name, read_string(definition, path, "name"));
  FAIRLEAD_CHECK(check_common(definition, path));
  FAIRLEAD_CHECK(check_mime_type(definition, path));
  FAIRLEAD_CHECK(check_annotations(definition, path));
  FAIRLEAD_TRY(EntryTraits traits, take_traits(definition, path, check_uri_template));
  return ResourceTemplateEntry{std::move(uri_template), std::move(name), slot, std::move(definition),
                               std::move(traits)};
}

Result<PromptEntry> read_prompt(const boost::json::value& value, std::uint32_t slot) {
  const std::string path = "/prompts/" + std::to_string(slot);
  if (!value.is_object()) return refuse_catalog(path, "expected an object");
  boost::json::object definition = value.as_object();
  FAIRLEAD_TRY(std::string name, read_string(definition, path, "name"));
  // Prompts are prefixed like tools, so the same names are legal.
  if (const auto legal = check_tool_name(name); !legal) return refuse_catalog(path, legal.error().message);
  FAIRLEAD_CHECK(check_common(definition, path));
  FAIRLEAD_TRY(auto arguments, read_prompt_arguments(definition, path + "/arguments"));
  FAIRLEAD_TRY(EntryTraits traits, take_traits(definition, path, check_tool_name));
  return PromptEntry{std::move(name), slot, std::move(definition), std::move(arguments), std::move(traits)};
}

}  // namespace fairlead::plugin
