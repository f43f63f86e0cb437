// Asking the client: what requests look like (MCP 2026-07-28, InputRequiredResult), and what counts as an
// answer.
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace input_test {

using fairlead::Action;
using fairlead::Answers;
using fairlead::Call;
using fairlead::InputRequests;
using fairlead::Json;
using fairlead::Messages;
using fairlead::Nothing;
using fairlead::SamplingRequest;

enum class Color { red, green };
BOOST_DESCRIBE_ENUM(Color, red, green)
constexpr std::string_view enum_title(Color color) { return color == Color::red ? "Red" : "Green"; }
enum class Size { s, l };
BOOST_DESCRIBE_ENUM(Size, s, l)

struct Name {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Name, (), (name))
struct Order {
  fairlead::Arg<std::string, "For the receipt", fairlead::Format{"email"}> email;
  int count = 30;
  double score = 95.5;
  Color color = Color::green;
  std::vector<Color> more;
  Size size;
};
BOOST_DESCRIBE_STRUCT(Order, (), (email, count, score, color, more, size))
struct Code {
  fairlead::Arg<std::string, "On the label", fairlead::MaxLength{3}> code;
  Size size;
};
BOOST_DESCRIBE_STRUCT(Code, (), (code, size))
struct Comment {
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(Comment, (), (text))

Json request(const InputRequests& asked) { return boost::json::parse(asked.to_json()).at("key"); }

// ---- Requests --------------------------------------------------------------------------------------------

TEST(InputRequestsTest, AsksForAForm) {
  EXPECT_EQ(request(InputRequests().elicit<Name>("key", "Who?")), boost::json::parse(R"({
      "method":"elicitation/create","params":{"message":"Who?","requestedSchema":{"type":"object",
      "properties":{"name":{"type":"string"}},"required":["name"]}}})"));
}

TEST(InputRequestsTest, StatesFormatsDefaultsAndTitles) {
  const Json asked = request(InputRequests().elicit<Order>("key", "What?"));
  EXPECT_EQ(asked.at("params").at("requestedSchema").at("properties"), boost::json::parse(R"({
      "email":{"type":"string","description":"For the receipt","format":"email"},
      "count":{"type":"integer","default":30},"score":{"type":"number","default":95.5},
      "color":{"type":"string","default":"green",
               "oneOf":[{"const":"red","title":"Red"},{"const":"green","title":"Green"}]},
      "more":{"type":"array","items":{"anyOf":[{"const":"red","title":"Red"},{"const":"green","title":"Green"}]}},
      "size":{"type":"string","enum":["s","l"]}})"));
}

TEST(InputRequestsTest, AsksForAFormWithAGivenSchema) {
  const boost::json::object schema{{"type", "object"}, {"properties", {{"x", {{"type", "string"}}}}}};
  EXPECT_EQ(request(InputRequests().elicit("key", "X?", schema)).at("params").at("requestedSchema"),
            Json(schema));
}

TEST(InputRequestsTest, SendsTheUserToAPage) {
  EXPECT_EQ(request(InputRequests().elicit_url("key", "Sign in", "https://example.com/")),
            boost::json::parse(R"({"method":"elicitation/create",
                "params":{"mode":"url","message":"Sign in","url":"https://example.com/"}})"));
}

TEST(InputRequestsTest, AsksForRoots) {
  EXPECT_EQ(request(InputRequests().roots("key")),
            boost::json::parse(R"({"method":"roots/list","params":{}})"));
}

TEST(InputRequestsTest, AsksTheModelInFewWords) {
  EXPECT_EQ(request(InputRequests().sample("key", {Messages().user("Why?"), 100})),
            boost::json::parse(R"({"method":"sampling/createMessage","params":{"maxTokens":100,
                "messages":[{"role":"user","content":{"type":"text","text":"Why?"}}]}})"));
}

TEST(InputRequestsTest, AsksTheModelWithEverything) {
  SamplingRequest all{Messages().user(fairlead::Content("a").text("b")).assistant("c"), 7};
  all.system_prompt = "Be brief";
  all.temperature = 0.5;
  all.stop_sequences = {"END"};
  all.model_hints = {"small", "fast"};
  all.cost_priority = 0.25;
  all.speed_priority = 0.5;
  all.intelligence_priority = 0.75;
  all.more = {{"includeContext", "none"}};
  EXPECT_EQ(request(InputRequests().sample("key", all)).at("params"), boost::json::parse(R"({
      "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
                  {"role":"assistant","content":{"type":"text","text":"c"}}],
      "maxTokens":7,"systemPrompt":"Be brief","temperature":0.5,"stopSequences":["END"],
      "modelPreferences":{"hints":[{"name":"small"},{"name":"fast"}],"costPriority":0.25,"speedPriority":0.5,
                          "intelligencePriority":0.75},"includeContext":"none"})"));
}

