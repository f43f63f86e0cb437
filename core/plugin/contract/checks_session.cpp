// What stays between calls, and what is said when something fails.
#include <algorithm>
#include <stop_token>
#include <tuple>

#include "plugin/contract/checks.hpp"
#include "plugin/contract/wording.hpp"

namespace fairlead::plugin::contract::checks {
namespace {

constexpr const char* kNoSession = "the provider has no SESSION_STATE: its clients keep nothing";

Result<void> reset(Stage& stage, const std::string& next_tenant) {
  auto done = stage.client().reset(stage.operation({.tenant = next_tenant}));
  if (done) return {};
  return fail(done.error().error.code, "reset failed: " + done.error().error.message +
                                           "; a client that cannot be reset is closed after every call");
}

// A client serves one tenant only where the provider says so.
std::string next_tenant(const Stage& stage) {
  return stage.provider().is_share_forbidden() ? "verify" : "verify-next";
}

}  // namespace

Result<Judgement> reset_works(Stage& stage) {
  if (!stage.provider().has_session_state()) return skipped(kNoSession);
  for (int round = 0; round < 3; ++round) {
    for (const Entry& entry : stage.entries()) {
      std::ignore = stage.call(stage.client(), entry);
      FAIRLEAD_CHECK(reset(stage, "verify"));
    }
  }
  FAIRLEAD_CHECK(reset(stage, "verify"));
  auto answered = stage.client().ping(stage.operation({}));
  if (!answered) return failed("ping failed after reset: " + answered.error().error.message);
  return passed();
}

Result<Judgement> reset_removes(Stage& stage) {
  if (!stage.provider().has_session_state()) return skipped(kNoSession);
  const std::string canary = "canary-of-the-last-tenant";
  const std::string next = next_tenant(stage);
  for (const Entry& entry : stage.entries({.sample = {.fill = Fill::Every, .canary = canary}}))
    std::ignore = stage.call(stage.client(), entry);
  FAIRLEAD_CHECK(reset(stage, next));
  // What a new client is shown as well is in the back end, where it belongs to the connection.
  auto fresh = stage.connect(stage.usual(), {.tenant = next});
  if (!fresh) return fail(std::move(fresh.error().error));
  const auto shows = [&](ProviderClient& client, const Entry& entry) {
    return shown_text(stage.call(client, entry, {.tenant = next})).find(canary) != std::string::npos;
  };
  for (const Entry& entry : stage.entries()) {
    if (!shows(stage.client(), entry) || shows(**fresh, entry)) continue;
    return failed(entry.label() +
                  " shows what the call before reset had stored; reset must remove everything "
                  "that a call leaves in its client");
  }
  if (stage.subject().allows_writes) return passed();
  return Judgement{Verdict::Passed, "with tools that only read; --writes asks those that store as well"};
}

Result<Judgement> is_explained(Stage& stage) {
  std::stop_source stopped;
  stopped.request_stop();
  std::ignore = stage.connect(stage.usual(), {.timeout = -std::chrono::seconds(1)});
  std::ignore = stage.connect(stage.usual(), {.stop = stopped.get_token()});
  auto without_secret = stage.bind({.connection = "without-secret", .secrets_fail_from = 0});
  if (without_secret) std::ignore = stage.connect(*without_secret);
  auto connected = stage.connect(stage.usual());
  if (connected && stage.reaches(Needs::Calls)) {
    std::ignore = stage.call(**connected, {FAIRLEAD_KIND_TOOL, FAIRLEAD_SLOT_NONE, "no-such-tool", "{}"});
    std::ignore = stage.call(**connected, {FAIRLEAD_KIND_PROMPT, FAIRLEAD_SLOT_NONE, "no-such-prompt", "{}"});
    for (Entry entry : stage.entries()) {
      entry.arguments_json = R"({"fairlead_verify_unknown":1})";
      std::ignore = stage.call(**connected, entry);
    }
  }
  const std::vector<std::string> unclear = stage.lender().unclear_failures();
  if (unclear.empty()) return passed();
  return failed(some_of(unclear) + "; say what is wrong and what to do: an operator or a model reads it");
}

Result<Judgement> failing_secrets(Stage& stage) {
  constexpr std::uint32_t kReadsMax = 8;
  if (stage.provider().config_schema().secret_paths().empty())
    return skipped("the config has no secret field");
  std::ignore = stage.connect(stage.usual());
  const std::uint32_t reads = std::min(stage.usual().secrets->reads(), kReadsMax);
  if (reads == 0) return skipped("connect asks for no secret");
  for (std::uint32_t fails_from = 0; fails_from < reads; ++fails_from) {
    FAIRLEAD_TRY(Bound bound, stage.bind({.secrets_fail_from = fails_from}));
    auto connected = stage.connect(bound);
    if (connected) {
      return failed("connect succeeded though secret_get failed at its " + std::to_string(fails_from + 1) +
                    ". call; pass the failure on");
    }
  }
  return passed();
}

}  // namespace fairlead::plugin::contract::checks
