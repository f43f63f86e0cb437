#include "runtime/explanation.hpp"

#include "runtime/call.hpp"
#include "runtime/json_values.hpp"

namespace fairlead::runtime {
namespace {

boost::json::value bool_or_null(const std::optional<bool>& value) {
  return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

boost::json::object pool_json(const Explanation& explanation) {
  const pool::PoolStats stats = explanation.pool.value_or(pool::PoolStats{});
  return {{"clients_max", explanation.clients_max},
          {"idle", stats.idle},
          {"in_use", stats.in_use},
          {"connecting", stats.connecting},
          {"waiting", stats.waiting},
          {"is_binding_bad", stats.is_binding_bad}};
}

}  // namespace

boost::json::object to_json(const Explanation& explanation) {
  boost::json::object out;
  out["tenant"] = explanation.tenant;
  out["user"] = explanation.user;
  out["tool"] = explanation.tool;
  out["would_call"] = !explanation.refusal.has_value();
  out["refusal"] =
      explanation.refusal ? boost::json::value(to_json(*explanation.refusal)) : boost::json::value(nullptr);
  out["connection"] = string_or_null(explanation.connection);
  out["provider"] = string_or_null(explanation.provider);
  out["provider_enabled"] = bool_or_null(explanation.is_provider_enabled);
  out["rung"] = name_or_null(explanation.rung);
  out["access"] = name_or_null(explanation.access);
  out["tool_read_only"] = bool_or_null(explanation.is_tool_read_only);
  boost::json::array passed;
  for (const tenancy::PassedRung& rung : explanation.passed) {
    passed.push_back({{"rung", to_string(rung.scope)}, {"reason", rung.reason}});
  }
  out["passed_rungs"] = std::move(passed);
  out["limits"] = {
      {"timeout_ms", std::chrono::duration_cast<std::chrono::milliseconds>(explanation.timeout).count()}};
  out["pool"] =
      explanation.clients_max == 0 ? boost::json::value(nullptr) : boost::json::value(pool_json(explanation));
  return out;
}

}  // namespace fairlead::runtime
