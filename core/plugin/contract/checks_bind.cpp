// Configurations: bound, without their secrets, and two at once.
#include "plugin/contract/checks.hpp"
#include "plugin/contract/wording.hpp"

namespace fairlead::plugin::contract::checks {
namespace {

// One of the two sides of two_bindings_apart.
struct Side {
  std::string mark;  // What only it was told.
  Bound bound;
  std::unique_ptr<ProviderClient> client;
  std::string shown;  // All that it answered.
};

Result<Side> make_side(Stage& stage, const std::string& mark, bool is_in_config) {
  Side side;
  side.mark = mark;
  BindWish wish{.tenant = mark + "-tenant", .connection = mark};
  if (is_in_config) wish.canary = mark + "-config";
  FAIRLEAD_TRY(side.bound, stage.bind(wish));
  auto connected = stage.connect(side.bound, {.tenant = side.bound.tenant});
  if (!connected) return fail(std::move(connected.error().error));
  side.client = *std::move(connected);
  return side;
}

void ask_everything(Stage& stage, Side& side) {
  for (const Entry& entry : stage.entries())
    side.shown += shown_text(stage.call(*side.client, entry, {.tenant = side.bound.tenant}));
}

}  // namespace

Result<Judgement> sample_config(Stage& stage) {
  FAIRLEAD_CHECK(stage.bind_usual());
  return passed();
}

Result<Judgement> missing_secret(Stage& stage) {
  constexpr std::chrono::seconds kMost{2};
  if (stage.provider().config_schema().secret_paths().empty())
    return skipped("the config has no secret field");
  FAIRLEAD_TRY(Bound bound, stage.bind({.secrets_fail_from = 0}));
  const MonotonicTime begun = stage.clock().now();
  const auto connected = stage.connect(bound);
  const Duration elapsed = stage.clock().now() - begun;
  if (bound.secrets->reads() == 0) {
    if (connected) return passed();
    return skipped("connect failed before it asked for a secret: " + connected.error().error.message);
  }
  if (connected) return failed("connect succeeded though secret_get failed; pass the failure on");
  if (elapsed > kMost) {
    return failed("connect took " + in_words(elapsed) +
                  " to fail without its secret; ask for it before anything else, and do not retry");
  }
  const ClientFailure& failure = connected.error();
  if (failure.is_binding_bad || failure.error.code == ErrorCode::Unauthenticated) return passed();
  return failed("connect without its secret failed with " + std::string(to_string(failure.error.code)) +
                " and without BINDING_BAD, as if trying again could help: " + failure.error.message);
}

Result<Judgement> two_bindings_apart(Stage& stage) {
  // The first bindings of this process: what a provider keeps of the first one would hide the others.
  FAIRLEAD_CHECK(stage.start());
  // In the configuration too, where a provider still connects with a text nobody meant.
  auto first = make_side(stage, "canary-alpha", true);
  auto second = make_side(stage, "canary-omega", true);
  if (!first || !second) {
    FAIRLEAD_TRY(first, make_side(stage, "canary-alpha", false));
    FAIRLEAD_TRY(second, make_side(stage, "canary-omega", false));
  }
  ask_everything(stage, *first);
  ask_everything(stage, *second);
  ask_everything(stage, *first);
  for (const auto& [seen, told] : {std::pair{&*second, &*first}, {&*first, &*second}}) {
    if (seen->shown.find(told->mark) == std::string::npos) continue;
    return failed("what one binding was told (" + told->mark +
                  ") shows in the answers of another; keep nothing of a tenant outside of its binding and "
                  "client: no globals, no statics (rule R7)");
  }
  return passed();
}

}  // namespace fairlead::plugin::contract::checks
