// fairlead connections add
#include <algorithm>

#include "cli/administer.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/connection_view.hpp"
#include "cli/known_names.hpp"

namespace fairlead::cli {
namespace {

struct AddOptions {
  ConnectionSelector selector;
  std::string provider;
  std::string access;
  std::optional<std::string> prefix;
  std::string tenants;  ///< comma-separated
  bool is_for_all_tenants = false;
  bool is_untested = false;
  std::string config_json;
  std::vector<std::string> pairs;
};

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

Result<void> check_served(const AddOptions& options) {
  const bool is_said = options.is_for_all_tenants || !options.tenants.empty();
  if (options.selector.is_global == is_said) return {};
  return fail(ErrorCode::InvalidArgument,
              is_said
                  ? "--tenants and --all-tenants say whom a global connection serves; this one has an owner"
                  : "say whom the global connection serves: --tenants a,b or --all-tenants",
              "bad_argument");
}

Result<tenancy::Connection> make_connection(const runtime::Runtime& runtime, const AddOptions& options) {
  FAIRLEAD_CHECK(check_served(options));
  FAIRLEAD_TRY(const tenancy::ConnectionKey key, options.selector.key());
  if (key.scope != Scope::Global) FAIRLEAD_CHECK(check_tenant_exists(runtime, key.tenant_id));
  tenancy::Connection connection;
  connection.scope = key.scope;
  connection.tenant_id = key.tenant_id;
  connection.user_id = key.user_id;
  connection.name = key.name;
  connection.provider = options.provider.empty() ? key.name : options.provider;
  connection.access = parse_access(options.access).value_or(Access::ReadOnly);
  connection.prefix = options.prefix;
  if (key.scope == Scope::Global && !options.is_for_all_tenants)
    connection.tenants = split_at_commas(options.tenants);

  FAIRLEAD_TRY(const plugin::Provider* provider, find_provider(runtime.providers(), connection.provider));
  if (!options.config_json.empty()) {
    FAIRLEAD_TRY(connection.config, parse_object(options.config_json, "--config-json"));
  }
  FAIRLEAD_TRY(const auto pairs, typed_arguments(options.pairs, &provider->config_schema_json()));
  FAIRLEAD_TRY(connection.config, merged(std::move(connection.config), pairs));
  return connection;
}

// A tenant that cannot use what was just added for it should hear of it now.
void note_disabled(const Session& session, const tenancy::Connection& connection) {
  const auto directory = session.runtime().directory();
  const tenancy::Tenant* tenant = directory->find_tenant(connection.tenant_id);
  if (tenant == nullptr || tenant->is_enabled(connection.provider)) return;
  print_note(session.console(), "provider '" + connection.provider + "' is not enabled for tenant '" +
                                    tenant->id + "': `fairlead plugins enable " + connection.provider +
                                    " --tenant " + tenant->id + "`");
}

Result<ExitCode> add(Session& session, const AddOptions& options) {
  runtime::Runtime& runtime = session.runtime();
  FAIRLEAD_TRY(tenancy::Connection connection, make_connection(runtime, options));
  FAIRLEAD_CHECK(runtime.check_connection(connection));
  std::optional<runtime::ConnectionTrial> trial;
  if (!options.is_untested) {
    auto tried = runtime.try_connection(connection);
    if (!tried) {
      tried.error().message += " (nothing was stored; --no-test stores it all the same)";
      return fail(std::move(tried.error()));
    }
    trial = *tried;
  }
  FAIRLEAD_CHECK(administer(session, [&](tenancy::Administration& administration) -> Result<void> {
    FAIRLEAD_TRY(connection, administration.add_connection(connection, {}));
    return {};
  }));
  if (session.console().is_json()) {
    print_json(session.console(),
               {{"connection", to_json(connection, runtime.providers())},
                {"trial", trial ? boost::json::value(to_json(*trial)) : boost::json::value()}});
  } else {
    session.console().out << store::describe(connection.key()) << " added, " << to_string(connection.access)
                          << "; " << (trial ? describe(*trial) : "not tried") << "\n";
    note_disabled(session, connection);
  }
  return ExitCode::Ok;
}

void add_options(CLI::App& command, AddOptions& options) {
  add_selector_options(command, options.selector);
  command.add_option("--provider", options.provider, "Provider (default: the connection's name)")
      ->type_name("ID");
  command.add_option("--access", options.access, "read_only (default) or read_write")
      ->check(CLI::IsMember({"read_only", "read_write"}))
      ->type_name("ACCESS");
  command.add_option("--tenants", options.tenants, "With --global: the tenants it serves, comma-separated")
      ->type_name("IDS");
  command.add_flag("--all-tenants", options.is_for_all_tenants, "With --global: it serves every tenant");
  command.add_option("--prefix", options.prefix, "What its tools' names begin with (default: NAME_)")
      ->type_name("TEXT");
  command.add_flag("--no-test", options.is_untested, "Store it without connecting first");
  command.add_option("--config-json", options.config_json, "Its configuration as a JSON object")
      ->type_name("JSON");
  command
      .add_option("config", options.pairs, "Its configuration as key=value, see `fairlead plugins inspect`")
      ->type_name("KEY=VALUE");
}

}  // namespace

void add_connections_add_command(CommandSet& commands, CLI::App& connections) {
  CLI::App& command = commands.add(
      connections,
      {.name = "add",
       .description = "Check, try and store a connection",
       .examples = {"fairlead connections add postgres --tenant acme --access read_write \\",
                    "    host=db.acme.example database=shop user=acme 'password=${env:ACME_PASSWORD}'",
                    "fairlead connections add postgres --global --all-tenants \\",
                    "    host=db.example database=shared user=reader 'password=${file:reader}'"},
       .notes = {
           "Secrets are given by reference: ${env:NAME}, or ${file:NAME} below secrets_dir. A secret written",
           "out is refused."}});
  const auto options = std::make_shared<AddOptions>();
  add_options(command, *options);
  commands.set_action(command, Needs::Runtime,
                      [options](Session& session) { return add(session, *options); });
}

}  // namespace fairlead::cli
