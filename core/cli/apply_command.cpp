// fairlead apply
#include <algorithm>

#include "cli/command.hpp"
#include "tenancy/plan.hpp"

namespace fairlead::cli {
namespace {

using tenancy::ActionKind;

struct ApplyOptions {
  std::string file;
  bool is_dry_run = false;
  bool is_prune = false;
};

// What check_connection says of a configuration, less what only time can tell: a provider that is not loaded
// here and a reference that cannot be resolved yet become remarks.
std::vector<json::FieldError> check_config(const Session& session, std::string_view provider,
                                           const boost::json::object& config,
                                           std::vector<std::string>& remarks) {
  tenancy::Connection connection;
  connection.scope = Scope::Global;
  connection.name = provider;
  connection.provider = provider;
  connection.config = config;
  const auto checked = session.runtime().check_connection(connection);
  if (checked) return {};
  if (checked.error().code == ErrorCode::InvalidArgument) return {{"", checked.error().message}};
  if (std::ranges::find(remarks, checked.error().message) == remarks.end())
    remarks.push_back(checked.error().message);
  return {};
}

Result<tenancy::DesiredState> read_file_state(const Session& session, std::vector<std::string>& remarks) {
  if (session.loaded.document.is_null()) {
    return fail(ErrorCode::NotFound, "there is no ./fairlead.yaml; name the file: `fairlead apply FILE`",
                "file_not_found");
  }
  return tenancy::read_desired_state(
      session.loaded.document,
      {.other_keys = runtime::process_keys(),
       .check_config = [&session, &remarks](std::string_view provider, const boost::json::object& config) {
         return check_config(session, provider, config, remarks);
       }});
}

Result<tenancy::Plan> carry_out(const Session& session, const ApplyOptions& options,
                                const tenancy::DesiredState& desired) {
  tenancy::Plan plan;
  FAIRLEAD_CHECK(session.runtime().administer([&](store::Store& store) -> Result<void> {
    FAIRLEAD_TRY(const store::Snapshot snapshot, store.load_all());
    const auto prune = options.is_prune ? tenancy::Prune::Yes : tenancy::Prune::No;
    FAIRLEAD_TRY(plan, tenancy::plan_apply(snapshot, desired, prune));
    if (options.is_dry_run) return {};
    return tenancy::apply(store, plan);
  }));
  return plan;
}

Tone tone_of(ActionKind kind) {
  switch (kind) {
    case ActionKind::Create:
    case ActionKind::Update: return Tone::Good;
    case ActionKind::Remove:
    case ActionKind::Conflict: return Tone::Bad;
    case ActionKind::Keep:
    case ActionKind::Stale: return Tone::Dim;
  }
  return Tone::Plain;
}

void print_plan_json(Console& console, const tenancy::Plan& plan, const ApplyOptions& options,
                     const std::vector<std::string>& remarks) {
  boost::json::array actions;
  for (const tenancy::Action& action : plan.actions) {
    actions.push_back(
        {{"action", to_string(action.kind)}, {"subject", action.subject}, {"text", action.text}});
  }
  print_json(console, {{"applied", !options.is_dry_run},
                       {"changed", plan.has_changes()},
                       {"actions", std::move(actions)},
                       {"remarks", boost::json::array(remarks.begin(), remarks.end())}});
}

void print_plan(Console& console, const tenancy::Plan& plan, const ApplyOptions& options,
                const std::vector<std::string>& remarks) {
  Table table{{{"action"}, {"what"}, {"how"}}, {}};
  for (const tenancy::Action& action : plan.actions) {
    if (action.kind == ActionKind::Keep) continue;
    table.rows.push_back(
        {{std::string(to_string(action.kind)), tone_of(action.kind)}, {action.subject}, {action.text}});
  }
  if (!table.rows.empty()) print_table(console, table, "");
  const auto counted = [&plan](ActionKind kind) { return std::to_string(plan.count(kind)); };
  const std::string ending = options.is_dry_run ? "" : "d";
  console.out << (options.is_dry_run ? "would create " : "created ") << counted(ActionKind::Create)
              << ", update" << ending << " " << counted(ActionKind::Update) << ", remove" << ending << " "
              << counted(ActionKind::Remove) << "; " << counted(ActionKind::Keep) << " as they should be\n";
  for (const std::string& remark : remarks) print_note(console, "note: " + remark);
  if (plan.count(ActionKind::Stale) > 0)
    print_note(console, "stale: no longer in the file; --prune removes them");
  if (plan.count(ActionKind::Conflict) > 0)
    print_note(console, "conflict: set by a command, which holds; the file differs");
}

Result<ExitCode> apply(Session& session, const ApplyOptions& options) {
  std::vector<std::string> remarks;
  const auto desired = read_file_state(session, remarks);
  // The file is configuration: what is wrong with it is no wrong argument.
  if (!desired) return print_error(session.console(), desired.error(), ExitCode::Configuration);
  const auto plan = carry_out(session, options, *desired);
  if (!plan) {
    const bool is_file = plan.error().code == ErrorCode::InvalidArgument;
    return print_error(session.console(), plan.error(),
                       is_file ? ExitCode::Configuration : exit_code(plan.error().code));
  }
  if (session.console().is_json()) {
    print_plan_json(session.console(), *plan, options, remarks);
  } else {
    print_plan(session.console(), *plan, options, remarks);
  }
  return ExitCode::Ok;
}

}  // namespace

void add_apply_command(CommandSet& commands) {
  CLI::App& command = commands.add(
      commands.app,
      {.name = "apply",
       .description = "Make the control store as a configuration file says",
       .examples = {"fairlead apply fairlead.yaml --dry-run", "fairlead apply fairlead.yaml --prune"},
       .notes = {"Only what came from a file is changed or removed. What a command set stays, and is",
                 "reported as a conflict where the file differs."}});
  const auto options = std::make_shared<ApplyOptions>();
  command
      .add_option_function<std::string>(
          "file", [&commands](const std::string& file) { commands.overrides.config_file = file; },
          "Configuration file (default: as --config)")
      ->type_name("FILE");
  command.add_flag("--dry-run", options->is_dry_run, "Show what would be done, and do nothing");
  command.add_flag("--prune", options->is_prune,
                   "Also remove what came from the file and stands there no longer");
  commands.set_action(command, Needs::Runtime,
                      [options](Session& session) { return apply(session, *options); });
}

}  // namespace fairlead::cli
