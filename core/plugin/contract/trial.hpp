// Runs one function in a child of this process: whatever a plugin does there is a way to end, not our end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "plugin/contract/board.hpp"

namespace fairlead::plugin::contract {

struct TrialLimits {
  Duration phase_max = std::chrono::seconds(5);   ///< inside one function of the plugin
  Duration total_max = std::chrono::seconds(60);  ///< of the whole trial
  std::size_t output_bytes_max = 8192;            ///< of what the child wrote last; the rest is dropped
  std::size_t report_bytes_max = std::size_t{1} << 20U;
};

/// What the function in the child is given.
class TrialSide {
 public:
  TrialSide(Board& board, int report_descriptor) : board_(board), report_(report_descriptor) {}

  [[nodiscard]] Board& board() const { return board_; }
  /// Tells the parent. Once; returns when all is written.
  void report(std::string_view text) const;

 private:
  Board& board_;
  int report_;
};

enum class TrialEnding : std::uint8_t {
  Returned,  ///< with a report, and then without an accident
  Exited,    ///< something else called exit, or the status was not 0
  Crashed,   ///< by a signal
  Hung,      ///< killed because it stayed in one phase too long
  Overran,   ///< killed because the whole took too long
};

struct TrialEnd {
  TrialEnding ending = TrialEnding::Returned;
  int status = 0;           ///< of Exited
  int signal = 0;           ///< of Crashed
  std::string report = {};  ///< may be there whatever the ending
  std::string phase = {};   ///< that the child was in when it did not return; may be empty
  std::string given = {};   ///< what the plugin had been given; may be empty
  std::string note = {};    ///< why, where it is known
  std::string output = {};  ///< the last of what was written to standard output and error
  Duration elapsed{};
};

/// Forks, runs `work` in the child and ends it with _exit, no destructor run. The child has a process group
/// of its own, /dev/null as input, no core dumps, no blocked signals, and dies with this thread. What it left
/// behind in its group is killed.
///
/// Threads of this process do not exist in the child: what they hold locked stays locked there.
/// @error ResourceExhausted  no process, pipe or descriptor is free
[[nodiscard]] Result<TrialEnd> run_trial(const std::function<void(const TrialSide&)>& work,
                                         const TrialLimits& limits = {});

}  // namespace fairlead::plugin::contract
