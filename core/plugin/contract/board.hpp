// Where a child process writes what it is doing, so that its parent can read it when the child no longer can
// speak: a page of memory that both share.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace fairlead::plugin::contract {

/// Any thread of the child writes, the parent reads. Nothing the child writes here can do more harm than a
/// wrong word in a message: the parent trusts no length in it.
class Board {
 public:
  static constexpr std::size_t kThreadsMax = 64;
  static constexpr std::size_t kPhaseBytesMax = 100;
  static constexpr std::size_t kNoteBytesMax = 600;

  /// @error ResourceExhausted  no memory
  [[nodiscard]] static Result<Board> create();

  // ---- Of the child. Async-signal-safe.

  /// This thread is inside `phase` ("connect", "invoke echo") from now on, until it leaves.
  void enter(std::string_view phase) noexcept;
  void leave() noexcept;
  /// This thread is the one that ended the process. The first one counts.
  void blame_this_thread() noexcept;
  /// Explains the end of the process. The first note counts.
  void note(std::string_view text) noexcept;
  /// What the plugin is being given, where that is worth telling: "10,000 empty lists". One thread.
  void set_given(std::string_view text) noexcept;

  // ---- Of the parent.

  struct Running {
    std::string phase;
    Duration elapsed{};
  };
  /// The phase that has lasted longest among those that some thread is inside.
  [[nodiscard]] std::optional<Running> longest(MonotonicTime now) const;
  /// What the thread to blame was in; without one, what any was in. Empty: nothing.
  [[nodiscard]] std::string last_phase() const;
  [[nodiscard]] std::string noted() const;
  [[nodiscard]] std::string given() const;

 private:
  struct Thread {
    std::atomic<std::int64_t> since_ns{0};  // 0: in no phase.
    std::array<char, kPhaseBytesMax + 1> phase{};
  };
  struct Page {
    std::uint64_t id = 0;  // Of this board in this process, from 1; a thread's index belongs to one board.
    std::array<Thread, kThreadsMax> threads{};
    std::atomic<std::uint32_t> thread_count{0};
    std::atomic<std::uint32_t> to_blame{0};  // One more than the thread's index; 0: nobody yet.
    std::atomic<bool> has_note{false};
    std::array<char, kNoteBytesMax + 1> note{};
    std::array<char, kNoteBytesMax + 1> given{};
  };
  static_assert(std::atomic<std::int64_t>::is_always_lock_free, "two processes share them");

  struct Unmap {
    void operator()(Page* page) const;
  };
  explicit Board(Page* page) : page_(page) {}
  [[nodiscard]] std::uint32_t this_thread() const noexcept;

  std::unique_ptr<Page, Unmap> page_;
};

/// Inside a phase for the time of a scope.
class InPhase {
 public:
  InPhase(Board& board, std::string_view phase) noexcept : board_(board) { board_.enter(phase); }
  ~InPhase() { board_.leave(); }
  InPhase(const InPhase&) = delete;
  InPhase& operator=(const InPhase&) = delete;

 private:
  Board& board_;
};

}  // namespace fairlead::plugin::contract
