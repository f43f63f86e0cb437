// Arguments that no schema would let through, and ones that many programs trip over.
#pragma once

#include <string>
#include <vector>

#include "plugin/contract/entries.hpp"

namespace fairlead::plugin::contract {

/// Valid JSON, within the host's limits of size, depth and number of values.
struct OddArguments {
  std::string what;  ///< for messages: "10,000 empty lists"
  std::string json;
};

[[nodiscard]] std::vector<OddArguments> odd_arguments_for(const Entry& entry);

}  // namespace fairlead::plugin::contract
