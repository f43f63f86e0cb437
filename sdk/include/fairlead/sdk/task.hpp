// A coroutine of a provider. An entry is one that returns Task<R>; it may co_await other Tasks and what Call
// offers (sleep_for, readable, http, ...). `auto r = co_await f(x);` stands in a statement of its own,
// without temporaries in braces, lambdas or ?: in it, which g++ 12 miscompiles.
//
// A Task is lazy: it begins when it is awaited, once, by the Task that owns it. What it throws comes out of
// the co_await. Between two awaits it may change threads; no two threads are in it at once.
#ifndef FAIRLEAD_SDK_TASK_HPP
#define FAIRLEAD_SDK_TASK_HPP

#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "fairlead/sdk/async_types.hpp"
#include "fairlead/sdk/error.hpp"

namespace fairlead {
inline namespace sdk_v1 {

template <class T = void>
class Task;

namespace detail {

template <class T>
class TaskAwait;

// What gives a Wait to co_await, as HttpExchange does.
template <class T>
concept GivesWait = requires(T& giver) {
  { giver.await() } -> std::derived_from<Wait>;
};

// Suspends for a Wait: W& refers to the author's, W holds one that was given. Waits do not move, and g++ 12
// would copy what await_transform gives by reference.
template <class W>
class WaitAwait {
 public:
  explicit WaitAwait(std::remove_reference_t<W>& wait) noexcept requires std::is_reference_v<W>
      : wait_(wait) {}
  explicit WaitAwait(GivesWait auto& giver) : wait_(giver.await()) {}

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <class Parent>
  void await_suspend(std::coroutine_handle<Parent> waiting) noexcept {
    waiting.promise().state->wait_with(wait_, waiting);
  }
  decltype(auto) await_resume() { return wait_.result(); }

 private:
  W wait_;
};

template <class T>
inline constexpr bool kIsAwaitable = std::derived_from<T, Wait> || GivesWait<T>;
template <class T>
inline constexpr bool kIsAwaitable<Task<T>> = true;

// What the promises of all Tasks have in common.
class PromiseBase {
 public:
  AsyncState* state = nullptr;     // Set when the Task begins.
  std::coroutine_handle<> parent;  // Who awaits it; null for the outermost.

  [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }

  struct FinalAwait {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
      ended.promise().state->go_on_with(ended.promise().parent);
    }
    void await_resume() const noexcept {}
  };
  [[nodiscard]] FinalAwait final_suspend() const noexcept { return {}; }

  void unhandled_exception() noexcept { thrown_ = std::current_exception(); }

  template <class T>
  TaskAwait<T> await_transform(Task<T>&& task) const noexcept {
    return TaskAwait<T>(task);
  }
  template <class T>
  TaskAwait<T> await_transform(Task<T>& task) const noexcept {
    return TaskAwait<T>(task);
  }
  template <class W>
  requires std::derived_from<std::remove_reference_t<W>, Wait> WaitAwait < std::remove_reference_t<W>
  & > await_transform(W&& wait) const noexcept { return WaitAwait<std::remove_reference_t<W>&>(wait); }
  template <class G>
  requires GivesWait<std::remove_reference_t<G>>
  auto await_transform(G&& giver) const { return WaitAwait<decltype(giver.await())>(giver); }
  template <class A>
  requires(!kIsAwaitable<std::remove_cvref_t<A>>) std::suspend_never await_transform(A&&)
  const noexcept {
    static_assert(kIsAwaitable<std::remove_cvref_t<A>>,
                  "a Task awaits another Task, or what Call offers: the awaitables of other libraries know "
                  "nothing of the call's cancellation");
    return {};
  }

 protected:
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  std::exception_ptr thrown_;
};

template <class T>
class Promise : public PromiseBase {
 public:
  Task<T> get_return_object() noexcept;
  template <std::convertible_to<T> U = T>
  void return_value(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  // Once, after the coroutine has ended.
  T take() {
    rethrow();
    return std::move(*value_);
  }

 private:
  std::optional<T> value_;
};

template <>
class Promise<void> : public PromiseBase {
 public:
  Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void take() const { rethrow(); }
};

}  // namespace detail

// Owns the coroutine's frame. Destroying a Task that has not begun destroys its parameters and no more.
template <class T>
class [[nodiscard]] Task {
  static_assert(!std::is_reference_v<T>, "a Task gives a value; give a pointer instead of a reference");

 public:
  using promise_type = detail::Promise<T>;

  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    Task(std::move(other)).swap(*this);
    return *this;
  }
  ~Task() {
    if (frame_) frame_.destroy();
  }
  void swap(Task& other) noexcept { std::swap(frame_, other.frame_); }

 private:
  friend promise_type;
  friend detail::TaskAwait<T>;
  using Frame = std::coroutine_handle<promise_type>;

  explicit Task(Frame frame) noexcept : frame_(frame) {}

  Frame frame_;
};

namespace detail {

// Runs a Task to its end for whoever awaits it, or for an AsyncState.
template <class T>
class TaskAwait {
 public:
  explicit TaskAwait(Task<T>& task) noexcept
      : frame_(task.frame_), is_fresh_(frame_ && frame_.promise().state == nullptr) {}

  // Makes it the outermost Task of `state`, which is then to be run.
  void begin_in(AsyncState& state) noexcept {
    frame_.promise().state = &state;
    state.go_on_with(frame_);
  }

  // Once, after it has ended.
  T take() { return frame_.promise().take(); }

  [[nodiscard]] bool await_ready() const noexcept { return !is_fresh_; }
  template <class Parent>
  void await_suspend(std::coroutine_handle<Parent> parent) noexcept {
    frame_.promise().parent = parent;
    begin_in(*parent.promise().state);
  }
  T await_resume() {
    if (!is_fresh_) throw Error(FAIRLEAD_INTERNAL, "a Task was awaited twice, or after it was moved from");
    return take();
  }

 private:
  std::coroutine_handle<Promise<T>> frame_;
  bool is_fresh_;
};

template <class T>
Task<T> Promise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
}

inline Task<void> Promise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_TASK_HPP
