// Calls of every entry: one end each, of the right form, whatever was asked.
#include <algorithm>
#include <tuple>

#include "base/guarded.hpp"
#include "plugin/contract/checks.hpp"
#include "plugin/contract/odd_arguments.hpp"
#include "plugin/contract/threads.hpp"
#include "plugin/contract/wording.hpp"

namespace fairlead::plugin::contract::checks {
namespace {

// For fuzzing that nobody asked for, in time limits of one function.
constexpr int kFuzzTimeLimits = 2;

constexpr std::string_view kNothingToCall =
    "the catalog has no entry that may be called; --writes allows tools that are not read-only";

// What was left out, for people to know.
Judgement passed_without_writes(const Stage& stage) {
  if (stage.subject().allows_writes) return passed();
  const auto& tools = stage.provider().catalog().tools();
  const auto left_out = static_cast<std::size_t>(
      std::ranges::count_if(tools, [](const ToolEntry& tool) { return !tool.is_read_only; }));
  if (left_out == 0) return passed();
  return {Verdict::Passed, counted(left_out, "tool") + " that may write not called; --writes allows it"};
}

// What to say of a call that did not come back in the time it had.
std::optional<std::string> overrun(Stage& stage, const Entry& entry) {
  const MonotonicTime begun = stage.clock().now();
  const CallEnd end = stage.call(stage.client(), entry);
  const Duration elapsed = stage.clock().now() - begun;
  const bool is_late = !end && end.error().error.code == ErrorCode::DeadlineExceeded;
  if (!is_late && elapsed <= stage.usual_timeout()) return std::nullopt;
  return entry.label() + " took " + in_words(elapsed) + ", with a deadline after " +
         in_words(stage.usual_timeout());
}

}  // namespace

Result<Judgement> each_entry(Stage& stage) {
  std::size_t count = 0;
  for (const Fill fill : {Fill::Least, Fill::Every}) {
    for (const Entry& entry : stage.entries({.sample = {.fill = fill}})) {
      ++count;
      if (const auto late = overrun(stage, entry))
        return failed(*late + "; a back end that is slow needs a higher --time-limit");
    }
  }
  if (count == 0) return skipped(std::string(kNothingToCall));
  return passed_without_writes(stage);
}

Result<Judgement> odd_arguments(Stage& stage) {
  std::size_t count = 0;
  for (Entry entry : stage.entries()) {
    if (entry.kind != FAIRLEAD_KIND_TOOL && entry.kind != FAIRLEAD_KIND_PROMPT) continue;
    for (const OddArguments& odd : odd_arguments_for(entry)) {
      ++count;
      stage.board().set_given(odd.what);
      entry.arguments_json = odd.json;
      std::ignore = stage.call(stage.client(), entry);
    }
  }
  stage.board().set_given("");
  return count == 0 ? skipped(std::string(kNothingToCall)) : passed();
}

Result<Judgement> views_are_copied(Stage& stage) {
  // Whatever the first round lent is out of reach in the second: a view that was kept is a crash.
  constexpr int kRounds = 2;
  FAIRLEAD_TRY(Bound other, stage.bind({.tenant = "verify-other", .connection = "other"}));
  auto connected = stage.connect(other, {.tenant = other.tenant});
  for (int round = 0; round < kRounds; ++round) {
    std::ignore = stage.client().ping(stage.operation({}));
    for (const Entry& entry : stage.entries({.sample = {.fill = Fill::Every}})) {
      std::ignore = stage.call(stage.client(), entry);
      if (connected) std::ignore = stage.call(**connected, entry, {.tenant = other.tenant});
    }
  }
  return passed();
}

Result<Judgement> unknown_entry(Stage& stage) {
  constexpr std::uint32_t kNoSuchSlot = 9999;
  constexpr std::uint32_t kNoSuchKind = 77;
  const std::string name = "fairlead-verify-no-such-entry";
  const std::vector<Entry> must_fail = {{FAIRLEAD_KIND_TOOL, FAIRLEAD_SLOT_NONE, name, "{}"},
                                        {FAIRLEAD_KIND_TOOL, kNoSuchSlot, name, "{}"},
                                        {FAIRLEAD_KIND_PROMPT, FAIRLEAD_SLOT_NONE, name, "{}"},
                                        {FAIRLEAD_KIND_PROMPT, kNoSuchSlot, name, "{}"},
                                        {kNoSuchKind, FAIRLEAD_SLOT_NONE, name, "{}"}};
  for (const Entry& entry : must_fail) {
    if (!stage.call(stage.client(), entry)) continue;
    return failed("it answered a call of " + entry.label() +
                  ", which it does not have; end it by call_fail with NOT_FOUND or UNIMPLEMENTED");
  }
  // What these hold is for the provider to say: only that they end is asked.
  for (const std::uint32_t kind : std::initializer_list<std::uint32_t>{
           FAIRLEAD_KIND_RESOURCE, FAIRLEAD_KIND_LIST_RESOURCES, FAIRLEAD_KIND_LIST_RESOURCE_TEMPLATES})
    std::ignore = stage.call(stage.client(), {kind, FAIRLEAD_SLOT_NONE, "fairlead-verify://no/such", "{}"});
  std::ignore = stage.call(
      stage.client(), {FAIRLEAD_KIND_COMPLETION, FAIRLEAD_SLOT_NONE, name,
                       R"({"ref":{"type":"ref/prompt","name":"none"},"argument":{"name":"a","value":""}})"});
  return passed();
}

Result<Judgement> read_only_access(Stage& stage) {
  auto connected = stage.connect(stage.usual(), {.access = Access::ReadOnly});
  if (!connected) return fail(std::move(connected.error().error));
  std::size_t count = 0;
  for (const Entry& entry : stage.entries()) {
    if (entry.tool == nullptr || !entry.tool->is_read_only) continue;
    ++count;
    const CallEnd end = stage.call(**connected, entry, {.access = Access::ReadOnly});
    if (end || end.error().error.code != ErrorCode::PermissionDenied) continue;
    return failed(entry.label() +
                  " is annotated readOnlyHint and refuses read-only access: " + end.error().error.message);
  }
  return count == 0 ? skipped("the catalog has no read-only tool") : passed();
}

Result<Judgement> overlapping(Stage& stage) {
  constexpr std::uint32_t kThreadsMax = 16;
  const fairlead_provider_api& api = stage.provider().api();
  if ((api.flags & FAIRLEAD_PROV_SHARED_CLIENT) == 0) return skipped("clients are not shared");
  const std::vector<Entry> entries = stage.entries();
  if (entries.empty()) return skipped(std::string(kNothingToCall));
  Guarded<std::vector<std::string>> late;
  run_on_threads(std::min(api.max_in_flight, kThreadsMax), [&](std::size_t index) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const Entry& entry = entries[(index + i) % entries.size()];
      if (auto problem = overrun(stage, entry)) late.with([&](auto& texts) { texts.push_back(*problem); });
    }
  });
  const auto texts = late.with([](const auto& all) { return all; });
  if (texts.empty()) return passed();
  return failed("with " + std::to_string(std::min(api.max_in_flight, kThreadsMax)) +
                " calls at once on one client: " + some_of(texts) +
                "; max_in_flight promises that they all run");
}

