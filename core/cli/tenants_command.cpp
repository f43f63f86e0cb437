// fairlead tenants
#include "cli/administer.hpp"
#include "cli/command.hpp"
#include "cli/known_names.hpp"

namespace fairlead::cli {
namespace {

struct TenantOptions {
  std::string id;
  std::string title;
  bool is_confirmed = false;
};

std::size_t connection_count(const tenancy::Directory& directory, const std::string& tenant) {
  std::size_t count = 0;
  for (const tenancy::Connection& connection : directory.connections()) {
    if (connection.scope != Scope::Global && connection.tenant_id == tenant) ++count;
  }
  return count;
}

boost::json::object to_json(const tenancy::Tenant& tenant, const tenancy::Directory& directory) {
  boost::json::array providers;
  for (const tenancy::ProviderRule& rule : tenant.rules) {
    providers.push_back({{"provider", rule.provider},
                         {"enabled", rule.is_enabled},
                         {"fallback", to_string(rule.fallback)},
                         {"managed_by", to_string(rule.managed_by)}});
  }
  return {{"id", tenant.id},
          {"title", tenant.title},
          {"providers", std::move(providers)},
          {"connections", connection_count(directory, tenant.id)},
          {"managed_by", to_string(tenant.managed_by)},
          {"created_at", to_rfc3339(tenant.created_at)},
          {"updated_at", to_rfc3339(tenant.updated_at)}};
}

std::string enabled_providers(const tenancy::Tenant& tenant) {
  std::string out;
  for (const tenancy::ProviderRule& rule : tenant.rules) {
    if (rule.is_enabled) out += (out.empty() ? "" : ", ") + rule.provider;
  }
  return out.empty() ? "none" : out;
}

Result<ExitCode> list(Session& session) {
  const auto directory = session.runtime().directory();
  if (session.console().is_json()) {
    boost::json::array tenants;
    for (const tenancy::Tenant& tenant : directory->tenants()) tenants.push_back(to_json(tenant, *directory));
    print_json(session.console(), boost::json::object{{"tenants", std::move(tenants)}});
    return ExitCode::Ok;
  }
  Table table{
      {{"tenant"}, {"title"}, {"providers enabled"}, {"own connections", Align::Right}, {"managed by"}}, {}};
  for (const tenancy::Tenant& tenant : directory->tenants()) {
    table.rows.push_back({{tenant.id, Tone::Strong},
                          {tenant.title},
                          {enabled_providers(tenant)},
                          {std::to_string(connection_count(*directory, tenant.id))},
                          {std::string(to_string(tenant.managed_by))}});
  }
  print_table(session.console(), table, "no tenants yet: `fairlead tenants add ID`, or `fairlead apply`");
  return ExitCode::Ok;
}

Result<ExitCode> add(Session& session, const TenantOptions& options) {
  FAIRLEAD_TRY(const auto rules, default_rules(session));
  FAIRLEAD_CHECK(administer(session, [&](tenancy::Administration& administration) {
    return administration.add_tenant(options.id, options.title, rules);
  }));
  const auto directory = session.runtime().directory();
  const tenancy::Tenant* tenant = directory->find_tenant(options.id);
  if (tenant == nullptr) return fail(ErrorCode::Aborted, "another process removed the tenant at once");
  if (session.console().is_json()) {
    print_json(session.console(), boost::json::object{{"tenant", to_json(*tenant, *directory)}});
  } else {
    session.console().out << "tenant '" << tenant->id
                          << "' added; providers enabled: " << enabled_providers(*tenant) << "\n";
  }
  return ExitCode::Ok;
}

Result<ExitCode> remove(Session& session, const TenantOptions& options) {
  FAIRLEAD_CHECK(check_tenant_exists(session.runtime(), options.id));
  if (!options.is_confirmed) {
    const std::size_t count = connection_count(*session.runtime().directory(), options.id);
    return fail(ErrorCode::FailedPrecondition,
                "this removes tenant '" + options.id + "' with its " + std::to_string(count) +
                    " connections for good; repeat it with --yes",
                "not_confirmed");
  }
  std::size_t connections = 0;
  FAIRLEAD_CHECK(administer(session, [&](tenancy::Administration& administration) -> Result<void> {
    FAIRLEAD_TRY(connections, administration.remove_tenant(options.id));
    return {};
  }));
  if (session.console().is_json()) {
    print_json(session.console(), {{"removed", options.id}, {"connections", connections}});
  } else {
    session.console().out << "tenant '" << options.id << "' and its " << connections
                          << " connections removed\n";
  }
  return ExitCode::Ok;
}

}  // namespace

void add_tenants_commands(CommandSet& commands) {
  CLI::App& tenants =
      commands.add(commands.app, {.name = "tenants",
                                  .description = "List tenants; add or remove one",
                                  .examples = {"fairlead tenants", "fairlead tenants add acme"}});
  tenants.require_subcommand(0, 1);
  commands.set_action(tenants, Needs::Runtime, list);
  commands.set_action(commands.add(tenants, {.name = "list",
                                             .description = "List tenants",
                                             .examples = {"fairlead tenants list --json"}}),
                      Needs::Runtime, list);

  const auto options = std::make_shared<TenantOptions>();
  CLI::App& adding =
      commands.add(tenants, {.name = "add",
                             .description = "Add a tenant, with the providers of defaults.enabled",
                             .examples = {"fairlead tenants add acme --title 'Acme Ltd'"}});
  adding.add_option("id", options->id, "[a-z0-9][a-z0-9_-]*, at most 63 characters")
      ->required()
      ->type_name("ID");
  adding.add_option("--title", options->title, "What people call it")->type_name("TITLE");
  commands.set_action(adding, Needs::Runtime, [options](Session& session) { return add(session, *options); });

  CLI::App& removing = commands.add(tenants, {.name = "remove",
                                              .description = "Remove a tenant with its connections",
                                              .examples = {"fairlead tenants remove acme --yes"}});
  removing.add_option("id", options->id, "Which one")->required()->type_name("ID");
  removing.add_flag("--yes", options->is_confirmed, "It is meant");
  commands.set_action(removing, Needs::Runtime,
                      [options](Session& session) { return remove(session, *options); });
}

}  // namespace fairlead::cli
