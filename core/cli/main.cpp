// Builds the objects of the program and passes them on.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "cli/interrupts.hpp"
#include "cli/program.hpp"
#include "net/event_loop.hpp"

namespace {

std::size_t terminal_width(int descriptor) {
  constexpr std::size_t kAssumed = 80;  // Of a terminal that does not tell.
  if (isatty(descriptor) == 0) return 0;
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kAssumed;
  return size.ws_col;
}

bool has_color(int descriptor, const fairlead::runtime::Environment& environment) {
  return isatty(descriptor) != 0 && !environment("NO_COLOR") &&
         environment("TERM").value_or("dumb") != "dumb";
}

fairlead::cli::Console make_console(const fairlead::runtime::Environment& environment) {
  fairlead::cli::Console console{std::cout, std::cerr};
  console.width = terminal_width(STDOUT_FILENO);
  console.has_color = has_color(STDOUT_FILENO, environment);
  console.has_error_color = has_color(STDERR_FILENO, environment);
  return console;
}

std::filesystem::path own_path() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error);
}

}  // namespace

int main(int count, char** words) {
  fairlead::cli::Interrupts interrupts;  // First, so that every thread started later leaves signals to it.
  const fairlead::SystemClock clock;
  fairlead::net::EventLoopFactory loops;
  const auto environment = fairlead::runtime::process_environment();
  fairlead::cli::Program program{
      .console = make_console(environment),
      .input = std::cin,
      .clock = clock,
      .environment = environment,
      .installed_plugins = fairlead::cli::installed_plugins_of(own_path()),
      .scanner = fairlead::cli::scanner_of(own_path()),
      .make_log = fairlead::make_stderr_log,
      .open_runtime =
          [&loops](fairlead::runtime::Settings settings, const fairlead::Clock& its_clock,
                   fairlead::Log& log) {
            fairlead::runtime::RuntimeParts parts;
            parts.ports.reactors = &loops;
            return fairlead::runtime::Runtime::create(std::move(settings), its_clock, log, std::move(parts));
          },
      .catch_interrupts = [&interrupts] { return interrupts.catch_interrupts(); },
      .abandon =
          [](fairlead::cli::ExitCode exit) {
            std::cout.flush();
            std::_Exit(static_cast<int>(exit));
          },
      .release_interrupts = [&interrupts] { interrupts.release(); },
      .is_interactive = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0,
      .ports = {.reactors = &loops},
  };
  const std::vector<std::string> arguments(words + (count > 0 ? 1 : 0), words + count);
  const auto exit = fairlead::cli::run(arguments, program);
  std::cout.flush();
  // A result that could not be written (a full disk) is not a success.
  return static_cast<int>(std::cout.good() ? exit : fairlead::cli::ExitCode::Unavailable);
}
