// A bounded number of threads for work that may block. One per provider, so that a hung back end takes its
// own threads and nobody else's.
//
// Locking: mutex_ guards everything; work is run and destroyed without it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/executor.hpp"
#include "base/result.hpp"

namespace fairlead {

struct BlockingPoolOptions {
  std::string name;                ///< of the threads, as top and gdb show them; 15 bytes are kept
  std::uint32_t threads_max = 16;  ///< started when needed
  std::uint32_t queue_max = 256;   ///< work that waits for a thread
  Duration idle_timeout = std::chrono::seconds(10);  ///< a thread without work ends
};

struct BlockingPoolStats {
  std::uint32_t threads = 0, idle = 0, queued = 0;
  std::uint64_t run = 0, refused = 0, dropped = 0;  ///< since the pool was made
};

/// Work begins in the order it was posted. Any thread may call; none of the pool's own may stop or destroy
/// it.
class BlockingPool final : public Executor {
 public:
  /// Starts no thread yet. @error InvalidArgument for a limit of zero, or an idle_timeout not above zero.
  [[nodiscard]] static Result<std::unique_ptr<BlockingPool>> create(BlockingPoolOptions options);

  /// Stops without running what is queued. Blocks until the work that runs has ended.
  ~BlockingPool() override;
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  /// @error ResourceExhausted "executor_full"  queue_max already wait, or no thread can be started
  /// @error ResourceExhausted "stopping"       stop was called
  [[nodiscard]] Result<void> post(std::function<void()> work) override;

  /// Takes no more work and goes on with the queue until `deadline` (of the system's monotonic clock); what
  /// then still waits is destroyed without being run. Blocks until the work that runs has ended: how long
  /// that may take is the work's own deadline. Idempotent.
  void stop(Deadline deadline);

  [[nodiscard]] BlockingPoolStats stats() const;

 private:
  explicit BlockingPool(BlockingPoolOptions options) : options_(std::move(options)) {}

  using Threads = std::list<std::thread>;
  bool start_thread();
  void run(Threads::iterator self);
  bool wait_for_work(std::unique_lock<std::mutex>& lock);

  const BlockingPoolOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable work_came_;   // For idle threads.
  std::condition_variable progressed_;  // For stop: the queue is empty, or a thread has ended.
  // All below guarded by mutex_.
  std::deque<std::function<void()>> queue_;
  Threads threads_;
  Threads ended_;  // Take the lock no more; to be joined.
  std::uint32_t idle_ = 0;
  bool is_stopping_ = false;
  std::uint64_t run_ = 0, refused_ = 0, dropped_ = 0;
};

}  // namespace fairlead
