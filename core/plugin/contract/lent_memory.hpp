// Memory that is lent to a plugin for the time of one call and taken back: each view and struct ends at the
// end of a page, with a page behind it that nobody may touch, and becomes untouchable itself when the call
// has returned. So a view that is kept, or read past its end, is a crash that can be explained.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <vector>

#include "fairlead/plugin.h"

namespace fairlead::plugin::contract {

/// Any thread. One lives in a child process, until its end.
class LentMemory {
 public:
  /// How many taken-back pieces are remembered. Older addresses may be given out again.
  static constexpr std::size_t kPiecesMax = 4096;

  LentMemory() = default;
  ~LentMemory();
  LentMemory(const LentMemory&) = delete;
  LentMemory& operator=(const LentMemory&) = delete;

  /// What an address that may not be touched belongs to.
  enum class Belongs : std::uint8_t { Elsewhere, TakenBack, PastTheEnd };
  struct Place {
    Belongs belongs = Belongs::Elsewhere;
    const char* what = "";  ///< the name it was lent by
  };
  /// Async-signal-safe.
  [[nodiscard]] Place find(const void* address) const noexcept;

 private:
  friend class Loan;

  struct Piece {
    std::atomic<std::uintptr_t> begin{0};  // 0: never used.
    std::atomic<std::size_t> size{0};      // With the page behind it.
    std::atomic<bool> is_lent{false};
    std::atomic<const char*> what{""};
  };
  [[nodiscard]] std::size_t lend(const void* bytes, std::size_t size, const char* what);
  void take_back(std::size_t piece) noexcept;

  std::mutex mutex_;
  std::size_t next_ = 0;  // Guarded by mutex_.
  std::array<Piece, kPiecesMax> pieces_{};
};

/// What is lent for one call; taken back by the destructor.
class Loan {
 public:
  explicit Loan(LentMemory& memory) : memory_(memory) {}
  ~Loan();
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;

  /// A copy of `text`; an empty view becomes {NULL, 0}. `what` is a literal.
  [[nodiscard]] fairlead_str lend(fairlead_str text, const char* what);

  /// A copy of `value`, a struct of the C contract.
  template <typename T>
  [[nodiscard]] T* lend(const T& value, const char* what) {
    static_assert(std::is_trivially_copyable_v<T>);
    return reinterpret_cast<T*>(lend_bytes(&value, sizeof value, what));
  }

 private:
  [[nodiscard]] void* lend_bytes(const void* bytes, std::size_t size, const char* what);

  LentMemory& memory_;
  std::vector<std::size_t> pieces_;
};

}  // namespace fairlead::plugin::contract