TEST(InputRequestsTest, ReplacesAQuestionUnderTheSameKey) {
  InputRequests ask;
  ask.roots("key").elicit<Name>("other", "Who?").elicit<Name>("key", "Who?");
  EXPECT_EQ(boost::json::parse(ask.to_json()).as_object().size(), 2U);
  EXPECT_EQ(request(ask).at("method"), Json("elicitation/create"));
}

// ---- Answers ---------------------------------------------------------------------------------------------

// Whether `answer` answers the one question of `ask`.
bool fits(const InputRequests& ask, std::string_view answer) {
  return ask.are_answered(Answers(R"({"key":)" + std::string(answer) + "}"));
}

TEST(AnswersTest, AreNoneForTextThatIsNoObject) {
  for (const char* const json : {"", "null", "[]", "{", "7"}) EXPECT_FALSE(Answers(json).has("key")) << json;
  EXPECT_TRUE(Answers(R"({"key":null})").has("key"));
}

TEST(AnswersTest, FitAFormThatWasAccepted) {
  const InputRequests ask = InputRequests().elicit<Name>("key", "Who?");
  EXPECT_TRUE(fits(ask, R"({"action":"accept","content":{"name":"Ann"}})"));
  EXPECT_TRUE(fits(ask, R"({"action":"accept","content":{"name":"Ann","extra":1}})"));
}

TEST(AnswersTest, FitAFormThatWasDeclinedOrCancelled) {
  const InputRequests ask = InputRequests().elicit<Name>("key", "Who?");
  EXPECT_TRUE(fits(ask, R"({"action":"decline"})"));
  EXPECT_TRUE(fits(ask, R"({"action":"cancel","content":{}})"));
}

TEST(AnswersTest, DoNotFitAFormWhenMalformed) {
  const InputRequests ask = InputRequests().elicit<Name>("key", "Who?");
  for (const char* const answer :
       {"null", "12345", "{}", R"({"action":"agree"})", R"({"action":1})", R"({"action":"accept"})",
        R"({"action":"accept","content":{}})", R"({"action":"accept","content":[]})",
        R"({"action":"accept","content":{"name":1}})"}) {
    EXPECT_FALSE(fits(ask, answer)) << answer;
  }
}

TEST(AnswersTest, DoNotFitAFormWhoseConstraintsTheyBreak) {
  const InputRequests ask = InputRequests().elicit<Code>("key", "Which?");
  EXPECT_TRUE(fits(ask, R"({"action":"accept","content":{"code":"abc","size":"l"}})"));
  EXPECT_FALSE(fits(ask, R"({"action":"accept","content":{"code":"abcd","size":"l"}})"));
  EXPECT_FALSE(fits(ask, R"({"action":"accept","content":{"code":"abc","size":"xl"}})"));
}

TEST(AnswersTest, FitAFormOfOptionalFieldsWithoutContent) {
  EXPECT_TRUE(fits(InputRequests().elicit<Comment>("key", "Why?"), R"({"action":"accept"})"));
}

TEST(AnswersTest, FitAModelsMessage) {
  const InputRequests ask = InputRequests().sample("key", {Messages().user("Why?")});
  EXPECT_TRUE(fits(ask, R"({"role":"assistant","content":{"type":"text","text":"x"},"model":"m"})"));
  EXPECT_FALSE(fits(ask, R"({"role":"assistant"})"));
  EXPECT_FALSE(fits(ask, R"({"content":{"type":"text","text":"x"}})"));
  EXPECT_FALSE(fits(ask, R"({"role":"assistant","content":"x"})"));
}

