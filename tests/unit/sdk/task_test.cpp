// Task: laziness, values and exceptions through chains of awaits, the lives of frames, a flat stack.
#include "fairlead/sdk/task.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "unit/sdk/async_fakes.hpp"

namespace task_test {

using fairlead::Task;

// Runs one Task as a call would; the test goes on with it by host_.finish_one().
template <class T>
class Running final : public fairlead::detail::AsyncState {
 public:
  Running(async_test::Host& host, fairlead::detail::BusyCount& busy, Task<T> task)
      : AsyncState({&host.api, &host.reactor, &busy, 5, async_test::Host::kDeadline}),
        task_(std::move(task)) {
    set_interrupt(std::make_shared<fairlead::detail::Interrupt>());
    fairlead::detail::TaskAwait<T>(task_).begin_in(*this);
    run();
  }
  [[nodiscard]] bool has_ended() const { return has_ended_; }
  T take() { return fairlead::detail::TaskAwait<T>(task_).take(); }

 private:
  void ended() noexcept override { has_ended_ = true; }

  Task<T> task_;
  bool has_ended_ = false;
};

class TaskTest : public testing::Test {
 protected:
  template <class T>
  T run(Task<T> task) {
    Running<T> running(host_, busy_, std::move(task));
    EXPECT_TRUE(running.has_ended());
    return running.take();
  }

  async_test::Host host_;
  fairlead::detail::BusyCount busy_;
};

Task<int> answer(int value) { co_return value; }

Task<int> sum_of_two() {
  const int first = co_await answer(20);
  const int second = co_await answer(22);
  co_return first + second;
}

Task<> mark(std::string& trace, char what) {
  trace += what;
  co_return;
}

Task<int> failing() {
  throw std::runtime_error("broken");
  co_return 0;
}

TEST_F(TaskTest, GivesTheValueOfACoroutine) { EXPECT_EQ(run(answer(42)), 42); }

TEST_F(TaskTest, GivesValuesOfAwaitedTasks) { EXPECT_EQ(run(sum_of_two()), 42); }

TEST_F(TaskTest, DoesNotBeginBeforeItIsAwaited) {
  std::string trace;
  { const Task<> never = mark(trace, 'x'); }
  EXPECT_EQ(trace, "");
}

Task<> mark_in_order(std::string& trace) {
  auto late = mark(trace, 'b');
  co_await mark(trace, 'a');
  co_await late;
}

TEST_F(TaskTest, BeginsWhenItIsAwaited) {
  std::string trace;
  run(mark_in_order(trace));
  EXPECT_EQ(trace, "ab");
}

TEST_F(TaskTest, LetsExceptionsOutOfTheOutermost) { EXPECT_THROW(run(failing()), std::runtime_error); }

Task<std::string> catching() {
  std::string caught;
  try {
    (void)co_await failing();
  } catch (const std::runtime_error& error) {
    caught = error.what();
  }
  co_return caught;
}

TEST_F(TaskTest, LetsExceptionsOutOfTheAwait) { EXPECT_EQ(run(catching()), "broken"); }

Task<std::unique_ptr<int>> move_only(std::unique_ptr<int> from) { co_return from; }

TEST_F(TaskTest, CarriesValuesThatOnlyMove) { EXPECT_EQ(*run(move_only(std::make_unique<int>(7))), 7); }

Task<std::optional<std::string>> converting() { co_return "text"; }

TEST_F(TaskTest, ConvertsWhatIsReturned) { EXPECT_EQ(run(converting()), "text"); }

Task<int> awaiting_twice() {
  auto task = answer(1);
  const int first = co_await task;
  const int second = co_await task;
  co_return first + second;
}

TEST_F(TaskTest, RefusesToBeAwaitedTwice) {
  try {
    run(awaiting_twice());
    FAIL() << "awaited twice";
  } catch (const fairlead::Error& error) {
    EXPECT_EQ(error.status(), FAIRLEAD_INTERNAL);
  }
}

Task<int> awaiting_nothing() {
  auto task = answer(1);
  const auto taken = std::move(task);
  const int value = co_await task;
  co_return value;
}

TEST_F(TaskTest, RefusesToBeAwaitedAfterAMove) { EXPECT_THROW(run(awaiting_nothing()), fairlead::Error); }

// Says when it is destroyed.
struct Tracked {
  std::string* trace;
  char what;
  Tracked(std::string& into, char name) : trace(&into), what(name) {}
  Tracked(Tracked&& other) noexcept : trace(std::exchange(other.trace, nullptr)), what(other.what) {}
  ~Tracked() {
    if (trace != nullptr) *trace += what;
  }
};

Task<> with_locals(std::string& trace, Tracked parameter) {
  const Tracked local(trace, 'l');
  (void)parameter;
  co_return;
}

Task<> outer(std::string& trace) {
  Tracked argument(trace, 'p');
  co_await with_locals(trace, std::move(argument));
  trace += '.';
}

TEST_F(TaskTest, DestroysLocalsAndParametersOfAnAwaitedTaskBeforeTheNextStatement) {
  std::string trace;
  run(outer(trace));
  EXPECT_EQ(trace, "lp.");
}

TEST_F(TaskTest, DestroysParametersOfATaskThatNeverBegan) {
  std::string trace;
  { const auto never = with_locals(trace, Tracked(trace, 'p')); }
  EXPECT_EQ(trace, "p");
}

TEST_F(TaskTest, DropsTheTaskItHadWhenAnotherIsAssigned) {
  std::string trace;
  auto task = with_locals(trace, Tracked(trace, 'p'));
  task = mark(trace, 'x');
  EXPECT_EQ(trace, "p");
}

Task<std::size_t> many_awaits(int count) {
  std::size_t done = 0;
  for (int i = 0; i < count; ++i) {
    const int one = co_await answer(1);
    done += static_cast<std::size_t>(one);
  }
  co_return done;
}

// With Tasks that resume each other and no tail calls, either would need more than the 8 MiB of a stack.
TEST_F(TaskTest, NeedsNoStackForManyAwaitsInARow) { EXPECT_EQ(run(many_awaits(1'000'000)), 1'000'000U); }

Task<int> nested(int depth) {
  if (depth == 0) co_return 0;
  const int below = co_await nested(depth - 1);
  co_return below + 1;
}

TEST_F(TaskTest, NeedsNoStackForDeepAwaits) { EXPECT_EQ(run(nested(100'000)), 100'000); }

Task<int> deep_yield(int depth) {
  if (depth == 0) {
    co_await fairlead::detail::YieldAwait();
    co_return 0;
  }
  const int below = co_await deep_yield(depth - 1);
  co_return below + 1;
}

TEST_F(TaskTest, NeedsNoStackToComeBackFromADeepWait) {
  Running<int> running(host_, busy_, deep_yield(100'000));
  EXPECT_FALSE(running.has_ended());
  EXPECT_TRUE(host_.finish_one());
  ASSERT_TRUE(running.has_ended());
  EXPECT_EQ(running.take(), 100'000);
}

Task<int> waits_done_at_once(int count) {
  for (int i = 0; i < count; ++i) {
    co_await fairlead::detail::YieldAwait();
  }
  co_return count;
}

TEST_F(TaskTest, NeedsNoStackForWaitsThatEndAtOnce) {
  host_.done_at_once = FAIRLEAD_OK;
  EXPECT_EQ(run(waits_done_at_once(100'000)), 100'000);
}

}  // namespace task_test
