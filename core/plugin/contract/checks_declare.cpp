// What a plugin declares: whole, constant, and of use to the people and models who read it.
#include "plugin/contract/checks.hpp"
#include "plugin/contract/schema_reading.hpp"
#include "plugin/contract/wording.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin::contract::checks {
namespace {

namespace bj = boost::json;

std::vector<std::string> declared_texts(const fairlead_plugin_api& api) {
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < api.provider_count; ++i) {
    texts.emplace_back(from_abi(api.providers[i]->catalog_json));
    texts.emplace_back(from_abi(api.providers[i]->config_schema_json));
  }
  return texts;
}

// Properties at any depth without a word about them, as JSON Pointers.
void add_undescribed(const bj::object& schema, const std::string& path, std::vector<std::string>& out) {
  const bj::object* properties = find_object(schema, "properties");
  if (properties == nullptr) return;
  for (const auto& property : *properties) {
    const bj::object* its_schema = property.value().if_object();
    if (its_schema == nullptr) continue;
    const std::string its_path = path + "/" + std::string(property.key());
    const bool is_reference = its_schema->contains("$ref");
    if (find_text(*its_schema, "description").empty() && !is_reference) out.push_back(its_path);
    add_undescribed(*its_schema, its_path, out);
  }
}

}  // namespace

Result<Judgement> tables(Stage& stage) {
  FAIRLEAD_TRY(const fairlead_plugin_api* const api, stage.table());
  // Neither log nor plugin is ended: that is for the checks of the end.
  Log& log = *make_null_log().release();
  const InPhase phase(stage.board(), "init");
  FAIRLEAD_TRY(auto plugin, Plugin::create(api, stage.subject().file->name(), {stage.clock(), log}));
  new std::shared_ptr<Plugin>(std::move(plugin));
  return passed();
}

Result<Judgement> catalog_is_stable(Stage& stage) {
  FAIRLEAD_TRY(const fairlead_plugin_api* const api, stage.whole_table());
  const std::vector<std::string> before = declared_texts(*api);
  FAIRLEAD_CHECK(stage.start());
  const std::vector<std::string> during = declared_texts(*api);
  stage.end();
  FAIRLEAD_TRY(const fairlead_plugin_api* const again, stage.whole_table());
  if (before == during && before == declared_texts(*again)) return passed();
  return failed(
      "the catalog or config schema in the descriptor changes; it must be constant from the first call of "
      "the "
      "entry point: entries that depend on the configuration belong into "
      "fairlead.provider.dynamic_catalog/1");
}

Result<Judgement> tools_are_described(Stage& stage) {
  std::vector<std::string> tools;
  std::vector<std::string> arguments;
  for (const ToolEntry& tool : stage.provider().catalog().tools()) {
    if (find_text(tool.definition, "description").empty()) tools.push_back(tool.name);
    if (const bj::object* schema = find_object(tool.definition, "inputSchema"))
      add_undescribed(*schema, tool.name + ":", arguments);
  }
  if (!tools.empty()) {
    return failed("without a description: " + some_of(tools) +
                  "; a model chooses tools by it, so say what each does and when to use it");
  }
  if (arguments.empty()) return passed();
  return warned("arguments without a description: " + some_of(arguments) +
                "; say what each means, with unit and form");
}

Result<Judgement> tools_are_annotated(Stage& stage) {
  std::vector<std::string> missing;
  for (const ToolEntry& tool : stage.provider().catalog().tools()) {
    const bj::object* annotations = find_object(tool.definition, "annotations");
    for (const char* hint : {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"}) {
      if (annotations == nullptr || !annotations->contains(hint)) missing.push_back(tool.name + ": " + hint);
    }
  }
  if (missing.empty()) return passed();
  return failed("annotations not stated: " + some_of(missing) +
                "; state all four: what is not stated counts as the worst by MCP's defaults");
}

Result<Judgement> config_is_described(Stage& stage) {
  std::vector<std::string> missing;
  add_undescribed(stage.provider().config_schema_json(), "", missing);
  if (missing.empty()) return passed();
  return warned("config fields without a description: " + some_of(missing) +
                "; whoever fills them in sees nothing else");
}

Result<Judgement> config_refuses_unknown(Stage& stage) {
  const bj::object& schema = stage.provider().config_schema_json();
  for (const char* key : {"additionalProperties", "unevaluatedProperties"}) {
    const bj::value* more = schema.if_contains(key);
    if (more != nullptr && more->is_bool() && !more->get_bool()) return passed();
  }
  return warned(
      "the config schema allows any further field, so a misspelt one is ignored in silence; say "
      "\"additionalProperties\": false");
}

}  // namespace fairlead::plugin::contract::checks
