// Compare and swap on one word per slot. See the header for why that is enough.
#include "pool/slot_array.hpp"

#include <cassert>

namespace fairlead::pool {
namespace {

// The slot this thread used last, in whatever pool: only where the search begins. Threads that hammer one
// pool thereby spread over its slots, and each keeps its own cache line.
thread_local SlotIndex last_slot = 0;

}  // namespace

SlotIndex SlotArray::try_take(PartitionId partition) {
  const std::uint32_t wanted = idle_word(partition);
  SlotIndex slot = last_slot < size_ ? last_slot : last_slot % size_;
  for (std::uint32_t tried = 0; tried < size_; ++tried) {
    std::uint32_t expected = wanted;
    std::atomic<std::uint32_t>& word = cells_[slot].word;
    // The plain load keeps the cache lines of busy slots shared. Acquire: all that the last owner wrote to
    // the cell and the client is seen here.
    if (word.load(std::memory_order_relaxed) == wanted &&
        word.compare_exchange_strong(expected, 0, std::memory_order_acquire, std::memory_order_relaxed)) {
      last_slot = slot;
      return slot;
    }
    if (++slot == size_) slot = 0;
  }
  return kNone;
}

bool SlotArray::try_give(SlotIndex slot) {
  std::uint32_t expected = 0;
  // Release: the next owner sees what this one wrote.
  return cells_[slot].word.compare_exchange_strong(expected, idle_word(cells_[slot].partition),
                                                   std::memory_order_release, std::memory_order_relaxed);
}

bool SlotArray::is_managed(SlotIndex slot) const {
  return cells_[slot].word.load(std::memory_order_relaxed) == kManaged;  // A hint: try_give decides.
}

bool SlotArray::collect(SlotIndex slot) {
  // Acquire: the client may be ours now. Release is not needed: nothing is handed over.
  const std::uint32_t was = cells_[slot].word.exchange(kManaged, std::memory_order_acquire);
  assert(was != kManaged);
  return was != 0;
}

void SlotArray::release_idle(SlotIndex slot) {
  cells_[slot].word.store(idle_word(cells_[slot].partition), std::memory_order_release);
}

void SlotArray::release_taken(SlotIndex slot) {
  cells_[slot].word.store(0, std::memory_order_relaxed);  // The lease has its client already.
}

std::uint32_t SlotArray::idle() const {
  std::uint32_t count = 0;
  for (SlotIndex slot = 0; slot < size_; ++slot) {
    const std::uint32_t word = cells_[slot].word.load(std::memory_order_relaxed);
    if (word != 0 && word != kManaged) ++count;
  }
  return count;
}

}  // namespace fairlead::pool
