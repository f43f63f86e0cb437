// What the asynchronous ones of this folder share: threads that end calls later, joined by quiesce.
#ifndef FAIRLEAD_TESTS_FAULTY_ASYNC_HPP
#define FAIRLEAD_TESTS_FAULTY_ASYNC_HPP

#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "valid_plugin.hpp"

namespace faulty {

inline std::mutex threads_mutex;
inline std::vector<std::thread> threads;  // Guarded by threads_mutex.

template <class Work>
void later(Work work) {
  const std::lock_guard lock(threads_mutex);
  threads.emplace_back(std::move(work));
}

inline void join_all(fairlead_plugin*) noexcept {
  const std::lock_guard lock(threads_mutex);
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

inline void make_async(Parts& parts) {
  parts.provider.flags |= FAIRLEAD_PROV_ASYNC;
  parts.plugin.quiesce = join_all;
}

}  // namespace faulty

#endif  // FAIRLEAD_TESTS_FAULTY_ASYNC_HPP
