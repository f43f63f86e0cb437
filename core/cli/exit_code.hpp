// How the program ends: documented numbers, so that scripts can tell a refusal from an outage.
#pragma once

#include <cstdint>

#include "base/error.hpp"
#include "runtime/call.hpp"

namespace fairlead::cli {

enum class ExitCode : std::uint8_t {
  Ok = 0,
  ToolError = 1,         ///< the tool was asked and said no
  Usage = 2,             ///< the command line is wrong
  Refused = 3,           ///< unknown, not enabled, no connection, no access
  InvalidArguments = 4,  ///< what was asked for does not fit
  Unavailable = 5,       ///< back end, limit, deadline, cancelled: may work another time
  Configuration = 6,     ///< fairlead.yaml, the control store, a credential or a reference
  Bug = 70,              ///< ours or a plugin's (EX_SOFTWARE of sysexits.h)
};

[[nodiscard]] ExitCode exit_code(ErrorCode code);
[[nodiscard]] ExitCode exit_code(const runtime::InvocationResult& result);

}  // namespace fairlead::cli
