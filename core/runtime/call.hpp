// What is asked of the runtime and what it answers: the tool invocation result, for every outcome.
// Values: passive, any thread.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/access.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "plugin/invocation.hpp"

namespace fairlead::runtime {

/// Who calls. Whoever makes one has authenticated it; ids are checked and normalised by the runtime.
struct Principal {
  std::string tenant_id;
  std::string user_id;  ///< empty: "singleton"
  std::string agent_id;
  std::vector<std::string> roles;
};

struct CallRequest {
  Principal principal;
  std::string tool;                                      ///< as listed, prefix included
  boost::json::value arguments = boost::json::object();  ///< an object
  std::optional<Duration> timeout;  ///< narrows the runtime's and the tool's own cap, never widens them
  std::string traceparent;          ///< W3C Trace Context, or empty
  std::stop_token stop;             ///< asks the call to end early: cancellation reaches the back end
};

/// How long the parts of a call took. A part that was not reached is zero.
struct CallTimings {
  Duration resolve{};  ///< principal, name, rules, arguments, ladder
  Duration lease{};    ///< until a client was there, connecting included
  Duration invoke{};   ///< the hop to the blocking pool, the provider, and giving the client back
  Duration total{};
};

/// The answer to every call, refused and invalid ones too.
struct InvocationResult {
  /// The tool did what it was asked.
  bool successful = false;

  /// Set unless successful. A tool's own failure has code "tool_error" by `is_tool_error`.
  std::optional<Error> error;
  bool is_tool_error = false;  ///< the tool itself said no, for the model to read

  /// The tool's structured content, else {"content": [...]}; empty when there is none.
  boost::json::object data;
  std::vector<plugin::ClientLogLine> logs;

  std::string tool;
  std::string provider;  ///< empty when the call did not get that far, as are the next two
  std::string connection;
  std::optional<Scope> rung;
  std::string tenant;
  std::string user;
  CallTimings timings;

  /// "ok", "tool_error", or the name of the error's code.
  [[nodiscard]] std::string_view outcome() const;
  /// The sorted top-level keys of `data`.
  [[nodiscard]] std::vector<std::string> payload_keys() const;
};

/// {successful, error, data, logs, provider, tool, payload_keys, tenant, user, connection, rung, outcome,
/// timings}; absent parts are null. An error is {code, reason, message, retryable, retry_after_ms, detail}.
[[nodiscard]] boost::json::object to_json(const InvocationResult& result);
[[nodiscard]] boost::json::object to_json(const Error& error);

}  // namespace fairlead::runtime
