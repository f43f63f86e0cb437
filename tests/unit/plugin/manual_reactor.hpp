// An event loop that runs when the test says so, on the test's thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "plugin/ports.hpp"

namespace fairlead::plugin::testing_parts {

class ManualReactor final : public Reactor {
 public:
  Result<void> watch(int, std::uint32_t, Deadline, WaitDone done, std::uint64_t& wait) override {
    return keep(std::move(done), wait);
  }
  Result<void> timer(MonotonicTime at, WaitDone done, std::uint64_t& wait) override {
    last_timer = at;
    return keep(std::move(done), wait);
  }
  Result<void> post(WaitDone done) override {
    if (is_full || is_stopped) return fail(ErrorCode::ResourceExhausted, "too many waits");
    {
      const std::lock_guard lock(mutex_);
      posts_.push_back(std::move(done));
      changed_.notify_all();
    }
    if (on_post) on_post();
    return {};
  }
  Result<void> cancel(std::uint64_t wait) override {
    return end(wait, WaitEnd::Cancelled, 0) ? Result<void>() : fail(ErrorCode::FailedPrecondition, "stale");
  }
  void stop() override { is_stopped = true; }

  /// Runs the oldest post; waits for one.
  void run_one() {
    WaitDone done;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !posts_.empty(); });
      done = std::move(posts_.front());
      posts_.pop_front();
    }
    done(WaitEnd::Happened, 0);
  }
  bool end(std::uint64_t wait, WaitEnd how, std::uint32_t ready) {
    const auto found = waits_.extract(wait);
    if (found.empty()) return false;
    found.mapped()(how, ready);
    return true;
  }
  void wait_for_post() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !posts_.empty(); });
  }

  std::function<void()> on_post;  ///< called by whoever posted
  bool is_full = false, is_stopped = false;
  MonotonicTime last_timer{};

 private:
  Result<void> keep(WaitDone done, std::uint64_t& wait) {
    if (is_full || is_stopped) return fail(ErrorCode::ResourceExhausted, "too many waits");
    wait = ++last_;
    waits_.emplace(wait, std::move(done));
    return {};
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<WaitDone> posts_;  // Guarded by mutex_.
  std::map<std::uint64_t, WaitDone> waits_;
  std::uint64_t last_ = 0;
};

/// Makes one; the test keeps a pointer to it.
class ManualReactors final : public ReactorFactory {
 public:
  Result<std::unique_ptr<Reactor>> create(const std::string& name) override {
    names.push_back(name);
    if (is_refusing) return fail(ErrorCode::ResourceExhausted, "no descriptor is left");
    auto made = std::make_unique<ManualReactor>();
    last = made.get();
    return made;
  }
  std::vector<std::string> names;
  ManualReactor* last = nullptr;
  bool is_refusing = false;
};

}  // namespace fairlead::plugin::testing_parts
