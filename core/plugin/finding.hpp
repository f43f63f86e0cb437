// What a look at a plugin file found: a reason to refuse it, or something the operator should know.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fairlead::plugin {

enum class Severity : std::uint8_t { Warn, Refuse };

/// A value.
struct Finding {
  Severity severity = Severity::Warn;
  std::string reason;   ///< stable name for programs: "rpath", "exports", "slow_load"
  std::string message;  ///< what is wrong and what to do; does not name the file

  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

}  // namespace fairlead::plugin
