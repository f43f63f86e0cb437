#include "plugin/contract/lent_memory.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <new>

namespace fairlead::plugin::contract {
namespace {

std::size_t page_size() {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

std::size_t rounded_up(std::size_t size) { return (size + page_size() - 1) / page_size() * page_size(); }

void* memory_at(std::uintptr_t address) { return reinterpret_cast<void*>(address); }

}  // namespace

LentMemory::~LentMemory() {
  for (Piece& piece : pieces_) {
    if (piece.begin.load() != 0) ::munmap(memory_at(piece.begin.load()), piece.size.load());
  }
}

std::size_t LentMemory::lend(const void* bytes, std::size_t size, const char* what) {
  const std::size_t usable = rounded_up(size);
  void* const begin =
      ::mmap(nullptr, usable + page_size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (begin == MAP_FAILED) throw std::bad_alloc();
  if (::mprotect(begin, usable, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
  std::memcpy(static_cast<char*>(begin) + (usable - size), bytes, size);

  const std::lock_guard lock(mutex_);
  // The oldest piece that is not lent any more; there are far more pieces than threads can hold.
  while (pieces_[next_ % kPiecesMax].is_lent.load()) ++next_;
  const std::size_t index = next_++ % kPiecesMax;
  Piece& piece = pieces_[index];
  if (piece.begin.load() != 0) ::munmap(memory_at(piece.begin.load()), piece.size.load());
  piece.what.store(what);
  piece.size.store(usable + page_size());
  piece.is_lent.store(true);
  piece.begin.store(reinterpret_cast<std::uintptr_t>(begin));
  return index;
}

void LentMemory::take_back(std::size_t index) noexcept {
  Piece& piece = pieces_[index];
  void* const begin = memory_at(piece.begin.load());
  ::mprotect(begin, piece.size.load(), PROT_NONE);
  ::madvise(begin, piece.size.load(), MADV_DONTNEED);  // Only its address is worth keeping.
  piece.is_lent.store(false);
}

LentMemory::Place LentMemory::find(const void* address) const noexcept {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  for (const Piece& piece : pieces_) {
    const std::uintptr_t begin = piece.begin.load();
    if (begin == 0 || at < begin || at >= begin + piece.size.load()) continue;
    return {piece.is_lent.load() ? Belongs::PastTheEnd : Belongs::TakenBack, piece.what.load()};
  }
  return {};
}

Loan::~Loan() {
  for (const std::size_t piece : pieces_) memory_.take_back(piece);
}

void* Loan::lend_bytes(const void* bytes, std::size_t size, const char* what) {
  const std::size_t index = memory_.lend(bytes, size, what);
  pieces_.push_back(index);
  const LentMemory::Piece& piece = memory_.pieces_[index];
  return memory_at(piece.begin.load() + piece.size.load() - page_size() - size);
}

fairlead_str Loan::lend(fairlead_str text, const char* what) {
  if (text.size == 0) return {nullptr, 0};
  return {static_cast<const char*>(lend_bytes(text.data, text.size, what)), text.size};
}

}  // namespace fairlead::plugin::contract
