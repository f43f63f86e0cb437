#include "runtime/call.hpp"

#include "json/canonical.hpp"
#include "json/parse.hpp"
#include "runtime/json_values.hpp"

namespace fairlead::runtime {
namespace {

double to_ms(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

// Text that a plugin or this program wrote as JSON; kept as text should it be none.
boost::json::value json_or_text(const std::string& text) {
  auto value = json::parse(text);
  return value ? *std::move(value) : boost::json::value(text);
}

}  // namespace

std::string_view InvocationResult::outcome() const {
  if (successful) return "ok";
  if (is_tool_error) return "tool_error";
  return error ? to_string(error->code) : "internal";
}

std::vector<std::string> InvocationResult::payload_keys() const { return json::sorted_keys(data); }

boost::json::object to_json(const Error& error) {
  boost::json::object out{{"code", to_string(error.code)}, {"reason", string_or_null(error.reason)},
                          {"message", error.message},      {"retryable", error.is_retryable},
                          {"retry_after_ms", nullptr},     {"detail", nullptr}};
  if (error.retry_after) out["retry_after_ms"] = error.retry_after->count();
  if (!error.detail_json.empty()) out["detail"] = json_or_text(error.detail_json);
  return out;
}

boost::json::object to_json(const InvocationResult& result) {
  boost::json::object out;
  out["successful"] = result.successful;
  out["outcome"] = result.outcome();
  out["error"] = nullptr;
  if (result.error) {
    boost::json::object error = to_json(*result.error);
    if (result.is_tool_error) error["code"] = "tool_error";
    out["error"] = std::move(error);
  }
  out["data"] = result.data;
  boost::json::array logs;
  for (const plugin::ClientLogLine& line : result.logs) {
    logs.push_back(
        {{"level", to_string(line.level)}, {"logger", line.logger}, {"data", json_or_text(line.data_json)}});
  }
  out["logs"] = std::move(logs);
  out["provider"] = string_or_null(result.provider);
  out["tool"] = result.tool;
  boost::json::array keys;
  for (const std::string& key : result.payload_keys()) keys.emplace_back(key);
  out["payload_keys"] = std::move(keys);
  out["tenant"] = result.tenant;
  out["user"] = result.user;
  out["connection"] = string_or_null(result.connection);
  out["rung"] = name_or_null(result.rung);
  out["timings"] = {{"resolve_ms", to_ms(result.timings.resolve)},
                    {"lease_ms", to_ms(result.timings.lease)},
                    {"invoke_ms", to_ms(result.timings.invoke)},
                    {"total_ms", to_ms(result.timings.total)}};
  return out;
}

}  // namespace fairlead::runtime
