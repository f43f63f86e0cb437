// The example, as its README uses it: it has to stay a good example. Built by fairlead_add_plugin_test, as an
// author's own test is; the first test is the example of fairlead/testing.hpp.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/testing.hpp"

namespace hello_provider_test {

using Notes = boost::json::array;

class HelloProviderTest : public testing::Test {
 protected:
  HelloProviderTest()
      : path_(std::filesystem::path(testing::TempDir()) / ("notes." + std::to_string(::getpid()))) {
    std::ofstream(path_) << "open sesame\n";
    host_.set_secret("the password", "open sesame");
    host_.on_misbehaviour([](const std::string& sentence) { ADD_FAILURE() << sentence; });
  }
  ~HelloProviderTest() override { std::filesystem::remove(path_); }

  fairlead::testing::TestClient connect() {
    return plugin_.provider("hello")
        .bind({{"file", path_.string()}, {"password", "the password"}, {"list_max", 2}})
        .connect();
  }

  std::filesystem::path path_;
  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_, fairlead_plugin_main_v1()};
};

TEST_F(HelloProviderTest, IsTestedAsTheHeaderSays) {
  const std::string path = path_.string();
  fairlead::testing::FakeHost host;
  host.set_secret("the password", "open sesame");
  fairlead::testing::FakePlugin plugin(host, fairlead_plugin_main_v1());
  auto binding = plugin.provider("hello").bind({{"file", path}, {"password", "the password"}});
  auto client = binding.connect();
  auto added = client.call("add", {{"note", "one"}});
  EXPECT_TRUE(added.is_ok()) << added.summary();
  EXPECT_EQ(client.call("list").structured().at("notes"), boost::json::array({"one"}));
  EXPECT_TRUE(client.call("add", {{"note", "one\ntwo"}}).is_tool_error());
  plugin.end();
  EXPECT_EQ(host.misbehaviours(), std::vector<std::string>());
}

TEST_F(HelloProviderTest, ListsWhatWasAdded) {
  auto client = connect();
  EXPECT_EQ(client.call("list").structured().at("notes"), Notes());
  EXPECT_TRUE(client.reset());
  EXPECT_TRUE(client.call("add", {{"note", "one"}}).is_ok());
  EXPECT_TRUE(client.reset());
  EXPECT_EQ(client.call("list").structured().at("notes"), Notes({"one"}));
}

TEST_F(HelloProviderTest, ListsNoMoreThanTheConfigurationAllows) {
  auto client = connect();
  for (const char* note : {"one", "two", "three"}) EXPECT_TRUE(client.call("add", {{"note", note}}).is_ok());
  EXPECT_EQ(client.call("list").structured().at("notes"), Notes({"one", "two"}));
}

TEST_F(HelloProviderTest, ExplainsToTheModelWhyItRefusesSeveralLines) {
  auto client = connect();
  EXPECT_EQ(client.call("add", {{"note", "one\ntwo"}}).text(), "a note is one line");
  EXPECT_EQ(client.call("list").structured().at("notes"), Notes());
}

TEST_F(HelloProviderTest, RefusesAnotherPassword) {
  host_.set_secret("the password", "open barley");
  const auto client = connect();
  EXPECT_EQ(client.status(), FAIRLEAD_UNAUTHENTICATED);
  EXPECT_EQ(client.flags(), FAIRLEAD_ERR_BINDING_BAD);
}

TEST_F(HelloProviderTest, SaysThatItCannotReadTheFile) {
  std::filesystem::remove(path_);
  EXPECT_EQ(connect().status(), FAIRLEAD_UNAVAILABLE);
}

}  // namespace hello_provider_test