TEST(AnswersTest, FitRoots) {
  const InputRequests ask = InputRequests().roots("key");
  EXPECT_TRUE(fits(ask, R"({"roots":[]})"));
  EXPECT_TRUE(fits(ask, R"({"roots":[{"uri":"file:///a"}]})"));
  EXPECT_FALSE(fits(ask, R"({"roots":[{"name":"a"}]})"));
  EXPECT_FALSE(fits(ask, R"({"roots":{}})"));
}

TEST(AnswersTest, GiveTheFormAndWhatBecameOfIt) {
  const Answers answers(R"({"yes":{"action":"accept","content":{"name":"Ann"}},"no":{"action":"decline"}})");
  EXPECT_EQ(answers.elicited<Name>("yes").action, Action::Accept);
  EXPECT_EQ(answers.elicited<Name>("yes").value->name, "Ann");
  EXPECT_EQ(answers.elicited<Name>("no").action, Action::Decline);
  EXPECT_FALSE(answers.elicited<Name>("no").value.has_value());
  EXPECT_EQ(answers.elicited("yes").value->at("name"), Json("Ann"));
}

TEST(AnswersTest, GiveWhatTheModelSaid) {
  const Answers answers(R"({"one":{"role":"assistant","content":{"type":"text","text":"a"}},
      "many":{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"image","data":""},
      {"type":"text","text":"b"}]}})");
  EXPECT_EQ(answers.sampled("one").at("role"), Json("assistant"));
  EXPECT_EQ(answers.sampled_text("one"), "a");
  EXPECT_EQ(answers.sampled_text("many"), "ab");
}

