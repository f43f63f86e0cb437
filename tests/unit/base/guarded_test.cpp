// Guarded: what goes in comes out, and two threads never see each other's half of a change.
#include "base/guarded.hpp"

#include <string>
#include <thread>
#include <type_traits>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

TEST(GuardedTest, StartsWithTheGivenValue) {
  const Guarded<std::string> name(std::string("acme"));
  EXPECT_EQ(name.with([](const std::string& value) { return value; }), "acme");
}

TEST(GuardedTest, KeepsWhatIsWritten) {
  Guarded<int> count;
  count.with([](int& value) { value = 7; });
  EXPECT_EQ(count.with([](int& value) { return value; }), 7);
}

TEST(GuardedTest, AConstGuardedLendsAConstValue) {
  const Guarded<int> count(1);
  count.with([](auto& value) { EXPECT_TRUE(std::is_const_v<std::remove_reference_t<decltype(value)>>); });
}

TEST(GuardedTest, ReturnsByValueSoThatNoReferenceEscapesTheLock) {
  Guarded<int> count(1);
  auto use = [](int& value) -> int& { return value; };
  EXPECT_TRUE((std::is_same_v<decltype(count.with(use)), int>));
}

TEST(GuardedTest, GivesTheLockBackWhenTheUserThrows) {
  Guarded<int> count(1);
  EXPECT_THROW(count.with([](int&) { throw 1; }), int);
  EXPECT_EQ(count.with([](int& value) { return value; }), 1);
}

TEST(GuardedTest, CountsEveryIncrementOfTwoThreads) {
  constexpr int kEach = 20'000;
  Guarded<int> count;
  const auto add = [&count] {
    for (int i = 0; i < kEach; ++i) count.with([](int& value) { ++value; });
  };
  std::thread other(add);
  add();
  other.join();
  EXPECT_EQ(count.with([](int& value) { return value; }), 2 * kEach);
}

}  // namespace
}  // namespace fairlead
