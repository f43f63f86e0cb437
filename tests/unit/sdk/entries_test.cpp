// Which entry a request reaches, and how every kind of entry fails; blocking methods and coroutines alike.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace entries_test {

using namespace std::literals;
using fairlead::Call;
using fairlead::Nothing;
using fairlead::testing::CallOptions;
using fairlead::testing::CallResult;

struct Which {
  std::string what;
};
BOOST_DESCRIBE_STRUCT(Which, (), (what))
struct Id {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(Id, (), (id))
struct Path {
  std::string path;
};
BOOST_DESCRIBE_STRUCT(Path, (), (path))

// Ends the call in the way that `what` says.
std::string end(const std::string& what, Call& call) {
  if (what == "refuse") throw fairlead::ToolError("not this one");
  if (what == "fail") throw fairlead::Error(FAIRLEAD_UNAVAILABLE, "the back end is away");
  if (what == "throw") throw std::runtime_error("surprise");
  if (what == "ask") {
    fairlead::InputRequests ask;
    ask.roots("roots");
    call.require(ask, "round 1");
  }
  if (what == "task") call.go_on_as_task();
  return "served " + what;
}

struct Blocking {
  static Blocking connect(const Nothing&, fairlead::Context&) { return {}; }
  std::string tool(const Which& args, Call& call) { return end(args.what, call); }
  void nothing(const Nothing&, Call&) {}
  std::string other(const Nothing&, Call&) { return "other"; }
  std::string fixed(Call&) { return "fixed"; }
  std::string by_id(const Id& vars, Call& call) { return end(vars.id, call); }
  std::string special(const Id&, Call&) { return "special"; }
  std::string special_again(const Id&, Call&) { return "special again"; }
  std::string below(const Path& vars, Call&) { return "below " + vars.path; }
  std::string prompt(const Which& args, Call& call) { return end(args.what, call); }
};
struct Coroutines {
  static Coroutines connect(const Nothing&, fairlead::Context&) { return {}; }
  fairlead::Task<std::string> tool(const Which& args, Call& call) {
    co_await call.sleep_for(1s);
    co_return end(args.what, call);
  }
  fairlead::Task<> nothing(const Nothing&, Call& call) { co_await call.yield(); }
  fairlead::Task<std::string> other(const Nothing&, Call&) { co_return "other"; }
  fairlead::Task<std::string> fixed(Call&) { co_return "fixed"; }
  fairlead::Task<std::string> by_id(const Id& vars, Call& call) {
    co_await call.sleep_for(1s);
    co_return end(vars.id, call);
  }
  fairlead::Task<std::string> special(const Id&, Call&) { co_return "special"; }
  fairlead::Task<std::string> special_again(const Id&, Call&) { co_return "special again"; }
  fairlead::Task<std::string> below(const Path& vars, Call&) { co_return "below " + vars.path; }
  fairlead::Task<std::string> prompt(const Which& args, Call& call) { co_return end(args.what, call); }
};

template <class Client>
using Entries = fairlead::Provider<
    Client, Nothing, "entries", fairlead::Tool<&Client::tool, "tool", "Ends as told">, fairlead::ShareNever,
    fairlead::Tool<&Client::nothing, "nothing", "Gives nothing">,
    fairlead::Tool<&Client::other, "other", "Another">,
    fairlead::Resource<&Client::fixed, "test://fixed/one", "fixed", "Fixed">,
    fairlead::ResourceTemplate<&Client::by_id, "test://fixed/{id}", "by id", "Any">,
    fairlead::ResourceTemplate<&Client::special, "test://fixed/special-{id}", "special", "More literal">,
    fairlead::ResourceTemplate<&Client::special_again, "test://fixed/{id}-special", "again", "As literal">,
    fairlead::ResourceTemplate<&Client::below, "test://files/{+path}", "below", "Paths">,
    fairlead::Prompt<&Client::prompt, "prompt", "Ends as told">>;

// One client of both kinds, so that each test says that they are served alike.
template <class Client>
class EntriesTest : public testing::Test {
 protected:
  ~EntriesTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }
  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{
      host_, fairlead::Plugin<"com.example.entries", "1.0.0", Entries<Client>>::table()};
  fairlead::testing::TestClient client_ = plugin_.provider().bind({}).connect();
};
using Kinds = testing::Types<Blocking, Coroutines>;
TYPED_TEST_SUITE(EntriesTest, Kinds);

