// fairlead call

#include "base/file.hpp"
#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/render_result.hpp"
#include "cli/suggest.hpp"
#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

constexpr std::size_t kArgumentsBytesMax = std::size_t{4} << 20U;

struct CallOptions {
  runtime::Principal principal;
  std::string tool;
  std::vector<std::string> pairs;
  std::string arguments_json;
  double timeout_seconds = 0;
};

Result<std::string> read_input(std::istream& input) {
  std::string text(kArgumentsBytesMax + 1, '\0');
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(input.gcount()));
  if (text.size() <= kArgumentsBytesMax) return text;
  return fail(ErrorCode::InvalidArgument, "standard input is longer than 4 MiB", "bad_argument");
}

// The object of --args: JSON itself, "-" for standard input, or "@FILE".
Result<boost::json::object> given_object(const std::string& text, std::istream& input) {
  if (text.empty()) return boost::json::object{};
  if (text == "-") {
    FAIRLEAD_TRY(const std::string read, read_input(input));
    return parse_object(read, "standard input");
  }
  if (text.front() == '@') {
    const auto read = read_file(text.substr(1), kArgumentsBytesMax);
    if (!read) return fail(ErrorCode::InvalidArgument, "--args: " + read.error().message, "bad_argument");
    return parse_object(*read, text.substr(1));
  }
  return parse_object(text, "--args");
}

const boost::json::object* input_schema(const runtime::ToolList& list, const std::string& tool) {
  for (const runtime::ListedTool& listed : list.tools) {
    if (listed.name != tool) continue;
    const auto* schema = listed.definition.if_contains("inputSchema");
    return schema == nullptr ? nullptr : schema->if_object();
  }
  return nullptr;
}

Result<runtime::CallRequest> make_request(const Session& session, const CallOptions& options) {
  runtime::CallRequest request;
  request.principal = options.principal;
  request.tool = options.tool;
  FAIRLEAD_TRY(boost::json::object arguments, given_object(options.arguments_json, session.program.input));
  if (!options.pairs.empty()) {
    // A tool that is not listed is the call's to refuse; its fields are then typed by what they look like.
    const auto list = session.runtime().tools(options.principal);
    const auto* schema = list ? input_schema(*list, options.tool) : nullptr;
    FAIRLEAD_TRY(const auto pairs, typed_arguments(options.pairs, schema));
    FAIRLEAD_TRY(arguments, merged(std::move(arguments), pairs));
  }
  request.arguments = std::move(arguments);
  if (options.timeout_seconds > 0) {
    request.timeout =
        std::chrono::duration_cast<Duration>(std::chrono::duration<double>(options.timeout_seconds));
  }
  return request;
}

void add_suggestion(const runtime::Runtime& runtime, const CallOptions& options, Error& error) {
  std::vector<std::string> known;
  if (error.reason == "unknown_tenant") {
    const auto directory = runtime.directory();
    for (const auto& tenant : directory->tenants()) known.push_back(tenant.id);
    error.message += did_you_mean(options.principal.tenant_id, known);
  } else if (error.reason == "unknown_tool") {
    const auto list = runtime.tools(options.principal);
    if (!list) return;
    for (const auto& tool : list->tools) known.push_back(tool.name);
    for (const auto& tool : list->hidden) known.push_back(tool.name);
    error.message += did_you_mean(options.tool, known);
  }
}

void print_for_people(const Console& console, const runtime::InvocationResult& result) {
  const bool has_color = console.has_error_color;
  for (const plugin::ClientLogLine& line : result.logs) {
    const std::string text = std::string(to_string(line.level)) + " " + line.logger + ": " + line.data_json;
    console.error_out << toned(printable(text), Tone::Dim, has_color) << "\n";
  }
  if (result.successful || !result.data.empty())
    console.out << render_data(result.data, console.table_style());
  console.out.flush();
  if (result.error) {
    const std::string_view code = result.is_tool_error ? "tool_error" : to_string(result.error->code);
    console.error_out << error_text(*result.error, code, has_color);
  }
  console.error_out << toned(render_meta(result), Tone::Dim, has_color) << "\n";
}

Result<ExitCode> call(Session& session, const CallOptions& options) {
  FAIRLEAD_TRY(runtime::CallRequest request, make_request(session, options));
  request.stop = session.program.catch_interrupts();
  runtime::InvocationResult result = session.runtime().call(request);
  if (result.error) add_suggestion(session.runtime(), options, *result.error);
  if (session.console().is_json()) {
    print_json(session.console(), to_json(result));
  } else {
    print_for_people(session.console(), result);
  }
  return exit_code(result);
}

}  // namespace

void add_call_command(CommandSet& commands) {
  CLI::App& command = commands.add(
      commands.app,
      {.name = "call",
       .description = "Call a tool as a tenant",
       .examples = {"fairlead call acme postgres_query sql='SELECT now()'",
                    "fairlead call acme postgres_query sql='SELECT $1::int' params='[42]' --json",
                    "fairlead call acme postgres_query --args - <arguments.json"},
       .notes = {"A field takes its type from the tool's schema: text stays text, everything else is",
                 "JSON. field:=JSON is JSON whatever the schema says. Ctrl-C cancels the call."}});
  const auto options = std::make_shared<CallOptions>();
  command.add_option("tenant", options->principal.tenant_id, "Whose call it is")
      ->required()
      ->type_name("TENANT");
  command.add_option("tool", options->tool, "Name as `fairlead tools` lists it")
      ->required()
      ->type_name("TOOL");
  command.add_option("arguments", options->pairs, "Arguments as key=value")->type_name("KEY=VALUE");
  command
      .add_option("--args", options->arguments_json,
                  "Arguments as a JSON object; - reads standard input, @FILE a file")
      ->type_name("JSON");
  command.add_option("--user", options->principal.user_id, "The user within the tenant")->type_name("USER");
  command.add_option("--timeout", options->timeout_seconds, "Give up after so many seconds")
      ->check(CLI::Range(0.001, 86400.0))
      ->type_name("SECONDS");
  commands.set_action(command, Needs::Runtime,
                      [options](Session& session) { return call(session, *options); });
}

}  // namespace fairlead::cli
