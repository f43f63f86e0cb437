// Bodies of fixture.hpp.
#include "fixture.hpp"

#include "schemas.hpp"

namespace everything_test {
namespace {

constexpr std::string_view kTasks = "io.modelcontextprotocol/tasks";

void expect_fits(Era era, std::string_view definition, const boost::json::value& value) {
  const std::string what = misfit(era, definition, value);
  EXPECT_EQ(what, "") << (era == Era::Modern ? "2026-07-28 " : "2025-11-25 ") << definition << ": " << value;
}

// A legacy host asks by a request of its own.
void judge_request(const boost::json::value& request) {
  expect_fits(Era::Modern, "InputRequest", request);
  Object sent = request.as_object();
  sent["jsonrpc"] = "2.0";
  sent["id"] = 1;
  const auto& method = sent["method"].as_string();
  expect_fits(Era::Legacy,
              method == "elicitation/create" ? "ElicitRequest"
              : method == "roots/list"       ? "ListRootsRequest"
                                             : "CreateMessageRequest",
              sent);
}

void judge_logs(const CallResult& result) {
  for (const auto& line : result.client_logs()) {
    Object params{{"level", "info"}, {"data", line.data}};
    if (!line.logger.empty()) params["logger"] = line.logger;
    expect_fits(Era::Modern, "LoggingMessageNotificationParams", params);
    expect_fits(Era::Legacy, "LoggingMessageNotificationParams", params);
  }
}

// Passes the result on.
CallResult judged(std::string_view definition, CallResult result) {
  judge_logs(result);
  if (result.is_error() || result.is_task())
    return result;  // No definition: the host makes another message of it.
  Object json = result.json();
  if (result.is_input_required()) {
    json["resultType"] = "input_required";
    expect_fits(Era::Modern, "InputRequiredResult", json);
    for (const auto& request : result.input_requests()) judge_request(request.value());
    return result;
  }
  if (result.is_tool_error()) json["isError"] = true;
  expect_fits(Era::Legacy, definition, json);
  json["resultType"] = "complete";
  json["ttlMs"] = 0;
  json["cacheScope"] = "private";
  expect_fits(Era::Modern, definition, json);
  return result;
}

Object with_extension() {
  return {{"sampling", Object()},
          {"elicitation", Object()},
          {"extensions", {{boost::json::string_view(kTasks.data(), kTasks.size()), Object()}}}};
}

}  // namespace

boost::json::value parse(std::string_view json) { return boost::json::parse({json.data(), json.size()}); }

Object accepted(const Object& content) { return {{"action", "accept"}, {"content", content}}; }
Object declined() { return {{"action", "decline"}}; }
Object sampled(std::string_view text) {
  const boost::json::string_view json(text.data(), text.size());
  return {{"role", "assistant"},
          {"content", {{"type", "text"}, {"text", json}}},
          {"model", "test-model"},
          {"stopReason", "endTurn"}};
}
Object rooted() {
  return {{"roots", boost::json::array{Object{{"uri", "file:///test/root"}, {"name", "Test Root"}}}}};
}

CallOptions with_tasks(CallOptions options) {
  options.capabilities = with_extension();
  return options;
}
CallOptions in_task(CallOptions options) {
  options.is_in_task = true;
  options.timeout = std::chrono::minutes(5);
  return with_tasks(std::move(options));
}

CallOptions unsealed(Object answers, std::string state) {
  CallOptions options;
  options.answers = std::move(answers);
  options.state = std::move(state);
  options.is_sealed = false;
  return options;
}

std::string only_text(const CallResult& result) {
  EXPECT_TRUE(result.is_ok() || result.is_tool_error()) << result.summary();
  EXPECT_EQ(result.content().size(), 1u) << result.summary();
  return result.text();
}

EverythingTest::EverythingTest(const Object& config)
    : plugin_(host_, fairlead_plugin_main_v1()),
      binding_(plugin_.provider("everything").bind(config)),
      client_(binding_.connect()),
      begun_ns_(host_.clock().mono_ns()) {}

void EverythingTest::TearDown() {
  plugin_.end();
  EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
}

CallResult EverythingTest::call(std::string_view tool, const Object& arguments, const CallOptions& options) {
  return judged("CallToolResult", client_.call(tool, arguments, options));
}
CallResult EverythingTest::read(std::string_view uri, const CallOptions& options) {
  return judged("ReadResourceResult", client_.read(uri, options));
}
CallResult EverythingTest::prompt(std::string_view name, const Object& arguments,
                                  const CallOptions& options) {
  return judged("GetPromptResult", client_.prompt(name, arguments, options));
}
CallResult EverythingTest::complete(std::string_view ref, std::string_view argument, std::string_view value) {
  return judged("CompleteResult", client_.complete(ref, argument, value));
}
CallResult EverythingTest::list(std::string_view cursor) {
  return judged("ListResourcesResult", client_.list_resources(cursor));
}

std::chrono::milliseconds EverythingTest::passed() {
  const auto since = std::chrono::nanoseconds(host_.clock().mono_ns() - begun_ns_);
  return std::chrono::duration_cast<std::chrono::milliseconds>(since);
}

}  // namespace everything_test
