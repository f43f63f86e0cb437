// Guarded<T>: a T that can be reached only with its mutex held.
#pragma once

#include <mutex>
#include <utility>

namespace fairlead {

/// Holds a T and its mutex. Never call out (plugin, callback, sink) inside `with`.
template <typename T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  /// Runs `use(T&)` with the lock held and returns what it returns (by value).
  template <typename Use>
  auto with(Use&& use) {
    const std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(value_);
  }
  template <typename Use>
  auto with(Use&& use) const {
    const std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(std::as_const(value_));
  }

 private:
  mutable std::mutex mutex_;
  T value_{};
};

}  // namespace fairlead
