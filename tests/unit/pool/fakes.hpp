// Fakes for the pool's tests: executors driven by hand, and clients that remember whom they served.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/executor.hpp"
#include "plugin/client.hpp"
#include "pool/client_pool.hpp"

namespace fairlead::pool::test {

/// Runs work at once, in the caller.
class InlineExecutor final : public Executor {
 public:
  Result<void> post(std::function<void()> work) override {
    work();
    return {};
  }
};

/// Keeps work until told to run it. Any thread.
class HandExecutor final : public Executor {
 public:
  Result<void> post(std::function<void()> work) override {
    const std::lock_guard lock(mutex_);
    if (is_full_) return fail(ErrorCode::ResourceExhausted, "queue is full", "executor_full");
    queue_.push_back(std::move(work));
    return {};
  }
  bool run_one() {
    std::function<void()> work;
    {
      const std::lock_guard lock(mutex_);
      if (queue_.empty()) return false;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
    return true;
  }
  void run_all() {
    while (run_one()) {
    }
  }
  /// Destroys the work without running it, as an executor that stops may.
  void drop_all() {
    std::deque<std::function<void()>> dropped;
    {
      const std::lock_guard lock(mutex_);
      dropped.swap(queue_);
    }
  }
  void set_full(bool is_full) {
    const std::lock_guard lock(mutex_);
    is_full_ = is_full;
  }
  std::size_t size() {
    const std::lock_guard lock(mutex_);
    return queue_.size();
  }

 private:
  std::mutex mutex_;
  std::deque<std::function<void()>> queue_;
  bool is_full_ = false;
};

/// What the back end of a test does and saw. Set up before threads start; the counters may be read any time.
struct BackEnd {
  std::atomic<int> connects{0}, closes{0}, pings{0}, resets{0};
  std::atomic<bool> is_connect_failing{false}, is_ping_failing{false}, is_reset_failing{false};
  std::atomic<bool> is_credential_bad{false};
  std::atomic<int> leaks{0};  ///< uses that found what another tenant had left
  bool has_session_state = false;
  bool is_share_forbidden = false;
  std::function<void(const plugin::ClientOp&)> on_connect, on_reset, on_ping, on_close;

  [[nodiscard]] int live() const { return connects - closes; }
};

inline plugin::ClientFailure failure(ErrorCode code, std::string message, bool is_binding_bad = false) {
  return {.error = Error(code, std::move(message)), .is_client_bad = true, .is_binding_bad = is_binding_bad};
}

class FakeClient final : public plugin::Client {
 public:
  FakeClient(BackEnd& back_end, const plugin::ClientOp& op)
      : back_end_(back_end), prepared_for(op.tenant_id) {}
  ~FakeClient() override {
    ++back_end_.closes;
    if (back_end_.on_close) back_end_.on_close({});
  }

  plugin::ClientResult<void> ping(const plugin::ClientOp& op) override {
    ++back_end_.pings;
    if (back_end_.on_ping) back_end_.on_ping(op);
    if (back_end_.is_ping_failing) return tl::unexpected(failure(ErrorCode::Unavailable, "gone"));
    return {};
  }
  plugin::ClientResult<void> reset(const plugin::ClientOp& op) override {
    ++back_end_.resets;
    if (back_end_.on_reset) back_end_.on_reset(op);
    if (back_end_.is_reset_failing) return tl::unexpected(failure(ErrorCode::Unavailable, "reset failed"));
    canary.clear();
    prepared_for = op.tenant_id;
    return {};
  }

  /// A call of that tenant: it must find the client prepared for it and nothing of anybody.
  void use(const std::string& tenant) {
    if (!canary.empty() || prepared_for != tenant) ++back_end_.leaks;
    canary = tenant;
  }

 private:
  BackEnd& back_end_;

 public:
  // Plain on purpose: a thread sanitizer sees it if two leases ever hold one client.
  std::string prepared_for;
  std::string canary;
};

class FakeFactory final : public plugin::ClientFactory {
 public:
  explicit FakeFactory(BackEnd& back_end) : back_end_(back_end) {}
  bool has_session_state() const noexcept override { return back_end_.has_session_state; }
  bool is_share_forbidden() const noexcept override { return back_end_.is_share_forbidden; }
  plugin::ClientResult<std::unique_ptr<plugin::Client>> connect(const plugin::ClientOp& op) override {
    if (back_end_.on_connect) back_end_.on_connect(op);
    if (back_end_.is_credential_bad) {
      return tl::unexpected(failure(ErrorCode::Unauthenticated, "password refused", true));
    }
    if (back_end_.is_connect_failing) return tl::unexpected(failure(ErrorCode::Unavailable, "refused"));
    ++back_end_.connects;
    return std::make_unique<FakeClient>(back_end_, op);
  }

 private:
  BackEnd& back_end_;
};

}  // namespace fairlead::pool::test
