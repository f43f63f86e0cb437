#include "cli/dev_line.hpp"

#include <algorithm>
#include <iterator>

#include "cli/arguments.hpp"
#include "cli/suggest.hpp"
#include "cli/words.hpp"
#include "json/parse.hpp"
#include "json/text.hpp"

namespace fairlead::cli {
namespace {

using boost::json::object;
using boost::json::value;

tl::unexpected<Error> bad(std::string message) {
  return fail(ErrorCode::InvalidArgument, std::move(message), "bad_line");
}

// ---- JSON ----------------------------------------------------------------------------------------------

struct VerbName {
  std::string_view name;
  DevVerb verb;
};
constexpr VerbName kVerbs[] = {
    {"tool", DevVerb::Tool},         {"resource", DevVerb::Resource}, {"prompt", DevVerb::Prompt},
    {"complete", DevVerb::Complete}, {"list", DevVerb::List},         {"ping", DevVerb::Ping},
    {"reset", DevVerb::Reset},       {"reload", DevVerb::Reload},
};

constexpr unsigned bit(DevVerb verb) { return 1U << static_cast<unsigned>(verb); }
constexpr unsigned kAsking = bit(DevVerb::Tool) | bit(DevVerb::Resource) | bit(DevVerb::Prompt);
constexpr unsigned kAny = ~0U;

// The members beside the verb, and with which verbs they may stand.
struct Option {
  std::string_view name;
  std::string_view type;  // as json::type_name says it; "": any
  unsigned verbs;
};
constexpr Option kOptions[] = {
    {"id", "", kAny},
    {"timeout_ms", "integer", kAny},
    {"arguments", "object", bit(DevVerb::Tool) | bit(DevVerb::Prompt)},
    {"cursor", "string", bit(DevVerb::List)},
    {"input_responses", "object", kAsking},
    {"state", "string", kAsking},
    {"capabilities", "object", kAsking},
    {"as_task", "boolean", bit(DevVerb::Tool)},
};

constexpr std::string_view kLists[] = {"tools", "resources", "resourceTemplates", "prompts"};

const VerbName* find_verb(std::string_view name) {
  const auto* const found = std::ranges::find(kVerbs, name, &VerbName::name);
  return found == std::end(kVerbs) ? nullptr : found;
}

Result<const VerbName*> only_verb(const object& line) {
  const VerbName* found = nullptr;
  for (const auto& member : line) {
    const VerbName* verb = find_verb(member.key());
    if (verb == nullptr) continue;
    if (found != nullptr) {
      return bad("one line asks for one thing, not for \"" + std::string(found->name) + "\" and \"" +
                 std::string(verb->name) + "\"; write two lines");
    }
    found = verb;
  }
  if (found != nullptr) return found;
  return bad(
      "it asks for nothing; one of \"tool\", \"resource\", \"prompt\", \"complete\", \"list\", \"ping\", "
      "\"reset\" and \"reload\" must be there, such as {\"tool\":\"add\",\"arguments\":{\"title\":\"one\"}}");
}

Result<void> check_option(const VerbName& verb, std::string_view name, const value& given) {
  const auto* const option = std::ranges::find(kOptions, name, &Option::name);
  if (option == std::end(kOptions)) {
    std::vector<std::string> known;
    for (const Option& one : kOptions) known.emplace_back(one.name);
    for (const VerbName& one : kVerbs) known.emplace_back(one.name);
    return bad("there is no member " + json::quoted(name) + did_you_mean(name, known));
  }
  if ((option->verbs & bit(verb.verb)) == 0) {
    return bad(json::quoted(name) + " does not go with \"" + std::string(verb.name) + "\"; leave it out");
  }
  if (option->type.empty() || json::type_name(given) == option->type) return {};
  return bad(json::quoted(name) + ": expected " + std::string(option->type) + ", got " +
             std::string(json::type_name(given)));
}

Result<std::string> text_of(std::string_view name, const value& given) {
  if (!given.is_string()) {
    return bad(json::quoted(name) + ": expected string, got " + std::string(json::type_name(given)));
  }
  return std::string(given.get_string());
}

Result<void> read_completion(const value& given, DevRequest& request) {
  const object* parts = given.if_object();
  if (parts == nullptr) {
    return bad(R"(write {"complete":{"ref":"greet","argument":"name","value":"A"}})");
  }
  for (const auto& part : *parts) {
    const std::string_view name = part.key();
    if (name == "ref") {
      FAIRLEAD_TRY(request.name, text_of(name, part.value()));
    } else if (name == "argument") {
      FAIRLEAD_TRY(request.argument, text_of(name, part.value()));
    } else if (name == "value") {
      FAIRLEAD_TRY(request.value, text_of(name, part.value()));
    } else if (name == "context" && part.value().is_object()) {
      request.arguments = part.value().get_object();
    } else {
      return bad(R"("complete" has "ref", "argument", "value" and "context" (an object), not )" +
                 json::quoted(name));
    }
  }
  if (request.name.empty() || request.argument.empty()) {
    return bad(R"("complete" needs "ref", a prompt or a URI template, and "argument")");
  }
  return {};
}

Result<void> check_list(const std::string& name) {
  if (std::ranges::find(kLists, name) != std::end(kLists)) return {};
  const std::vector<std::string> known(std::begin(kLists), std::end(kLists));
  return bad("there is no list " + json::quoted(name) +
             "; the lists are tools, resources, resourceTemplates and prompts" + did_you_mean(name, known));
}

Result<void> read_verb(const VerbName& verb, const value& given, DevRequest& request) {
  request.verb = verb.verb;
  switch (verb.verb) {
    case DevVerb::Complete: return read_completion(given, request);
    case DevVerb::Tool:
    case DevVerb::Resource:
    case DevVerb::Prompt:
    case DevVerb::List: {
      FAIRLEAD_TRY(request.name, text_of(verb.name, given));
      return verb.verb == DevVerb::List ? check_list(request.name) : Result<void>();
    }
    case DevVerb::Ping:
    case DevVerb::Reset:
    case DevVerb::Reload:
    case DevVerb::Help:
    case DevVerb::Quit: break;
  }
  if (given == true) return {};
  return bad("write {\"" + std::string(verb.name) + "\":true}");
}

Result<Duration> read_timeout(const value& given) {
  using std::chrono::milliseconds;
  const auto number = given.is_int64() ? given.get_int64() : std::int64_t{0};
  if (number > 0 && number <= milliseconds(kDevTimeoutMax).count()) return Duration(milliseconds(number));
  return bad("\"timeout_ms\": expected an integer from 1 to 3600000");
}

Result<DevRequest> read_object(const object& line) {
  FAIRLEAD_TRY(const VerbName* const verb, only_verb(line));
  DevRequest request;
  FAIRLEAD_CHECK(read_verb(*verb, line.at(verb->name), request));
  for (const auto& member : line) {
    const std::string_view name = member.key();
    if (name == verb->name) continue;
    const value& given = member.value();
    FAIRLEAD_CHECK(check_option(*verb, name, given));
    if (name == "arguments") request.arguments = given.get_object();
    if (name == "cursor") request.cursor = given.get_string();
    if (name == "input_responses") request.input_responses = given.get_object();
    if (name == "state") request.state = given.get_string();
    if (name == "capabilities") request.capabilities = given.get_object();
    if (name == "as_task") request.is_task = given.get_bool();
    if (name == "timeout_ms") {
      FAIRLEAD_TRY(request.timeout, read_timeout(given));
    }
  }
  return request;
}

// ---- The short form ------------------------------------------------------------------------------------

struct ShortVerb {
  std::string_view word;
  DevVerb verb;
  std::size_t words_min, words_max;  // behind it
  std::string_view usage;
};
constexpr std::size_t kManyWords = 1000;
constexpr ShortVerb kShortVerbs[] = {
    {"/read", DevVerb::Resource, 1, 1, "/read URI"},
    {"/prompt", DevVerb::Prompt, 1, kManyWords, "/prompt NAME key=value ..."},
    {"/complete", DevVerb::Complete, 2, 3, "/complete REF ARGUMENT [VALUE]"},
    {"/list", DevVerb::List, 0, 1, "/list [tools|resources|resourceTemplates|prompts]"},
    {"/ping", DevVerb::Ping, 0, 0, "/ping"},
    {"/reset", DevVerb::Reset, 0, 0, "/reset"},
    {"/reload", DevVerb::Reload, 0, 0, "/reload"},
    {"/help", DevVerb::Help, 0, 0, "/help"},
    {"help", DevVerb::Help, 0, 0, "help"},
    {"/quit", DevVerb::Quit, 0, 0, "/quit"},
    {"quit", DevVerb::Quit, 0, 0, "quit"},
};

DevRequest tool_request(std::vector<std::string> words) {
  DevRequest request;
  request.verb = DevVerb::Tool;
  request.name = std::move(words.front());
  request.pairs.assign(std::next(words.begin()), words.end());
  return request;
}

Result<DevRequest> read_short_verb(const ShortVerb& verb, std::vector<std::string> behind) {
  if (behind.size() < verb.words_min || behind.size() > verb.words_max) {
    return bad("write " + std::string(verb.usage));
  }
  DevRequest request;
  request.verb = verb.verb;
  if (!behind.empty()) request.name = behind[0];
  if (verb.verb == DevVerb::List) {
    if (behind.empty()) request.name = "tools";
    FAIRLEAD_CHECK(check_list(request.name));
  } else if (verb.verb == DevVerb::Prompt) {
    request.pairs.assign(std::next(behind.begin()), behind.end());
  } else if (verb.verb == DevVerb::Complete) {
    request.argument = behind[1];
    if (behind.size() > 2) request.value = behind[2];
  }
  return request;
}

Result<DevRequest> read_words(std::string_view line) {
  FAIRLEAD_TRY(std::vector<std::string> words, split_words(line));
  const auto* const verb = std::ranges::find(kShortVerbs, words.front(), &ShortVerb::word);
  if (verb != std::end(kShortVerbs)) {
    words.erase(words.begin());
    return read_short_verb(*verb, std::move(words));
  }
  if (!words.front().starts_with('/')) return tool_request(std::move(words));
  std::vector<std::string> known;
  for (const ShortVerb& one : kShortVerbs) known.emplace_back(one.word);
  return bad("there is no " + json::quoted(words.front()) + "; `help` lists what there is" +
             did_you_mean(words.front(), known));
}

}  // namespace

DevLine parse_dev_line(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
  if (!line.starts_with('{')) return {nullptr, read_words(line)};
  auto parsed = parse_object(line, "the line");
  if (!parsed) return {nullptr, fail(std::move(parsed.error()))};
  const value* id = parsed->if_contains("id");
  DevLine read{id == nullptr ? value(nullptr) : *id, read_object(*parsed)};
  return read;
}

std::string_view dev_help() {
  return R"(add title="one two" count=2       call a tool; text stays text, everything else is JSON
/list [tools|resources|resourceTemplates|prompts]
/read URI                         read a resource
/prompt NAME key=value            get a prompt
/complete REF ARGUMENT [VALUE]    what may be typed next
/ping  /reset                     the client's own functions
/reload                           load the file again, with a new client; done by itself when the file changed
help  quit

A line that begins with { is JSON, with everything a client can say:
{"tool":"add","arguments":{"title":"one"},"timeout_ms":500}
{"tool":"book","arguments":{},"input_responses":{"seat":{"action":"accept","content":{"row":4}}},"state":"..."}
Ctrl-C cancels the call that runs; without one it ends the program.
)";
}

}  // namespace fairlead::cli
