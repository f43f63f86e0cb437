#include "cli/interrupts.hpp"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string_view>

namespace fairlead::cli {
namespace {

sigset_t handled_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

// Ends the process the way the signal would have, so that a shell sees it.
void die_of(int signal_number) {
  signal(signal_number, SIG_DFL);
  const sigset_t set = handled_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  raise(signal_number);
  _exit(128 + signal_number);
}

void tell(std::string_view text) {
  // Best effort: the program is being stopped, and nobody is left to be told of a failure.
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

Interrupts::Interrupts() {
  const sigset_t set = handled_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC);
  wake_ = eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || wake_ < 0) {  // No descriptors: signals keep their usual meaning.
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    return;
  }
  thread_ = std::thread([this] { watch(); });
}

Interrupts::~Interrupts() {
  if (thread_.joinable()) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
    thread_.join();
  }
  if (signals_ >= 0) close(signals_);
  if (wake_ >= 0) close(wake_);
}

std::stop_token Interrupts::catch_interrupts() {
  return caught_.with([](auto& caught) { return caught.emplace().get_token(); });
}

void Interrupts::release() {
  caught_.with([](auto& caught) { caught.reset(); });
}

void Interrupts::watch() {
  while (true) {
    pollfd events[2] = {{signals_, POLLIN, 0}, {wake_, POLLIN, 0}};
    if (poll(events, 2, -1) < 0 && errno != EINTR) return;
    if (events[1].revents != 0) return;
    if (events[0].revents == 0) continue;
    signalfd_siginfo received{};
    if (read(signals_, &received, sizeof received) != sizeof received) continue;
    const int number = static_cast<int>(received.ssi_signo);
    auto caught = caught_.with([](const auto& now) { return now; });
    if (!caught || caught->stop_requested()) die_of(number);
    tell("cancelling the call; once more to end at once\n");
    caught->request_stop();  // Without the lock: it calls out.
  }
}

}  // namespace fairlead::cli
