// Results on their way out.
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace result_test {

using fairlead::Call;
using fairlead::Json;
using fairlead::Nothing;

enum class Level { Low, High };
BOOST_DESCRIBE_ENUM(Level, Low, High)

struct Everything {
  bool flag = true;
  int number = -1;
  std::int64_t big = 9007199254740993;
  double real = 0.1;
  std::string text = "a\"b\\c\n\x01\xC3\xA9";
  Level level = Level::High;
  std::vector<bool> bits = {true, false};
  std::vector<int> none;
  std::map<std::string, int> scores = {{"x", 1}};
  std::optional<int> absent;
  fairlead::Arg<std::optional<int>, "Present"> present = 2;
  Json anything = {{"k", nullptr}};
  boost::json::array rows = {1, "two"};
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (flag, number, big, real, text, level, bits, none, scores, absent, present, anything,
                       rows))
struct Number {
  double value;
};
BOOST_DESCRIBE_STRUCT(Number, (), (value))
struct OneLevel {
  Level level;
};
BOOST_DESCRIBE_STRUCT(OneLevel, (), (level))

struct Client {
  static Client connect(const Nothing&, fairlead::Context&) { return {}; }
  Everything everything(const Nothing&, Call&) { return {}; }
  std::string text(const Nothing&, Call&) { return "one \"two\""; }
  void nothing(const Nothing&, Call&) {}
  boost::json::object raw(const Nothing&, Call&) { return {{"free", "form"}}; }
  Number not_finite(const Nothing&, Call&) { return {std::numeric_limits<double>::infinity()}; }
  OneLevel no_enumerator(const Nothing&, Call&) { return {static_cast<Level>(9)}; }
  boost::json::object large(const Nothing&, Call&) { return {{"text", std::string(100'000, 'x')}}; }
};

using Results = fairlead::Plugin<
    "com.example.results", "1.0.0",
    fairlead::Provider<
        Client, Nothing, "results", fairlead::Tool<&Client::everything, "everything", "All types">,
        fairlead::Tool<&Client::text, "text", "Text">, fairlead::Tool<&Client::nothing, "nothing", "None">,
        fairlead::Tool<&Client::raw, "raw", "Any object">,
        fairlead::Tool<&Client::not_finite, "not_finite", "Infinity">,
        fairlead::Tool<&Client::no_enumerator, "no_enumerator", "A value without a name">,
        fairlead::Tool<&Client::large, "large", "Much">>>;

class ResultTest : public testing::Test {
 protected:
  ResultTest() {
    host_.on_misbehaviour([](const std::string& sentence) { ADD_FAILURE() << sentence; });
  }
  Json result_of(const char* tool) { return client_.call(tool).json(); }

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_, Results::table()};
  fairlead::testing::TestClient client_ = plugin_.provider().bind({}).connect();
};

TEST_F(ResultTest, EncodesEveryTypeOfField) {
  EXPECT_EQ(result_of("everything").at("structuredContent"),
            boost::json::parse(R"({"flag":true,"number":-1,"big":9007199254740993,"real":0.1,
                "text":"a\"b\\c\n\u0001é","level":"High","bits":[true,false],"none":[],"scores":{"x":1},
                "present":2,"anything":{"k":null},"rows":[1,"two"]})"));
}

TEST_F(ResultTest, RepeatsAStructAsOneTextBlock) {
  const Json result = result_of("everything");
  const auto& content = result.at("content").as_array();
  ASSERT_EQ(content.size(), 1U);
  EXPECT_EQ(content[0].at("type"), Json("text"));
  EXPECT_EQ(boost::json::parse(content[0].at("text").as_string()), result.at("structuredContent"));
}

TEST_F(ResultTest, GivesTextAsOneBlockAndNothingElse) {
  EXPECT_EQ(result_of("text"), boost::json::parse(R"({"content":[{"type":"text","text":"one \"two\""}]})"));
}

TEST_F(ResultTest, GivesVoidAsNoContent) {
  EXPECT_EQ(result_of("nothing"), boost::json::parse(R"({"content":[]})"));
}

TEST_F(ResultTest, GivesAnObjectAsStructuredContent) {
  EXPECT_EQ(result_of("raw").at("structuredContent"), boost::json::parse(R"({"free":"form"})"));
}

TEST_F(ResultTest, EncodesDocumentsLargerThanOneChunk) {
  EXPECT_EQ(result_of("large").at("structuredContent").at("text").as_string().size(), 100'000U);
}

TEST_F(ResultTest, FailsWhenANumberIsNotFinite) {
  const auto result = client_.call("not_finite");
  EXPECT_EQ(result.status(), FAIRLEAD_INTERNAL);
  EXPECT_NE(result.message().find("not finite"), std::string::npos) << result.message();
}

TEST_F(ResultTest, FailsWhenAnEnumeratorHasNoName) {
  EXPECT_EQ(client_.call("no_enumerator").status(), FAIRLEAD_INTERNAL);
}

}  // namespace result_test
