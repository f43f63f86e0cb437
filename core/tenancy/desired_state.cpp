// Shape by schema first; then meaning, one reader method per level of the document.
#include "tenancy/desired_state.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/ids.hpp"
#include "json/parse.hpp"
#include "json/schema.hpp"
#include "tenancy/config_schema.hpp"

namespace fairlead::tenancy {
namespace {

using boost::json::object;
using boost::json::value;

// Ten thousand tenants in one file are legitimate: far above what one tool call may cost.
constexpr json::SchemaLimits kFileLimits{.errors_max = 1000, .steps_max = 50'000'000};

Result<std::vector<json::FieldError>> check_shape(const value& document) {
  FAIRLEAD_TRY(const auto text, json::parse(config_schema_text()));
  FAIRLEAD_TRY(const auto schema, json::Schema::compile(text, kFileLimits));
  return schema.validate(document);
}

std::string as_string(const value& text) { return std::string(std::string_view(text.get_string())); }

using Enabled = std::map<std::string, bool>;
using FallbackRules = std::map<std::string, Fallback>;

std::vector<ProviderRule> join(const Enabled& enabled, const FallbackRules& fallback) {
  Tenant rules;
  for (const auto& [provider, is_enabled] : enabled) {
    rules.set_rule({provider, is_enabled, Fallback::Allow, ManagedBy::File});
  }
  for (const auto& [provider, rule] : fallback) {
    rules.set_rule({provider, rules.is_enabled(provider), rule, ManagedBy::File});
  }
  return std::move(rules.rules);
}

// Reads a document whose shape is known to be right.
class Reader {
 public:
  explicit Reader(const ConfigCheck& check_config) : check_config_(check_config) {}

  void read(const object& document) {
    if (const auto* defaults = document.if_contains("defaults")) read_defaults(defaults->get_object());
    if (const auto* global = document.if_contains("global")) {
      read_connections(global->get_object(), "global", {Scope::Global, {}, {}, {}});
    }
    if (const auto* tenants = document.if_contains("tenants")) {
      const object nothing;  // `acme:` alone is a tenant with the defaults.
      for (const auto& [id, tenant] : tenants->get_object()) {
        read_tenant(std::string(id), tenant.is_null() ? nothing : tenant.get_object());
      }
    }
  }

  DesiredState finish() {
    std::ranges::sort(state_.tenants, {}, &Tenant::id);
    std::ranges::sort(state_.connections, {}, &Connection::key);
    return std::move(state_);
  }

  Problems& problems() { return problems_; }

 private:
  Enabled read_enabled(const value& from, const std::string& path) {
    Enabled enabled;
    if (const auto* list = from.if_array()) {
      for (const auto& provider : *list) enabled[as_string(provider)] = true;
    } else {
      for (const auto& [provider, is_enabled] : from.get_object())
        enabled[std::string(provider)] = is_enabled.get_bool();
    }
    for (const auto& [provider, is_enabled] : enabled)
      problems_.add_failed(path, store::check_provider_id(provider));
    return enabled;
  }

  void read_fallback(const object& owner, const std::string& path, FallbackRules& rules) {
    const auto* from = owner.if_contains("fallback");
    if (from == nullptr) return;
    for (const auto& [provider, rule] : from->get_object()) {
      problems_.add_failed(path + ".fallback", store::check_provider_id(provider));
      rules[std::string(provider)] =
          store::parse_fallback(std::string_view(rule.get_string())).value_or(Fallback::Never);
    }
  }

  void read_defaults(const object& defaults) {
    if (const auto* enabled = defaults.if_contains("enabled"))
      default_enabled_ = read_enabled(*enabled, "defaults.enabled");
    read_fallback(defaults, "defaults", default_fallback_);
    state_.new_tenant_rules = join(default_enabled_, default_fallback_);
  }

