#include "cli/connection_view.hpp"

#include "base/ids.hpp"
#include "cli/known_names.hpp"
#include "cli/render_result.hpp"
#include "cli/suggest.hpp"
#include "store/config_references.hpp"

namespace fairlead::cli {
namespace {

constexpr const char* kHidden = "(hidden)";

void hide_texts(boost::json::value& value) {
  if (auto* object = value.if_object()) {
    for (auto& member : *object) hide_texts(member.value());
  } else if (auto* array = value.if_array()) {
    for (boost::json::value& item : *array) hide_texts(item);
  } else if (value.is_string()) {
    if (!store::parse_reference(value.get_string())) value = kHidden;
  }
}

double to_ms(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

template <typename Text>
boost::json::value text_or_null(const Text& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

boost::json::value served(const tenancy::Connection& connection) {
  if (connection.scope != Scope::Global) return nullptr;
  if (!connection.tenants) return "all";
  return boost::json::array(connection.tenants->begin(), connection.tenants->end());
}

}  // namespace

boost::json::object shown_config(const tenancy::Connection& connection,
                                 const plugin::ProviderRegistry& providers) {
  // check_references refuses a literal in a secret field, so what passes it shows references only.
  const plugin::ProviderSource source = providers.find(connection.provider);
  if (source.provider != nullptr &&
      store::check_references(connection.config, source.provider->config_schema().secret_paths())) {
    return connection.config;
  }
  boost::json::value config = connection.config;
  hide_texts(config);
  return std::move(config.get_object());
}

boost::json::object to_json(const tenancy::Connection& connection,
                            const plugin::ProviderRegistry& providers) {
  return {{"name", connection.name},
          {"scope", to_string(connection.scope)},
          {"tenant", text_or_null(connection.tenant_id)},
          {"user", text_or_null(connection.user_id)},
          {"provider", connection.provider},
          {"access", to_string(connection.access)},
          {"tenants", served(connection)},
          {"prefix", connection.tool_prefix()},
          {"config", shown_config(connection, providers)},
          {"managed_by", to_string(connection.managed_by)},
          {"created_at", to_rfc3339(connection.created_at)},
          {"updated_at", to_rfc3339(connection.updated_at)}};
}

boost::json::object to_json(const runtime::ConnectionTrial& trial) {
  return {{"connect_ms", to_ms(trial.connect)}, {"ping_ms", to_ms(trial.ping)}};
}

std::string describe(const runtime::ConnectionTrial& trial) {
  return "connected in " + render_duration(trial.connect) + ", ping " + render_duration(trial.ping);
}

Result<tenancy::ConnectionKey> ConnectionSelector::key() const {
  if (is_global) return tenancy::ConnectionKey{Scope::Global, {}, {}, name};
  if (user.empty()) return tenancy::ConnectionKey{Scope::Tenant, tenant, {}, name};
  FAIRLEAD_TRY(std::string normalised, normalise_user_id(user));
  return tenancy::ConnectionKey{Scope::User, tenant, std::move(normalised), name};
}

void add_selector_options(CLI::App& command, ConnectionSelector& selector) {
  command.add_option("name", selector.name, "Name of the connection")->required()->type_name("NAME");
  CLI::Option_group& scope = *command.add_option_group("Scope", "Whose it is, one of");
  CLI::Option* tenant = scope.add_option("--tenant", selector.tenant, "A tenant's")->type_name("TENANT");
  CLI::Option* global =
      scope.add_flag("--global", selector.is_global, "Of no tenant: the last rung of the ladder");
  scope.require_option(1);
  command.add_option("--user", selector.user, "With --tenant: one user's own")
      ->type_name("USER")
      ->needs(tenant)
      ->excludes(global);
}

Result<tenancy::Connection> find_connection(const runtime::Runtime& runtime,
                                            const ConnectionSelector& selector) {
  FAIRLEAD_TRY(const tenancy::ConnectionKey key, selector.key());
  if (!selector.is_global) FAIRLEAD_CHECK(check_tenant_exists(runtime, selector.tenant));
  const auto directory = runtime.directory();
  std::vector<std::string> names;
  for (const tenancy::Connection& connection : directory->connections()) {
    if (connection.key() == key) return connection;
    if (connection.scope == key.scope && connection.tenant_id == key.tenant_id)
      names.push_back(connection.name);
  }
  return fail(ErrorCode::NotFound,
              "there is no " + store::describe(key) + "; `fairlead connections list` shows them" +
                  did_you_mean(selector.name, names),
              "unknown_connection");
}

}  // namespace fairlead::cli
