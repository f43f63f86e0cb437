// ASYNC providers on an event loop that the test turns by hand.
#include <future>
#include <semaphore>
#include <thread>

#include "plugin/invocation.hpp"
#include "unit/plugin/binding_fixture.hpp"
#include "unit/plugin/manual_reactor.hpp"

namespace fairlead::plugin {
namespace {

class InvocationLoopTest : public testing_parts::BindingTest {
 protected:
  void SetUp() override {
    ports_.reactors = &reactors_;
    fake_.provider.flags = FAIRLEAD_PROV_ASYNC;
    binding_ = *bind();
    client_ = *binding_->connect(op());
  }
  std::shared_ptr<Invocation> open() { return *Invocation::open(binding_->host(), op().deadline); }
  std::future<CallEnd> run_aside(std::shared_ptr<Invocation> invocation) {
    return std::async(std::launch::async, [this, invocation] {
      return invocation->run(static_cast<ProviderClient&>(*client_), {});
    });
  }

  testing_parts::ManualReactors reactors_;
  std::shared_ptr<Binding> binding_;
  std::unique_ptr<Client> client_;
};

TEST_F(InvocationLoopTest, InvokesOnTheLoop) {
  std::thread::id invoked_on;
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    invoked_on = std::this_thread::get_id();
    fake_.complete(call, "{}");
  };
  auto end = run_aside(open());
  reactors_.last->run_one();
  EXPECT_TRUE(end.get());
  EXPECT_EQ(invoked_on, std::this_thread::get_id());
}

TEST_F(InvocationLoopTest, WaitsForACompletionThatComesAfterInvoke) {
  fairlead_call pending = 0;
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) { pending = call; };
  const auto invocation = open();
  auto end = run_aside(invocation);
  reactors_.last->run_one();
  EXPECT_FALSE(invocation->is_on_loop());
  fake_.complete(pending, R"({"structuredContent":{"n":1}})");
  const CallEnd got = end.get();
  ASSERT_TRUE(got);
  EXPECT_EQ(got->result.at("structuredContent").at("n"), 1);
}

TEST_F(InvocationLoopTest, KeepsTheRequestUntilInvokeHasReturned) {
  std::binary_semaphore completed{0}, leave{0};
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call call, const fairlead_request&) {
    fake_.complete(call, "{}");
    completed.release();
    leave.acquire();
  };
  const auto invocation = open();
  auto end = run_aside(invocation);
  std::jthread loop([&] { reactors_.last->run_one(); });
  completed.acquire();
  EXPECT_TRUE(invocation->is_on_loop());
  EXPECT_EQ(end.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  leave.release();
  EXPECT_TRUE(end.get());
  EXPECT_FALSE(invocation->is_on_loop());
}

TEST_F(InvocationLoopTest, DoesNotInvokeWhatWasCancelledInTheQueue) {
  const auto invocation = open();
  auto end = run_aside(invocation);
  reactors_.last->wait_for_post();
  invocation->cancel();
  reactors_.last->run_one();
  const CallEnd got = end.get();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().error.code, ErrorCode::Cancelled);
  EXPECT_FALSE(got.error().is_client_bad);
  EXPECT_EQ(fake_.invokes, 0);
}

/// The host's clock stands at its beginning, long before the system's: the deadline of a call has not passed
/// for the host, so it is begun, but no wait for its end takes any time.
class InvocationLateTest : public InvocationLoopTest {
 protected:
  InvocationLateTest() { host_clock_ = &manual_; }
  std::shared_ptr<Invocation> open_late() {
    return *Invocation::open(binding_->host(), Deadline::after(manual_.now(), std::chrono::seconds(1)));
  }

  ManualClock manual_;
};

TEST_F(InvocationLateTest, GivesUpACallThatTheLoopDoesNotComeTo) {
  const CallEnd got = open_late()->run(static_cast<ProviderClient&>(*client_), {});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().error.reason, "loop_blocked");
  EXPECT_FALSE(got.error().is_client_bad);
  reactors_.last->run_one();  // Too late: touches nothing.
  EXPECT_EQ(fake_.invokes, 0);
}

TEST_F(InvocationLateTest, ReportsAProviderThatIsStillInsideAfterDeadlineAndGrace) {
  std::binary_semaphore entered{0}, leave{0};
  fake_.on_invoke = [&](test::FakeClient&, fairlead_call, const fairlead_request&) {
    entered.release();
    leave.acquire();
    manual_.advance(std::chrono::milliseconds(500));
  };
  std::jthread loop;
  reactors_.last->on_post = [&] {
    loop = std::jthread([this] { reactors_.last->run_one(); });
    entered.acquire();
  };
  const auto invocation = open_late();
  auto end = run_aside(invocation);
  while (binding_->host().misbehaviour_count() == 0) std::this_thread::yield();
  EXPECT_TRUE(invocation->is_on_loop());
  // The client is in its hands.
  EXPECT_EQ(end.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  leave.release();
  const CallEnd got = end.get();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().error.reason, "loop_blocked");
  EXPECT_TRUE(got.error().is_client_bad);
  loop.join();
  EXPECT_NE(log_.text().find("blocked the event loop for 500 ms in invoke"), std::string::npos)
      << log_.text();
}

TEST_F(InvocationLoopTest, FailsACallThatTheLoopHasNoRoomFor) {
  reactors_.last->is_full = true;
  const CallEnd got = open()->run(static_cast<ProviderClient&>(*client_), {});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().error.code, ErrorCode::ResourceExhausted);
  EXPECT_FALSE(got.error().is_client_bad);
}

TEST_F(InvocationLoopTest, StopsTheLoopBeforeThePluginIsQuiesced) {
  client_.reset();
  binding_.reset();
  // quiesce is a plain function, so what it looks at is static.
  static testing_parts::ManualReactor* reactor = nullptr;
  static bool was_stopped = false;
  reactor = reactors_.last;
  fake_.api.quiesce = [](fairlead_plugin*) noexcept { was_stopped = reactor->is_stopped; };
  plugin_.reset();
  EXPECT_TRUE(was_stopped);
}

}  // namespace
}  // namespace fairlead::plugin
