// One rule of the contract as a function that tries it out.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "plugin/contract/judgement.hpp"

namespace fairlead::plugin::contract {

class Stage;

/// How far a plugin must work for a check to make sense, each including those before it.
enum class Needs : std::uint8_t { File, Table, Plugin, Binding, Client, Calls };

/// Runs in a child process that is thrown away. An error is a failed check; its message says what the plugin
/// did. Breaches of contract that the host sees fail a check as well.
using CheckFunction = Result<Judgement> (*)(Stage&);

/// Is the stage made ready up to `needs` before the check runs?
enum class Prepare : std::uint8_t { Yes, No };
/// Does the child end by exit, with everything that runs then?
enum class Ends : std::uint8_t { AtOnce, ByExit };

/// A row of the table. The texts are literals.
struct Check {
  std::string_view id;     ///< "call.views_are_copied"
  std::string_view title;  ///< what must hold, in one sentence
  Needs needs = Needs::File;
  CheckFunction run = nullptr;
  Prepare prepare = Prepare::Yes;
  Ends ends = Ends::AtOnce;

  /// "call".
  [[nodiscard]] std::string_view group() const { return id.substr(0, id.find('.')); }
};

/// In the order in which they are run: what others need comes before them.
[[nodiscard]] std::span<const Check> all_checks();

}  // namespace fairlead::plugin::contract
