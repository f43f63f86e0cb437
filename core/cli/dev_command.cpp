// fairlead dev
#include "base/ids.hpp"
#include "cli/author_config.hpp"
#include "cli/command.hpp"
#include "cli/dev_session.hpp"
#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

constexpr std::size_t kLineBytesMax = std::size_t{4} << 20U;
constexpr std::chrono::seconds kClosePatience{2};

struct DevCommandOptions {
  DevOptions session;
  std::filesystem::path config_file;  // Empty: a configuration without fields.
  std::string access = "read_write";
  double timeout_seconds = 30;
  const std::optional<LogLevel>* log_level = nullptr;
};

struct ReadLine {
  std::string text;
  bool is_too_long = false;
};

// nullopt at the end of the input. Of a line that is too long the rest is read and dropped.
std::optional<ReadLine> read_line(std::istream& input) {
  using Traits = std::istream::traits_type;
  ReadLine line;
  bool has_any = false;
  for (auto c = input.rdbuf()->sbumpc(); !Traits::eq_int_type(c, Traits::eof());
       c = input.rdbuf()->sbumpc()) {
    if (c == '\n') return line;
    has_any = true;
    if (line.text.size() == kLineBytesMax) {
      line.is_too_long = true;
    } else {
      line.text += Traits::to_char_type(c);
    }
  }
  if (has_any) return line;
  return std::nullopt;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r") == std::string::npos; }

plugin::LoadOptions load_options(const Program& program) {
  plugin::LoadOptions options;
  options.scanner.executable = program.scanner;
  return options;
}

DevParts make_parts(const Session& session, Log& log, const DevCommandOptions& options) {
  const Program& program = session.program;
  return {.clock = program.clock,
          .log = log,
          .ports = program.ports,
          .load =
              [&program, file = options.session.file](plugin::HostServices services) {
                return program.load_plugin(file, services, load_options(program));
              },
          .read_config = [&program, file = options.config_file]() -> Result<boost::json::object> {
            if (file.empty()) return boost::json::object();
            return read_author_config(file, program.environment);
          }};
}

// For people unless the output is a program's, or JSON was asked for.
bool is_for_people(const Session& session) {
  return session.program.is_interactive && !session.console().is_json();
}

void print(const Session& session, const DevAnswer& answer) {
  if (is_for_people(session)) {
    print_dev_answer(session.console(), answer);
  } else {
    print_json(session.console(), to_json(answer));
  }
  session.console().out.flush();
}

void greet(const Session& session, const DevSession& dev) {
  if (!is_for_people(session)) return;
  const DevSubject& subject = *dev.subject();
  const plugin::Plugin& plugin = subject.plugin();
  session.console().error_out << printable(plugin.id()) << " " << printable(plugin.version()) << ", provider "
                              << printable(subject.provider().id()) << ", as tenant "
                              << subject.caller().tenant << ", " << to_string(subject.caller().access)
                              << ". `help` says what to type.\n";
}

void prompt(const Session& session, const std::string& provider) {
  if (!is_for_people(session)) return;
  session.console().out << printable(provider) << "> ";
  session.console().out.flush();
}

// False: the session is over.
bool serve(const Session& session, DevSession& dev, const ReadLine& line) {
  if (line.is_too_long) {
    print(session,
          failed_answer(Error(ErrorCode::InvalidArgument, "a line is at most 4 MiB long", "bad_line")));
    return true;
  }
  const DevLine parsed = parse_dev_line(line.text);
  if (!parsed.request) {
    DevAnswer answer = failed_answer(parsed.request.error());
    answer.id = parsed.id;
    print(session, answer);
    return true;
  }
  if (parsed.request->verb == DevVerb::Quit) return false;
  if (parsed.request->verb == DevVerb::Help) {
    session.console().error_out << dev_help();
    return true;
  }
  // While nothing runs, an interrupt ends the program: nobody waits but for the next line.
  const std::stop_token stop = session.program.catch_interrupts();
  DevAnswer answer = dev.serve(*parsed.request, stop);
  session.program.release_interrupts();
  answer.id = parsed.id;
  print(session, answer);
  return true;
}

void close(const Session& session, DevSession& dev) {
  const auto closed = dev.close(kClosePatience);
  if (closed) return;
  session.console().error_out << "warning: the program ends without the provider: " << closed.error().message
                              << "\n";
  session.program.abandon(ExitCode::Unavailable);
}

Result<ExitCode> run_dev(const Session& session, DevCommandOptions options) {
  DevCaller& caller = options.session.caller;
  FAIRLEAD_CHECK(check_tenant_id(caller.tenant));
  FAIRLEAD_TRY(caller.user, normalise_user_id(caller.user));
  caller.access = parse_access(options.access).value_or(Access::ReadWrite);
  options.session.timeout =
      std::chrono::duration_cast<Duration>(std::chrono::duration<double>(options.timeout_seconds));
  // An author wants to read what the provider logs; the operator's default is quieter.
  const std::unique_ptr<Log> log = session.program.make_log(options.log_level->value_or(LogLevel::Info));
  FAIRLEAD_TRY(const auto dev, DevSession::open(options.session, make_parts(session, *log, options)));
  greet(session, *dev);
  const std::string provider = dev->subject()->provider().id();
  prompt(session, provider);
  for (auto line = read_line(session.program.input); line; line = read_line(session.program.input)) {
    if (!is_blank(line->text) && !serve(session, *dev, *line)) break;
    prompt(session, provider);
  }
  if (is_for_people(session)) session.console().out << "\n";
  close(session, *dev);
  return ExitCode::Ok;
}

CommandHelp dev_command_help() {
  return {.name = "dev",
          .description = "Try a plugin: load one file and serve it line by line, without tenants or a store",
          .examples =
              {"fairlead dev ./build/notes.so --config sample_config.json",
               "echo 'add title=\"buy milk\"' | fairlead dev ./build/notes.so --config sample_config.json",
               "fairlead dev ./build/notes.so --config c.json --access read_only --log-level debug"},
          .notes = {
              "One line in, one line of JSON out; on a terminal, text for people. A line is a tool and",
              "its arguments, as `fairlead call` takes them, or JSON:", "  add title=\"buy milk\"",
              "  {\"id\":1,\"tool\":\"add\",\"arguments\":{\"title\":\"buy milk\"},\"timeout_ms\":500}",
              "  {\"resource\":\"notes://1\"}  {\"prompt\":\"plan\",\"arguments\":{}}  {\"list\":\"tools\"}",
              "  {\"complete\":{\"ref\":\"plan\",\"argument\":\"day\",\"value\":\"M\"}}  {\"ping\":true}",
              "  {\"reset\":true}  {\"reload\":true}",
              "Answers: {\"ok\":true,\"outcome\":\"result\",\"result\":{...},\"progress\":[],\"logs\":[],",
              "\"elapsed_us\":41}, outcome also tool_error, input_required or task; or {\"ok\":false,",
              "\"error\":{\"code\",\"message\",\"reason\",\"flags\",\"detail\"}}. An \"id\" comes back.",
              "To answer input_required, send the line again with \"input_responses\" and \"state\".", "",
              "Arguments and configuration are checked as in service. --config is a JSON object; secrets",
              "may stand in it, or ${env:NAME} and ${file:path below its folder}. A changed file is",
              "loaded before the next line, beside the old one. Ctrl-C cancels the call that runs.",
              "What the provider logs for the operator goes to standard error."}};
}

}  // namespace

void add_dev_command(CommandSet& commands) {
  CLI::App& command = commands.add(commands.app, dev_command_help());
  const auto options = std::make_shared<DevCommandOptions>();
  options->log_level = &commands.overrides.log_level;
  command.add_option("file", options->session.file, "The plugin, a shared library")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--config", options->config_file, "Configuration of the connection (default: no fields)")
      ->type_name("JSONFILE");
  DevCaller& caller = options->session.caller;
  command.add_option("--provider", caller.provider, "Which one, of several in the plugin")->type_name("ID");
  command.add_option("--tenant", caller.tenant, "Whose calls they are (default: dev)")->type_name("TENANT");
  command.add_option("--user", caller.user, "The user within the tenant")->type_name("USER");
  command.add_option("--access", options->access, "read_only refuses tools that are not marked read_only")
      ->check(CLI::IsMember({"read_only", "read_write"}))
      ->type_name("ACCESS");
  command.add_option("--timeout", options->timeout_seconds, "Of a line that names none (default: 30)")
      ->check(CLI::Range(0.001, 3600.0))
      ->type_name("SECONDS");
  commands.set_action(command, Needs::Nothing,
                      [options](Session& session) { return run_dev(session, *options); });
}

}  // namespace fairlead::cli