TYPED_TEST(EntriesTest, FindsAToolBySlotWhateverItsName) {
  CallOptions options;
  options.slot = 2;
  EXPECT_EQ(this->client_.call("renamed", {}, options).text(), "other");
}

TYPED_TEST(EntriesTest, FindsAToolByNameWithoutASlot) {
  CallOptions options;
  options.slot = FAIRLEAD_SLOT_NONE;
  EXPECT_EQ(this->client_.call("other", {}, options).text(), "other");
}

TYPED_TEST(EntriesTest, FailsWithNotFoundForAnUnknownTool) {
  const CallResult result = this->client_.call("absent");
  EXPECT_EQ(result.status(), FAIRLEAD_NOT_FOUND);
  EXPECT_EQ(result.message(), "this provider has no tool 'absent'");
}

TYPED_TEST(EntriesTest, FailsWithNotFoundForAnUnknownPrompt) {
  EXPECT_EQ(this->client_.prompt("absent").message(), "this provider has no prompt 'absent'");
}

TYPED_TEST(EntriesTest, FailsWithUnimplementedForAnUnknownKind) {
  EXPECT_EQ(this->client_.run({99, "tool", "{}"}).status(), FAIRLEAD_UNIMPLEMENTED);
}

TYPED_TEST(EntriesTest, FailsWithUnimplementedForAListItDoesNotHave) {
  EXPECT_EQ(this->client_.list_resources().status(), FAIRLEAD_UNIMPLEMENTED);
  EXPECT_EQ(this->client_.list_resource_templates().status(), FAIRLEAD_UNIMPLEMENTED);
}

