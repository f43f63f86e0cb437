// All checks on one plugin file: what `fairlead verify` runs.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "plugin/contract/check.hpp"
#include "plugin/contract/judge.hpp"
#include "plugin/contract/subject.hpp"

namespace fairlead::plugin::contract {

/// What the plugin says of itself. A value; empty when it did not get that far.
struct Identity {
  std::string id;
  std::string version;
  std::string sdk;
  std::vector<std::string> providers;
};

/// Loads the file in a child of its own and asks.
/// @error InvalidArgument  it does not load or start; the message says why, an accident included
/// @error ResourceExhausted as run_trial
[[nodiscard]] Result<Identity> identify(const Subject& subject);

/// One line of the report.
struct CheckReport {
  const Check* check = nullptr;
  Judged judged;
};

struct Counts {
  std::size_t passed = 0, failed = 0, warned = 0, skipped = 0;

  void add(Verdict verdict);
  /// Nothing failed.
  [[nodiscard]] bool is_verified() const { return failed == 0; }
};

/// None of the checks that open the way for others was skipped: what was not asked does not concern the
/// provider. Otherwise "nothing failed" says little.
[[nodiscard]] bool is_complete(const std::vector<CheckReport>& reports);

struct SuiteOptions {
  /// Ids or groups; empty: everything.
  std::vector<std::string> only = {};
  /// Called after each check, when given.
  std::function<void(const CheckReport&)> on_check = {};
};

/// The checks that `only` names, in their order.
/// @error NotFound  there is no such check or group; the message lists the groups
[[nodiscard]] Result<std::vector<const Check*>> choose_checks(const std::vector<std::string>& only);

/// Runs them, one provider. A check that needs what another one found not to work is skipped and says so.
/// One thread, which should be the process's only one.
/// @error NotFound           as choose_checks
/// @error ResourceExhausted  as run_trial
[[nodiscard]] Result<std::vector<CheckReport>> verify(const Subject& subject,
                                                      const SuiteOptions& options = {});

}  // namespace fairlead::plugin::contract
