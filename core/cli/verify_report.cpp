#include "cli/verify_report.hpp"

#include <algorithm>
#include <utility>

#include "cli/render_result.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace fairlead::cli {
namespace {

namespace bj = boost::json;
using plugin::contract::Check;
using plugin::contract::CheckReport;
using plugin::contract::Counts;
using plugin::contract::Verdict;

std::pair<std::string_view, Tone> mark_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Passed: return {"ok  ", Tone::Good};
    case Verdict::Failed: return {"FAIL", Tone::Bad};
    case Verdict::Warned: return {"warn", Tone::Strong};
    case Verdict::Skipped: return {"skip", Tone::Dim};
  }
  return {"FAIL", Tone::Bad};
}

// Below its check; a plugin may have put anything into it.
void print_message(Console& console, std::string_view message, Tone tone) {
  while (!message.empty()) {
    const std::size_t end = std::min(message.find('\n'), message.size());
    console.out << "        " << toned(printable(message.substr(0, end)), tone, console.has_color) << "\n";
    message.remove_prefix(std::min(end + 1, message.size()));
  }
}

bj::object check_json(const CheckReport& report, const std::string& provider) {
  const auto elapsed_ms = std::chrono::duration<double, std::milli>(report.judged.elapsed).count();
  bj::object json{{"id", report.check->id},
                  {"group", report.check->group()},
                  {"title", report.check->title},
                  {"provider", provider.empty() ? bj::value() : bj::value(provider)},
                  {"verdict", to_string(report.judged.judgement.verdict)},
                  {"message", report.judged.judgement.message},
                  {"elapsed_ms", elapsed_ms}};
  if (!report.judged.phase.empty()) json["phase"] = report.judged.phase;
  return json;
}

}  // namespace

GroupedChecks::GroupedChecks(Console& console, const std::vector<const Check*>& checks) : console_(console) {
  for (const Check* check : checks) {
    const auto found = std::ranges::find(groups_, check->group(), &Group::name);
    if (found == groups_.end()) {
      groups_.push_back({check->group(), 1});
    } else {
      ++found->expected;
    }
  }
}

void GroupedChecks::add(const CheckReport& report) {
  const auto group = std::ranges::find(groups_, report.check->group(), &Group::name);
  if (group == groups_.end()) return;
  group->reports.push_back(report);
  while (next_ < groups_.size() && groups_[next_].reports.size() >= groups_[next_].expected)
    print(groups_[next_++]);
}

void GroupedChecks::print(const Group& group) const {
  constexpr std::size_t kIdWidth = 32;
  console_.out << "\n" << toned(std::string(group.name), Tone::Strong, console_.has_color) << "\n";
  for (const CheckReport& report : group.reports) {
    const auto [mark, tone] = mark_of(report.judged.judgement.verdict);
    std::string id(report.check->id);
    id.resize(std::max(id.size(), kIdWidth), ' ');
    console_.out << "  " << toned(std::string(mark), tone, console_.has_color) << "  " << id << " "
                 << render_duration(report.judged.elapsed) << "\n";
    const bool is_ok = report.judged.judgement.verdict == Verdict::Passed;
    print_message(console_, report.judged.judgement.message, is_ok ? Tone::Dim : Tone::Plain);
  }
  console_.out.flush();
}

Counts VerifyReport::counts() const {
  Counts counts;
  for (const ProviderReport& provider : providers) {
    for (const CheckReport& check : provider.checks) counts.add(check.judged.judgement.verdict);
  }
  return counts;
}

bool VerifyReport::is_complete() const {
  return std::ranges::all_of(providers, [](const ProviderReport& provider) {
    return plugin::contract::is_complete(provider.checks);
  });
}

bj::object to_json(const VerifyReport& report) {
  bj::object plugin{{"id", nullptr}, {"version", nullptr}, {"sha256", report.sha256}, {"sdk", nullptr}};
  if (report.identity) {
    plugin["id"] = report.identity->id;
    plugin["version"] = report.identity->version;
    plugin["sdk"] = report.identity->sdk;
  }
  bj::array checks;
  for (const auto& provider : report.providers) {
    for (const CheckReport& check : provider.checks) checks.push_back(check_json(check, provider.provider));
  }
  const bool has_one = report.providers.size() == 1 && !report.providers.front().provider.empty();
  const Counts counts = report.counts();
  return {{"plugin", std::move(plugin)},
          {"provider", has_one ? bj::value(report.providers.front().provider) : bj::value()},
          {"seed", report.seed},
          {"verified", report.is_verified()},
          {"complete", report.is_complete()},
          {"checks", std::move(checks)},
          {"counts",
           {{"passed", counts.passed},
            {"failed", counts.failed},
            {"warned", counts.warned},
            {"skipped", counts.skipped}}}};
}

std::string summary_line(const VerifyReport& report) {
  const Counts counts = report.counts();
  std::string line = std::to_string(counts.passed) + " ok";
  if (counts.failed != 0) line += ", " + std::to_string(counts.failed) + " failed";
  if (counts.warned != 0)
    line += ", " + std::to_string(counts.warned) + (counts.warned == 1 ? " warning" : " warnings");
  if (counts.skipped != 0) line += ", " + std::to_string(counts.skipped) + " skipped";
  if (!counts.is_verified()) return line + ": not verified";
  return line + (report.is_complete() ? ": verified" : ": nothing failed, but much could not be asked");
}

void print_check_list(Console& console) {
  if (console.is_json()) {
    bj::array checks;
    for (const Check& check : plugin::contract::all_checks())
      checks.push_back(bj::object{{"id", check.id}, {"group", check.group()}, {"title", check.title}});
    print_json(console, bj::object{{"checks", std::move(checks)}});
    return;
  }
  Table table{{{"check"}, {"what must hold"}}, {}};
  for (const Check& check : plugin::contract::all_checks())
    table.rows.push_back({{std::string(check.id), Tone::Strong}, {std::string(check.title)}});
  print_table(console, table, "no checks");
}

}  // namespace fairlead::cli
