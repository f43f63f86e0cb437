// Binding: what the host does for a connection outside calls.
#include "fairlead/sdk/binding.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/sdk/async_calls.hpp"

namespace async_test {

class BindingTest : public testing::Test {
 protected:
  ~BindingTest() override {
    host_.shut_down();
    calls_.plugin.wait_until_quiet();
  }

  Host host_;
  Calls calls_{host_};
  fairlead::Binding& binding_ = calls_.binding;
};

TEST_F(BindingTest, TellsWhoseConnectionItIs) {
  EXPECT_EQ(binding_.id(), 9U);
  EXPECT_EQ(binding_.scope(), fairlead::Scope::Tenant);
  EXPECT_EQ(binding_.connection_name(), "main");
  EXPECT_EQ(binding_.tenant_id(), "acme");
}

TEST_F(BindingTest, LogsForNoCall) {
  binding_.log(fairlead::Severity::Notice, "refreshed", {{"entries", 3}});
  EXPECT_EQ(host_.log_lines, std::vector<std::string>{R"(0 5 refreshed {"entries":3})"});
}

TEST_F(BindingTest, RevealsASecret) {
  host_.secrets["token"] = "s3cret";
  EXPECT_EQ(binding_.reveal(fairlead::Secret{"token"}), "s3cret");
}

TEST_F(BindingTest, MarksTheBindingBadWhenASecretHasNoValue) {
  try {
    (void)binding_.reveal(fairlead::Secret{"token"});
    FAIL() << "revealed";
  } catch (const fairlead::Error& error) {
    EXPECT_EQ(error.status(), FAIRLEAD_UNAUTHENTICATED);
    EXPECT_EQ(error.flags(), fairlead::kBindingBad);
  }
}

TEST_F(BindingTest, TellsOfChangedLists) {
  binding_.tools_changed();
  binding_.resources_changed();
  binding_.prompts_changed();
  EXPECT_EQ(host_.changed, (std::vector<std::string>{"9 list 0", "9 list 1", "9 list 2"}));
}

TEST_F(BindingTest, TellsOfAnUpdatedResource) {
  binding_.resource_updated("notes://1");
  EXPECT_EQ(host_.changed, std::vector<std::string>{"9 notes://1"});
}

TEST_F(BindingTest, DropsEventsWhereTheHostHasNone) {
  host_.has_events = false;
  Calls without(host_);
  without.binding.tools_changed();
  without.binding.resource_updated("notes://1");
  EXPECT_TRUE(host_.changed.empty());
}

TEST_F(BindingTest, SendsARequestThatBelongsToNoCall) {
  fairlead::HttpRequest request;
  request.url = "https://api.example.com/";
  request.timeout = std::chrono::seconds(2);
  host_.during_send = [this](const fairlead_http_events&) { host_.reply(1, 200, "ok"); };
  EXPECT_EQ(binding_.http(request).get().body, "ok");
  EXPECT_EQ(host_.sent.at(0).call, 0U);
  EXPECT_EQ(host_.sent.at(0).binding_id, 9U);
  EXPECT_EQ(host_.sent.at(0).deadline_mono_ns, 3'000'000'000U);
}

TEST_F(BindingTest, RefusesARequestThatCouldRunForEver) {
  try {
    (void)binding_.http(fairlead::HttpRequest{});
    FAIL() << "sent";
  } catch (const fairlead::Error& error) {
    EXPECT_EQ(error.status(), FAIRLEAD_INVALID_ARGUMENT);
  }
  EXPECT_TRUE(host_.sent.empty());
}

}  // namespace async_test