TYPED_TEST(EntriesTest, FailsWithInvalidArgumentWhenArgumentsDoNotFit) {
  const CallResult result = this->client_.call("tool", {{"what", 1}});
  EXPECT_EQ(result.status(), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(result.message(), "what: expected string, got number");
}

TYPED_TEST(EntriesTest, GivesNoContentForVoid) {
  EXPECT_EQ(this->client_.call("nothing").json_text(), R"({"content":[]})");
}

TYPED_TEST(EntriesTest, MakesAToolErrorAResultOfATool) {
  const CallResult result = this->client_.call("tool", {{"what", "refuse"}});
  EXPECT_TRUE(result.is_tool_error());
  EXPECT_EQ(result.text(), "not this one");
}

TYPED_TEST(EntriesTest, MakesAToolErrorAFailureOfAResource) {
  const CallResult result = this->client_.read("test://fixed/refuse");
  EXPECT_EQ(result.status(), FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(result.message(), "not this one");
}

TYPED_TEST(EntriesTest, MakesAToolErrorAFailureOfAPrompt) {
  EXPECT_EQ(this->client_.prompt("prompt", {{"what", "refuse"}}).status(), FAIRLEAD_FAILED_PRECONDITION);
}

TYPED_TEST(EntriesTest, PassesOnTheStatusOfAnError) {
  EXPECT_EQ(this->client_.call("tool", {{"what", "fail"}}).status(), FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(this->client_.read("test://fixed/fail").status(), FAIRLEAD_UNAVAILABLE);
}

TYPED_TEST(EntriesTest, ContainsWhatTheProviderDidNotForesee) {
  const CallResult result = this->client_.call("tool", {{"what", "throw"}});
  EXPECT_EQ(result.status(), FAIRLEAD_INTERNAL);
  EXPECT_TRUE(result.is_client_bad());
}

TYPED_TEST(EntriesTest, EndsACallByAskingTheClient) {
  const CallResult result = this->client_.call("tool", {{"what", "ask"}});
  EXPECT_EQ(result.json_text(),
            R"({"inputRequests":{"roots":{"method":"roots/list","params":{}}},"requestState":"round 1"})");
}

TYPED_TEST(EntriesTest, GoesOnWhenTheClientHasAnswered) {
  const CallResult asked = this->client_.call("tool", {{"what", "ask"}});
  const auto again = asked.answered_with({{"roots", {{"roots", boost::json::array()}}}});
  EXPECT_EQ(this->client_.call("tool", {{"what", "ask"}}, again).text(), "served ask");
}

TYPED_TEST(EntriesTest, EndsACallByGoingOnAsATask) {
  CallOptions options;
  options.capabilities = {{"extensions", {{"io.modelcontextprotocol/tasks", boost::json::object()}}}};
  EXPECT_TRUE(this->client_.call("tool", {{"what", "task"}}, options).is_task());
}

TYPED_TEST(EntriesTest, TakesTheFixedResourceBeforeATemplate) {
  EXPECT_EQ(this->client_.read("test://fixed/one").text(), "fixed");
}

TYPED_TEST(EntriesTest, TakesTheTemplateWithTheMostLiteralText) {
  EXPECT_EQ(this->client_.read("test://fixed/special-offer").text(), "special");
}

TYPED_TEST(EntriesTest, TakesTheFirstDeclaredOfTwoEqualTemplates) {
  EXPECT_EQ(this->client_.read("test://fixed/special-special").text(), "special");
}

TYPED_TEST(EntriesTest, GivesATemplateItsVariables) {
  EXPECT_EQ(this->client_.read("test://files/a/b%20c").text(), "below a/b c");
}

TYPED_TEST(EntriesTest, FailsWithNotFoundForAUriThatNothingMatches) {
  const CallResult result = this->client_.read("test://nowhere");
  EXPECT_EQ(result.status(), FAIRLEAD_NOT_FOUND);
  EXPECT_EQ(result.message(), "no resource 'test://nowhere'");
}

TYPED_TEST(EntriesTest, ShortensTheUriInItsMessage) {
  const std::string message = this->client_.read("test://" + std::string(500, 'x')).message();
  EXPECT_LT(message.size(), 100U) << message;
}

TYPED_TEST(EntriesTest, DoesNotBeginACallThatIsCancelledAlready) {
  CallOptions options;
  options.is_cancelled = true;
  EXPECT_EQ(this->client_.call("nothing", {}, options).status(), FAIRLEAD_CANCELLED);
}

// ---- What the tables say -------------------------------------------------------------------------------

TEST(ProviderFlagsTest, SaysThatCoroutinesAreAsynchronous) {
  EXPECT_EQ(Entries<Blocking>::table()->flags, FAIRLEAD_PROV_SHARE_NEVER);
  EXPECT_EQ(Entries<Coroutines>::table()->flags, FAIRLEAD_PROV_SHARE_NEVER | FAIRLEAD_PROV_ASYNC);
}

TEST(ProviderFlagsTest, SaysHowManyCallsASharedClientServes) {
  using Shared = fairlead::Provider<Blocking, Nothing, "shared", fairlead::SharedClient<16>>;
  EXPECT_EQ(Shared::table()->flags, FAIRLEAD_PROV_SHARED_CLIENT);
  EXPECT_EQ(Shared::table()->max_in_flight, 16U);
}

TEST(ProviderFlagsTest, HasNoExtensionsThatTheClientDoesNotServe) {
  EXPECT_EQ(Entries<Blocking>::table()->get_extension(FAIRLEAD_EXT_CHECK_CONFIG_1), nullptr);
  EXPECT_EQ(Entries<Blocking>::table()->get_extension(FAIRLEAD_EXT_DYNAMIC_CATALOG_1), nullptr);
}

}  // namespace entries_test
