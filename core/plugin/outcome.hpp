// How a call ended inside its provider: what call_complete was given, checked for shape. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "fairlead/plugin.h"
#include "json/schema.hpp"

namespace fairlead::plugin {

enum class OutcomeKind : std::uint8_t { Result, ToolError, InputRequired, Task };

/// How a call ended, when the plugin did not fail it. The shape of `result` by kind:
/// Result         the MCP result of what was asked, see check_outcome
/// ToolError      a CallToolResult without isError
/// InputRequired  {"inputRequests": {key: {"method", "params"}}, "requestState": text}, one of them at least
/// Task           {"ttlMs", "pollIntervalMs"}, each absent or a positive integer
struct Outcome {
  OutcomeKind kind = OutcomeKind::Result;
  boost::json::object result;
};

/// Bytes of JSON that one result may have.
inline constexpr std::size_t kResultBytesMax = 4U * 1024 * 1024;
inline constexpr std::size_t kInputRequestsMax = 16;
inline constexpr std::size_t kInputKeyBytesMax = 128;
inline constexpr std::size_t kRequestStateBytesMax = std::size_t{64} * 1024;
inline constexpr std::size_t kCompletionValuesMax = 100;  ///< MCP 2026-07-28, CompleteResult

/// @error InvalidArgument  an unknown kind, text that is no JSON object, or the wrong shape for its kind; the
///                         message continues "the plugin …"
[[nodiscard]] Result<Outcome> parse_outcome(std::int32_t kind, std::string_view result_json);

/// What was asked, as far as it decides which outcomes fit.
struct Asked {
  std::uint32_t kind = FAIRLEAD_KIND_TOOL;
  bool is_in_task = false;
  const json::Schema* output_schema = nullptr;  ///< of the tool; null: none
};

/// Is `outcome` an answer to what was asked? structuredContent is checked against the output schema of a tool
/// that has one (MCP 2026-07-28, Tool.outputSchema: a result must conform; a tool error need not).
/// @error InvalidArgument  the message continues "the plugin …"
[[nodiscard]] Result<void> check_outcome(const Outcome& outcome, const Asked& asked);

}  // namespace fairlead::plugin