TEST(AnswersTest, GiveTheRoots) {
  const auto roots =
      Answers(R"({"key":{"roots":[{"uri":"file:///a","name":"A"},{"uri":"file:///b"}]}})").roots("key");
  ASSERT_EQ(roots.size(), 2U);
  EXPECT_EQ(roots[0].name, "A");
  EXPECT_EQ(roots[1].uri, "file:///b");
}

TEST(AnswersTest, ThrowInvalidArgumentForWhatWasNotAnswered) {
  const Answers answers(R"({"key":7})");
  const auto status = [](auto read) {
    try {
      (void)read();
    } catch (const fairlead::Error& error) {
      EXPECT_NE(std::string(error.what()).find("key"), std::string::npos) << error.what();
      return error.status();
    }
    return FAIRLEAD_OK;
  };
  EXPECT_EQ(status([&] { return answers.elicited<Name>("key"); }), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(status([&] { return answers.elicited("key"); }), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(status([&] { return answers.sampled("key"); }), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(status([&] { return answers.roots("key"); }), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(status([&] { return answers.raw("other key"); }), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(answers.raw("key"), Json(7));
}

// ---- Rounds ----------------------------------------------------------------------------------------------

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  std::string greet(const Nothing&, Call& call) {
    InputRequests ask;
    ask.elicit<Name>("name", "Who?").roots("roots");
    call.require(ask, "asked");
    return "Hello, " + call.answers().elicited<Name>("name").value->name + "!";
  }
  // A confirmation counts only when it came back through the host's seal.
  std::string confirm(const Nothing&, Call& call) {
    InputRequests ask;
    ask.elicit<Name>("name", "Your name confirms it");
    call.require_sealed(ask, "sealed");
    return "confirmed " + std::string(call.state());
  }
  std::string state_only(const Nothing&, Call& call) {
    if (call.state().empty()) call.ask({}, "half");
    return std::string(call.state());
  }
  std::string nothing_asked(const Nothing&, Call& call) { call.ask({}); }
  std::string require_nothing(const Nothing&, Call& call) {
    call.require({});
    return "done";
  }
  std::string caught(const Nothing&, Call& call) {
    try {
      call.require(InputRequests().roots("roots"));
    } catch (const std::exception&) {
      return "caught";
    }
    return "answered";
  }
  std::string prompt(const Name& args, Call&) { return args.name; }
  std::vector<std::string> complete(const fairlead::CompletionRequest&, Call& call) {
    call.require(InputRequests().roots("roots"));
    return {};
  }
};

using fairlead::Tool;
using Asking = fairlead::Provider<
    Client, Nothing, "asking", Tool<&Client::greet, "greet", "Greets">,
    Tool<&Client::confirm, "confirm", "Confirms">, Tool<&Client::state_only, "state_only", "Comes back">,
    Tool<&Client::nothing_asked, "nothing_asked", "Asks nothing">,
    Tool<&Client::require_nothing, "require_nothing", "Needs nothing">,
    Tool<&Client::caught, "caught", "Catches">, fairlead::Prompt<&Client::prompt, "prompt", "Names">,
    fairlead::Completion<&Client::complete, "prompt", "name">>;

class RoundsTest : public testing::Test {
 protected:
  ~RoundsTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }
  const boost::json::object ann_{{"action", "accept"}, {"content", {{"name", "Ann"}}}};
  const boost::json::object no_roots_{{"roots", boost::json::array()}};
  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_,
                                        fairlead::Plugin<"com.example.asking", "1.0.0", Asking>::table()};
  fairlead::testing::TestClient client_ = plugin_.provider().bind({}).connect();
};

TEST_F(RoundsTest, AsksThenAnswers) {
  const auto asked = client_.call("greet");
  ASSERT_TRUE(asked.is_input_required());
  EXPECT_EQ(asked.request_state(), "asked");
  const auto again = asked.answered_with({{"name", ann_}, {"roots", no_roots_}});
  EXPECT_EQ(client_.call("greet", {}, again).text(), "Hello, Ann!");
}

// The next round brings the answers to this one only, so asking for the rest alone would lose the others.
TEST_F(RoundsTest, AsksEverythingAgainWhenOneAnswerIsMissing) {
  const auto asked = client_.call("greet");
  const auto again = client_.call("greet", {}, asked.answered_with({{"name", ann_}}));
  ASSERT_TRUE(again.is_input_required());
  EXPECT_EQ(again.input_requests().size(), 2U);
}

TEST_F(RoundsTest, AsksAgainWhenAnAnswerIsMalformed) {
  const auto asked = client_.call("greet");
  const auto again = asked.answered_with({{"name", 12345}, {"roots", no_roots_}});
  EXPECT_TRUE(client_.call("greet", {}, again).is_input_required());
}

TEST_F(RoundsTest, TakesAConfirmationThroughTheSeal) {
  const auto sealed = client_.call("confirm").answered_with({{"name", ann_}});
  EXPECT_EQ(client_.call("confirm", {}, sealed).text(), "confirmed sealed");
}

TEST_F(RoundsTest, AsksAgainForAConfirmationWithoutTheSeal) {
  auto made_up = client_.call("confirm").answered_with({{"name", ann_}});
  made_up.is_sealed = false;
  EXPECT_TRUE(client_.call("confirm", {}, made_up).is_input_required());
}

TEST_F(RoundsTest, AsksAgainForAConfirmationOfSomethingElse) {
  auto of_another = client_.call("confirm").answered_with({{"name", ann_}});
  of_another.state = "another";
  EXPECT_TRUE(client_.call("confirm", {}, of_another).is_input_required());
}

TEST_F(RoundsTest, ComesBackWithStateAlone) {
  const auto half = client_.call("state_only");
  EXPECT_EQ(half.json_text(), R"({"requestState":"half"})");
  EXPECT_EQ(client_.call("state_only", {}, half.answered_with({})).text(), "half");
}

TEST_F(RoundsTest, FailsWhenNothingIsAsked) {
  EXPECT_EQ(client_.call("nothing_asked").status(), FAIRLEAD_INTERNAL);
}

TEST_F(RoundsTest, GoesOnWhenNothingIsRequired) { EXPECT_EQ(client_.call("require_nothing").text(), "done"); }

TEST_F(RoundsTest, PassesByHandlersOfStandardExceptions) {
  EXPECT_TRUE(client_.call("caught").is_input_required());
}

TEST_F(RoundsTest, FailsWhenACompletionAsks) {
  EXPECT_EQ(client_.complete("prompt", "name", "").status(), FAIRLEAD_INTERNAL);
}

}  // namespace input_test
