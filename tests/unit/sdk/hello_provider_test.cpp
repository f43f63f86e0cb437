// The example, as its README uses it: it has to stay a good example.
#include "../../../examples/hello_provider/hello_provider.cpp"  // NOLINT(bugprone-suspicious-include)

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "support/fake_host.hpp"

namespace hello_provider_test {

class HelloProviderTest : public testing::Test {
 protected:
  HelloProviderTest()
      : path_(std::filesystem::path(testing::TempDir()) / ("notes." + std::to_string(::getpid()))),
        tested_(host_, fairlead_plugin_main_v1()) {
    std::ofstream(path_) << "open sesame\n";
    host_.secrets[{1, "password"}] = "open sesame";
  }
  ~HelloProviderTest() override { std::filesystem::remove(path_); }

  bool connect() {
    const std::string config = boost::json::serialize(
        boost::json::value{{"file", path_.string()}, {"password", "password"}, {"list_max", 2}});
    return tested_.bind(config) && tested_.connect();
  }
  boost::json::value list() {
    const auto result = boost::json::parse(tested_.call("list", "{}").result_json);
    EXPECT_TRUE(tested_.reset());
    return result.at("structuredContent").at("notes");
  }
  const fairlead::test::Outcome& add(const std::string& note) {
    const auto& outcome = tested_.call("add", boost::json::serialize(boost::json::value{{"note", note}}));
    EXPECT_TRUE(tested_.reset());
    return outcome;
  }

  std::filesystem::path path_;
  fairlead::test::FakeHost host_;
  fairlead::test::ProviderUnderTest tested_;
};

TEST_F(HelloProviderTest, ListsWhatWasAdded) {
  ASSERT_TRUE(connect());
  EXPECT_EQ(list(), boost::json::parse("[]"));
  EXPECT_EQ(add("one").outcome, FAIRLEAD_OUT_RESULT);
  EXPECT_EQ(list(), boost::json::parse(R"(["one"])"));
}

TEST_F(HelloProviderTest, ListsNoMoreThanTheConfigurationAllows) {
  ASSERT_TRUE(connect());
  for (const char* note : {"one", "two", "three"}) add(note);
  EXPECT_EQ(list(), boost::json::parse(R"(["one","two"])"));
}

TEST_F(HelloProviderTest, ExplainsToTheModelWhyItRefusesSeveralLines) {
  ASSERT_TRUE(connect());
  EXPECT_EQ(add("one\ntwo").outcome, FAIRLEAD_OUT_TOOL_ERROR);
  EXPECT_EQ(list(), boost::json::parse("[]"));
}

TEST_F(HelloProviderTest, RefusesAnotherPassword) {
  host_.secrets[{1, "password"}] = "open barley";
  EXPECT_FALSE(connect());
  EXPECT_EQ(tested_.last_status, FAIRLEAD_UNAUTHENTICATED);
  EXPECT_EQ(tested_.error.flags, FAIRLEAD_ERR_BINDING_BAD);
}

TEST_F(HelloProviderTest, SaysThatItCannotReadTheFile) {
  std::filesystem::remove(path_);
  EXPECT_FALSE(connect());
  EXPECT_EQ(tested_.last_status, FAIRLEAD_UNAVAILABLE);
}

}  // namespace hello_provider_test
