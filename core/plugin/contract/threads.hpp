// Threads of a check: each with the spare stack that explains an overflow.
#pragma once

#include <cstddef>
#include <thread>
#include <vector>

#include "plugin/contract/last_words.hpp"

namespace fairlead::plugin::contract {

/// Runs `work(index)` on `count` threads at once and waits for all.
template <typename Work>
void run_on_threads(std::size_t count, const Work& work) {
  std::vector<std::jthread> threads;
  threads.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&work, i] {
      const SpareStack spare;
      work(i);
    });
  }
}

}  // namespace fairlead::plugin::contract
