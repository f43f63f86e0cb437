// Prompts and completions.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace prompt_test {

using fairlead::Arg;
using fairlead::Bytes;
using fairlead::Call;
using fairlead::CompletionRequest;
using fairlead::Content;
using fairlead::Json;
using fairlead::Messages;
using fairlead::Nothing;
using fairlead::Prompt;

struct Args {
  Arg<std::string, "What to review", fairlead::Title{"Code"}> code;
  Arg<int, "How deep", fairlead::Default{1}> depth;
  std::optional<bool> is_strict;
};
BOOST_DESCRIBE_STRUCT(Args, (), (code, depth, is_strict))
struct Id {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(Id, (), (id))

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  std::string simple(const Nothing&, Call&) { return "simple"; }
  Messages review(const Args& args, Call&) {
    const std::string text = *args.code + "/" + std::to_string(args.depth) + "/" +
                             (args.is_strict ? (*args.is_strict ? "strict" : "lenient") : "unset");
    return Messages()
        .description("A review")
        .user(Content(text).image(Bytes{"abc"}, "image/png"))
        .assistant("ok");
  }
  std::string read(const Id& vars, Call&) { return vars.id; }
  std::vector<std::string> codes(const CompletionRequest& request, Call&) {
    std::vector<std::string> values;
    const int count = request.value.empty() ? 0 : std::stoi(request.value);
    for (int i = 0; i < count; ++i) values.push_back("v" + std::to_string(i));
    for (const auto& [name, value] : request.others) values.push_back(name + "=" + value);
    return values;
  }
};

using Prompts =
    fairlead::Provider<Client, Nothing, "prompts", Prompt<&Client::simple, "simple", "Says something">,
                       Prompt<&Client::review, "review", "Reviews code", fairlead::title<"Review">>,
                       fairlead::ResourceTemplate<&Client::read, "test://x/{id}", "x", "X">,
                       fairlead::Completion<&Client::codes, "review", "code">,
                       fairlead::Completion<&Client::codes, "test://x/{id}", "id">>;

class PromptTest : public testing::Test {
 protected:
  ~PromptTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }
  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_,
                                        fairlead::Plugin<"com.example.prompts", "1.0.0", Prompts>::table()};
  fairlead::testing::TestClient client_ = plugin_.provider().bind({}).connect();
  boost::json::object catalog_ = plugin_.provider().catalog();
};
using CompletionTest = PromptTest;

TEST_F(PromptTest, ShowsAPromptWithoutArguments) {
  EXPECT_EQ(catalog_.at("prompts").at(0),
            boost::json::parse(R"({"name":"simple","description":"Says something"})"));
}

TEST_F(PromptTest, ShowsTheArgumentsOfAPrompt) {
  EXPECT_EQ(catalog_.at("prompts").at(1), boost::json::parse(R"({"name":"review","description":"Reviews code",
      "title":"Review","arguments":[{"name":"code","title":"Code","description":"What to review","required":true},
      {"name":"depth","description":"How deep","required":false},{"name":"is_strict","required":false}]})"));
}

TEST_F(PromptTest, GivesTextAsOneMessageOfTheUser) {
  EXPECT_EQ(client_.prompt("simple").json_text(),
            R"({"messages":[{"role":"user","content":{"type":"text","text":"simple"}}]})");
}

TEST_F(PromptTest, GivesEachBlockAsAMessageOfItsOwn) {
  EXPECT_EQ(Json(client_.prompt("review", {{"code", "c"}}).json()),
            boost::json::parse(R"({"description":"A review",
      "messages":[{"role":"user","content":{"type":"text","text":"c/1/unset"}},
      {"role":"user","content":{"type":"image","data":"YWJj","mimeType":"image/png"}},
      {"role":"assistant","content":{"type":"text","text":"ok"}}]})"));
}

TEST_F(PromptTest, ReadsNumbersAndBoolsFromText) {
  const auto result = client_.prompt("review", {{"code", "5"}, {"depth", "3"}, {"is_strict", "false"}});
  EXPECT_EQ(result.messages().at(0).at("content").at("text"), Json("5/3/lenient"));
}

