// Cancellation: it reaches the running operation as a descriptor and as Client::cancel, and no other one.
#include <poll.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "support/fake_host.hpp"

namespace cancel_test {

using fairlead::Call;
using fairlead::Context;
using fairlead::Nothing;
using fairlead::test::FakeHost;
using fairlead::test::ProviderUnderTest;

bool is_readable(int fd, int timeout_ms) {
  pollfd wait{fd, POLLIN, 0};
  return ::poll(&wait, 1, timeout_ms) == 1;
}

// What the test does while the operation runs.
std::function<void(int fd)> meanwhile;

struct Waiting {
  int cancelled = 0;

  static Waiting connect(const Nothing&, Context& context) {
    if (meanwhile) meanwhile(context.cancel_fd());
    return {};
  }
  void cancel() noexcept { ++cancelled; }
  std::string wait(const Nothing&, Call& call) {
    meanwhile(call.cancel_fd());
    return std::to_string(cancelled);
  }
};

class CancelTest : public testing::Test {
 protected:
  CancelTest() {
    EXPECT_TRUE(tested_.bind("{}"));
    EXPECT_TRUE(tested_.connect());
  }
  ~CancelTest() override { meanwhile = nullptr; }
  void cancel(fairlead_call op) { tested_.api.cancel(tested_.binding, tested_.client, op); }
  std::string call() { return tested_.call("wait", "{}").result_json; }
  static std::string text(const char* text) {
    return std::string(R"({"content":[{"type":"text","text":")") + text + R"("}]})";
  }

  FakeHost host_;
  ProviderUnderTest tested_{
      host_, fairlead::Plugin<"com.example.wait", "1.0.0",
                              fairlead::Provider<Waiting, Nothing, "wait",
                                                 fairlead::Tool<&Waiting::wait, "wait", "Waits">>>::table()};
};

TEST_F(CancelTest, MakesTheDescriptorReadableAndCallsTheClient) {
  meanwhile = [this](int fd) {
    EXPECT_FALSE(is_readable(fd, 0));
    cancel(ProviderUnderTest::kCall);
    EXPECT_TRUE(is_readable(fd, 0));
  };
  EXPECT_EQ(call(), text("1"));
}

TEST_F(CancelTest, ReachesTheOperationFromAnotherThread) {
  meanwhile = [this](int fd) {
    std::thread other([this] { cancel(ProviderUnderTest::kCall); });
    EXPECT_TRUE(is_readable(fd, 10'000));
    other.join();
  };
  EXPECT_EQ(call(), text("1"));
}

TEST_F(CancelTest, DoesNotTouchAnotherOperation) {
  meanwhile = [this](int fd) {
    cancel(ProviderUnderTest::kCall + 1);
    EXPECT_FALSE(is_readable(fd, 0));
  };
  EXPECT_EQ(call(), text("0"));
}

TEST_F(CancelTest, DoesNotTouchTheNextCallWhenItComesLate) {
  meanwhile = [](int) {};
  call();
  cancel(ProviderUnderTest::kCall);
  EXPECT_EQ(call(), text("0"));
}

TEST_F(CancelTest, MakesADescriptorReadableThatIsMadeAfterTheCancellation) {
  fairlead::detail::CancelRegistry registry;
  fairlead::detail::CancelSlot slot(registry, 5);
  const fairlead_request request{};
  Call call({&host_.api, 5, 1, FAIRLEAD_ACCESS_READ_ONLY, {}, {}}, slot, request);
  registry.cancel(5);
  host_.is_cancelled = true;
  EXPECT_TRUE(is_readable(call.cancel_fd(), 0));
}

TEST_F(CancelTest, UsesADescriptorAgainForTheNextOperationOfTheClient) {
  std::vector<int> seen;
  meanwhile = [&seen](int fd) { seen.push_back(fd); };
  call();
  call();
  EXPECT_EQ(seen.at(0), seen.at(1));
}

TEST_F(CancelTest, LeavesNoCancellationInTheDescriptorOfTheNextOperation) {
  meanwhile = [this](int) { cancel(ProviderUnderTest::kCall); };
  call();
  meanwhile = [](int fd) { EXPECT_FALSE(is_readable(fd, 0)); };
  call();
}

TEST_F(CancelTest, ReachesARunningConnect) {
  ProviderUnderTest second(
      host_,
      fairlead::Plugin<"com.example.wait2", "1.0.0", fairlead::Provider<Waiting, Nothing, "wait">>::table());
  ASSERT_TRUE(second.bind("{}"));
  meanwhile = [&second](int fd) {
    EXPECT_FALSE(is_readable(fd, 0));
    second.api.cancel(second.binding, nullptr, ProviderUnderTest::kConnect);
    EXPECT_TRUE(is_readable(fd, 0));
  };
  EXPECT_TRUE(second.connect());
}

struct Throwing {
  static Throwing connect(const Nothing&, Context&) { return {}; }
  void cancel() { throw 42; }
  void wait(const Nothing&, Call& call) { meanwhile(call.cancel_fd()); }
};

TEST_F(CancelTest, StopsWhatCancelThrows) {
  ProviderUnderTest throwing(
      host_, fairlead::Plugin<"com.example.throw", "1.0.0",
                              fairlead::Provider<Throwing, Nothing, "throw",
                                                 fairlead::Tool<&Throwing::wait, "wait", "Waits">>>::table());
  ASSERT_TRUE(throwing.bind("{}") && throwing.connect());
  meanwhile = [&throwing](int fd) {
    throwing.api.cancel(throwing.binding, throwing.client, ProviderUnderTest::kCall);
    EXPECT_TRUE(is_readable(fd, 0));
  };
  EXPECT_EQ(throwing.call("wait", "{}").outcome, FAIRLEAD_OUT_RESULT);
}

TEST_F(CancelTest, GivesTheSameDescriptorEachTime) {
  fairlead::detail::CancelRegistry registry;
  fairlead::detail::CancelSlot slot(registry, 5);
  EXPECT_EQ(slot.fd(), slot.fd());
}

}  // namespace cancel_test
