// From a check to its judgement: run in a child process, and what that child came to put in words.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "plugin/contract/check.hpp"
#include "plugin/contract/judgement.hpp"
#include "plugin/contract/subject.hpp"
#include "plugin/contract/trial.hpp"

namespace fairlead::plugin::contract {

/// How one check came out.
struct Judged {
  Judgement judgement;
  /// What the host saw the plugin do against the contract meanwhile.
  std::vector<std::string> breaches;
  bool is_only_breach = false;  ///< the check itself found nothing else
  bool is_accident = false;     ///< it crashed, hung or ended the process
  std::string phase;            ///< that an accident happened in; may be empty
  Duration elapsed{};
};

/// Runs `check` on `subject`, of which it is known that it does not work further than `reach`, in a child.
/// One thread of this process, which should have no others: a child sees none of them and keeps what they
/// hold locked.
/// @error ResourceExhausted as run_trial
[[nodiscard]] Result<Judged> judge(const Check& check, const Subject& subject, Needs reach = Needs::Calls);

/// What a trial that was to report a judgement came to.
[[nodiscard]] Judged to_judged(const TrialEnd& end, const TrialLimits& limits);

/// connect failed with `error`: a failure where a configuration was given, else no more to ask.
[[nodiscard]] Judgement not_connected(const Stage& stage, const Error& error);

}  // namespace fairlead::plugin::contract
