// Clients come and go: in time, at once on many threads, and without a trace.
#include <stop_token>
#include <thread>

#include "base/guarded.hpp"
#include "plugin/contract/checks.hpp"
#include "plugin/contract/judge.hpp"
#include "plugin/contract/process_facts.hpp"
#include "plugin/contract/threads.hpp"
#include "plugin/contract/wording.hpp"
#include "plugin/sanitizer.hpp"

namespace fairlead::plugin::contract::checks {
namespace {

// How much later than asked a function may return.
constexpr Duration kGrace = kHasSanitizer ? std::chrono::seconds(5) : std::chrono::milliseconds(500);

Result<void> ping(Stage& stage, ProviderClient& client) {
  auto answered = client.ping(stage.operation({}));
  if (answered) return {};
  return fail(answered.error().error.code, "ping of a new client failed: " + answered.error().error.message);
}

// connect, ping, close.
Result<void> try_once(Stage& stage) {
  auto connected = stage.connect(stage.usual());
  if (!connected) {
    return fail(connected.error().error.code,
                "connect failed where it had succeeded before: " + connected.error().error.message);
  }
  return ping(stage, **connected);
}

// How long a connect took that need not succeed.
Duration time_of_connect(Stage& stage, const OpWish& wish) {
  const MonotonicTime begun = stage.clock().now();
  const auto ended = stage.connect(stage.usual(), wish);
  const Duration elapsed = stage.clock().now() - begun;
  return elapsed;
}

}  // namespace

Result<Judgement> connect_works(Stage& stage) {
  auto connected = stage.connect_usual();
  if (!connected) return not_connected(stage, connected.error());
  FAIRLEAD_CHECK(ping(stage, stage.client()));
  stage.close_client();
  return passed();
}

Result<Judgement> honours_deadline(Stage& stage) {
  constexpr std::chrono::milliseconds kTimeout{300};
  const Duration elapsed = time_of_connect(stage, {.timeout = kTimeout});
  if (elapsed <= kTimeout + kGrace) return passed();
  return failed("connect took " + in_words(elapsed) + " though its deadline was after " + in_words(kTimeout) +
                "; give everything that waits the deadline of the fairlead_client_op");
}

Result<Judgement> past_deadline(Stage& stage) {
  const Duration elapsed = time_of_connect(stage, {.timeout = -std::chrono::seconds(1)});
  if (elapsed <= kGrace) return passed();
  return failed("connect took " + in_words(elapsed) +
                " though its deadline had passed before it began; compare it with now_mono_ns first");
}

Result<Judgement> connect_cancelled(Stage& stage) {
  std::stop_source before;
  before.request_stop();
  Duration elapsed = time_of_connect(stage, {.stop = before.get_token()});
  if (elapsed > kGrace) {
    return failed("connect went on for " + in_words(elapsed) +
                  " though it was cancelled before it began; ask call_cancelled, or remember the cancel");
  }
  std::stop_source during;
  std::jthread canceller([&during] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const SpareStack spare;
    during.request_stop();
  });
  elapsed = time_of_connect(stage, {.stop = during.get_token()});
  if (elapsed <= std::chrono::milliseconds(20) + kGrace) return passed();
  return failed("connect went on for " + in_words(elapsed) +
                " after it was cancelled; implement cancel, or ask call_cancelled while waiting");
}

Result<Judgement> leaves_nothing(Stage& stage) {
  constexpr int kRoundsMax = 1000;
  constexpr int kWarmUpRounds = 20;
  constexpr std::chrono::seconds kTimeMax{10};
  constexpr std::size_t kGrowthMax = std::size_t{4} << 20U;
  for (int i = 0; i < kWarmUpRounds; ++i) FAIRLEAD_CHECK(try_once(stage));
  const std::size_t files = open_files().size();
  const std::size_t threads = thread_count();
  const MonotonicTime begun = stage.clock().now();
  // The first half fills caches and arenas; what the second half adds is a leak.
  std::size_t half_bytes = 0;
  int rounds = 0;
  int half = kRoundsMax / 2;
  for (; rounds < 2 * half; ++rounds) {
    FAIRLEAD_CHECK(try_once(stage));
    const bool is_half_time = stage.clock().now() - begun > kTimeMax / 2;
    if (half_bytes == 0 && (rounds + 1 == half || is_half_time)) {
      half = rounds + 1;
      half_bytes = resident_bytes();
    }
  }
  const std::string after = " after " + counted(static_cast<std::size_t>(rounds), "connect") + " and close";
  const std::size_t more_files = open_files().size();
  if (more_files > files)
    return failed(counted(more_files - files, "descriptor") + " left open" + after +
                  "; close must release all");
  const std::size_t more_threads = thread_count_after_settling(threads);
  if (more_threads > threads)
    return failed(counted(more_threads - threads, "thread") + " left running" + after +
                  "; close must join them");
  const std::size_t bytes = resident_bytes();
  // A sanitizer keeps freed memory on purpose, and finds leaks better than this.
  if (kHasSanitizer || bytes <= half_bytes + kGrowthMax) return passed();
  return failed("memory grew by " + std::to_string((bytes - half_bytes) >> 10U) + " KiB in the last " +
                counted(static_cast<std::size_t>(rounds - half), "connect") +
                " and close; close must free all");
}

Result<Judgement> connect_concurrent(Stage& stage) {
  constexpr std::size_t kThreads = 8;
  constexpr int kRounds = 20;
  Guarded<std::vector<std::string>> failures;
  run_on_threads(kThreads, [&](std::size_t) {
    for (int i = 0; i < kRounds; ++i) {
      const auto done = try_once(stage);
      if (!done) failures.with([&](auto& texts) { texts.push_back(done.error().message); });
    }
  });
  const auto texts = failures.with([](const auto& all) { return all; });
  if (texts.empty()) return passed();
  return failed(counted(texts.size(), "connect") + " of " + std::to_string(kThreads * kRounds) + " on " +
                std::to_string(kThreads) + " threads at once failed: " + texts.front() +
                "; connect is called concurrently, so whatever clients share needs a lock");
}

}  // namespace fairlead::plugin::contract::checks
