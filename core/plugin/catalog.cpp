#include "plugin/catalog.hpp"

#include <algorithm>
#include <set>

#include "base/ids.hpp"
#include "json/parse.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::size_t kToolsMax = 512;
constexpr std::string_view kReservedPrefix = "dev.fairlead/";

tl::unexpected<Error> refuse(const std::string& path, std::string_view what) {
  return fail(ErrorCode::InvalidArgument, "catalog: " + path + ": " + std::string(what), "bad_catalog");
}

// The reserved keys of one entry's _meta, which never reach the wire.
struct Reserved {
  std::vector<std::string> aliases;
  std::optional<std::chrono::milliseconds> timeout;
};

Result<Reserved> take_reserved(boost::json::object& definition, const std::string& path) {
  Reserved reserved;
  boost::json::value* meta_value = definition.if_contains("_meta");
  if (meta_value == nullptr) return reserved;
  if (!meta_value->is_object()) return refuse(path + "/_meta", "expected an object");
  boost::json::object& meta = meta_value->as_object();
  if (const auto* aliases = meta.if_contains("dev.fairlead/aliases")) {
    if (!aliases->is_array())
      return refuse(path + "/_meta", "dev.fairlead/aliases: expected an array of names");
    for (const boost::json::value& alias : aliases->as_array()) {
      if (!alias.is_string() || !check_tool_name(alias.as_string())) {
        return refuse(path + "/_meta", "dev.fairlead/aliases: expected an array of tool names");
      }
      reserved.aliases.emplace_back(alias.as_string());
    }
  }
  if (const auto* timeout = meta.if_contains("dev.fairlead/timeout_ms")) {
    if (!timeout->is_int64() || timeout->as_int64() <= 0) {
      return refuse(path + "/_meta", "dev.fairlead/timeout_ms: expected a positive integer");
    }
    reserved.timeout = std::chrono::milliseconds(timeout->as_int64());
  }
  std::vector<std::string> stripped;
  for (const auto& member : meta) {
    if (std::string_view(member.key()).starts_with(kReservedPrefix)) stripped.emplace_back(member.key());
  }
  for (const std::string& key : stripped) meta.erase(key);
  if (meta.empty()) definition.erase("_meta");
  return reserved;
}

Result<bool> read_only_hint(const boost::json::object& definition, const std::string& path) {
  const boost::json::value* annotations = definition.if_contains("annotations");
  if (annotations == nullptr) return false;
  if (!annotations->is_object()) return refuse(path + "/annotations", "expected an object");
  const boost::json::value* hint = annotations->as_object().if_contains("readOnlyHint");
  if (hint == nullptr) return false;
  if (!hint->is_bool()) return refuse(path + "/annotations/readOnlyHint", "expected true or false");
  return hint->as_bool();
}

Result<json::Schema> compile_schema(const boost::json::object& definition, const char* key,
                                    const std::string& path) {
  const boost::json::value* schema = definition.if_contains(key);
  if (schema == nullptr || !schema->is_object()) return refuse(path + "/" + key, "expected a schema object");
  const boost::json::value* type = schema->as_object().if_contains("type");
  if (type == nullptr || *type != "object") return refuse(path + "/" + key, "expected \"type\": \"object\"");
  auto compiled = json::Schema::compile(*schema);
  if (!compiled) return refuse(path + "/" + key, compiled.error().message);
  return compiled;
}

Result<ToolEntry> parse_tool(const boost::json::value& value, std::uint32_t slot) {
  const std::string path = "/tools/" + std::to_string(slot);
  if (!value.is_object()) return refuse(path, "expected an object");
  boost::json::object definition = value.as_object();
  const boost::json::value* name = definition.if_contains("name");
  if (name == nullptr || !name->is_string()) return refuse(path + "/name", "expected a string");
  if (const auto legal = check_tool_name(name->as_string()); !legal)
    return refuse(path, legal.error().message);
  const boost::json::value* description = definition.if_contains("description");
  if (description != nullptr && !description->is_string())
    return refuse(path + "/description", "expected a string");

  std::string tool_name(name->as_string());
  FAIRLEAD_TRY(Reserved reserved, take_reserved(definition, path));
  FAIRLEAD_TRY(const bool is_read_only, read_only_hint(definition, path));
  FAIRLEAD_TRY(json::Schema input, compile_schema(definition, "inputSchema", path));
  std::optional<json::Schema> output;
  if (definition.contains("outputSchema")) {
    FAIRLEAD_TRY(output, compile_schema(definition, "outputSchema", path));
  }
  return ToolEntry{std::move(tool_name),
                   slot,
                   std::move(definition),
                   is_read_only,
                   std::move(input),
                   std::move(output),
                   std::move(reserved.aliases),
                   reserved.timeout};
}

Result<void> check_unique(const std::vector<ToolEntry>& tools) {
  std::set<std::string_view> seen;
  for (const ToolEntry& tool : tools) {
    if (!seen.insert(tool.name).second) return refuse("/tools", "two tools are called " + tool.name);
    for (const std::string& alias : tool.aliases) {
      if (!seen.insert(alias).second) return refuse("/tools", "the alias " + alias + " is taken already");
    }
  }
  return {};
}

}  // namespace

Result<Catalog> Catalog::parse(std::string_view catalog_json) {
  auto value = json::parse(catalog_json);
  if (!value) return refuse("", value.error().message);
  if (!value->is_object()) return refuse("", "expected an object");
  Catalog catalog;
  const boost::json::value* tools = value->as_object().if_contains("tools");
  if (tools == nullptr) return catalog;
  if (!tools->is_array()) return refuse("/tools", "expected an array");
  if (tools->as_array().size() > kToolsMax) return refuse("/tools", "more than 512 tools");
  for (const boost::json::value& tool : tools->as_array()) {
    FAIRLEAD_TRY(ToolEntry entry, parse_tool(tool, static_cast<std::uint32_t>(catalog.tools_.size())));
    catalog.tools_.push_back(std::move(entry));
  }
  FAIRLEAD_CHECK(check_unique(catalog.tools_));
  return catalog;
}

const ToolEntry* Catalog::find_tool(std::string_view name) const {
  const auto is_called = [name](const ToolEntry& tool) {
    return tool.name == name ||
           std::find(tool.aliases.begin(), tool.aliases.end(), name) != tool.aliases.end();
  };
  const auto found = std::find_if(tools_.begin(), tools_.end(), is_called);
  return found == tools_.end() ? nullptr : &*found;
}

}  // namespace fairlead::plugin
