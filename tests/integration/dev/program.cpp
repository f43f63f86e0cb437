#include "program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "json/parse.hpp"

namespace fairlead::test {
namespace {

constexpr int kPatienceMs = 20'000;

bool is_ready(int fd, int timeout_ms) {
  pollfd waited{fd, POLLIN, 0};
  return ::poll(&waited, 1, timeout_ms) == 1;
}

// Becomes readable when the process has ended.
int pidfd_of(pid_t pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

auto patience() { return std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs); }

}  // namespace

RunningProgram::RunningProgram(std::vector<std::string> words) {
  words.insert(words.begin(), FAIRLEAD_TEST_BUILD_DIR "/bin/fairlead");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  input_ = in[1];
  output_ = out[0];
}

RunningProgram::~RunningProgram() {
  if (input_ >= 0) ::close(input_);
  ::close(output_);
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void RunningProgram::write_line(const std::string& line) const {
  const std::string text = line + "\n";
  ASSERT_EQ(::write(input_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

boost::json::value RunningProgram::read_line() {
  std::size_t end = read_.find('\n');
  while (end == std::string::npos) {
    std::array<char, 4096> piece{};
    if (!is_ready(output_, kPatienceMs)) return nullptr;
    const ssize_t count = ::read(output_, piece.data(), piece.size());
    if (count <= 0) return nullptr;
    read_.append(piece.data(), static_cast<std::size_t>(count));
    end = read_.find('\n');
  }
  const std::string line = read_.substr(0, end);
  read_.erase(0, end + 1);
  return json::parse(line).value_or(boost::json::value(line));
}

void RunningProgram::interrupt() const { ::kill(pid_, SIGINT); }

int RunningProgram::interrupt_until_end() {
  const int ended = pidfd_of(pid_);
  for (const auto until = patience(); std::chrono::steady_clock::now() < until;) {
    interrupt();
    if (is_ready(ended, 10)) break;
  }
  const bool has_ended = is_ready(ended, 0);
  ::close(ended);
  return has_ended ? take_exit() : -1;
}

bool RunningProgram::has_thread(const std::string& name) const {
  for (const auto until = patience(); std::chrono::steady_clock::now() < until; std::this_thread::yield()) {
    std::error_code error;
    for (const auto& task :
         std::filesystem::directory_iterator("/proc/" + std::to_string(pid_) + "/task", error)) {
      std::string found;
      std::getline(std::ifstream(task.path() / "comm"), found);
      if (found == name) return true;
    }
  }
  return false;
}

int RunningProgram::end() {
  ::close(std::exchange(input_, -1));
  const int ended = pidfd_of(pid_);
  const bool has_ended = is_ready(ended, kPatienceMs);
  ::close(ended);
  return has_ended ? take_exit() : -1;
}

int RunningProgram::take_exit() {
  int status = 0;
  ::waitpid(std::exchange(pid_, -1), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace fairlead::test
