// fairlead plugins enable | disable | status
#include "cli/administer.hpp"
#include "cli/command.hpp"
#include "cli/known_names.hpp"
#include "cli/provider_matrix.hpp"

namespace fairlead::cli {
namespace {

struct RuleOptions {
  std::string provider;
  std::string tenant;
  bool is_for_all = false;
};

enum class Rule : std::uint8_t { Disable, Enable };

Result<ExitCode> set_rule(Session& session, const RuleOptions& options, Rule rule) {
  FAIRLEAD_CHECK(check_provider_known(session.runtime(), options.provider));
  if (!options.is_for_all) FAIRLEAD_CHECK(check_tenant_exists(session.runtime(), options.tenant));
  std::vector<std::string> changed;
  FAIRLEAD_CHECK(administer(session, [&](tenancy::Administration& administration) -> Result<void> {
    FAIRLEAD_TRY(changed, administration.set_enabled(options.provider, options.tenant, rule == Rule::Enable));
    return {};
  }));
  if (session.console().is_json()) {
    print_json(session.console(), {{"provider", options.provider},
                                   {"enabled", rule == Rule::Enable},
                                   {"changed", boost::json::array(changed.begin(), changed.end())}});
    return ExitCode::Ok;
  }
  std::string names;
  for (const std::string& tenant : changed) names += (names.empty() ? "" : ", ") + tenant;
  session.console().out << "provider '" << options.provider << "' "
                        << (rule == Rule::Enable ? "enabled" : "disabled") << " for "
                        << (names.empty() ? "no further tenant: it already was" : names) << "\n";
  return ExitCode::Ok;
}

Result<ExitCode> status(Session& session) {
  const auto directory = session.runtime().directory();
  if (session.console().is_json()) {
    print_json(session.console(), matrix_json(*directory, session.runtime().providers()));
  } else {
    print_table(session.console(), matrix_table(*directory, session.runtime().providers()),
                "no tenants yet: `fairlead tenants add ID`, or `fairlead apply`");
  }
  return ExitCode::Ok;
}

void add_rule_command(CommandSet& commands, CLI::App& plugins, Rule rule) {
  const std::string name = rule == Rule::Enable ? "enable" : "disable";
  CLI::App& command = commands.add(
      plugins, {.name = name,
                .description = rule == Rule::Enable ? "Let tenants use a provider"
                                                    : "Refuse tenants a provider, whatever its connections",
                .examples = {"fairlead plugins " + name + " postgres --tenant acme",
                             "fairlead plugins " + name + " postgres --all"}});
  const auto options = std::make_shared<RuleOptions>();
  command.add_option("provider", options->provider, "Id of the provider")->required()->type_name("PROVIDER");
  CLI::Option_group& scope = *command.add_option_group("Scope", "For whom, one of");
  scope.add_option("--tenant", options->tenant, "One tenant")->type_name("TENANT");
  scope.add_flag("--all", options->is_for_all, "Every tenant there is now");
  scope.require_option(1);
  commands.set_action(command, Needs::Runtime,
                      [options, rule](Session& session) { return set_rule(session, *options, rule); });
}

}  // namespace

void add_plugins_rules_commands(CommandSet& commands, CLI::App& plugins) {
  add_rule_command(commands, plugins, Rule::Enable);
  add_rule_command(commands, plugins, Rule::Disable);
  commands.set_action(
      commands.add(plugins, {.name = "status",
                             .description = "Tenant by provider: own, global, none or disabled",
                             .examples = {"fairlead plugins status", "fairlead plugins status --json"}}),
      Needs::Runtime, status);
}

}  // namespace fairlead::cli
