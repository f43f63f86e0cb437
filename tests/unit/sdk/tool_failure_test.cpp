// How calls end when they do not end well: each exactly once, and nothing thrown gets out.
#include <chrono>
#include <new>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace tool_failure_test {

using fairlead::Json;
using fairlead::testing::CallOptions;
using fairlead::testing::CallResult;

struct Args {
  std::string how;
};
BOOST_DESCRIBE_STRUCT(Args, (), (how))

struct Client {
  static Client connect(const fairlead::Nothing&, fairlead::Context&) { return {}; }
  void fail(const Args& args, fairlead::Call&) {
    if (args.how == "error") {
      throw fairlead::Error(FAIRLEAD_UNAVAILABLE, "no server", fairlead::kRetryable | fairlead::kClientBad,
                            {{"sqlstate", "57P01"}});
    }
    if (args.how == "error without a status") throw fairlead::Error(FAIRLEAD_OK, "nonsense");
    if (args.how == "error with a list")
      throw fairlead::Error(FAIRLEAD_ABORTED, "list", 0, Json(boost::json::array{1}));
    if (args.how == "tool error") throw fairlead::ToolError("no such table");
    if (args.how == "structured tool error")
      throw fairlead::ToolError("no such table", {{"tables", {"a", "b"}}});
    if (args.how == "standard") throw std::runtime_error("broken");
    if (args.how == "memory") throw std::bad_alloc();
    if (args.how == "integer") throw 42;
    if (args.how == "boost") (void)Json("text").as_int64();
  }
  void pass(const fairlead::Nothing&, fairlead::Call&) {}
};

using Failing = fairlead::Plugin<"com.example.failing", "1.0.0",
                                 fairlead::Provider<Client, fairlead::Nothing, "failing",
                                                    fairlead::Tool<&Client::fail, "fail", "Fails as told">,
                                                    fairlead::Tool<&Client::pass, "pass", "Does not fail">>>;

class ToolFailureTest : public testing::Test {
 protected:
  ToolFailureTest() {
    host_.on_misbehaviour([](const std::string& sentence) { ADD_FAILURE() << sentence; });
  }
  CallResult fail(const std::string& how, const CallOptions& options = {}) {
    return client_.call("fail", {{"how", how}}, options);
  }

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_, Failing::table()};
  fairlead::testing::TestClient client_ = plugin_.provider().bind({}).connect();
};

TEST_F(ToolFailureTest, PassesOnStatusFlagsMessageAndDetailOfAnError) {
  const CallResult result = fail("error");
  EXPECT_TRUE(result.is_error());
  EXPECT_EQ(result.status(), FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(result.flags(), FAIRLEAD_ERR_RETRYABLE | FAIRLEAD_ERR_CLIENT_BAD);
  EXPECT_EQ(result.message(), "no server");
  EXPECT_EQ(result.detail_text(), R"({"sqlstate":"57P01"})");
}

TEST_F(ToolFailureTest, TakesAnErrorWithoutAFailingStatusForABug) {
  EXPECT_EQ(fail("error without a status").status(), FAIRLEAD_INTERNAL);
}

TEST_F(ToolFailureTest, DropsADetailThatIsNoObject) {
  EXPECT_EQ(fail("error with a list").detail_text(), "");
}

TEST_F(ToolFailureTest, GivesAToolErrorToTheModel) {
  const CallResult result = fail("tool error");
  EXPECT_EQ(result.outcome(), FAIRLEAD_OUT_TOOL_ERROR);
  EXPECT_EQ(Json(result.json()),
            boost::json::parse(R"({"content":[{"type":"text","text":"no such table"}]})"));
}

TEST_F(ToolFailureTest, GivesTheStructureOfAToolErrorBesideItsText) {
  EXPECT_EQ(Json(fail("structured tool error").structured()), boost::json::parse(R"({"tables":["a","b"]})"));
}

TEST_F(ToolFailureTest, StopsAStandardExceptionAndGivesUpTheClient) {
  const CallResult result = fail("standard");
  EXPECT_EQ(result.status(), FAIRLEAD_INTERNAL);
  EXPECT_EQ(result.flags(), FAIRLEAD_ERR_CLIENT_BAD);
  EXPECT_EQ(result.message(), "unexpected error in the provider: broken");
}

TEST_F(ToolFailureTest, StopsLackOfMemory) {
  const CallResult result = fail("memory");
  EXPECT_EQ(result.status(), FAIRLEAD_RESOURCE_EXHAUSTED);
  EXPECT_EQ(result.flags(), FAIRLEAD_ERR_CLIENT_BAD);
}

TEST_F(ToolFailureTest, StopsWhatIsNoException) {
  const CallResult result = fail("integer");
  EXPECT_EQ(result.status(), FAIRLEAD_INTERNAL);
  EXPECT_EQ(result.flags(), FAIRLEAD_ERR_CLIENT_BAD);
}

TEST_F(ToolFailureTest, RewritesTextsOfBoostThatNameSourceFiles) {
  const CallResult result = fail("boost");
  EXPECT_EQ(result.status(), FAIRLEAD_INTERNAL);
  EXPECT_EQ(result.message().find('/'), std::string::npos) << result.message();
  EXPECT_EQ(result.message().find(".hpp"), std::string::npos) << result.message();
}

TEST_F(ToolFailureTest, RefusesBadArgumentsWithTheirPathAndKeepsTheClient) {
  const CallResult result = client_.call("fail", {{"how", 1}});
  EXPECT_EQ(result.status(), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(result.flags(), 0U);
  EXPECT_EQ(result.message(), "how: expected string, got number");
}

TEST_F(ToolFailureTest, RefusesAToolItDoesNotHave) {
  const CallResult result = client_.call("succeed");
  EXPECT_EQ(result.status(), FAIRLEAD_NOT_FOUND);
}

TEST_F(ToolFailureTest, LetsTheSlotDecideWhichToolIsCalled) {
  CallOptions options;
  options.slot = 1;
  EXPECT_TRUE(client_.call("fail", {}, options).is_ok());
}

TEST_F(ToolFailureTest, RefusesASlotPastTheCatalogWithAnUnknownName) {
  CallOptions options;
  options.slot = 2;
  EXPECT_EQ(client_.call("succeed", {}, options).status(), FAIRLEAD_NOT_FOUND);
}

TEST_F(ToolFailureTest, CallsNoToolForARequestOfAnotherKind) {
  EXPECT_EQ(client_.read("fail").status(), FAIRLEAD_NOT_FOUND);
}

TEST_F(ToolFailureTest, DoesNotStartACancelledCall) {
  CallOptions options;
  options.is_cancelled = true;
  const CallResult result = fail("standard", options);
  EXPECT_EQ(result.status(), FAIRLEAD_CANCELLED);
  EXPECT_EQ(result.flags(), 0U);
}

TEST_F(ToolFailureTest, DoesNotStartACallWhoseTimeIsUp) {
  CallOptions options;
  options.timeout = std::chrono::seconds(0);
  EXPECT_EQ(fail("standard", options).status(), FAIRLEAD_DEADLINE_EXCEEDED);
}

}  // namespace tool_failure_test
