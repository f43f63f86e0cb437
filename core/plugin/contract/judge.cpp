#include "plugin/contract/judge.hpp"

#include <cstdlib>
#include <utility>

#include <boost/json/serialize.hpp>

#include "json/parse.hpp"
#include "plugin/child_process.hpp"
#include "plugin/contract/last_words.hpp"
#include "plugin/contract/schema_reading.hpp"
#include "plugin/contract/stage.hpp"
#include "plugin/contract/wording.hpp"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

// ---- In the child -----------------------------------------------------------------------------------------

Judgement to_judgement(const Result<Judgement>& result) {
  return result ? *result : failed(result.error().message);
}

// Makes the stage ready. A judgement when it could not be.
std::optional<Judgement> unprepared(Stage& stage, Needs needs) {
  if (needs >= Needs::Plugin) {
    if (const auto done = stage.start(); !done) return failed(done.error().message);
  }
  if (needs >= Needs::Binding) {
    if (const auto done = stage.bind_usual(); !done) return failed(done.error().message);
  }
  if (needs >= Needs::Client) {
    if (const auto done = stage.connect_usual(); !done) return not_connected(stage, done.error());
  }
  return std::nullopt;
}

Judgement judge_in_child(const Check& check, Stage& stage) {
  std::optional<Judgement> judgement;
  if (check.prepare == Prepare::Yes) judgement = unprepared(stage, check.needs);
  return judgement ? *std::move(judgement) : to_judgement(check.run(stage));
}

bj::object to_report(const Judgement& judgement, const Stage& stage) {
  bj::array breaches;
  for (const std::string& breach : stage.misbehaviours()) breaches.push_back(bj::value(breach));
  return {{"verdict", to_string(judgement.verdict)},
          {"message", judgement.message},
          {"breaches", std::move(breaches)}};
}

void run_child(const Check& check, const Subject& subject, Needs reach, const TrialSide& side) {
  // Neither memory nor stage is ever destroyed: what close, unbind and deinit do wrong is for the checks of
  // those to find, and the handlers need the memory to the end. Static, so that no leak is seen in them.
  static auto& memory = *new LentMemory;
  const SpareStack spare;
  install_last_words(side.board(), memory);
  static auto& stage = *new Stage(subject, side.board(), memory, reach);
  side.report(bj::serialize(to_report(judge_in_child(check, stage), stage)));
  if (check.ends == Ends::AtOnce) return;
  side.board().enter("the exit of the process");
  std::exit(0);
}

// ---- In the parent ----------------------------------------------------------------------------------------

// The plugin could have written to the pipe as well: nothing is taken for granted.
bool read_report(std::string_view report, Judged& judged) {
  const auto value = json::parse(report);
  const bj::object* const said = value ? value->if_object() : nullptr;
  if (said == nullptr) return false;
  if (const bj::array* breaches = find_array(*said, "breaches")) {
    for (const bj::value& breach : *breaches) {
      if (breach.is_string()) judged.breaches.emplace_back(breach.get_string());
    }
  }
  judged.judgement.message = find_text(*said, "message");
  for (const Verdict each : {Verdict::Passed, Verdict::Failed, Verdict::Warned, Verdict::Skipped}) {
    judged.judgement.verdict = each;
    if (find_text(*said, "verdict") == to_string(each)) return true;
  }
  return false;
}

// What the plugin printed before the end is often the reason: an assertion, a sanitizer's report.
std::string last_output(std::string_view output) {
  constexpr std::size_t kShownBytesMax = 2000;
  while (output.ends_with('\n')) output.remove_suffix(1);
  if (output.empty()) return "";
  const bool is_cut = output.size() > kShownBytesMax;
  if (is_cut) output.remove_prefix(output.size() - kShownBytesMax);
  return std::string("\nit wrote last: ") + (is_cut ? "…" : "") + std::string(output);
}

// What the host saw is said beside what the check found itself.
void add_breaches(Judged& judged) {
  if (judged.breaches.empty()) return;
  Judgement& judgement = judged.judgement;
  judged.is_only_breach = judgement.verdict != Verdict::Failed;
  const bool has_more = !judgement.message.empty() && judgement.verdict != Verdict::Skipped;
  judgement =
      failed("broke the contract: " + some_of(judged.breaches) + (has_more ? "; " + judgement.message : ""));
}

std::string place_of(const TrialEnd& end, std::string_view otherwise) {
  if (end.phase.empty()) return std::string(otherwise);
  return " in " + end.phase + (end.given.empty() ? "" : ", given " + end.given);
}

std::string accident_text(const TrialEnd& end, const TrialLimits& limits) {
  switch (end.ending) {
    case TrialEnding::Returned: return "its process reported nothing that can be read";
    case TrialEnding::Exited:
      return "ended the process (status " + std::to_string(end.status) + ")" + place_of(end, "") +
             "; a plugin never ends the process: it fails the call or the operation";
    case TrialEnding::Crashed:
      return "crashed with " + signal_name(end.signal) +
             place_of(end, ", outside of any function that the host had called") +
             (end.note.empty() ? "" : ": " + end.note);
    case TrialEnding::Overran:
      return "was not done within " + in_words(limits.total_max) + place_of(end, "") +
             "; if its back end is that slow, --time-limit gives more";
    case TrialEnding::Hung:
      return "did not return from " + end.phase + (end.given.empty() ? "" : ", given " + end.given + ",") +
             " within " + in_words(limits.phase_max) +
             "; everything that waits needs the deadline it is given";
  }
  return "";
}

}  // namespace

Judgement not_connected(const Stage& stage, const Error& error) {
  if (stage.subject().config) return failed("connect failed: " + error.message);
  return skipped("connect fails with the made-up configuration (" + error.message +
                 "); give one that works by --config FILE");
}

Judged to_judged(const TrialEnd& end, const TrialLimits& limits) {
  Judged judged;
  judged.elapsed = end.elapsed;
  if (end.ending == TrialEnding::Returned && read_report(end.report, judged)) {
    add_breaches(judged);
    return judged;
  }
  judged.is_accident = true;
  judged.phase = end.phase;
  judged.judgement = failed(accident_text(end, limits) + last_output(end.output));
  return judged;
}

Result<Judged> judge(const Check& check, const Subject& subject, Needs reach) {
  constexpr int kPhasesInAll = 12;
  constexpr std::chrono::hours kLong{24 * 7};  // Whoever asks for a number of rounds waits for them.
  const bool is_long = check.group() == "fuzz" && subject.fuzz_rounds.has_value();
  TrialLimits limits{.phase_max = subject.time_limit, .total_max = kPhasesInAll * subject.time_limit};
  if (is_long) limits.total_max = kLong;
  FAIRLEAD_TRY(const TrialEnd end,
               run_trial([&](const TrialSide& side) { run_child(check, subject, reach, side); }, limits));
  return to_judged(end, limits);
}

}  // namespace fairlead::plugin::contract
