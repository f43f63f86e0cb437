// fairlead verify
#include <chrono>

#include "cli/author_config.hpp"
#include "cli/command.hpp"
#include "cli/text.hpp"
#include "cli/verify_report.hpp"
#include "plugin/contract/suite.hpp"

namespace fairlead::cli {
namespace {

namespace contract = plugin::contract;

struct VerifyCommandOptions {
  std::filesystem::path file;
  std::string provider;
  std::filesystem::path config_file;
  std::vector<std::string> only;
  bool allows_writes = false;
  bool is_list = false;
  std::optional<std::uint32_t> fuzz_rounds;
  std::uint64_t seed = 1;
  double time_limit_seconds = 5;
};

Result<contract::Subject> make_subject(const Session& session, const VerifyCommandOptions& options) {
  contract::Subject subject;
  FAIRLEAD_TRY(subject.file, plugin::SealedFile::copy(options.file));
  if (!options.config_file.empty()) {
    FAIRLEAD_TRY(subject.config, read_author_config(options.config_file, session.program.environment));
  }
  subject.allows_writes = options.allows_writes;
  subject.seed = options.seed;
  subject.fuzz_rounds = options.fuzz_rounds;
  subject.time_limit =
      std::chrono::duration_cast<Duration>(std::chrono::duration<double>(options.time_limit_seconds));
  subject.reactors = session.program.ports.reactors;
  return subject;
}

// Those that were asked for; one without a name where the plugin does not get so far as to have any.
Result<std::vector<std::string>> chosen_providers(const std::optional<contract::Identity>& identity,
                                                  const std::string& wanted) {
  if (!identity) return std::vector<std::string>{wanted};
  if (wanted.empty()) return identity->providers;
  if (std::ranges::find(identity->providers, wanted) != identity->providers.end()) return std::vector{wanted};
  std::string known;
  for (const std::string& provider : identity->providers) known += (known.empty() ? "" : ", ") + provider;
  return fail(ErrorCode::NotFound, "the plugin has no provider " + wanted + "; it has " + known,
              "unknown_provider");
}

// What concerns the file is asked once.
std::vector<std::string> groups_but_load() {
  std::vector<std::string> groups;
  for (const contract::Check& check : contract::all_checks()) {
    if (check.group() != "load") groups.emplace_back(check.group());
  }
  return groups;
}

void print_subject(Console& console, const VerifyReport& report, const contract::Subject& subject) {
  if (console.is_json()) return;
  if (report.identity) {
    console.out << "plugin " << printable(report.identity->id) << " " << printable(report.identity->version)
                << "\nSDK    " << printable(report.identity->sdk) << "\n";
  }
  console.out << "file   " << printable(subject.file->name()) << ", sha256 " << report.sha256 << "\n"
              << "config " << (subject.config ? "given" : "made up from the schema")
              << (subject.allows_writes ? "; tools that write are called"
                                        : "; only tools that read are called")
              << "; seed " << report.seed << "\n";
}

Result<VerifyReport::ProviderReport> verify_provider(Console& console, const contract::Subject& subject,
                                                     const std::vector<std::string>& only) {
  FAIRLEAD_TRY(const auto checks, contract::choose_checks(only));
  if (!console.is_json() && !subject.provider.empty())
    console.out << "\nprovider " << printable(subject.provider) << "\n";
  GroupedChecks shown(console, checks);
  contract::SuiteOptions options{.only = only};
  if (!console.is_json())
    options.on_check = [&shown](const contract::CheckReport& report) { shown.add(report); };
  FAIRLEAD_TRY(auto reports, contract::verify(subject, options));
  return VerifyReport::ProviderReport{subject.provider, std::move(reports)};
}

void print_outcome(Console& console, const VerifyReport& report, const contract::Subject& subject) {
  if (console.is_json()) return print_json(console, to_json(report));
  const Tone tone = report.is_verified()            ? Tone::Good
                    : report.counts().is_verified() ? Tone::Strong
                                                    : Tone::Bad;
  console.out << "\n" << toned(summary_line(report), tone, console.has_color) << "\n";
  if (!report.is_complete() && !subject.config)
    print_note(console, "--config FILE with a configuration that works asks what was skipped without one");
}

Result<ExitCode> verify(const Session& session, const VerifyCommandOptions& options) {
  Console& console = session.console();
  if (options.is_list) {
    print_check_list(console);
    return ExitCode::Ok;
  }
  if (options.file.empty())
    return fail(ErrorCode::InvalidArgument, "name the file: fairlead verify ./plugin.so", "usage");
  FAIRLEAD_CHECK(contract::choose_checks(options.only));
  FAIRLEAD_TRY(contract::Subject subject, make_subject(session, options));
  VerifyReport report;
  report.sha256 = subject.file->sha256();
  report.seed = options.seed;
  // Where it fails, the checks find out the same and say it better.
  if (auto identity = contract::identify(subject)) report.identity = *std::move(identity);
  FAIRLEAD_TRY(const auto providers, chosen_providers(report.identity, options.provider));
  print_subject(console, report, subject);
  for (const std::string& provider : providers) {
    subject.provider = provider;
    const bool is_first = report.providers.empty();
    const auto only = is_first || !options.only.empty() ? options.only : groups_but_load();
    FAIRLEAD_TRY(auto provider_report, verify_provider(console, subject, only));
    report.providers.push_back(std::move(provider_report));
  }
  print_outcome(console, report, subject);
  return report.counts().is_verified() ? ExitCode::Ok : ExitCode::ToolError;
}

CommandHelp verify_help() {
  return {
      .name = "verify",
      .description = "Check a plugin file against the contract, each rule in a process of its own",
      .examples = {"fairlead verify ./build/notes.so",
                   "fairlead verify ./build/notes.so --config sample_config.json --writes",
                   "fairlead verify ./build/notes.so --only connect --only call.each_entry --time-limit 30",
                   "fairlead verify ./build/notes.so --only fuzz --fuzz 10000 --seed 42 --json",
                   "fairlead verify --list"},
      .notes = {
          "A crash, a hang or an exit of the plugin is a verdict, not the end of this command. Exit code",
          "0 when nothing failed, 1 otherwise; warnings and skipped checks fail nothing. \"verified\" is "
          "said",
          "when nothing failed and a client connected and was called.", "",
          "--config is a JSON object that works; secrets may stand in it, or ${env:NAME} and",
          "${file:path below its folder}. Without it a configuration is made up from the schema, and",
          "what needs a client is skipped where that does not connect. Only tools with readOnlyHint",
          "are called unless --writes is given: use a back end that may be written to."}};
}

}  // namespace

void add_verify_command(CommandSet& commands) {
  CLI::App& command = commands.add(commands.app, verify_help());
  const auto options = std::make_shared<VerifyCommandOptions>();
  command.add_option("file", options->file, "The plugin, a shared library")->type_name("FILE");
  command.add_option("--provider", options->provider, "One of several in the plugin (default: each)")
      ->type_name("ID");
  command.add_option("--config", options->config_file, "A configuration that works (default: made up)")
      ->type_name("JSONFILE");
  command.add_flag("--writes", options->allows_writes, "Call tools that are not read-only as well");
  command.add_option("--only", options->only, "A check or group; may be given again")
      ->type_name("ID|GROUP")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command
      .add_option("--fuzz", options->fuzz_rounds,
                  "Made-up calls of each tool (default: 200, or what two time limits allow)")
      ->check(CLI::Range(0U, 1'000'000U))
      ->type_name("N");
  command.add_option("--seed", options->seed, "What they are made up from (default: 1)")->type_name("S");
  command
      .add_option("--time-limit", options->time_limit_seconds,
                  "For one function of the plugin; deadlines lie below it (default: 5)")
      ->check(CLI::Range(0.2, 600.0))
      ->type_name("SECONDS");
  command.add_flag("--list", options->is_list, "Show every check and what must hold");
  commands.set_action(command, Needs::Nothing,
                      [options](Session& session) { return verify(session, *options); });
}

}  // namespace fairlead::cli
