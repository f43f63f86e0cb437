// Threads that take work from one queue.
#include "base/blocking_pool.hpp"

#include <pthread.h>

#include <system_error>
#include <utility>

namespace fairlead {

Result<std::unique_ptr<BlockingPool>> BlockingPool::create(BlockingPoolOptions options) {
  if (options.threads_max == 0 || options.queue_max == 0 || options.idle_timeout <= Duration::zero()) {
    return fail(ErrorCode::InvalidArgument,
                "threads_max, queue_max and idle_timeout of a blocking pool must be above zero", "bad_limit");
  }
  return std::unique_ptr<BlockingPool>(new BlockingPool(std::move(options)));
}

BlockingPool::~BlockingPool() { stop(Deadline{}); }

Result<void> BlockingPool::post(std::function<void()> work) {
  std::unique_lock lock(mutex_);
  if (is_stopping_) {
    ++refused_;
    return fail(ErrorCode::ResourceExhausted, "no more work is taken: the process is stopping", "stopping");
  }
  if (queue_.size() >= options_.queue_max) {
    ++refused_;
    Error error(
        ErrorCode::ResourceExhausted,
        "too much work waits for a thread (" + std::to_string(options_.queue_max) + "): try again later",
        "executor_full");
    error.is_retryable = true;
    return fail(std::move(error));
  }
  queue_.push_back(std::move(work));
  // Each idle thread takes one piece of work. One that was notified counts as idle until it runs: without the
  // comparison a second piece would wait behind the first, which may block for long.
  if (queue_.size() <= idle_) {
    lock.unlock();
    work_came_.notify_one();
    return {};
  }
  if (threads_.size() >= options_.threads_max || start_thread() || !threads_.empty()) return {};
  ++refused_;
  std::function<void()> refused = std::move(queue_.back());
  queue_.pop_back();
  lock.unlock();  // Before `refused` is destroyed.
  return fail(ErrorCode::ResourceExhausted,
              "no thread can be started: look at the process's limit of threads", "executor_full");
}

// Under mutex_. False if the system has no thread to give.
bool BlockingPool::start_thread() {
  for (std::thread& ended : ended_) ended.join();  // They hold no lock and have nothing left to do.
  ended_.clear();
  const auto self = threads_.emplace(threads_.end());
  try {
    *self = std::thread([this, self] { run(self); });
  } catch (const std::system_error&) {
    threads_.erase(self);
    return false;
  }
  ++idle_;  // From birth, so that it is counted on.
  return true;
}

void BlockingPool::run(Threads::iterator self) {
  pthread_setname_np(pthread_self(), options_.name.substr(0, 15).c_str());  // 16 bytes with the NUL.
  std::unique_lock lock(mutex_);
  while (wait_for_work(lock)) {
    std::function<void()> work = std::move(queue_.front());
    queue_.pop_front();
    --idle_;
    if (is_stopping_ && queue_.empty()) progressed_.notify_all();
    lock.unlock();
    work();
    work = nullptr;  // What it owns goes before the lock is taken.
    lock.lock();
    ++run_;
    ++idle_;
  }
  --idle_;
  ended_.splice(ended_.end(), threads_, self);
  progressed_.notify_all();
}

// False when this thread should end.
bool BlockingPool::wait_for_work(std::unique_lock<std::mutex>& lock) {
  work_came_.wait_for(lock, options_.idle_timeout, [&] { return !queue_.empty() || is_stopping_; });
  return !queue_.empty();
}

void BlockingPool::stop(Deadline deadline) {
  std::deque<std::function<void()>> dropped;
  {
    std::unique_lock lock(mutex_);
    is_stopping_ = true;
    work_came_.notify_all();
    progressed_.wait_until(lock, deadline.at, [&] { return queue_.empty(); });
    dropped.swap(queue_);
    dropped_ += dropped.size();
  }
  dropped.clear();
  std::unique_lock lock(mutex_);
  progressed_.wait(lock, [&] { return threads_.empty(); });
  for (std::thread& ended : ended_) ended.join();
  ended_.clear();
}

BlockingPoolStats BlockingPool::stats() const {
  const std::lock_guard lock(mutex_);
  return {.threads = static_cast<std::uint32_t>(threads_.size()),
          .idle = idle_,
          .queued = static_cast<std::uint32_t>(queue_.size()),
          .run = run_,
          .refused = refused_,
          .dropped = dropped_};
}

}  // namespace fairlead
