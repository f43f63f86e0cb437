// The configuration a check binds with: whole, with its secrets apart.
#include "plugin/contract/sample_config.hpp"

#include <gtest/gtest.h>

#include "base/observe/log.hpp"
#include "plugin/plugin.hpp"
#include "support/fake_plugin.hpp"

namespace fairlead::plugin::contract {
namespace {

namespace bj = boost::json;

class SampleConfigTest : public testing::Test {
 protected:
  const Provider& provider_with(const std::string& schema) {
    fake_.config_schema_json = schema;
    fake_.update();
    auto plugin = Plugin::create(&fake_.api, "fake.so", {clock_, *log_});
    EXPECT_TRUE(plugin) << plugin.error().message;
    plugin_ = *std::move(plugin);
    return *plugin_->providers().front();
  }
  const Provider& provider() {
    return provider_with(R"({"type":"object","required":["host","password"],"properties":{
        "host":{"type":"string"},"port":{"type":"integer","default":80},"note":{"type":"string"},
        "password":{"type":"string","x-fairlead-secret":true},
        "more":{"type":"array","items":{"type":"object","properties":{
            "key":{"type":"string","x-fairlead-secret":true}}}}},"additionalProperties":false})");
  }

  SystemClock clock_;
  std::unique_ptr<Log> log_ = make_null_log();
  fairlead::test::FakePlugin fake_;
  std::shared_ptr<Plugin> plugin_;
};

TEST_F(SampleConfigTest, MakesOneUpWithDefaults) {
  const auto made = make_sample_config(provider(), std::nullopt);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->config, (bj::object{{"host", "any"}, {"port", 80}, {"password", "password"}}));
  EXPECT_EQ(made->secrets.at("password"), kInventedSecret);
}

TEST_F(SampleConfigTest, TakesTheSecretsOutOfTheOneThatWasGiven) {
  const bj::object given{{"host", "db"}, {"password", "s3cret"}, {"more", {{{"key", "k"}}}}};
  const auto made = make_sample_config(provider(), given);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->config.at("password"), "password");
  EXPECT_EQ(made->config.at("more").at(0).at("key"), "more/0/key");
  EXPECT_EQ(made->secrets, (std::map<std::string, std::string>{{"password", "s3cret"}, {"more/0/key", "k"}}));
}

TEST_F(SampleConfigTest, PutsTheCanaryWhereAnyTextMayBeAndNoneMust) {
  const auto made = make_sample_config(provider(), std::nullopt, "canary");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->config.at("note"), "canary");
  EXPECT_EQ(made->config.at("host"), "any");
  EXPECT_EQ(made->secrets.at("password"), kInventedSecret);
}

TEST_F(SampleConfigTest, RefusesWhatDoesNotFitTheSchema) {
  const auto made = make_sample_config(provider(), bj::object{{"host", 5}});
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("host: "), std::string::npos) << made.error().message;
}

const std::map<std::string, std::string> kValues{{"password", "s3cret"}};

TEST(SampleSecretsTest, GivesTheValueByItsName) {
  const SampleSecrets secrets(kValues);
  std::string seen;
  ASSERT_TRUE(secrets.read("password", [&seen](std::string_view value) { seen = value; }));
  EXPECT_EQ(seen, "s3cret");
  EXPECT_EQ(secrets.reads(), 1U);
}

TEST(SampleSecretsTest, HasNoOther) {
  const SampleSecrets secrets(kValues);
  EXPECT_EQ(secrets.read("token", [](std::string_view) {}).error().code, ErrorCode::NotFound);
}

TEST(SampleSecretsTest, FailsFromTheReadItWasToldTo) {
  const SampleSecrets secrets(kValues, 1);
  EXPECT_TRUE(secrets.read("password", [](std::string_view) {}));
  EXPECT_FALSE(secrets.read("password", [](std::string_view) {}));
}

TEST(SampleSecretsTest, SaysBeforehandThatAllIsWell) { EXPECT_TRUE(SampleSecrets({}, 0).check()); }

}  // namespace
}  // namespace fairlead::plugin::contract
