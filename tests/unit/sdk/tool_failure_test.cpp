// How calls end when they do not end well: each exactly once, and nothing thrown gets out.
#include <new>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "support/fake_host.hpp"

namespace tool_failure_test {

using fairlead::Json;

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
  ToolFailureTest() : tested_(host_, Failing::table()) {
    EXPECT_TRUE(tested_.bind("{}"));
    EXPECT_TRUE(tested_.connect());
  }
  const fairlead::test::Outcome& fail(const std::string& how) {
    return tested_.call("fail", R"({"how":")" + how + "\"}");
  }

  fairlead::test::FakeHost host_;
  fairlead::test::ProviderUnderTest tested_;
};

TEST_F(ToolFailureTest, PassesOnStatusFlagsMessageAndDetailOfAnError) {
  const auto& outcome = fail("error");
  EXPECT_EQ(outcome.outcome, -1);
  EXPECT_EQ(outcome.status, FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(outcome.flags, FAIRLEAD_ERR_RETRYABLE | FAIRLEAD_ERR_CLIENT_BAD);
  EXPECT_EQ(outcome.message, "no server");
  EXPECT_EQ(outcome.detail_json, R"({"sqlstate":"57P01"})");
  EXPECT_EQ(outcome.endings, 1);
}

TEST_F(ToolFailureTest, TakesAnErrorWithoutAFailingStatusForABug) {
  EXPECT_EQ(fail("error without a status").status, FAIRLEAD_INTERNAL);
}

TEST_F(ToolFailureTest, DropsADetailThatIsNoObject) { EXPECT_EQ(fail("error with a list").detail_json, ""); }

TEST_F(ToolFailureTest, GivesAToolErrorToTheModel) {
  const auto& outcome = fail("tool error");
  EXPECT_EQ(outcome.outcome, FAIRLEAD_OUT_TOOL_ERROR);
  EXPECT_EQ(boost::json::parse(outcome.result_json),
            boost::json::parse(R"({"content":[{"type":"text","text":"no such table"}]})"));
  EXPECT_EQ(outcome.endings, 1);
}

TEST_F(ToolFailureTest, GivesTheStructureOfAToolErrorBesideItsText) {
  EXPECT_EQ(boost::json::parse(fail("structured tool error").result_json).at("structuredContent"),
            boost::json::parse(R"({"tables":["a","b"]})"));
}

TEST_F(ToolFailureTest, StopsAStandardExceptionAndGivesUpTheClient) {
  const auto& outcome = fail("standard");
  EXPECT_EQ(outcome.status, FAIRLEAD_INTERNAL);
  EXPECT_EQ(outcome.flags, FAIRLEAD_ERR_CLIENT_BAD);
  EXPECT_EQ(outcome.message, "unexpected error in the provider: broken");
  EXPECT_EQ(outcome.endings, 1);
}

TEST_F(ToolFailureTest, StopsLackOfMemory) {
  const auto& outcome = fail("memory");
  EXPECT_EQ(outcome.status, FAIRLEAD_RESOURCE_EXHAUSTED);
  EXPECT_EQ(outcome.flags, FAIRLEAD_ERR_CLIENT_BAD);
}

TEST_F(ToolFailureTest, StopsWhatIsNoException) {
  const auto& outcome = fail("integer");
  EXPECT_EQ(outcome.status, FAIRLEAD_INTERNAL);
  EXPECT_EQ(outcome.flags, FAIRLEAD_ERR_CLIENT_BAD);
  EXPECT_EQ(outcome.endings, 1);
}

TEST_F(ToolFailureTest, RewritesTextsOfBoostThatNameSourceFiles) {
  const auto& outcome = fail("boost");
  EXPECT_EQ(outcome.status, FAIRLEAD_INTERNAL);
  EXPECT_EQ(outcome.message.find('/'), std::string::npos) << outcome.message;
  EXPECT_EQ(outcome.message.find(".hpp"), std::string::npos) << outcome.message;
}

TEST_F(ToolFailureTest, RefusesBadArgumentsWithTheirPathAndKeepsTheClient) {
  const auto& outcome = tested_.call("fail", R"({"how":1})");
  EXPECT_EQ(outcome.status, FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(outcome.flags, 0U);
  EXPECT_EQ(outcome.message, "how: expected string, got number");
  EXPECT_EQ(outcome.endings, 1);
}

TEST_F(ToolFailureTest, RefusesAToolItDoesNotHave) {
  const auto& outcome = tested_.call("succeed", "{}");
  EXPECT_EQ(outcome.status, FAIRLEAD_NOT_FOUND);
  EXPECT_EQ(outcome.endings, 1);
}

TEST_F(ToolFailureTest, LetsTheSlotDecideWhichToolIsCalled) {
  fairlead::test::RequestOptions options;
  options.slot = 1;
  EXPECT_EQ(tested_.call("fail", "{}", options).outcome, FAIRLEAD_OUT_RESULT);
}

TEST_F(ToolFailureTest, RefusesASlotPastTheCatalogWithAnUnknownName) {
  fairlead::test::RequestOptions options;
  options.slot = 2;
  EXPECT_EQ(tested_.call("succeed", "{}", options).status, FAIRLEAD_NOT_FOUND);
}

TEST_F(ToolFailureTest, RefusesRequestsThatAreForNoTool) {
  fairlead::test::RequestOptions options;
  options.kind = FAIRLEAD_KIND_RESOURCE;
  EXPECT_EQ(tested_.call("fail", "{}", options).status, FAIRLEAD_UNIMPLEMENTED);
}

TEST_F(ToolFailureTest, DoesNotStartACancelledCall) {
  host_.is_cancelled = true;
  const auto& outcome = fail("standard");
  EXPECT_EQ(outcome.status, FAIRLEAD_CANCELLED);
  EXPECT_EQ(outcome.flags, 0U);
}

TEST_F(ToolFailureTest, DoesNotStartACallWhoseTimeIsUp) {
  host_.is_cancelled = true;
  host_.now_mono_ns = 31'000'000'000;
  EXPECT_EQ(fail("standard").status, FAIRLEAD_DEADLINE_EXCEEDED);
}

}  // namespace tool_failure_test