TEST_F(PromptTest, FailsWithInvalidArgumentWhenTextIsNoNumber) {
  EXPECT_EQ(client_.prompt("review", {{"code", "c"}, {"depth", "deep"}}).status(), FAIRLEAD_INVALID_ARGUMENT);
}

TEST_F(PromptTest, FailsWithInvalidArgumentWithoutARequiredArgument) {
  EXPECT_EQ(client_.prompt("review").message(), "code: required field is missing");
}

// ---- Completions -----------------------------------------------------------------------------------------

TEST_F(CompletionTest, TellsTheHostWhatCanBeCompleted) {
  EXPECT_EQ(catalog_.at("_meta").at("dev.fairlead/completes"), boost::json::parse(R"([
      {"ref":{"type":"ref/prompt","name":"review"},"argument":"code"},
      {"ref":{"type":"ref/resource","uri":"test://x/{id}"},"argument":"id"}])"));
}

TEST_F(CompletionTest, CompletesAnArgumentOfAPrompt) {
  EXPECT_EQ(client_.complete("review", "code", "2").json_text(),
            R"({"completion":{"values":["v0","v1"],"total":2,"hasMore":false}})");
}

TEST_F(CompletionTest, CompletesAVariableOfATemplate) {
  EXPECT_EQ(client_.complete("test://x/{id}", "id", "1").json_text(),
            R"({"completion":{"values":["v0"],"total":1,"hasMore":false}})");
}

TEST_F(CompletionTest, IsToldTheOtherArguments) {
  const auto result = client_.complete("review", "code", "", {{"depth", "3"}});
  EXPECT_EQ(result.completion().at("values"), boost::json::parse(R"(["depth=3"])"));
}

TEST_F(CompletionTest, GivesAllValuesAtTheLimit) {
  const auto result = client_.complete("review", "code", "100");
  EXPECT_EQ(result.completion().at("values").as_array().size(), 100U);
  EXPECT_EQ(result.completion().at("hasMore"), Json(false));
}

TEST_F(CompletionTest, GivesTheFirstHundredAndHowManyThereAre) {
  const auto result = client_.complete("review", "code", "101");
  EXPECT_EQ(result.completion().at("values").as_array().size(), 100U);
  EXPECT_EQ(result.completion().at("total"), Json(101));
  EXPECT_EQ(result.completion().at("hasMore"), Json(true));
}

TEST_F(CompletionTest, HasNoSuggestionsForAnArgumentNobodyCompletes) {
  EXPECT_EQ(client_.complete("review", "depth", "1").json_text(),
            R"({"completion":{"values":[],"total":0,"hasMore":false}})");
}

TEST_F(CompletionTest, FailsWithInvalidArgumentWhenTheParamsLackSomething) {
  const auto message = [this](const char* params) {
    const auto result = client_.run({FAIRLEAD_KIND_COMPLETION, "", params});
    EXPECT_EQ(result.status(), FAIRLEAD_INVALID_ARGUMENT);
    return result.message();
  };
  EXPECT_EQ(message(R"({"argument":{}})"), "ref: required field is missing");
  EXPECT_EQ(message(R"({"ref":{"type":"ref/prompt","name":"review"}})"),
            "argument: required field is missing");
  EXPECT_EQ(message(R"({"ref":{"type":"ref/prompt"},"argument":{}})"), "ref.name: required field is missing");
  EXPECT_EQ(message(R"({"ref":{"type":"ref/resource","name":"x"},"argument":{}})"),
            "ref.uri: required field is missing");
  EXPECT_EQ(message(R"({"ref":{"type":"ref/prompt","name":"review"},"argument":{"name":"code","value":7}})"),
            "argument.value: expected string, got number");
  EXPECT_EQ(message(R"({"ref":[],"argument":{}})"), "ref: expected object, got array");
}

}  // namespace prompt_test
