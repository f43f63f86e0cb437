// The configuration that an author tries a plugin with: references are resolved, nothing of a secret is
// repeated.
#include "cli/author_config.hpp"

#include <unistd.h>

#include <fstream>

#include <gtest/gtest.h>

namespace fairlead::cli {
namespace {

class AuthorConfigTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("author_config_") + test->name() + "_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  Result<boost::json::object> read(std::string_view text) const {
    return read_author_config(write("config.json", text), [](const std::string& name) {
      return name == "TOKEN" ? std::optional<std::string>("s3cret") : std::nullopt;
    });
  }

  std::filesystem::path folder_;
};

TEST_F(AuthorConfigTest, TakesValuesAsTheyStand) {
  EXPECT_EQ(*read(R"({"host":"h","token":"in clear","port":5})"),
            (boost::json::object{{"host", "h"}, {"token", "in clear"}, {"port", 5}}));
}

TEST_F(AuthorConfigTest, ReplacesReferencesAtEveryDepth) {
  write("token", "from a file\n");
  EXPECT_EQ(*read(R"({"a":{"b":["${env:TOKEN}"]},"c":"<${file:token}>"})"),
            (boost::json::object{{"a", {{"b", boost::json::array{"s3cret"}}}}, {"c", "<from a file>"}}));
}

TEST_F(AuthorConfigTest, LeavesAnEscapedReference) {
  EXPECT_EQ(read(R"({"a":"$${env:X}"})")->at("a"), "${env:X}");
}

TEST_F(AuthorConfigTest, NamesTheFieldWhoseReferenceIsUnresolved) {
  const auto config = read(R"({"a":{"b":"${env:ABSENT}"}})");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().reason, "secret_unresolved");
  EXPECT_NE(config.error().message.find("a/b: "), std::string::npos) << config.error().message;
}

TEST_F(AuthorConfigTest, RefusesAFileOutsideOfTheConfigurationsFolder) {
  const auto config = read(R"({"a":"${file:../token}"})");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().reason, "bad_reference");
}

TEST_F(AuthorConfigTest, RepeatsNothingOfAMalformedText) {
  const auto config = read(R"({"token":"hunter2 ${env:"})");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message.find("hunter2"), std::string::npos) << config.error().message;
}

TEST_F(AuthorConfigTest, RefusesWhatIsNoObject) {
  EXPECT_EQ(read("[]").error().code, ErrorCode::InvalidArgument);
}

TEST_F(AuthorConfigTest, SaysThatTheFileIsNotThere) {
  EXPECT_EQ(read_author_config(folder_ / "absent", {}).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace fairlead::cli
