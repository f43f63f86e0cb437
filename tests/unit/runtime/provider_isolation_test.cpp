// One provider's trouble with threads is not another's, and it is counted.
#include <atomic>
#include <semaphore>
#include <thread>

#include "unit/runtime/runtime_fixture.hpp"

namespace fairlead::runtime::test {
namespace {

/// The provider "fake" hangs in every invoke until it is released; "other" does not. Each has one thread.
class ProviderIsolationTest : public RuntimeFixture {
 protected:
  void SetUp() override {
    RuntimeFixture::SetUp();
    threads_ = 1;
    fake_.on_invoke = [this](auto&, fairlead_call handle, const fairlead_request&) {
      entered_.release();
      release_.acquire();
      fake_.complete(handle, "{}");
    };
  }
  void load_more(std::vector<std::shared_ptr<plugin::Plugin>>& plugins) override {
    other_ = std::make_unique<fairlead::test::FakePlugin>("other");
    auto plugin = plugin::Plugin::create(&other_->api, "other.so", {clock_, *log_});
    ASSERT_TRUE(plugin) << plugin.error().message;
    plugins.push_back(*plugin);
  }
  Result<void> fill(store::Store& store) override {
    FAIRLEAD_CHECK(RuntimeFixture::fill(store));
    store::Connection other = connection(Scope::Tenant, "acme", "other-host", Access::ReadWrite);
    other.name = "other";
    other.provider = "other";
    FAIRLEAD_CHECK(store.set_enabled("acme", "other", true, store::ManagedBy::Command));
    FAIRLEAD_CHECK(store.add_connection(other));
    return {};
  }
  void TearDown() override {
    runtime_.reset();
    other_.reset();
    RuntimeFixture::TearDown();
  }
  InvocationResult call_for(Duration timeout, const std::string& tool) {
    CallRequest request;
    request.principal.tenant_id = "acme";
    request.tool = tool;
    request.timeout = timeout;
    return runtime_->call(request);
  }
  plugin::ProviderCounters& counters(std::string_view provider) {
    return runtime_->providers().find(provider).provider->counters();
  }

  std::counting_semaphore<8> entered_{0}, release_{0};
  std::unique_ptr<fairlead::test::FakePlugin> other_;
};

TEST_F(ProviderIsolationTest, AHungProviderDoesNotDelayAnother) {
  start();
  std::jthread hung([&] { EXPECT_TRUE(call("acme", "fake_look").successful); });
  entered_.acquire();
  EXPECT_TRUE(call("acme", "other_look").successful);
  release_.release();
}

TEST_F(ProviderIsolationTest, AHungProviderUsesUpItsOwnThreads) {
  start();
  std::jthread hung([&] { EXPECT_TRUE(call("acme", "fake_look").successful); });
  entered_.acquire();
  EXPECT_EQ(call_for(std::chrono::milliseconds(20), "fake_look").error->code, ErrorCode::DeadlineExceeded);
  EXPECT_EQ(fake_.invokes, 1);
  release_.release();
}

TEST_F(ProviderIsolationTest, CountsAThreadWhoseCallerHasGivenUpUntilItReturns) {
  start();
  std::stop_source stop;
  std::jthread caller([&] {
    CallRequest request;
    request.principal.tenant_id = "acme";
    request.tool = "fake_look";
    request.stop = stop.get_token();
    EXPECT_EQ(runtime_->call(request).error->code, ErrorCode::Cancelled);
  });
  entered_.acquire();
  EXPECT_EQ(counters("fake").stuck, 0U);
  stop.request_stop();
  caller.join();
  EXPECT_EQ(counters("fake").stuck, 1U);
  EXPECT_EQ(counters("fake").overran, 1U);
  EXPECT_EQ(counters("other").stuck, 0U);
  release_.release();
  while (counters("fake").stuck != 0) std::this_thread::yield();
  EXPECT_EQ(counters("fake").overran, 1U);
}

TEST_F(ProviderIsolationTest, CountsNoThreadThatEndsInTime) {
  release_.release();
  start();
  EXPECT_TRUE(call("acme", "fake_look").successful);
  EXPECT_EQ(counters("fake").overran, 0U);
}

}  // namespace
}  // namespace fairlead::runtime::test
