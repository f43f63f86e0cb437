#include "plugin/contract/trial.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

#include "plugin/descriptor.hpp"

namespace fairlead::plugin::contract {
namespace {

// How late a hang is noticed at most.
constexpr int kTickMilliseconds = 20;

tl::unexpected<Error> no_child(const char* what, int number) {
  return fail(ErrorCode::ResourceExhausted,
              std::string(what) + " for a check: " + std::generic_category().message(number), "no_process");
}

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return no_child("no pipe", errno);
  Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
  if (::fcntl(pipe.read_end.get(), F_SETFL, O_NONBLOCK) != 0) return no_child("no pipe", errno);
  return pipe;
}

enum class Keep : std::uint8_t { First, Last };

// Takes what is there, and of all taken keeps the first or last `bytes_max`. False at the end of the pipe.
bool drain(const Descriptor& pipe, std::string& into, std::size_t bytes_max, Keep keep) {
  constexpr int kChunksAtOnce = 64;  // So that a flood does not hide that time passes.
  std::array<char, 16384> chunk;
  for (int i = 0; i < kChunksAtOnce; ++i) {
    const ssize_t got = ::read(pipe.get(), chunk.data(), chunk.size());
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    if (got == 0) return false;
    const auto size = static_cast<std::size_t>(got);
    into.append(chunk.data(), keep == Keep::Last ? size : std::min(size, bytes_max - into.size()));
    if (into.size() > bytes_max) into.erase(0, into.size() - bytes_max);
  }
  return true;
}

void become_child(int output) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(input, STDIN_FILENO);
  if (input != STDIN_FILENO) ::close(input);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

// What both sides of a fork have.
struct Trial {
  const TrialLimits& limits;
  Board board;
  Pipe report;
  Pipe output;
  MonotonicTime begun;
  TrialEnd end = {};

  [[nodiscard]] Duration elapsed() const { return MonotonicTime(std::chrono::steady_clock::now()) - begun; }
  // False: what the child wrote has been read to its end.
  bool take_report() { return drain(report.read_end, end.report, limits.report_bytes_max, Keep::First); }
  bool take_output() { return drain(output.read_end, end.output, limits.output_bytes_max, Keep::Last); }
};

Result<Trial> make_trial(const TrialLimits& limits) {
  FAIRLEAD_TRY(Board board, Board::create());
  FAIRLEAD_TRY(Pipe report, make_pipe());
  FAIRLEAD_TRY(Pipe output, make_pipe());
  return Trial{limits, std::move(board), std::move(report), std::move(output),
               MonotonicTime(std::chrono::steady_clock::now())};
}

[[noreturn]] void run_child_side(const std::function<void(const TrialSide&)>& work, Trial& trial) {
  become_child(trial.output.write_end.get());
  work(TrialSide(trial.board, trial.report.write_end.get()));
  ::_exit(0);
}

// Waits for the child's end, at most as long as the limits allow. Returned stands for every end of its own.
TrialEnding watch(const Descriptor& process, Trial& trial) {
  std::array<pollfd, 3> waited{pollfd{process.get(), POLLIN, 0},
                               pollfd{trial.report.read_end.get(), POLLIN, 0},
                               pollfd{trial.output.read_end.get(), POLLIN, 0}};
  while (true) {
    if (::poll(waited.data(), waited.size(), kTickMilliseconds) < 0 && errno != EINTR)
      return TrialEnding::Overran;
    // A closed pipe is always ready; a negative descriptor is skipped.
    if (!trial.take_report()) waited[1].fd = -1;
    if (!trial.take_output()) waited[2].fd = -1;
    if ((waited[0].revents & POLLIN) != 0) return TrialEnding::Returned;
    const auto running = trial.board.longest(trial.begun + trial.elapsed());
    if (running && running->elapsed > trial.limits.phase_max) return TrialEnding::Hung;
    if (trial.elapsed() > trial.limits.total_max) return TrialEnding::Overran;
  }
}

// Ends what is left of the child and its group; how it ended by itself is in `status` as of waitpid.
int reap(pid_t child) {
  ::kill(-child, SIGKILL);
  ::kill(child, SIGKILL);  // In case it had not yet made its group.
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

void conclude(Trial& trial, int status) {
  TrialEnd& end = trial.end;
  trial.take_report();
  trial.take_output();
  if (end.ending == TrialEnding::Returned && WIFSIGNALED(status)) {
    end.ending = TrialEnding::Crashed;
    end.signal = WTERMSIG(status);
  } else if (end.ending == TrialEnding::Returned && (WEXITSTATUS(status) != 0 || end.report.empty())) {
    end.ending = TrialEnding::Exited;
    end.status = WEXITSTATUS(status);
  }
  if (end.ending != TrialEnding::Returned) end.phase = trial.board.last_phase();
  end.given = trial.board.given();
  end.note = trial.board.noted();
  end.elapsed = trial.elapsed();
}

}  // namespace

void TrialSide::report(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = ::write(report_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

Result<TrialEnd> run_trial(const std::function<void(const TrialSide&)>& work, const TrialLimits& limits) {
  FAIRLEAD_TRY(Trial trial, make_trial(limits));
  // What is buffered would otherwise be written by the child as well, should it call exit.
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) return no_child("no process", errno);
  if (child == 0) run_child_side(work, trial);
  trial.report.write_end.reset();
  trial.output.write_end.reset();
  // By number: glibc 2.36 declares pidfd_open without C linkage.
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  trial.end.ending = process.is_open() ? watch(process, trial) : TrialEnding::Overran;
  conclude(trial, reap(child));
  return std::move(trial.end);
}

}  // namespace fairlead::plugin::contract
