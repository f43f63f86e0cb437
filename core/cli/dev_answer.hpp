// What `fairlead dev` answers to one line: as JSON for programs, as text for people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "cli/console.hpp"
#include "plugin/client.hpp"
#include "plugin/outcome.hpp"

namespace fairlead::cli {

/// A value.
struct DevAnswer {
  boost::json::value id;                         ///< of the line; null: none
  std::optional<plugin::ClientFailure> failure;  ///< set: the request failed, and the next two say nothing
  plugin::OutcomeKind outcome = plugin::OutcomeKind::Result;
  boost::json::object result;
  boost::json::array progress;
  boost::json::array logs;          ///< lines for the client
  boost::json::array events;        ///< lists and resources that the provider said have changed
  std::uint64_t misbehaviours = 0;  ///< breaches of the contract; the operator's log says which
  std::vector<std::string> notes;   ///< what happened beside the request
  std::optional<Duration> elapsed;  ///< inside the provider
  std::optional<Duration> connect;  ///< set: a client was made for it
};

[[nodiscard]] DevAnswer failed_answer(Error error);

/// "result", "tool_error", "input_required", "task".
[[nodiscard]] std::string_view to_string(plugin::OutcomeKind kind) noexcept;

/// {"id", "ok": true, "outcome", "result", "progress", "logs", "elapsed_us"}, or {"id", "ok": false, "error":
/// {"code", "message", "reason", "flags", "detail"}} with "elapsed_us" if the provider was asked;
/// "connect_us", "events", "misbehaviours" and "notes" when there are any, "id" when one was given.
[[nodiscard]] boost::json::object to_json(const DevAnswer& answer);

/// The result on `out`, all else on `error_out`.
void print_dev_answer(const Console& console, const DevAnswer& answer);

}  // namespace fairlead::cli
