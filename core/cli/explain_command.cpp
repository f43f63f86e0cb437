// fairlead explain
#include "cli/command.hpp"
#include "cli/known_names.hpp"
#include "cli/render_result.hpp"
#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

struct ExplainOptions {
  runtime::Principal principal;
  std::string tool;
};

// Two columns: what, and how it is.
class Facts {
 public:
  void add(std::string name, std::string text, Tone tone = Tone::Plain) {
    table_.rows.push_back({{std::move(name), Tone::Dim}, {std::move(text), tone}});
  }
  [[nodiscard]] std::string rendered(const Console& console) const {
    std::string out;
    for (const auto& row : table_.rows) {
      const std::string name =
          row[0].text + std::string(row[0].text.size() < 12 ? 12 - row[0].text.size() : 0, ' ');
      out += toned(name, row[0].tone, console.has_color) + "  " +
             toned(printable(row[1].text), row[1].tone, console.has_color) + "\n";
    }
    return out;
  }

 private:
  Table table_;
};

std::string pool_text(const runtime::Explanation& explanation) {
  std::string text = "at most " + std::to_string(explanation.clients_max);
  if (!explanation.pool) return text + ", none needed yet by this process";
  const pool::PoolStats& stats = *explanation.pool;
  text += ", " + std::to_string(stats.in_use) + " in use, " + std::to_string(stats.idle) + " idle, " +
          std::to_string(stats.waiting) + " calls waiting";
  return stats.is_binding_bad ? text + "; the credential was refused and is not tried again" : text;
}

std::string tool_text(const runtime::Explanation& explanation) {
  if (!explanation.is_tool_read_only) return explanation.tool;
  return explanation.tool + (*explanation.is_tool_read_only ? " (only reads)" : " (may change data)");
}

std::string render(const runtime::Explanation& explanation, const Console& console) {
  Facts facts;
  facts.add("tenant", explanation.tenant);
  facts.add("user", explanation.user);
  facts.add("tool", tool_text(explanation));
  if (!explanation.provider.empty()) {
    const bool is_enabled = explanation.is_provider_enabled.value_or(false);
    facts.add("provider",
              explanation.provider + (is_enabled ? ", enabled" : ", not enabled for this tenant"));
  }
  if (explanation.rung) {
    const std::string access(explanation.access ? to_string(*explanation.access) : "unknown access");
    facts.add("connection", explanation.connection + ", of the " + std::string(to_string(*explanation.rung)) +
                                " rung, " + access);
  }
  for (const tenancy::PassedRung& passed : explanation.passed) {
    facts.add("not " + std::string(to_string(passed.scope)), passed.reason);
  }
  if (explanation.clients_max > 0) facts.add("clients", pool_text(explanation));
  facts.add("time", "at most " + render_duration(explanation.timeout));
  if (explanation.refusal) {
    facts.add("decision", "refused: " + explanation.refusal->message, Tone::Bad);
  } else {
    facts.add("decision", "the call would be made", Tone::Good);
  }
  return facts.rendered(console);
}

Result<ExitCode> explain(Session& session, const ExplainOptions& options) {
  auto explanation = session.runtime().explain(options.principal, options.tool);
  if (!explanation) {
    return fail(
        with_suggestion(std::move(explanation.error()), session.runtime(), options.principal.tenant_id));
  }
  if (session.console().is_json()) {
    print_json(session.console(), runtime::to_json(*explanation));
  } else {
    session.console().out << render(*explanation, session.console());
  }
  return ExitCode::Ok;
}

}  // namespace

void add_explain_command(CommandSet& commands) {
  CLI::App& command =
      commands.add(commands.app, {.name = "explain",
                                  .description = "Show how a call would be decided, without making it",
                                  .examples = {"fairlead explain globex postgres_execute",
                                               "fairlead explain acme postgres_query --json"}});
  const auto options = std::make_shared<ExplainOptions>();
  command.add_option("tenant", options->principal.tenant_id, "Whose call")->required()->type_name("TENANT");
  command.add_option("tool", options->tool, "Name of the tool, prefix included")
      ->required()
      ->type_name("TOOL");
  command.add_option("--user", options->principal.user_id, "The user within the tenant")->type_name("USER");
  commands.set_action(command, Needs::Runtime,
                      [options](Session& session) { return explain(session, *options); });
}

}  // namespace fairlead::cli
