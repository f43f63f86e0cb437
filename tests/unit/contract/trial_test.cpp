// Child processes that end in every way there is.
#include "plugin/contract/trial.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <limits>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "plugin/contract/last_words.hpp"

namespace fairlead::plugin::contract {
namespace {

constexpr TrialLimits kShort{.phase_max = std::chrono::milliseconds(50),
                             .total_max = std::chrono::milliseconds(500)};

TrialEnd run(const std::function<void(const TrialSide&)>& work, const TrialLimits& limits = {}) {
  const auto end = run_trial(work, limits);
  EXPECT_TRUE(end);
  return end ? *end : TrialEnd();
}

// The same with the handlers that a check has.
TrialEnd run_with_last_words(const std::function<void(const TrialSide&)>& work) {
  return run([&work](const TrialSide& side) {
    install_last_words(side.board(), *new LentMemory);
    new SpareStack;
    work(side);
  });
}

[[noreturn]] void hang() {
  for (;;) ::pause();
}

// One frame per call, each larger than a page.
std::size_t overflow(std::size_t depth) {
  volatile char frame[16384];
  frame[0] = static_cast<char>(depth);
  if (depth == std::numeric_limits<std::size_t>::max()) return 0;
  return overflow(depth + 1) + static_cast<std::size_t>(frame[0]);
}

TEST(TrialTest, GivesTheReport) {
  const TrialEnd end = run([](const TrialSide& side) { side.report("all is well"); });
  EXPECT_EQ(end.ending, TrialEnding::Returned);
  EXPECT_EQ(end.report, "all is well");
}

TEST(TrialTest, GivesAReportThatIsLargerThanAPipe) {
  const std::string text(500'000, 'r');
  EXPECT_EQ(run([&text](const TrialSide& side) { side.report(text); }).report, text);
}

TEST(TrialTest, CutsAReportAtItsLimit) {
  const auto report_twelve = [](const TrialSide& side) { side.report("twelve bytes"); };
  EXPECT_EQ(run(report_twelve, {.report_bytes_max = 12}).report, "twelve bytes");
  EXPECT_EQ(run(report_twelve, {.report_bytes_max = 11}).report, "twelve byte");
}

TEST(TrialTest, RunsNothingInThisProcess) {
  int touched = 0;
  (void)run([&touched](const TrialSide& side) {
    touched = 1;
    side.report("x");
  });
  EXPECT_EQ(touched, 0);
}

TEST(TrialTest, NamesTheSignalAndThePhaseOfACrash) {
  const TrialEnd end = run([](const TrialSide& side) {
    side.board().enter("invoke echo");
    std::signal(SIGSEGV, SIG_DFL);  // A sanitizer has a handler of its own there.
    std::raise(SIGSEGV);
  });
  EXPECT_EQ(end.ending, TrialEnding::Crashed);
  EXPECT_EQ(end.signal, SIGSEGV);
  EXPECT_EQ(end.phase, "invoke echo");
}

TEST(TrialTest, NamesThePhaseOfTheThreadThatCrashed) {
  const TrialEnd end = run_with_last_words([](const TrialSide& side) {
    const InPhase waiting(side.board(), "quiesce");
    std::jthread([&side] {
      const InPhase phase(side.board(), "invoke echo");
      std::raise(SIGSEGV);
    }).join();
  });
  EXPECT_EQ(end.phase, "invoke echo");
}

TEST(TrialTest, KillsWhatStaysInAPhase) {
  const TrialEnd end = run(
      [](const TrialSide& side) {
        side.board().enter("connect");
        hang();
      },
      kShort);
  EXPECT_EQ(end.ending, TrialEnding::Hung);
  EXPECT_EQ(end.phase, "connect");
}

TEST(TrialTest, KillsWhatTakesTooLongInAll) {
  const TrialEnd end = run([](const TrialSide&) { hang(); }, kShort);
  EXPECT_EQ(end.ending, TrialEnding::Overran);
  EXPECT_EQ(end.phase, "");
}

TEST(TrialTest, NoticesThatTheProcessWasEnded) {
  const TrialEnd end = run([](const TrialSide& side) {
    side.board().enter("init");
    ::_exit(0);
  });
  EXPECT_EQ(end.ending, TrialEnding::Exited);
  EXPECT_EQ(end.status, 0);
  EXPECT_EQ(end.phase, "init");
}

TEST(TrialTest, PrefersAnAccidentToTheReportBeforeIt) {
  const TrialEnd end = run([](const TrialSide& side) {
    side.report("all is well");
    ::_exit(3);
  });
  EXPECT_EQ(end.ending, TrialEnding::Exited);
  EXPECT_EQ(end.status, 3);
}

TEST(TrialTest, KeepsTheLastOfTheOutput) {
  const TrialEnd end = run(
      [](const TrialSide& side) {
        const std::string flood(1'000'000, 'x');
        for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
          (void)!::write(stream, flood.data(), flood.size());
        (void)!::write(STDERR_FILENO, "last words", 10);
        side.report("x");
      },
      {.output_bytes_max = 100});
  EXPECT_EQ(end.ending, TrialEnding::Returned);
  EXPECT_EQ(end.output, std::string(90, 'x') + "last words");
}

TEST(TrialTest, HasNoInputAndDumpsNoCore) {
  const TrialEnd end = run([](const TrialSide& side) {
    char byte = 0;
    rlimit core{1, 1};
    ::getrlimit(RLIMIT_CORE, &core);
    side.report(::read(STDIN_FILENO, &byte, 1) == 0 && core.rlim_cur == 0 ? "none" : "some");
  });
  EXPECT_EQ(end.report, "none");
}

TEST(TrialTest, KillsWhatTheChildLeftBehind) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  (void)run([](const TrialSide& side) {
    if (::fork() == 0) hang();
    side.report("x");
  });
  ::close(ends[1]);
  char byte = 0;
  // The end of the pipe comes when nobody holds its other side any more.
  EXPECT_EQ(::read(ends[0], &byte, 1), 0);
  ::close(ends[0]);
}

TEST(TrialTest, SurvivesItsOwnStackOverflowLongEnoughToNameThePhase) {
  const TrialEnd end = run_with_last_words([](const TrialSide& side) {
    side.board().enter("invoke echo");
    side.report(std::to_string(overflow(0)));
  });
  EXPECT_EQ(end.ending, TrialEnding::Crashed);
  EXPECT_EQ(end.phase, "invoke echo");
}

TEST(TrialTest, NamesTheExceptionThatNobodyCaught) {
  const TrialEnd end = run_with_last_words([](const TrialSide&) {
    const auto thrower = [](bool is_wanted) {
      if (is_wanted) throw std::runtime_error("past the barrier");
    };
    [&thrower]() noexcept { thrower(true); }();
  });
  EXPECT_EQ(end.signal, SIGABRT);
  EXPECT_NE(end.note.find("nobody caught std::runtime_error (past the barrier)"), std::string::npos)
      << end.note;
}

TEST(TrialTest, ExplainsAThreadThatWasNotJoined) {
  const TrialEnd end = run_with_last_words([](const TrialSide&) { const std::thread thread(hang); });
  EXPECT_NE(end.note.find("std::terminate was called"), std::string::npos) << end.note;
}

}  // namespace
}  // namespace fairlead::plugin::contract
