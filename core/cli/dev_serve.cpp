#include "cli/dev_serve.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include "base/guarded.hpp"
#include "cli/dev_entry.hpp"
#include "json/parse.hpp"

namespace fairlead::cli {
namespace {

namespace bj = boost::json;

constexpr std::chrono::seconds kResetTimeout{5};

// The author answers every question by hand, so nothing is out of the client's reach.
constexpr std::string_view kEverything =
    R"({"elicitation":{"form":{},"url":{}},"sampling":{"context":{},"tools":{}},"roots":{},)"
    R"("extensions":{"io.modelcontextprotocol/tasks":{}}})";

DevAnswer failed(plugin::ClientFailure failure) {
  DevAnswer answer;
  answer.failure = std::move(failure);
  return answer;
}

bj::array to_json(const std::vector<plugin::Progress>& reports) {
  bj::array out;
  for (const plugin::Progress& report : reports) {
    bj::object one{{"progress", report.done}};
    if (report.total) one["total"] = *report.total;
    if (!report.message.empty()) one["message"] = report.message;
    out.push_back(std::move(one));
  }
  return out;
}

bj::array to_json(const std::vector<plugin::ClientLogLine>& lines) {
  bj::array out;
  for (const plugin::ClientLogLine& line : lines) {
    auto data = json::parse(line.data_json);
    out.push_back({{"level", to_string(line.level)},
                   {"logger", line.logger},
                   {"data", data ? *std::move(data) : bj::value(line.data_json)}});
  }
  return out;
}

// What is remembered of input rounds belongs to an entry, whatever else is asked meanwhile.
std::string round_key(const DevEntry& entry) { return std::to_string(entry.kind) + " " + entry.name; }

/// Texts that an InvokeRequest borrows.
struct Lent {
  DevEntry entry;
  std::string cursor, input_responses, capabilities;
};

plugin::InvokeRequest make_invoke_request(const DevTurn& turn, const Lent& lent) {
  const DevRequest& request = turn.request;
  const DevCaller& caller = turn.subject.caller();
  const bool is_sealed = turn.subject.is_known_round(round_key(lent.entry), request.state);
  plugin::InvokeRequest out;
  out.kind = lent.entry.kind;
  out.slot = lent.entry.slot;
  out.access = caller.access;
  out.log_level = LogLevel::Debug;
  out.name = lent.entry.name;
  out.arguments_json = lent.entry.arguments_json;
  out.cursor = lent.cursor;
  out.input_responses_json = lent.input_responses;
  out.request_state = request.state;
  out.is_state_sealed = is_sealed && !request.state.empty();
  out.is_input_unsealed = request.input_responses && !is_sealed;
  out.is_in_task = request.is_task;
  out.tenant_id = caller.tenant;
  out.user_id = caller.user;
  out.roles_json = "[]";
  out.connection_name = turn.subject.provider().id();
  out.client_capabilities_json = lent.capabilities;
  out.output_schema = lent.entry.output_schema;
  return out;
}

// As the pool does it after every use.
void reset_client(const DevTurn& turn, DevAnswer& answer) {
  if (!turn.subject.is_connected() || !turn.subject.provider().has_session_state()) return;
  const auto op = turn.subject.operation(Deadline::after(turn.clock.now(), kResetTimeout), std::stop_token());
  const auto client = turn.subject.client(op);
  const auto reset = (*client)->reset(op);
  if (reset) return;
  turn.subject.drop_client();
  answer.notes.push_back("the reset after the call failed, so the client was closed: " +
                         reset.error().error.message);
}

// Connects if need be; the time it took is in the answer.
plugin::ClientResult<plugin::ProviderClient*> connect(const DevTurn& turn, DevAnswer& answer) {
  const bool was_connected = turn.subject.is_connected();
  const MonotonicTime started = turn.clock.now();
  auto client = turn.subject.client(turn.subject.operation(turn.deadline, turn.stop));
  if (!was_connected) answer.connect = turn.clock.now() - started;
  return client;
}

void take_end(const DevTurn& turn, const Lent& lent, plugin::CallEnd end, DevAnswer& answer) {
  if (!end) {
    if (end.error().is_client_bad) {
      turn.subject.drop_client();
      answer.notes.emplace_back("the client was closed: it is no longer good");
    }
    answer.failure = std::move(end.error());
    return;
  }
  answer.outcome = end->kind;
  answer.result = std::move(end->result);
  if (answer.outcome != plugin::OutcomeKind::InputRequired) return;
  const auto* state = answer.result.if_contains("requestState");
  turn.subject.remember_round(round_key(lent.entry),
                              state == nullptr ? std::string() : std::string(state->get_string()));
}

DevAnswer ask_provider(const DevTurn& turn, const Lent& lent) {
  DevAnswer answer;
  auto client = connect(turn, answer);
  if (!client) {
    answer.failure = std::move(client.error());
    return answer;
  }
  Guarded<std::vector<plugin::Progress>> progress;
  auto invocation = plugin::Invocation::open(
      turn.subject.plugin().host(), turn.deadline, [&](const plugin::Progress& report) {
        progress.with([&](auto& reports) { reports.push_back(report); });
      });
  if (!invocation) return failed_answer(std::move(invocation.error()));
  const MonotonicTime started = turn.clock.now();
  {
    const std::stop_callback on_stop(turn.stop, [&] { (*invocation)->cancel(); });
    auto end = (*invocation)->run(**client, make_invoke_request(turn, lent));
    answer.elapsed = turn.clock.now() - started;
    take_end(turn, lent, std::move(end), answer);
  }
  answer.progress = to_json(progress.with([](const auto& reports) { return reports; }));
  answer.logs = to_json((*invocation)->log_lines());
  reset_client(turn, answer);
  return answer;
}

Lent lend(const DevRequest& request, DevEntry entry) {
  Lent lent{std::move(entry), request.cursor, {}, std::string(kEverything)};
  if (request.input_responses) lent.input_responses = bj::serialize(*request.input_responses);
  if (request.capabilities) lent.capabilities = bj::serialize(*request.capabilities);
  return lent;
}

// The catalog's own entries stand on the first page, before those that the provider lists.
DevAnswer list(const DevTurn& turn, const plugin::Catalog& catalog) {
  const DevRequest& request = turn.request;
  const bool is_resources = request.name == "resources" && catalog.lists_resources();
  const bool is_templates = request.name == "resourceTemplates" && catalog.lists_resource_templates();
  if (!is_resources && !is_templates) {
    if (!request.cursor.empty()) {
      return failed_answer(Error(ErrorCode::InvalidArgument, "this list has one page; leave the cursor out"));
    }
    DevAnswer answer;
    answer.result = declared_list(catalog, request.name);
    return answer;
  }
  DevEntry entry;
  entry.kind = is_resources ? FAIRLEAD_KIND_LIST_RESOURCES : FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES;
  DevAnswer answer = ask_provider(turn, lend(request, std::move(entry)));
  if (answer.failure || !request.cursor.empty()) return answer;
  bj::object whole = declared_list(catalog, request.name);
  bj::array& first = whole[request.name].get_array();
  bj::array& more = answer.result[request.name].get_array();
  first.insert(first.end(), more.begin(), more.end());
  more = std::move(first);
  return answer;
}

DevAnswer run_lifecycle(const DevTurn& turn) {
  DevAnswer answer;
  const bool is_ping = turn.request.verb == DevVerb::Ping;
  if (!is_ping && !turn.subject.provider().has_session_state()) {
    answer.notes.emplace_back("the provider keeps no session state, so it has no reset");
    return answer;
  }
  auto client = connect(turn, answer);
  if (!client) return failed(std::move(client.error()));
  const auto op = turn.subject.operation(turn.deadline, turn.stop);
  const MonotonicTime started = turn.clock.now();
  auto done = is_ping ? (*client)->ping(op) : (*client)->reset(op);
  answer.elapsed = turn.clock.now() - started;
  if (done) return answer;
  answer.failure = std::move(done.error());
  turn.subject.drop_client();
  answer.notes.emplace_back("the client was closed: any failure of ping or reset says that it is bad");
  return answer;
}

}  // namespace

DevAnswer serve_dev_request(const DevTurn& turn) {
  const DevRequest& request = turn.request;
  if (request.verb == DevVerb::Ping || request.verb == DevVerb::Reset) return run_lifecycle(turn);
  const auto catalog = turn.subject.catalog(turn.subject.operation(turn.deadline, turn.stop));
  if (!catalog) return failed_answer(catalog.error());
  if (request.verb == DevVerb::List) return list(turn, **catalog);
  auto entry = find_dev_entry(**catalog, request, turn.subject.caller().access);
  if (!entry) return failed_answer(std::move(entry.error()));
  return ask_provider(turn, lend(request, *std::move(entry)));
}

std::optional<Duration> entry_timeout(const plugin::Catalog& catalog, const DevRequest& request) {
  if (request.verb != DevVerb::Tool) return std::nullopt;
  const plugin::ToolEntry* tool = catalog.find_tool(request.name);
  if (tool == nullptr || !tool->traits.timeout) return std::nullopt;
  return Duration(*tool->traits.timeout);
}

}  // namespace fairlead::cli
