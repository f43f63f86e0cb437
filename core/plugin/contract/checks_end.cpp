// The end of a plugin, of a thread that used it, and of the process.
#include <thread>
#include <tuple>

#include "plugin/contract/checks.hpp"
#include "plugin/contract/process_facts.hpp"
#include "plugin/contract/threads.hpp"
#include "plugin/contract/wording.hpp"

namespace fairlead::plugin::contract::checks {
namespace {

// Everything once, as far as it works: what fails is for other checks to judge.
Result<void> run_through(Stage& stage) {
  FAIRLEAD_CHECK(stage.start());
  const bool is_bound = stage.reaches(Needs::Binding) && stage.bind_usual();
  if (is_bound && stage.reaches(Needs::Client) && stage.connect_usual() && stage.reaches(Needs::Calls)) {
    for (const Entry& entry : stage.entries()) std::ignore = stage.call(stage.client(), entry);
  }
  stage.end();
  return {};
}

}  // namespace

Result<Judgement> quiesce_stops_threads(Stage& stage) {
  const std::size_t before = thread_count();
  FAIRLEAD_CHECK(run_through(stage));
  const std::size_t after = thread_count_after_settling(before);
  if (after <= before) return passed();
  return failed(counted(after - before, "thread") +
                " still there after quiesce and deinit; stop and join what init and connect started");
}

Result<Judgement> init_again(Stage& stage) {
  FAIRLEAD_CHECK(run_through(stage));
  auto again = run_through(stage);
  if (again) return passed();
  return failed("the second init after deinit: " + again.error().message +
                "; deinit must undo all that init did");
}

Result<Judgement> thread_exit(Stage& stage) {
  Result<void> done;
  run_on_threads(1, [&](std::size_t) {
    done = run_through(stage);
    // Left by the thread's end; until then it is what a thread_local destructor crashes in.
    stage.board().enter("the end of a thread that had used it");
  });
  FAIRLEAD_CHECK(done);
  return passed();
}

Result<Judgement> process_exit(Stage& stage) {
  FAIRLEAD_CHECK(run_through(stage));
  return passed();
}

}  // namespace fairlead::plugin::contract::checks
