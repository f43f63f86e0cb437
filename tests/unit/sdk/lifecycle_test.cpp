// Bindings and clients: bind, connect, ping, reset, close.
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "support/fake_host.hpp"

namespace lifecycle_test {

using fairlead::Nothing;
using fairlead::test::FakeHost;
using fairlead::test::ProviderUnderTest;

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
const fairlead_plugin_api* plugin() {
  return fairlead::Plugin<"com.example.life", "1.0.0", P>::table();
}
const fairlead_plugin_api* stateful() {
  return plugin<fairlead::Provider<Client, Config, "life", fairlead::Tool<&Client::swap, "swap", "Swaps">>>();
}
const fairlead_plugin_api* pinned() {
  return plugin<
      fairlead::Provider<Pinned, Nothing, "pinned", fairlead::Tool<&Pinned::tell, "tell", "Tells">>>();
}

std::string config(const std::string& name) { return R"({"name":")" + name + R"(","token":"token"})"; }

class LifecycleTest : public testing::Test {
 protected:
  LifecycleTest() { host_.secrets[{1, "token"}] = "s3cret"; }
  bool connect_as(const std::string& name) { return tested_.bind(config(name)) && tested_.connect(); }
  std::string text_of_call() {
    return std::string(boost::json::parse(tested_.call("swap", "{}").result_json)
                           .at("content")
                           .at(0)
                           .at("text")
                           .as_string());
  }

  FakeHost host_;
  ProviderUnderTest tested_{host_, stateful()};
};

TEST_F(LifecycleTest, BindsWithDefaultsForWhatTheConfigLeavesOut) {
  ASSERT_TRUE(connect_as("one"));
  EXPECT_EQ(text_of_call(), "ones3cret3");
}

TEST_F(LifecycleTest, RefusesABadConfigWithThePathOfTheField) {
  EXPECT_FALSE(tested_.bind(R"({"name":"one","token":"token","max":"many"})"));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(tested_.error.status, FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(tested_.error.message, "max: expected integer, got string");
  EXPECT_EQ(tested_.binding, nullptr);
}

TEST_F(LifecycleTest, RefusesAConfigThatIsNoJson) {
  EXPECT_FALSE(tested_.bind("{"));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_INVALID_ARGUMENT);
}

TEST_F(LifecycleTest, SaysWhyItCannotConnect) {
  EXPECT_FALSE(connect_as("refused"));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(tested_.error.flags, FAIRLEAD_ERR_RETRYABLE);
  EXPECT_EQ(tested_.error.message, "no server");
  EXPECT_EQ(tested_.client, nullptr);
}

TEST_F(LifecycleTest, StopsWhatConnectThrows) {
  EXPECT_FALSE(connect_as("integer"));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_INTERNAL);
  EXPECT_EQ(tested_.error.endings, 1);
}

TEST_F(LifecycleTest, TakesAToolErrorOutsideAToolForAFailedPrecondition) {
  EXPECT_FALSE(connect_as("tool error"));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(tested_.error.message, "not here");
}

TEST_F(LifecycleTest, DoesNotConnectWhenCancelledAlready) {
  host_.is_cancelled = true;
  EXPECT_FALSE(connect_as("one"));
  EXPECT_EQ(tested_.last_status, FAIRLEAD_CANCELLED);
}

TEST_F(LifecycleTest, PingsAGoodClient) {
  ASSERT_TRUE(connect_as("one"));
  EXPECT_TRUE(tested_.ping());
}

TEST_F(LifecycleTest, SaysThatADeadClientIsDead) {
  ASSERT_TRUE(connect_as("dead"));
  EXPECT_FALSE(tested_.ping());
  EXPECT_EQ(tested_.last_status, FAIRLEAD_UNAVAILABLE);
}

TEST_F(LifecycleTest, ResetRemovesWhatTheLastCallLeft) {
  ASSERT_TRUE(connect_as("one"));
  text_of_call();
  EXPECT_EQ(text_of_call(), "dirtones3cret3");
  ASSERT_TRUE(tested_.reset());
  EXPECT_EQ(text_of_call(), "ones3cret3");
}

TEST_F(LifecycleTest, SaysThatAResetFailed) {
  ASSERT_TRUE(connect_as("stuck"));
  EXPECT_FALSE(tested_.reset());
  EXPECT_EQ(tested_.last_status, FAIRLEAD_INTERNAL);
  EXPECT_EQ(tested_.error.message, "unexpected error in the provider: cannot forget");
}

TEST_F(LifecycleTest, KeepsTwoBindingsApart) {
  host_.secrets[{2, "token"}] = "other";
  ProviderUnderTest second(host_, stateful());
  ASSERT_TRUE(connect_as("one"));
  ASSERT_TRUE(second.bind(config("two"), 2));
  ASSERT_TRUE(second.connect());
  EXPECT_EQ(text_of_call(), "ones3cret3");
  EXPECT_NE(second.call("swap", "{}").result_json.find("twoother3"), std::string::npos);
}

TEST(LifecyclePointerTest, ServesAndDestroysAClientFoundThroughAPointer) {
  FakeHost host;
  Pinned::was_destroyed = false;
  {
    ProviderUnderTest tested(host, pinned());
    ASSERT_TRUE(tested.bind("{}") && tested.connect());
    EXPECT_NE(tested.call("tell", "{}").result_json.find("here"), std::string::npos);
    EXPECT_TRUE(tested.ping()) << "a client without ping is taken to be good";
    EXPECT_FALSE(Pinned::was_destroyed);
  }
  EXPECT_TRUE(Pinned::was_destroyed);
}

TEST(LifecyclePointerTest, TakesANullClientForABug) {
  FakeHost host;
  ProviderUnderTest tested(host, pinned());
  Pinned::gives_null = true;
  EXPECT_FALSE(tested.bind("{}") && tested.connect());
  Pinned::gives_null = false;
  EXPECT_EQ(tested.last_status, FAIRLEAD_INTERNAL);
}

TEST(LifecycleInPlaceTest, NeedsNoMovableClient) {
  FakeHost host;
  ProviderUnderTest tested(host,
                           plugin<fairlead::Provider<InPlace, Nothing, "in_place",
                                                     fairlead::Tool<&InPlace::tell, "tell", "Tells">>>());
  ASSERT_TRUE(tested.bind("{}") && tested.connect());
  EXPECT_NE(tested.call("tell", "{}").result_json.find("here"), std::string::npos);
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