Result<Judgement> async_returns(Stage& stage) {
  if (!stage.provider().is_async()) return skipped("the provider is not asynchronous");
  for (const Entry& entry : stage.entries()) std::ignore = stage.call(stage.client(), entry);
  const auto slow = stage.lender().slow_invokes();
  if (slow.empty()) return passed();
  return failed(slow.front().name + " kept the event loop for " + in_words(slow.front().elapsed) +
                "; an ASYNC provider returns within about 1 ms and goes on later, or is none");
}

Result<Judgement> fuzz_arguments(Stage& stage) {
  constexpr std::size_t kShownBytesMax = 400;
  const Subject& subject = stage.subject();
  const std::uint32_t rounds = subject.fuzz_rounds.value_or(Subject::kFuzzRounds);
  const MonotonicTime end =
      subject.fuzz_rounds ? MonotonicTime::max() : stage.clock().now() + kFuzzTimeLimits * subject.time_limit;
  std::size_t count = 0;
  for (std::uint32_t round = 0; round < rounds && stage.clock().now() < end; ++round) {
    const EntryWish wish{.sample = {.fill = Fill::Random, .seed = subject.seed + round}};
    for (const Entry& entry : stage.entries(wish)) {
      if (entry.kind != FAIRLEAD_KIND_TOOL) continue;
      ++count;
      stage.board().set_given(entry.arguments_json.substr(0, kShownBytesMax));
      std::ignore = stage.call(stage.client(), entry);
      if (!stage.misbehaviours().empty())
        return Judgement{Verdict::Passed, "given " + entry.arguments_json.substr(0, kShownBytesMax)};
    }
  }
  stage.board().set_given("");
  if (count == 0) return skipped(std::string(kNothingToCall));
  return Judgement{Verdict::Passed, counted(count, "call") + ", seed " + std::to_string(subject.seed)};
}

}  // namespace fairlead::plugin::contract::checks
