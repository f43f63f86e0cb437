// The check of a configuration beyond its schema, by itself and at bind.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk.hpp"
#include "fairlead/testing.hpp"

namespace check_config_test {

using fairlead::ConfigCheck;
using fairlead::Json;
using fairlead::testing::FieldError;

struct Config {
  int port = 80;
  int admin_port = 81;
  std::string name = "x";
};
BOOST_DESCRIBE_STRUCT(Config, (), (port, admin_port, name))

struct Client {
  static Client connect(const Config&, fairlead::Context&) { return {}; }
  static void check(const Config& config, ConfigCheck& check) {
    if (config.name == "throw") throw std::runtime_error("surprise");
    if (config.port == config.admin_port) check.refuse("/port", "must differ from admin_port");
    if (config.name.empty()) check.refuse("/name", "say a name");
    if (config.name == "whole") check.refuse("", "contradicts itself");
  }
};
using Checked = fairlead::Plugin<"com.example.check", "1.0.0", fairlead::Provider<Client, Config, "check">>;

class CheckConfigTest : public testing::Test {
 protected:
  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_{host_, Checked::table()};
  fairlead::testing::TestProvider provider_ = plugin_.provider();
};

TEST_F(CheckConfigTest, FindsNothingInAGoodConfiguration) {
  EXPECT_EQ(provider_.check({}), std::vector<FieldError>());
  EXPECT_FALSE(provider_.bind({}).refused());
}

TEST_F(CheckConfigTest, FindsEveryFault) {
  EXPECT_EQ(provider_.check({{"port", 81}, {"name", ""}}),
            (std::vector<FieldError>{{"/port", "must differ from admin_port"}, {"/name", "say a name"}}));
  EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
}

TEST_F(CheckConfigTest, RefusesToBindWithEveryFault) {
  auto binding = provider_.bind({{"port", 81}, {"name", ""}});
  EXPECT_TRUE(binding.refused());
  EXPECT_EQ(binding.status(), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(binding.message(), "config: /port: must differ from admin_port; /name: say a name");
  EXPECT_EQ(Json(binding.detail()), boost::json::parse(R"({"fields":[
      {"path":"/port","message":"must differ from admin_port"},{"path":"/name","message":"say a name"}]})"));
}

TEST_F(CheckConfigTest, RefusesTheConfigurationAsAWhole) {
  EXPECT_EQ(provider_.check({{"name", "whole"}}), (std::vector<FieldError>{{"", "contradicts itself"}}));
  EXPECT_EQ(provider_.bind({{"name", "whole"}}).message(), "config: contradicts itself");
}

TEST_F(CheckConfigTest, ReportsAConfigurationThatDoesNotDecode) {
  const auto found = provider_.check({{"port", "eighty"}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "port: expected integer, got string");
}

TEST_F(CheckConfigTest, ContainsWhatTheCheckThrows) {
  const auto* api = static_cast<const fairlead_check_config_api*>(
      provider_.api().get_extension(FAIRLEAD_EXT_CHECK_CONFIG_1));
  std::string message;
  const std::string config = R"({"name":"throw"})";
  const fairlead_status status = api->check(
      nullptr, fairlead::detail::borrow(config),
      [](void* user, fairlead_str, fairlead_str text) noexcept {
        static_cast<std::string*>(user)->assign(text.data, static_cast<std::size_t>(text.size));
      },
      &message);
  EXPECT_EQ(status, FAIRLEAD_INTERNAL);
  EXPECT_NE(message.find("surprise"), std::string::npos) << message;
}

}  // namespace check_config_test
