// Cancellation: it reaches the running operation as a descriptor and as Client::cancel, and no other one.
#include <poll.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace cancel_test {

using fairlead::Call;
using fairlead::Context;
using fairlead::Nothing;
using fairlead::testing::FakeHost;
using fairlead::testing::FakePlugin;
using fairlead::testing::TestBinding;
using fairlead::testing::TestClient;

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
    host_.on_misbehaviour([](const std::string& sentence) { ADD_FAILURE() << sentence; });
  }
  ~CancelTest() override { meanwhile = nullptr; }
  // For an operation that is not the one running.
  void cancel(fairlead_call op) { plugin_.provider().api().cancel(binding_.handle(), client_.handle(), op); }
  std::string call() { return client_.call("wait").text(); }

  FakeHost host_;
  FakePlugin plugin_{
      host_, fairlead::Plugin<"com.example.wait", "1.0.0",
                              fairlead::Provider<Waiting, Nothing, "wait",
                                                 fairlead::Tool<&Waiting::wait, "wait", "Waits">>>::table()};
  TestBinding binding_ = plugin_.provider().bind({});
  TestClient client_ = binding_.connect();
};

TEST_F(CancelTest, MakesTheDescriptorReadableAndCallsTheClient) {
  meanwhile = [this](int fd) {
    EXPECT_FALSE(is_readable(fd, 0));
    client_.cancel();
    EXPECT_TRUE(is_readable(fd, 0));
  };
  EXPECT_EQ(call(), "1");
}

TEST_F(CancelTest, ReachesTheOperationFromAnotherThread) {
  meanwhile = [this](int fd) {
    std::thread other([this] { client_.cancel(); });
    EXPECT_TRUE(is_readable(fd, 10'000));
    other.join();
  };
  EXPECT_EQ(call(), "1");
}

TEST_F(CancelTest, DoesNotTouchAnotherOperation) {
  meanwhile = [this](int fd) {
    cancel(client_.running().at(0) + 1);
    EXPECT_FALSE(is_readable(fd, 0));
  };
  EXPECT_EQ(call(), "0");
}

TEST_F(CancelTest, DoesNotTouchTheNextCallWhenItComesLate) {
  fairlead_call ended = 0;
  meanwhile = [&](int) { ended = client_.running().at(0); };
  call();
  cancel(ended);
  EXPECT_EQ(call(), "0");
}

TEST_F(CancelTest, MakesADescriptorReadableThatIsMadeAfterTheCancellation) {
  fairlead::detail::CancelRegistry registry;
  fairlead::detail::CancelSlot slot(registry, 5);
  const fairlead_request request{};
  fairlead::detail::PluginState plugin(host_.api());
  fairlead::Binding binding(plugin, {});
  Call call({&host_.api(), 5, 1, FAIRLEAD_ACCESS_READ_ONLY, {}, {}}, slot, request, binding);
  registry.cancel(5);
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
  meanwhile = [this](int) { client_.cancel(); };
  call();
  meanwhile = [](int fd) { EXPECT_FALSE(is_readable(fd, 0)); };
  call();
}

TEST_F(CancelTest, ReachesARunningConnect) {
  TestBinding second = plugin_.provider().bind({});
  meanwhile = [&second](int fd) {
    EXPECT_FALSE(is_readable(fd, 0));
    second.cancel();
    EXPECT_TRUE(is_readable(fd, 0));
  };
  EXPECT_FALSE(second.connect().refused());
}

struct Throwing {
  static Throwing connect(const Nothing&, Context&) { return {}; }
  void cancel() { throw 42; }
  void wait(const Nothing&, Call& call) { meanwhile(call.cancel_fd()); }
};

TEST_F(CancelTest, StopsWhatCancelThrows) {
  FakePlugin throwing(
      host_, fairlead::Plugin<"com.example.throw", "1.0.0",
                              fairlead::Provider<Throwing, Nothing, "throw",
                                                 fairlead::Tool<&Throwing::wait, "wait", "Waits">>>::table());
  TestClient client = throwing.provider().bind({}).connect();
  meanwhile = [&client](int fd) {
    client.cancel();
    EXPECT_TRUE(is_readable(fd, 0));
  };
  EXPECT_TRUE(client.call("wait").is_ok());
}

TEST_F(CancelTest, GivesTheSameDescriptorEachTime) {
  fairlead::detail::CancelRegistry registry;
  fairlead::detail::CancelSlot slot(registry, 5);
  EXPECT_EQ(slot.fd(), slot.fd());
}

}  // namespace cancel_test
