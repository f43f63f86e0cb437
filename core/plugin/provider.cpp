#include "plugin/provider.hpp"

#include <utility>

#include <boost/json/serialize.hpp>

#include "base/ids.hpp"
#include "json/parse.hpp"
#include "json/text.hpp"
#include "plugin/status.hpp"

namespace fairlead::plugin {
namespace {

constexpr std::uint32_t kKnownFlags = FAIRLEAD_PROV_ASYNC | FAIRLEAD_PROV_SHARED_CLIENT |
                                      FAIRLEAD_PROV_SESSION_STATE | FAIRLEAD_PROV_SHARE_NEVER;

tl::unexpected<Error> refuse(std::string message, std::string reason = "bad_plugin") {
  return fail(ErrorCode::InvalidArgument, std::move(message), std::move(reason));
}

// Everything of version 1.0 must be there; get_extension is its last field.
Result<void> check_table(const fairlead_provider_api* api) {
  if (api == nullptr) return refuse("a provider table is null", "null_function");
  if (!FAIRLEAD_HAS(api, fairlead_provider_api, get_extension)) {
    return refuse("a provider table is " + std::to_string(api->struct_size) +
                      " bytes long, shorter than ABI 1.0 has it",
                  "short_struct");
  }
  if (const auto legal = check_connection_name(from_abi(api->id)); !legal) {
    return refuse("a provider's id is malformed: " + legal.error().message);
  }
  const std::string who = "provider " + std::string(from_abi(api->id)) + ": ";
  // The catalog and the schema are checked when they are parsed.
  if (!is_utf8(from_abi(api->title))) return refuse(who + "its title is not UTF-8", "bad_text");
  const bool has_all = api->bind != nullptr && api->unbind != nullptr && api->connect != nullptr &&
                       api->ping != nullptr && api->close != nullptr && api->invoke != nullptr;
  if (!has_all) return refuse(who + "bind, unbind, connect, ping, close or invoke is null", "null_function");
  if ((api->flags & FAIRLEAD_PROV_SESSION_STATE) != 0 && api->reset == nullptr) {
    return refuse(who + "SESSION_STATE without a reset function", "null_function");
  }
  if ((api->flags & ~kKnownFlags) != 0) return refuse(who + "unknown flags; it may need a newer host");
  if (api->max_in_flight == 0) return refuse(who + "max_in_flight is 0; 1 is the least");
  return {};
}

struct ConfigSchema {
  boost::json::object json;
  json::Schema compiled;
};

// At each place of `schema` that has x-fairlead-secret: is it a string there? Any other type could not hold
// the name by which the secret is asked for.
Result<void> check_secrets(const boost::json::value& schema, const std::string& path) {
  if (const auto* list = schema.if_array()) {
    for (const boost::json::value& one : *list) FAIRLEAD_CHECK(check_secrets(one, path));
  }
  const auto* object = schema.if_object();
  if (object == nullptr) return {};
  const auto* is_secret = object->if_contains("x-fairlead-secret");
  // A property of that name is a schema, and no mark.
  if (is_secret != nullptr && is_secret->is_bool() && is_secret->as_bool()) {
    const auto* type = object->if_contains("type");
    if (type == nullptr || *type != "string") {
      return fail(ErrorCode::InvalidArgument,
                  path + ": x-fairlead-secret is for fields whose \"type\" is \"string\"");
    }
  }
  for (const auto& member : *object) {
    std::string below = path;
    json::append_token(below, member.key());
    FAIRLEAD_CHECK(check_secrets(member.value(), below));
  }
  return {};
}

Result<ConfigSchema> read_config_schema(std::string_view text) {
  FAIRLEAD_TRY(boost::json::value schema, json::parse(text));
  const auto* type = schema.is_object() ? schema.as_object().if_contains("type") : nullptr;
  if (type == nullptr || *type != "object") {
    return fail(ErrorCode::InvalidArgument, "expected a schema with \"type\": \"object\"");
  }
  FAIRLEAD_TRY(json::Schema compiled, json::Schema::compile(schema));
  FAIRLEAD_CHECK(check_secrets(schema, ""));
  return ConfigSchema{std::move(schema.as_object()), std::move(compiled)};
}

}  // namespace

Provider::Provider(const fairlead_provider_api* api, Catalog catalog, json::Schema config_schema,
                   boost::json::object config_schema_json)
    : api_(api),
      id_(from_abi(api->id)),
      title_(from_abi(api->title).empty() ? id_ : std::string(from_abi(api->title))),
      catalog_(std::move(catalog)),
      config_schema_(std::move(config_schema)),
      config_schema_json_(std::move(config_schema_json)) {}

Result<std::unique_ptr<Provider>> Provider::create(const fairlead_provider_api* api) {
  FAIRLEAD_CHECK(check_table(api));
  const std::string who = "provider " + std::string(from_abi(api->id)) + ": ";
  auto catalog = Catalog::parse(from_abi(api->catalog_json));
  if (!catalog) return refuse(who + catalog.error().message, "bad_catalog");

  auto schema = read_config_schema(from_abi(api->config_schema_json));
  if (!schema) return refuse(who + "config schema: " + schema.error().message, "bad_schema");
  return std::unique_ptr<Provider>(
      new Provider(api, *std::move(catalog), std::move(schema->compiled), std::move(schema->json)));
}

Result<void> Provider::attach(fairlead_plugin* plugin, PluginHost& host) {
  plugin_ = plugin;
  host_ = &host;
  if (api_->get_extension == nullptr) return {};
  const auto refuse_table = [this](const char* id) {
    return refuse("provider " + id_ + ": its table of " + id + " is too short or has a null function",
                  "bad_extension");
  };
  check_config_ =
      static_cast<const fairlead_check_config_api*>(api_->get_extension(FAIRLEAD_EXT_CHECK_CONFIG_1));
  if (check_config_ != nullptr &&
      (!FAIRLEAD_HAS(check_config_, fairlead_check_config_api, check) || check_config_->check == nullptr)) {
    return refuse_table(FAIRLEAD_EXT_CHECK_CONFIG_1);
  }
  dynamic_catalog_ =
      static_cast<const fairlead_dynamic_catalog_api*>(api_->get_extension(FAIRLEAD_EXT_DYNAMIC_CATALOG_1));
  if (dynamic_catalog_ != nullptr &&
      (!FAIRLEAD_HAS(dynamic_catalog_, fairlead_dynamic_catalog_api, catalog) ||
       dynamic_catalog_->catalog == nullptr)) {
    return refuse_table(FAIRLEAD_EXT_DYNAMIC_CATALOG_1);
  }
  return {};
}

std::vector<json::FieldError> Provider::check_config(const boost::json::object& config) const {
  std::vector<json::FieldError> found;
  if (check_config_ == nullptr) return found;
  const std::string config_json = boost::json::serialize(config);
  const auto take = [](void* user, fairlead_str path, fairlead_str message) noexcept {
    auto& into = *static_cast<std::vector<json::FieldError>*>(user);
    if (into.size() == kFieldErrorsMax) return;
    into.push_back({clean_text(from_abi(path), kFieldErrorBytesMax),
                    clean_text(from_abi(message), kFieldErrorBytesMax)});
  };
  const fairlead_status status = check_config_->check(plugin_, to_abi(config_json), take, &found);
  if (status == FAIRLEAD_OK) {
    if (!found.empty()) host_->report_misbehaviour("found errors in a configuration and returned OK");
    return found;
  }
  if (found.empty()) {
    found.push_back({"", "the provider refuses the configuration without a reason (" +
                             std::string(to_string(to_error_code(status))) + ")"});
  }
  return found;
}

}  // namespace fairlead::plugin
