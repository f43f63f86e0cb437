// fairlead connections list | test | remove
#include <algorithm>

#include "cli/administer.hpp"
#include "cli/command.hpp"
#include "cli/connection_view.hpp"
#include "cli/known_names.hpp"

namespace fairlead::cli {
namespace {

// What a tenant can be served by: its own, its users', and the global ones that serve it.
bool concerns(const tenancy::Connection& connection, const std::string& tenant) {
  if (tenant.empty()) return true;
  if (connection.scope != Scope::Global) return connection.tenant_id == tenant;
  return !connection.tenants || std::ranges::find(*connection.tenants, tenant) != connection.tenants->end();
}

std::string owner(const tenancy::Connection& connection) {
  switch (connection.scope) {
    case Scope::User: return connection.tenant_id + " / " + connection.user_id;
    case Scope::Tenant: return connection.tenant_id;
    case Scope::Global: return "(global)";
  }
  return {};
}

std::string serves(const tenancy::Connection& connection) {
  if (connection.scope != Scope::Global) return "its owner";
  if (!connection.tenants) return "all tenants";
  std::string out;
  for (const std::string& tenant : *connection.tenants) out += (out.empty() ? "" : ", ") + tenant;
  return out.empty() ? "nobody" : out;
}

Result<ExitCode> list(Session& session, const std::string& tenant) {
  if (!tenant.empty()) FAIRLEAD_CHECK(check_tenant_exists(session.runtime(), tenant));
  const auto directory = session.runtime().directory();
  const plugin::ProviderRegistry& providers = session.runtime().providers();
  boost::json::array shown;
  Table table{
      {{"connection"}, {"owner"}, {"provider"}, {"access"}, {"serves"}, {"tools begin with"}, {"managed by"}},
      {}};
  for (const tenancy::Connection& connection : directory->connections()) {
    if (!concerns(connection, tenant)) continue;
    shown.push_back(to_json(connection, providers));
    const bool is_loaded = providers.find(connection.provider).provider != nullptr;
    table.rows.push_back(
        {{connection.name, Tone::Strong},
         {owner(connection)},
         {connection.provider + (is_loaded ? "" : " (not loaded)"), is_loaded ? Tone::Plain : Tone::Bad},
         {std::string(to_string(connection.access))},
         {serves(connection)},
         {connection.tool_prefix()},
         {std::string(to_string(connection.managed_by))}});
  }
  if (session.console().is_json()) {
    print_json(session.console(), boost::json::object{{"connections", std::move(shown)}});
  } else {
    print_table(session.console(), table, "no connections yet: see `fairlead connections add --help`");
  }
  return ExitCode::Ok;
}

Result<ExitCode> test(Session& session, const ConnectionSelector& selector) {
  FAIRLEAD_TRY(const tenancy::Connection connection, find_connection(session.runtime(), selector));
  FAIRLEAD_TRY(const runtime::ConnectionTrial trial, session.runtime().try_connection(connection));
  if (session.console().is_json()) {
    print_json(session.console(), {{"connection", to_json(connection, session.runtime().providers())},
                                   {"trial", to_json(trial)}});
  } else {
    session.console().out << store::describe(connection.key()) << ": " << describe(trial) << "\n";
  }
  return ExitCode::Ok;
}

Result<ExitCode> remove(Session& session, const ConnectionSelector& selector) {
  FAIRLEAD_TRY(const tenancy::Connection connection, find_connection(session.runtime(), selector));
  FAIRLEAD_CHECK(administer(session, [&](tenancy::Administration& administration) {
    return administration.remove_connection(connection.key());
  }));
  if (session.console().is_json()) {
    print_json(session.console(),
               boost::json::object{{"removed", to_json(connection, session.runtime().providers())}});
  } else {
    session.console().out << store::describe(connection.key()) << " removed\n";
  }
  return ExitCode::Ok;
}

void add_list_command(CommandSet& commands, CLI::App& connections) {
  CLI::App& command = commands.add(
      connections,
      {.name = "list",
       .description = "List connections, without any secret",
       .examples = {"fairlead connections list", "fairlead connections list --tenant acme --json"}});
  const auto tenant = std::make_shared<std::string>();
  command.add_option("--tenant", *tenant, "Only what this tenant can be served by")->type_name("TENANT");
  commands.set_action(command, Needs::Runtime, [tenant](Session& session) { return list(session, *tenant); });
}

}  // namespace

void add_connections_commands(CommandSet& commands) {
  CLI::App& connections =
      commands.add_group({.name = "connections",
                          .description = "List, add, test and remove connections",
                          .examples = {"fairlead connections list", "fairlead connections add --help"}});
  add_list_command(commands, connections);
  add_connections_add_command(commands, connections);

  CLI::App& testing =
      commands.add(connections, {.name = "test",
                                 .description = "Connect once and ping",
                                 .examples = {"fairlead connections test postgres --tenant acme",
                                              "fairlead connections test postgres --global"}});
  const auto selector = std::make_shared<ConnectionSelector>();
  add_selector_options(testing, *selector);
  commands.set_action(testing, Needs::Runtime,
                      [selector](Session& session) { return test(session, *selector); });

  CLI::App& removing =
      commands.add(connections, {.name = "remove",
                                 .description = "Remove a connection",
                                 .examples = {"fairlead connections remove postgres --tenant acme"}});
  add_selector_options(removing, *selector);
  commands.set_action(removing, Needs::Runtime,
                      [selector](Session& session) { return remove(session, *selector); });
}

}  // namespace fairlead::cli
