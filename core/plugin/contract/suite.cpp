#include "plugin/contract/suite.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <boost/json/serialize.hpp>

#include "json/parse.hpp"
#include "plugin/contract/last_words.hpp"
#include "plugin/contract/schema_reading.hpp"
#include "plugin/contract/stage.hpp"
#include "plugin/contract/wording.hpp"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

// Which check shows that a plugin works that far.
struct Gate {
  std::string_view check;
  Needs opens;
};
constexpr std::array kGates = {Gate{"load.works", Needs::Table}, Gate{"declare.tables", Needs::Plugin},
                               Gate{"bind.sample_config", Needs::Binding},
                               Gate{"connect.works", Needs::Client}, Gate{"call.each_entry", Needs::Calls}};

// What has been found not to work.
class Gates {
 public:
  // Why `check` cannot be asked.
  [[nodiscard]] std::optional<Judgement> closed_for(const Check& check) const {
    if (!closed_by_ || check.needs < closed_from_) return std::nullopt;
    return skipped("needs " + std::string(closed_by_->check->id) + " to pass");
  }

  /// The last that is not known not to work.
  [[nodiscard]] Needs reach() const {
    if (!closed_by_ || closed_from_ == Needs::File) return Needs::Calls;
    return static_cast<Needs>(static_cast<std::uint8_t>(closed_from_) - 1);
  }

  void learn(const CheckReport& report, const Subject& subject) {
    const auto gate = std::ranges::find(kGates, report.check->id, &Gate::check);
    if (gate == kGates.end() || closed_by_) return;
    const Judged& judged = report.judged;
    const bool is_open =
        judged.judgement.verdict == Verdict::Passed || judged.judgement.verdict == Verdict::Warned;
    // Calls that end wrongly can still be made; those that end the process, or take all the time, cannot.
    const bool is_hopeless = judged.is_accident || judged.elapsed > subject.time_limit;
    if (is_open || (gate->opens == Needs::Calls && !is_hopeless)) return;
    closed_by_ = report;
    // A connect that crashes or hangs would do so in every check that connects.
    closed_from_ = gate->opens == Needs::Client && judged.is_accident ? Needs::Binding : gate->opens;
  }

 private:
  std::optional<CheckReport> closed_by_;
  Needs closed_from_ = Needs::File;
};

// What has been told already: a plugin that ends its calls twice does so in every check that calls it.
class Breaches {
 public:
  void judge_again(CheckReport& report) {
    Judged& judged = report.judged;
    const std::size_t known = told_.size();
    for (const std::string& breach : judged.breaches) told_.emplace(breach, report.check->id);
    if (!judged.is_only_breach || told_.size() != known) return;
    judged.judgement = skipped("cannot be told: what " + std::string(told_.at(judged.breaches.front())) +
                               " found happened here too");
  }

 private:
  std::map<std::string, std::string_view> told_;  // By which check.
};

Result<Identity> parse_identity(std::string_view report) {
  FAIRLEAD_TRY(const bj::value value, json::parse(report));
  const bj::object* const said = value.if_object();
  const bj::array* const providers = said == nullptr ? nullptr : find_array(*said, "providers");
  if (providers == nullptr) {
    const std::string_view error = said == nullptr ? "" : find_text(*said, "error");
    return fail(ErrorCode::InvalidArgument, std::string(error), "bad_plugin");
  }
  Identity identity;
  identity.id = find_text(*said, "id");
  identity.version = find_text(*said, "version");
  identity.sdk = find_text(*said, "sdk");
  for (const bj::value& provider : *providers) {
    if (provider.is_string()) identity.providers.emplace_back(provider.get_string());
  }
  return identity;
}

bj::object ask_identity(Stage& stage, const std::string& name) {
  Log& log = *make_null_log().release();  // As long as the plugin.
  const auto api = stage.table();
  if (!api) return {{"error", api.error().message}};
  const InPhase phase(stage.board(), "init");
  const auto plugin = Plugin::create(*api, name, {stage.clock(), log});
  if (!plugin) return {{"error", plugin.error().message}};
  bj::array providers;
  for (const auto& provider : (*plugin)->providers()) providers.push_back(bj::value(provider->id()));
  new std::shared_ptr<Plugin>(*plugin);  // Not ended here: that is for the checks of the end.
  return {{"id", (*plugin)->id()},
          {"version", (*plugin)->version()},
          {"sdk", (*plugin)->sdk()},
          {"providers", std::move(providers)}};
}

void identify_in_child(const Subject& subject, const TrialSide& side) {
  auto& memory = *new LentMemory;
  install_last_words(side.board(), memory);
  const SpareStack spare;
  auto& stage = *new Stage(subject, side.board(), memory);
  side.report(bj::serialize(ask_identity(stage, subject.file->name())));
}

}  // namespace

void Counts::add(Verdict verdict) {
  switch (verdict) {
    case Verdict::Passed: ++passed; return;
    case Verdict::Failed: ++failed; return;
    case Verdict::Warned: ++warned; return;
    case Verdict::Skipped: ++skipped; return;
  }
}

bool is_complete(const std::vector<CheckReport>& reports) {
  return std::ranges::none_of(reports, [](const CheckReport& report) {
    return report.judged.judgement.verdict == Verdict::Skipped &&
           std::ranges::find(kGates, report.check->id, &Gate::check) != kGates.end();
  });
}

Result<Identity> identify(const Subject& subject) {
  const TrialLimits limits{.phase_max = subject.time_limit, .total_max = 2 * subject.time_limit};
  FAIRLEAD_TRY(const TrialEnd end,
               run_trial([&](const TrialSide& side) { identify_in_child(subject, side); }, limits));
  if (end.ending == TrialEnding::Returned) return parse_identity(end.report);
  return fail(ErrorCode::InvalidArgument, to_judged(end, limits).judgement.message, "bad_plugin");
}

Result<std::vector<const Check*>> choose_checks(const std::vector<std::string>& only) {
  std::vector<const Check*> chosen;
  std::set<std::string_view> groups;
  for (const Check& check : all_checks()) groups.insert(check.group());
  for (const std::string& name : only) {
    const bool is_known =
        groups.contains(name) || std::ranges::find(all_checks(), name, &Check::id) != all_checks().end();
    if (is_known) continue;
    return fail(ErrorCode::NotFound,
                "there is no check or group " + name + "; groups are " +
                    joined(std::vector<std::string>(groups.begin(), groups.end()), ", ") +
                    ", --list shows every check",
                "unknown_check");
  }
  for (const Check& check : all_checks()) {
    const auto names = [&check](const std::string& name) {
      return name == check.id || name == check.group();
    };
    if (only.empty() || std::ranges::any_of(only, names)) chosen.push_back(&check);
  }
  return chosen;
}

Result<std::vector<CheckReport>> verify(const Subject& subject, const SuiteOptions& options) {
  FAIRLEAD_TRY(const std::vector<const Check*> checks, choose_checks(options.only));
  std::vector<CheckReport> reports;
  Gates gates;
  Breaches breaches;
  for (const Check* check : checks) {
    CheckReport report{check, {}};
    if (auto closed = gates.closed_for(*check)) {
      report.judged.judgement = *std::move(closed);
    } else {
      FAIRLEAD_TRY(report.judged, judge(*check, subject, gates.reach()));
      breaches.judge_again(report);
    }
    gates.learn(report, subject);
    if (options.on_check) options.on_check(report);
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace fairlead::plugin::contract
