// A `fairlead` that is running, to be written to and read from line by line.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include <boost/json/value.hpp>

namespace fairlead::test {

/// Starts the built program. Its standard error is the test's own. One thread.
class RunningProgram {
 public:
  explicit RunningProgram(std::vector<std::string> words);
  /// Kills it if it still runs.
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void write_line(const std::string& line) const;
  /// The next line, as JSON; null when none comes within twenty seconds.
  [[nodiscard]] boost::json::value read_line();
  boost::json::value ask(const std::string& line) {
    write_line(line);
    return read_line();
  }
  void interrupt() const;
  /// Interrupts it again and again until it ends, at most for twenty seconds; the code as `end` gives it.
  [[nodiscard]] int interrupt_until_end();
  /// Whether it has a thread of that name, or gets one within twenty seconds.
  [[nodiscard]] bool has_thread(const std::string& name) const;
  /// Closes its input and waits: the exit code, 128 + signal, or -1 after twenty seconds.
  [[nodiscard]] int end();

 private:
  [[nodiscard]] int take_exit();

  pid_t pid_ = -1;
  int input_ = -1;   ///< its standard input
  int output_ = -1;  ///< its standard output
  std::string read_;
};

}  // namespace fairlead::test