  void read_tenant(const std::string& id, const object& from) {
    const std::string path = "tenants." + path_segment(id);
    Tenant tenant;
    tenant.id = id;
    tenant.managed_by = ManagedBy::File;
    if (const auto* title = from.if_contains("title")) tenant.title = as_string(*title);
    // Without rules: what read_enabled and read_fallback find wrong with them has a finer path.
    problems_.add_failed(path, store::check(tenant));
    const auto* enabled = from.if_contains("enabled");
    FallbackRules fallback = default_fallback_;
    read_fallback(from, path, fallback);
    tenant.rules =
        join(enabled != nullptr ? read_enabled(*enabled, path + ".enabled") : default_enabled_, fallback);
    state_.tenants.push_back(std::move(tenant));
    read_connections(from, path, {Scope::Tenant, id, {}, {}});
    read_users(from, path, id);
  }

  void read_users(const object& from, const std::string& path, const std::string& tenant) {
    const auto* users = from.if_contains("users");
    if (users == nullptr) return;
    std::set<std::string> seen;
    for (const auto& [id, user] : users->get_object()) {
      const std::string user_path = path + ".users." + path_segment(id);
      const auto normalised = normalise_user_id(id);
      if (!normalised) {
        problems_.add(user_path, normalised.error().message);
      } else if (!seen.insert(*normalised).second) {
        problems_.add(user_path, "this user stands here twice: ids are compared in lower case");
      } else {
        read_connections(user.get_object(), user_path, {Scope::User, tenant, *normalised, {}});
      }
    }
  }

  void read_connections(const object& from, const std::string& path, ConnectionKey key) {
    const auto* connections = from.if_contains("connections");
    if (connections == nullptr) return;
    for (const auto& [name, connection] : connections->get_object()) {
      key.name = std::string(name);
      read_connection(connection.get_object(), path + ".connections." + path_segment(name), key);
    }
  }

  void read_connection(const object& from, const std::string& path, const ConnectionKey& key) {
    Connection out;
    out.scope = key.scope;
    out.tenant_id = key.tenant_id;
    out.user_id = key.user_id;
    out.name = key.name;
    out.managed_by = ManagedBy::File;
    const auto* provider = from.if_contains("provider");
    out.provider = provider != nullptr ? as_string(*provider) : key.name;
    if (const auto* config = from.if_contains("config")) out.config = config->get_object();
    if (const auto* access = from.if_contains("access")) {
      out.access = parse_access(std::string_view(access->get_string())).value_or(Access::ReadOnly);
    }
    if (const auto* prefix = from.if_contains("prefix")) out.prefix = as_string(*prefix);
    if (const auto* tenants = from.if_contains("tenants"); tenants != nullptr && tenants->is_array()) {
      out.tenants.emplace();
      for (const auto& tenant : tenants->get_array()) out.tenants->push_back(as_string(tenant));
      std::ranges::sort(*out.tenants);
    }
    problems_.add_failed(path, store::check(out));
    if (check_config_) problems_.add_all(path + ".config", check_config_(out.provider, out.config));
    state_.connections.push_back(std::move(out));
  }

  const ConfigCheck& check_config_;
  DesiredState state_;
  Enabled default_enabled_;
  FallbackRules default_fallback_;
  Problems problems_;
};

void check_top_keys(const object& document, std::span<const std::string_view> other_keys,
                    Problems& problems) {
  constexpr std::string_view kOurs[] = {"version", "defaults", "global", "tenants"};
  for (const auto& member : document) {
    const std::string_view key = member.key();
    const bool is_known = std::ranges::find(kOurs, key) != std::end(kOurs) ||
                          std::ranges::find(other_keys, key) != other_keys.end();
    if (!is_known) problems.add(path_segment(key), "there is no such setting");
  }
}

}  // namespace

Result<DesiredState> read_desired_state(const value& document, const DesiredStateOptions& options) {
  FAIRLEAD_TRY(const auto wrong_shape, check_shape(document));
  Reader reader(options.check_config);
  reader.problems().add_all("", wrong_shape);
  if (document.is_object()) check_top_keys(document.get_object(), options.other_keys, reader.problems());
  if (wrong_shape.empty()) reader.read(document.get_object());
  if (reader.problems().empty()) return reader.finish();
  return fail(reader.problems().to_error("the configuration file is not valid:", "bad_config_file"));
}

}  // namespace fairlead::tenancy
