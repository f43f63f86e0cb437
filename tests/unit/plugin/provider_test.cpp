// What a provider's table must say beside its catalog, and its check of configurations.
#include "plugin/provider.hpp"

#include "unit/plugin/binding_fixture.hpp"

namespace fairlead::plugin {
namespace {

class ProviderTest : public testing_parts::BindingTest {
 protected:
  Result<std::shared_ptr<Plugin>> create() { return Plugin::create(&fake_.api, "fake.so", {clock_, log_}); }
  Error refusal_with_schema(const std::string& schema) {
    fake_.config_schema_json = schema;
    fake_.update();
    auto plugin = create();
    EXPECT_FALSE(plugin);
    return plugin ? Error() : plugin.error();
  }
  std::vector<json::FieldError> check(const boost::json::object& config) {
    fake_.has_check_config = true;
    load();
    return plugin_->providers()[0]->check_config(config);
  }
};

TEST_F(ProviderTest, WantsAnObjectSchemaForItsConfiguration) {
  EXPECT_NE(refusal_with_schema(R"({"type":"string"})").message.find("object"), std::string::npos);
  EXPECT_EQ(refusal_with_schema("{}").reason, "bad_schema");
  EXPECT_EQ(refusal_with_schema("true").reason, "bad_schema");
}

TEST_F(ProviderTest, TakesSecretsOnStringsOnly) {
  const Error error = refusal_with_schema(
      R"({"type":"object","properties":{"port":{"type":"integer","x-fairlead-secret":true}}})");
  EXPECT_EQ(error.reason, "bad_schema");
  EXPECT_NE(error.message.find("/properties/port"), std::string::npos) << error.message;
}

TEST_F(ProviderTest, FindsSecretsInBranchesToo) {
  EXPECT_EQ(
      refusal_with_schema(R"({"type":"object","anyOf":[{"properties":{"a":{"x-fairlead-secret":true}}}]})")
          .reason,
      "bad_schema");
}

TEST_F(ProviderTest, TakesASecretThatIsSwitchedOffForNone) {
  fake_.config_schema_json =
      R"({"type":"object","properties":{"port":{"type":"integer","x-fairlead-secret":false}}})";
  fake_.update();
  EXPECT_TRUE(create());
}

TEST_F(ProviderTest, WantsTextsInUtf8) {
  fake_.provider.title = {"\xff", 1};
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().reason, "bad_text");
}

TEST_F(ProviderTest, WantsThePluginsTextsInUtf8) {
  fake_.api.sdk = {"\xc3", 1};
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().reason, "bad_text");
}

TEST_F(ProviderTest, RefusesAnExtensionWithAShortTable) {
  fake_.has_check_config = true;
  fake_.check_config.struct_size = 8;
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().reason, "bad_extension");
  EXPECT_EQ(fake_.deinits, 1);
}

TEST_F(ProviderTest, RefusesAnExtensionWithANullFunction) {
  fake_.has_dynamic_catalog = true;
  fake_.dynamic_catalog.catalog = nullptr;
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().reason, "bad_extension");
}

TEST_F(ProviderTest, FindsNothingWithoutTheExtension) {
  load();
  EXPECT_TRUE(plugin_->providers()[0]->check_config({{"host", "h"}}).empty());
}

TEST_F(ProviderTest, PassesTheConfigurationAndTheErrorsOn) {
  std::string seen;
  fake_.on_check_config = [&](const std::string& config, const auto& found) {
    seen = config;
    found("/host", "is no host name");
    found("/port", "is taken");
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  const auto errors = check({{"host", "h"}});
  EXPECT_EQ(seen, R"({"host":"h"})");
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0], (json::FieldError{"/host", "is no host name"}));
}

TEST_F(ProviderTest, HasAnErrorForARefusalWithoutAReason) {
  fake_.on_check_config = [](const std::string&, const auto&) { return FAIRLEAD_UNAVAILABLE; };
  const auto errors = check({});
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_NE(errors[0].message.find("unavailable"), std::string::npos);
}

TEST_F(ProviderTest, TakesErrorsThatComeWithOkForMisbehaviour) {
  fake_.on_check_config = [](const std::string&, const auto& found) {
    found("/host", "bad");
    return FAIRLEAD_OK;
  };
  EXPECT_EQ(check({}).size(), 1U);
  EXPECT_EQ(plugin_->host().misbehaviour_count(), 1U);
}

TEST_F(ProviderTest, BoundsAndCleansTheErrors) {
  fake_.on_check_config = [](const std::string&, const auto& found) {
    found("/a", "\xff");
    for (std::size_t i = 0; i < Provider::kFieldErrorsMax; ++i) {
      found(std::string(Provider::kFieldErrorBytesMax + 1, 'p'), "m");
    }
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  const auto errors = check({});
  ASSERT_EQ(errors.size(), Provider::kFieldErrorsMax);
  EXPECT_EQ(errors[0].message, "\xEF\xBF\xBD");
  EXPECT_EQ(errors[1].path.size(), Provider::kFieldErrorBytesMax);
}

}  // namespace
}  // namespace fairlead::plugin
