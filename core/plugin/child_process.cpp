#include "plugin/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <system_error>

#include "plugin/descriptor.hpp"

namespace fairlead::plugin {
namespace {

tl::unexpected<Error> no_process(const std::string& what, int number) {
  return fail(ErrorCode::ResourceExhausted, what + ": " + std::generic_category().message(number),
              "no_process");
}

// Above the numbers that the child's own descriptors get, so that none is overwritten before it is copied.
Result<Descriptor> high_copy(int fd) {
  constexpr int kAboveChildDescriptors = 10;
  Descriptor copy(::fcntl(fd, F_DUPFD_CLOEXEC, kAboveChildDescriptors));
  if (!copy.is_open()) return no_process("no descriptor for a child process", errno);
  return copy;
}

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return no_process("no pipe for a child process", errno);
  Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
  if (::fcntl(pipe.read_end.get(), F_SETFL, O_NONBLOCK) != 0)
    return no_process("no pipe for a child process", errno);
  FAIRLEAD_TRY(pipe.write_end, high_copy(pipe.write_end.get()));
  return pipe;
}

// The two objects of posix_spawn, released together.
struct SpawnPlan {
  SpawnPlan() {
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
  }
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
};

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Signals as a program expects them, whatever this process blocks or ignores; a group of its own, so that its
// own children can be ended with it.
void set_attributes(posix_spawnattr_t& attributes) {
  sigset_t none;
  sigset_t all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

Result<pid_t> spawn(const ChildOptions& options, const Pipe& report, const Pipe& error_out) {
  SpawnPlan plan;
  set_attributes(plan.attributes);
  Descriptor input;
  if (options.input >= 0) {
    FAIRLEAD_TRY(input, high_copy(options.input));
  }
  ::posix_spawn_file_actions_addopen(&plan.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&plan.actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&plan.actions, error_out.write_end.get(), STDERR_FILENO);
  if (input.is_open()) ::posix_spawn_file_actions_adddup2(&plan.actions, input.get(), kChildInputDescriptor);
  ::posix_spawn_file_actions_adddup2(&plan.actions, report.write_end.get(), kChildReportDescriptor);

  std::vector<std::string> words{options.executable.string()};
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> environment = options.environment;
  pid_t child = -1;
  const int number = ::posix_spawn(&child, options.executable.c_str(), &plan.actions, &plan.attributes,
                                   pointers_to(words).data(), pointers_to(environment).data());
  if (number == 0) return child;
  if (number == EAGAIN || number == ENOMEM)
    return no_process("cannot start " + options.executable.string(), number);
  return fail(ErrorCode::FailedPrecondition,
              "cannot start " + options.executable.string() + ": " + std::generic_category().message(number),
              "no_program");
}

// Takes what is there. False at the end of the pipe. What exceeds the limit is read and dropped, so that the
// child does not wait for a reader.
bool drain(const Descriptor& pipe, std::string& into, std::size_t bytes_max) {
  std::array<char, 4096> chunk;
  while (true) {
    const ssize_t got = ::read(pipe.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno == EAGAIN;
    if (got == 0) return false;
    into.append(chunk.data(), std::min(static_cast<std::size_t>(got), bytes_max - into.size()));
  }
}

int milliseconds_until(std::chrono::steady_clock::time_point end) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
}

// Reads until the child has ended or the time is up. The child's own end counts, not that of the pipes: a
// process that it left behind may hold them open.
void collect(const Descriptor& process, Pipe& report, Pipe& error_out, const ChildOptions& options,
             ChildOutcome& outcome) {
  const auto end = std::chrono::steady_clock::now() + options.timeout;
  std::array<pollfd, 3> waited{pollfd{process.get(), POLLIN, 0}, pollfd{report.read_end.get(), POLLIN, 0},
                               pollfd{error_out.read_end.get(), POLLIN, 0}};
  while (true) {
    const int left = milliseconds_until(end);
    outcome.is_timed_out = left == 0;
    if (outcome.is_timed_out) return;
    if (::poll(waited.data(), waited.size(), left) < 0 && errno != EINTR) return;
    // A closed pipe is always ready; a negative descriptor is skipped.
    if (!drain(report.read_end, outcome.report, options.report_bytes_max)) waited[1].fd = -1;
    if (!drain(error_out.read_end, outcome.error_out, options.error_bytes_max)) waited[2].fd = -1;
    if ((waited[0].revents & POLLIN) != 0) return;
  }
}

void reap(pid_t child, ChildOutcome& outcome) {
  ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return;  // Somebody else reaped it: how it ended is unknown.
  }
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
}

}  // namespace

Result<ChildOutcome> run_child(const ChildOptions& options) {
  FAIRLEAD_TRY(Pipe report, make_pipe());
  FAIRLEAD_TRY(Pipe error_out, make_pipe());
  FAIRLEAD_TRY(const pid_t child, spawn(options, report, error_out));
  report.write_end.reset();
  error_out.write_end.reset();
  ChildOutcome outcome;
  // By number: glibc 2.36 declares pidfd_open without C linkage.
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  if (!process.is_open()) {
    const int number = errno;
    reap(child, outcome);
    return no_process("cannot watch a child process", number);
  }
  collect(process, report, error_out, options, outcome);
  reap(child, outcome);
  drain(report.read_end, outcome.report, options.report_bytes_max);
  drain(error_out.read_end, outcome.error_out, options.error_bytes_max);
  return outcome;
}

std::string signal_name(int signal) {
  const char* const name = ::sigabbrev_np(signal);
  return name == nullptr ? "signal " + std::to_string(signal) : std::string("SIG") + name;
}

}  // namespace fairlead::plugin
