// Bindings and clients: bind, connect, ping, reset, close.
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace lifecycle_test {

using fairlead::Nothing;
using fairlead::testing::FakeHost;
using fairlead::testing::FakePlugin;
using fairlead::testing::TestClient;

struct Config {
  std::string name;
  fairlead::Secret token;
  int max = 3;
};
BOOST_DESCRIBE_STRUCT(Config, (), (name, token, max))

// Does on each step what the configuration's name says.
struct Client {
  const Config& config;
  std::string token;
  std::string left_behind;

  static Client connect(const Config& config, fairlead::Context& context) {
    if (config.name == "refused")
      throw fairlead::Error(FAIRLEAD_UNAVAILABLE, "no server", fairlead::kRetryable);
    if (config.name == "integer") throw 42;
    if (config.name == "tool error") throw fairlead::ToolError("not here");
    return {config, context.reveal(config.token), {}};
  }
  void ping(fairlead::Context&) {
    if (config.name == "dead") throw fairlead::Error(FAIRLEAD_UNAVAILABLE, "gone");
  }
  void reset(fairlead::Context&) {
    if (config.name == "stuck") throw std::runtime_error("cannot forget");
    left_behind.clear();
  }
  std::string swap(const Nothing&, fairlead::Call&) {
    return std::exchange(left_behind, "dirt") + config.name + token + std::to_string(config.max);
  }
};

// Neither copyable nor movable, and found through a pointer.
struct Pinned {
  explicit Pinned(bool* destroyed) : destroyed_(destroyed) {}
  Pinned(const Pinned&) = delete;
  ~Pinned() { *destroyed_ = true; }
  static std::unique_ptr<Pinned> connect(const Nothing&, fairlead::Context&) {
    return gives_null ? nullptr : std::make_unique<Pinned>(&was_destroyed);
  }
  std::string tell(const Nothing&, fairlead::Call&) { return "here"; }
  static inline bool was_destroyed = false;
  static inline bool gives_null = false;
  bool* destroyed_;
};

// Not movable either, but made in place.
struct InPlace {
  InPlace() = default;
  InPlace(const InPlace&) = delete;
  static InPlace connect(const Nothing&, fairlead::Context&) { return {}; }
  std::string tell(const Nothing&, fairlead::Call&) { return "here"; }
};

template <class P>
const fairlead_plugin_api* plugin_of() {
  return fairlead::Plugin<"com.example.life", "1.0.0", P>::table();
}
const fairlead_plugin_api* stateful() {
  return plugin_of<
      fairlead::Provider<Client, Config, "life", fairlead::Tool<&Client::swap, "swap", "Swaps">>>();
}
const fairlead_plugin_api* pinned() {
  return plugin_of<
      fairlead::Provider<Pinned, Nothing, "pinned", fairlead::Tool<&Pinned::tell, "tell", "Tells">>>();
}

class LifecycleTest : public testing::Test {
 protected:
  LifecycleTest() {
    host_.set_secret("the token", "s3cret");
    host_.on_misbehaviour([](const std::string& sentence) { ADD_FAILURE() << sentence; });
  }
  TestClient connect_as(const std::string& name, const fairlead::testing::OpOptions& options = {}) {
    return plugin_.provider().bind({{"name", name}, {"token", "the token"}}).connect(options);
  }

  FakeHost host_;
  FakePlugin plugin_{host_, stateful()};
};

TEST_F(LifecycleTest, BindsWithDefaultsForWhatTheConfigLeavesOut) {
  auto binding = plugin_.provider().bind_text(R"({"name":"one","token":"the token"})");
  EXPECT_EQ(binding.connect().call("swap").text(), "ones3cret3");
}

TEST_F(LifecycleTest, RefusesABadConfigWithThePathOfTheField) {
  const auto binding = plugin_.provider().bind({{"name", "one"}, {"token", "the token"}, {"max", "many"}});
  EXPECT_EQ(binding.status(), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(binding.message(), "max: expected integer, got string");
  EXPECT_EQ(binding.handle(), nullptr);
}

TEST_F(LifecycleTest, RefusesAConfigThatIsNoJson) {
  EXPECT_EQ(plugin_.provider().bind_text("{").status(), FAIRLEAD_INVALID_ARGUMENT);
}

TEST_F(LifecycleTest, SaysWhyItCannotConnect) {
  const TestClient client = connect_as("refused");
  EXPECT_EQ(client.status(), FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(client.flags(), FAIRLEAD_ERR_RETRYABLE);
  EXPECT_EQ(client.message(), "no server");
  EXPECT_EQ(client.handle(), nullptr);
}

TEST_F(LifecycleTest, StopsWhatConnectThrows) {
  EXPECT_EQ(connect_as("integer").status(), FAIRLEAD_INTERNAL);
}

TEST_F(LifecycleTest, TakesAToolErrorOutsideAToolForAFailedPrecondition) {
  const TestClient client = connect_as("tool error");
  EXPECT_EQ(client.status(), FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(client.message(), "not here");
}

TEST_F(LifecycleTest, DoesNotConnectWhenCancelledAlready) {
  fairlead::testing::OpOptions options;
  options.is_cancelled = true;
  EXPECT_EQ(connect_as("one", options).status(), FAIRLEAD_CANCELLED);
}

TEST_F(LifecycleTest, PingsAGoodClient) { EXPECT_TRUE(connect_as("one").ping()); }

TEST_F(LifecycleTest, SaysThatADeadClientIsDead) {
  TestClient client = connect_as("dead");
  EXPECT_FALSE(client.ping());
  EXPECT_EQ(client.status(), FAIRLEAD_UNAVAILABLE);
}

TEST_F(LifecycleTest, ResetRemovesWhatTheLastCallLeft) {
  TestClient client = connect_as("one");
  (void)client.call("swap");
  EXPECT_EQ(client.call("swap").text(), "dirtones3cret3");
  ASSERT_TRUE(client.reset());
  EXPECT_EQ(client.call("swap").text(), "ones3cret3");
}

TEST_F(LifecycleTest, SaysThatAResetFailed) {
  TestClient client = connect_as("stuck");
  EXPECT_FALSE(client.reset());
  EXPECT_EQ(client.status(), FAIRLEAD_INTERNAL);
  EXPECT_EQ(client.message(), "unexpected error in the provider: cannot forget");
}

TEST_F(LifecycleTest, KeepsTwoBindingsApart) {
  host_.set_secret("another token", "other");
  TestClient first = connect_as("one");
  TestClient second = plugin_.provider().bind({{"name", "two"}, {"token", "another token"}}).connect();
  EXPECT_EQ(first.call("swap").text(), "ones3cret3");
  EXPECT_EQ(second.call("swap").text(), "twoother3");
}

TEST(LifecyclePointerTest, ServesAndDestroysAClientFoundThroughAPointer) {
  FakeHost host;
  Pinned::was_destroyed = false;
  FakePlugin plugin(host, pinned());
  TestClient client = plugin.provider().bind({}).connect();
  EXPECT_EQ(client.call("tell").text(), "here");
  EXPECT_TRUE(client.ping()) << "a client without ping is taken to be good";
  EXPECT_FALSE(Pinned::was_destroyed);
  client.close();
  EXPECT_TRUE(Pinned::was_destroyed);
}

TEST(LifecyclePointerTest, TakesANullClientForABug) {
  FakeHost host;
  FakePlugin plugin(host, pinned());
  Pinned::gives_null = true;
  EXPECT_EQ(plugin.provider().bind({}).connect().status(), FAIRLEAD_INTERNAL);
  Pinned::gives_null = false;
}

TEST(LifecycleInPlaceTest, NeedsNoMovableClient) {
  FakeHost host;
  FakePlugin plugin(host, plugin_of<fairlead::Provider<InPlace, Nothing, "in_place",
                                                       fairlead::Tool<&InPlace::tell, "tell", "Tells">>>());
  EXPECT_EQ(plugin.provider().bind({}).connect().call("tell").text(), "here");
}

// ---- Misdeclared members, which the SDK refuses to overlook ----------------------------------------------

struct PrivateReset {
 private:
  [[maybe_unused]] void reset(fairlead::Context&) {}
};
struct OtherReset {
  void reset(int) {}
};

TEST(ClientCheckTest, SeesAResetItCannotCall) {
  EXPECT_FALSE(fairlead::detail::kResets<PrivateReset> || fairlead::detail::ResetIsFree<PrivateReset>);
  EXPECT_FALSE(fairlead::detail::kResets<OtherReset> || fairlead::detail::ResetIsFree<OtherReset>);
}

TEST(ClientCheckTest, SeesThatThereIsNoReset) { EXPECT_TRUE(fairlead::detail::ResetIsFree<InPlace>); }

}  // namespace lifecycle_test
