// What loading a file and asking for its descriptor may do: nothing that anybody else would notice.
#include <algorithm>
#include <chrono>

#include "plugin/contract/checks.hpp"
#include "plugin/contract/process_facts.hpp"
#include "plugin/contract/wording.hpp"
#include "plugin/elf_lint.hpp"
#include "plugin/sanitizer.hpp"

namespace fairlead::plugin::contract::checks {

Result<Judgement> lint(Stage& stage) {
  Judgement judgement;
  std::vector<std::string> messages;
  for (const Finding& finding : lint_elf(stage.subject().file->bytes(), {mapped_libraries()})) {
    const Verdict verdict = finding.severity == Severity::Refuse ? Verdict::Failed : Verdict::Warned;
    if (judgement.verdict != Verdict::Failed) judgement.verdict = verdict;
    messages.push_back(finding.message + " (" + finding.reason + ")");
  }
  judgement.message = joined(messages, "\n");
  return judgement;
}

Result<Judgement> loads(Stage& stage) {
  FAIRLEAD_TRY(const fairlead_plugin_api* const api, stage.table());
  if (api != nullptr) return passed();
  return failed("the entry point returns NULL: the plugin says it cannot work here; see what it misses");
}

Result<Judgement> main_is_stable(Stage& stage) {
  FAIRLEAD_TRY(const fairlead_plugin_api* const first, stage.table());
  FAIRLEAD_TRY(const fairlead_plugin_api* const second, stage.table());
  if (first != second) {
    return failed(
        "the entry point returns another descriptor each time; return the address of one that is static");
  }
  return passed();
}

Result<Judgement> main_is_quick(Stage& stage) {
  constexpr std::chrono::milliseconds kMost{100};
  FAIRLEAD_CHECK(stage.map());
  const MonotonicTime begun = stage.clock().now();
  FAIRLEAD_CHECK(stage.table());
  const Duration elapsed = stage.clock().now() - begun;
  if (elapsed <= (kHasSanitizer ? 10 * kMost : kMost)) return passed();
  return failed("the entry point took " + in_words(elapsed) +
                "; it is called for every look at the file: leave work to init and connect");
}

Result<Judgement> main_opens_nothing(Stage& stage) {
  const std::vector<std::string> before = open_files();
  FAIRLEAD_CHECK(stage.table());
  std::vector<std::string> more;
  std::vector<std::string> known = before;
  for (const std::string& file : open_files()) {
    const auto found = std::ranges::find(known, file);
    if (found == known.end()) {
      more.push_back(file);
    } else {
      known.erase(found);
    }
  }
  if (more.empty()) return passed();
  return failed("loading left open: " + joined(more, ", ") +
                "; a file that is only looked at must open nothing: do it in init or connect");
}

Result<Judgement> main_starts_nothing(Stage& stage) {
  const std::size_t before = thread_count();
  FAIRLEAD_CHECK(stage.table());
  const std::size_t after = thread_count_after_settling(before);
  if (after <= before) return passed();
  return failed("loading started " + counted(after - before, "thread") +
                "; start threads in init or connect, and join them in close or quiesce");
}

Result<Judgement> unknown_extension(Stage& stage) {
  constexpr const char* kUnknown = "dev.fairlead.verify.no-such-extension/1";
  const auto whole = stage.whole_table();
  if (!whole) return skipped(whole.error().message);
  const fairlead_plugin_api* const api = *whole;
  const InPhase phase(stage.board(), "get_extension");
  for (std::uint32_t i = 0; i < api->provider_count; ++i) {
    const fairlead_provider_api& provider = *api->providers[i];
    if (provider.get_extension == nullptr || provider.get_extension(kUnknown) == nullptr) continue;
    return failed(std::string("get_extension answers to ") + kUnknown +
                  ", which does not exist; compare the whole id and return NULL for all others");
  }
  return passed();
}

}  // namespace fairlead::plugin::contract::checks
