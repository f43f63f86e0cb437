// Calls that are stopped: soon, only the one that was meant, and by the deadline in any case.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "plugin/call_table.hpp"
#include "plugin/contract/checks.hpp"
#include "plugin/contract/threads.hpp"
#include "plugin/contract/wording.hpp"
#include "plugin/sanitizer.hpp"

namespace fairlead::plugin::contract::checks {
namespace {

constexpr Duration kGrace = kHasSanitizer ? std::chrono::seconds(5) : std::chrono::milliseconds(500);

constexpr const char* kNoCancel = "the provider has no cancel; it asks call_cancelled instead";

// Tells the provider to stop `op` on the usual client, as the host does, whatever `op` is.
void cancel_directly(Stage& stage, fairlead_call op) {
  stage.provider().api().cancel(stage.usual().binding->handle(), stage.client().handle(), op);
}

// Is a call stopped that nobody wanted to stop?
std::optional<std::string> wrongly_stopped(Stage& stage, const Entry& entry) {
  const CallEnd end = stage.call(stage.client(), entry);
  if (end || end.error().error.code != ErrorCode::Cancelled) return std::nullopt;
  return entry.label() +
         " ended as cancelled though another operation was; compare the handle that cancel "
         "is given with that of the call";
}

// How long the call went on after it was cancelled, `delay` after it began.
Duration time_after_cancel(Stage& stage, const Entry& entry, Duration delay) {
  std::mutex mutex;
  std::condition_variable changed;
  std::shared_ptr<Invocation> running;  // Guarded by mutex.
  bool has_ended = false;               // Likewise.
  std::jthread caller([&] {
    const SpareStack spare;
    const auto started = [&](const std::shared_ptr<Invocation>& invocation) {
      const std::lock_guard lock(mutex);
      running = invocation;
      changed.notify_all();
    };
    (void)stage.call(stage.client(), entry, {}, started);
    const std::lock_guard lock(mutex);
    has_ended = true;
    changed.notify_all();
  });
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return running != nullptr || has_ended; });
  if (changed.wait_for(lock, delay, [&] { return has_ended; })) return Duration::zero();
  const std::shared_ptr<Invocation> cancelled = running;
  lock.unlock();
  const MonotonicTime begun = stage.clock().now();
  cancelled->cancel();
  caller.join();
  return stage.clock().now() - begun;
}

}  // namespace

Result<Judgement> cancel_before(Stage& stage) {
  if (stage.provider().api().cancel == nullptr) return skipped(kNoCancel);
  FAIRLEAD_TRY(const Operation other,
               Operation::open(stage.plugin().host().calls(), stage.operation({}).deadline));
  for (const Entry& entry : stage.entries()) {
    cancel_directly(stage, other.handle());
    if (auto problem = wrongly_stopped(stage, entry)) return failed(*std::move(problem));
  }
  return passed();
}

Result<Judgement> cancel_during(Stage& stage) {
  for (const Entry& entry : stage.entries({.sample = {.fill = Fill::Every}})) {
    for (const Duration delay : {Duration(std::chrono::milliseconds(50)), Duration::zero()}) {
      const Duration elapsed = time_after_cancel(stage, entry, delay);
      if (elapsed <= kGrace) continue;
      return failed(entry.label() + " went on for " + in_words(elapsed) +
                    " after it was cancelled; implement cancel, or ask call_cancelled while waiting");
    }
  }
  return passed();
}

Result<Judgement> cancel_after(Stage& stage) {
  if (stage.provider().api().cancel == nullptr) return skipped(kNoCancel);
  for (const Entry& entry : stage.entries()) {
    (void)stage.call(stage.client(), entry);
    // The call may end while cancel is on its way from another thread.
    cancel_directly(stage, stage.lender().last_call());
    if (auto problem = wrongly_stopped(stage, entry)) return failed(*std::move(problem));
  }
  return passed();
}

Result<Judgement> call_deadline(Stage& stage) {
  constexpr std::chrono::milliseconds kTimeout{300};
  for (const Entry& entry : stage.entries({.sample = {.fill = Fill::Every}})) {
    const MonotonicTime begun = stage.clock().now();
    (void)stage.call(stage.client(), entry, {.timeout = kTimeout});
    const Duration elapsed = stage.clock().now() - begun;
    if (elapsed <= kTimeout + kGrace) continue;
    return failed(entry.label() + " ended " + in_words(elapsed - kTimeout) +
                  " after its deadline; give everything that waits the deadline of the request");
  }
  return passed();
}

}  // namespace fairlead::plugin::contract::checks
