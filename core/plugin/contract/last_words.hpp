// What a child process still says when it ends by an accident: which phase, and where it can be known, why.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "plugin/contract/board.hpp"
#include "plugin/contract/lent_memory.hpp"

namespace fairlead::plugin::contract {

/// From now on a signal that ends this process, and an exception that nobody catches, is noted on `board`
/// first; both arguments must live to the end of the process. An address that belongs to `memory` is
/// explained as what it is. Only in a child that is thrown away: it replaces the process's handlers.
void install_last_words(Board& board, const LentMemory& memory);

/// A second stack for this thread's signal handlers, so that the first one may overflow. Every thread that
/// enters a plugin needs one; the handler of a thread without it cannot run then.
class SpareStack {
 public:
  SpareStack();
  ~SpareStack();
  SpareStack(const SpareStack&) = delete;
  SpareStack& operator=(const SpareStack&) = delete;

 private:
  static constexpr std::size_t kBytes = std::size_t{64} << 10U;
  std::unique_ptr<std::array<char, kBytes>> bytes_;
  void* previous_ = nullptr;
  std::size_t previous_size_ = 0;
  int previous_flags_ = 0;
};

}  // namespace fairlead::plugin::contract
