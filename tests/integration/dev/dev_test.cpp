// `fairlead dev` with real plugins: a file built anew, a provider on the event loop, one that hangs, Ctrl-C.
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "program.hpp"

namespace fairlead::test {
namespace {

namespace fs = std::filesystem;

const std::string kPlugins = FAIRLEAD_TEST_BUILD_DIR "/lib/tests/";
const std::string kExamples = FAIRLEAD_TEST_BUILD_DIR "/lib/examples/";

bool contains(const boost::json::value& answer, std::string_view part) {
  return serialize(answer).find(part) != std::string::npos;
}

class DevTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        fs::path(::testing::TempDir()) / (std::string("dev_") + test->name() + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // As a linker does it: another file in its place.
  void put(const std::string& plugin) const {
    fs::copy_file(plugin, folder_ / "new.so");
    fs::rename(folder_ / "new.so", file());
  }
  [[nodiscard]] std::string file() const { return (folder_ / "plugin.so").string(); }

  fs::path folder_;
};

TEST_F(DevTest, ServesAPluginWithASecret) {
  std::ofstream(folder_ / "notes") << "open sesame\n";
  std::ofstream(folder_ / "config.json")
      << boost::json::object{{"file", (folder_ / "notes").string()}, {"password", "open sesame"}};
  RunningProgram dev({"dev", kExamples + "hello.so", "--config", (folder_ / "config.json").string()});
  EXPECT_EQ(dev.ask(R"(add note="one two")").at("ok"), true);
  const auto listed = dev.ask(R"({"id":1,"tool":"list"})");
  EXPECT_EQ(listed.at("result").at("structuredContent").at("notes"), boost::json::array{"one two"});
  EXPECT_EQ(dev.end(), 0);
}

TEST_F(DevTest, LoadsAFileThatWasBuiltAnewAsANewGeneration) {
  put(kPlugins + "sample.so");
  RunningProgram dev({"dev", file()});
  EXPECT_EQ(dev.ask("/list").at("ok"), true);
  put(kPlugins + "sample_next.so");
  const auto changed = dev.ask("/list");
  EXPECT_TRUE(contains(changed, "generation 2")) << changed;
  EXPECT_TRUE(contains(changed, "2.0.0")) << changed;
  put(kPlugins + "sample.so");  // Back again: the content was mapped before, and has no user any more.
  EXPECT_TRUE(contains(dev.ask("/list"), "generation 3"));
  EXPECT_EQ(dev.end(), 0);
}

TEST_F(DevTest, GoesOnWithTheOldFileWhenTheNewOneCrashes) {
  put(kPlugins + "sample.so");
  RunningProgram dev({"dev", file()});
  EXPECT_EQ(dev.ask("/list").at("ok"), true);
  put(kPlugins + "sample_crash.so");
  const auto refused = dev.ask("/list");
  EXPECT_EQ(refused.at("ok"), true);
  EXPECT_TRUE(contains(refused, "generation 1 goes on")) << refused;
  EXPECT_EQ(dev.end(), 0);
}

TEST_F(DevTest, ServesAProviderOnTheEventLoop) {
  RunningProgram dev({"dev", kPlugins + "faulty/async_twice.so"});
  const auto served = dev.ask("echo");
  EXPECT_EQ(served.at("ok"), true) << served;
  EXPECT_EQ(dev.ask("echo").at("ok"), true);
  EXPECT_EQ(dev.end(), 0);
}

TEST_F(DevTest, SaysThatAnAsynchronousCallNeverEndedAndGoesOn) {
  RunningProgram dev({"dev", kPlugins + "faulty/async_never.so"});
  const auto given_up = dev.ask(R"({"tool":"echo","timeout_ms":50})");
  EXPECT_TRUE(contains(given_up, "never ended the call")) << given_up;
  EXPECT_EQ(given_up.at("misbehaviours"), 1);
  EXPECT_EQ(dev.ask("/list").at("ok"), true);
}

TEST_F(DevTest, GivesUpACallThatHangsAfterItsDeadline) {
  RunningProgram dev({"dev", kPlugins + "faulty/hang_in_invoke.so"});
  const auto given_up = dev.ask(R"({"tool":"echo","timeout_ms":10})");
  EXPECT_EQ(given_up.at("error").at("code"), "deadline_exceeded") << given_up;
  EXPECT_EQ(given_up.at("error").at("reason"), "stuck");
  EXPECT_EQ(dev.ask(R"({"ping":true})").at("ok"), true) << "another client serves the next line";
}

TEST_F(DevTest, GivesUpACallThatHangsWhenInterruptedOnce) {
  RunningProgram dev({"dev", kPlugins + "faulty/hang_in_invoke.so"});
  // The interrupt may come while the thread is there and the provider is not in the call yet: then it is
  // cancelled before it began, and nothing is stuck.
  boost::json::value given_up;
  for (int tries = 0; tries < 20 && !contains(given_up, "stuck"); ++tries) {
    dev.write_line("echo");
    ASSERT_TRUE(dev.has_thread("dev")) << "the call never began";
    dev.interrupt();
    given_up = dev.read_line();
    ASSERT_EQ(given_up.at("error").at("code"), "cancelled") << given_up;
  }
  ASSERT_TRUE(contains(given_up, "stuck")) << given_up;
  EXPECT_EQ(dev.ask("/list").at("ok"), true);
  EXPECT_EQ(dev.end(), 5) << "it ends without the thread that is stuck";
}

TEST_F(DevTest, EndsAtOnceWhenInterruptedTwice) {
  RunningProgram dev({"dev", kPlugins + "faulty/hang_in_invoke.so"});
  dev.write_line("echo");
  ASSERT_TRUE(dev.has_thread("dev"));
  EXPECT_EQ(dev.interrupt_until_end(), 128 + SIGINT);
}

TEST_F(DevTest, EndsWhenInterruptedBetweenCalls) {
  RunningProgram dev({"dev", kPlugins + "sample.so"});
  EXPECT_EQ(dev.ask("/list").at("ok"), true);
  EXPECT_EQ(dev.interrupt_until_end(), 128 + SIGINT);
}

}  // namespace
}  // namespace fairlead::test
