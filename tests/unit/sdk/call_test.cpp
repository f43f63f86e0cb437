// What a call is told about its caller and client, and how it becomes a task.
#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace call_test {

using namespace std::literals;
using fairlead::Call;
using fairlead::Json;
using fairlead::Nothing;
using fairlead::testing::CallOptions;

struct Asked {
  std::string capability;
  std::string feature;
};
BOOST_DESCRIBE_STRUCT(Asked, (), (capability, feature))
struct Facts {
  std::string name;
  std::vector<std::string> roles;
  std::string traceparent;
  bool is_read_only = false;
  std::string binding_tenant;
  std::string tenant;
};
BOOST_DESCRIBE_STRUCT(Facts, (), (name, roles, traceparent, is_read_only, binding_tenant, tenant))

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  Facts facts(const Nothing&, Call& call) {
    return {std::string(call.name()),
            call.roles(),
            std::string(call.traceparent()),
            call.is_read_only(),
            std::string(call.binding().tenant_id()),
            std::string(call.tenant_id())};
  }
  std::string can(const Asked& asked, Call& call) {
    return call.client_can(asked.capability, asked.feature) ? "yes" : "no";
  }
  std::string capabilities(const Nothing&, Call& call) {
    return boost::json::serialize(call.client_capabilities());
  }
  std::string work(const Nothing&, Call& call) {
    call.go_on_as_task(60s, 200ms);
    return call.is_in_task() ? "worked in a task" : "worked";
  }
  std::string maybe(const Nothing&, Call& call) {
    if (call.supports_tasks()) call.go_on_as_task();
    return "worked";
  }
};
using fairlead::Tool;
using Calls =
    fairlead::Plugin<"com.example.calls", "1.0.0",
                     fairlead::Provider<Client, Nothing, "calls", Tool<&Client::facts, "facts", "Facts">,
                                        Tool<&Client::can, "can", "Capabilities">,
                                        Tool<&Client::capabilities, "capabilities", "All capabilities">,
                                        Tool<&Client::work, "work", "Works", fairlead::task_required>,
                                        Tool<&Client::maybe, "maybe", "Works", fairlead::task_optional>>>;

class CallTest : public testing::Test {
 protected:
  ~CallTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }
  std::string can(const boost::json::object& capabilities, const char* capability, const char* feature = "") {
    CallOptions options;
    options.capabilities = capabilities;
    return client_.call("can", {{"capability", capability}, {"feature", feature}}, options).text();
  }
  static CallOptions with_tasks() {
    CallOptions options;
    options.capabilities = {{"extensions", {{"io.modelcontextprotocol/tasks", boost::json::object()}}}};
    return options;
  }

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_, Calls::table()};
  fairlead::testing::TestClient client_ = plugin_.provider().bind({}).connect();
};

TEST_F(CallTest, KnowsItsCaller) {
  CallOptions options;
  options.roles = {"admin", "reader"};
  options.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  options.access = FAIRLEAD_ACCESS_READ_ONLY;
  options.tenant = "globex";
  EXPECT_EQ(Json(client_.call("facts", {}, options).structured()), boost::json::parse(R"({"name":"facts",
      "roles":["admin","reader"],"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "is_read_only":true,"binding_tenant":"acme","tenant":"globex"})"));
}

TEST_F(CallTest, KnowsACallerWithoutRoles) {
  const auto facts = client_.call("facts");
  EXPECT_EQ(facts.structured().at("roles"), Json(boost::json::array()));
  EXPECT_EQ(facts.structured().at("is_read_only"), Json(false));
}

TEST_F(CallTest, KnowsWhatTheClientCan) {
  EXPECT_EQ(can({{"sampling", boost::json::object()}}, "sampling"), "yes");
  EXPECT_EQ(can({{"sampling", boost::json::object()}}, "roots"), "no");
  EXPECT_EQ(can({{"sampling", {{"tools", boost::json::object()}}}}, "sampling", "tools"), "yes");
  EXPECT_EQ(can({{"sampling", boost::json::object()}}, "sampling", "tools"), "no");
}

TEST_F(CallTest, TakesElicitationWithoutModesForForms) {
  EXPECT_EQ(can({{"elicitation", boost::json::object()}}, "elicitation", "form"), "yes");
  EXPECT_EQ(can({{"elicitation", boost::json::object()}}, "elicitation", "url"), "no");
  EXPECT_EQ(can({{"elicitation", {{"url", boost::json::object()}}}}, "elicitation", "form"), "no");
  EXPECT_EQ(can({{"elicitation", {{"url", boost::json::object()}}}}, "elicitation", "url"), "yes");
}

TEST_F(CallTest, HasNoCapabilitiesWhenTheClientSaidNone) {
  EXPECT_EQ(client_.call("capabilities").text(), "{}");
}

TEST_F(CallTest, BecomesATask) {
  const auto result = client_.call("work", {}, with_tasks());
  ASSERT_TRUE(result.is_task());
  EXPECT_EQ(result.json_text(), R"({"ttlMs":60000,"pollIntervalMs":200})");
}

TEST_F(CallTest, GoesOnWhenItIsATaskAlready) {
  CallOptions options;
  options.is_in_task = true;
  EXPECT_EQ(client_.call("work", {}, options).text(), "worked in a task");
  EXPECT_EQ(client_.call("maybe", {}, options).text(), "worked");
}

TEST_F(CallTest, FailsWhenTheClientCannotFollowATask) {
  EXPECT_EQ(client_.call("work").status(), FAIRLEAD_FAILED_PRECONDITION);
}

TEST_F(CallTest, WorksAtOnceWhereTasksAreOptional) {
  EXPECT_EQ(client_.call("maybe").text(), "worked");
  EXPECT_TRUE(client_.call("maybe", {}, with_tasks()).is_task());
}

}  // namespace call_test
