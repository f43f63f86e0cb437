// Configurations and catalogs under the fake host.
#include <string>

#include <gtest/gtest.h>

#include "fairlead/events.h"
#include "scripted_plugin.hpp"

namespace sdk_testing_test {

using fairlead::testing::borrow;
using fairlead::testing::copy;
using fairlead::testing::FieldError;
using fairlead::testing::UsageError;
using Sentences = std::vector<std::string>;

class ConfigTest : public testing::Test {
 protected:
  boost::json::value bound_with(boost::json::object config) {
    std::string seen;
    script().bind = [&seen](const fairlead_binding_info& info, fairlead_errout*) {
      seen = copy(info.config_json);
      return FAIRLEAD_OK;
    };
    provider_.bind(std::move(config));
    return boost::json::parse(seen);
  }
  Bench bench_;
  fairlead::testing::TestProvider provider_ = bench_.plugin.provider();
};

TEST_F(ConfigTest, FillsInDefaultsWhereTheirObjectIsThere) {
  EXPECT_EQ(bound_with({{"port", 1}}), boost::json::parse(R"({"port":1,"host":"localhost"})"));
  EXPECT_EQ(bound_with({{"host", "h"}, {"tls", boost::json::object()}}),
            boost::json::parse(R"({"host":"h","tls":{"mode":"on"}})"));
  EXPECT_EQ(bound_with({{"host", "h"}, {"peers", {{{"key", "k"}}}}}),
            boost::json::parse(R"({"host":"h","peers":[{"key":"k","weight":1}]})"));
}

TEST_F(ConfigTest, RefusesAFieldThatTheSchemaDoesNotKnow) {
  try {
    bound_with({{"hots", "h"}});
    FAIL() << "a typo must be noticed";
  } catch (const UsageError& error) {
    EXPECT_EQ(std::string(error.what()), "the configuration has 'hots', which its schema does not know");
  }
}

TEST_F(ConfigTest, RefusesAConfigurationThatLacksARequiredField) {
  tables().provider.config_schema_json = borrow(R"({"required":["host"]})");
  EXPECT_THROW(bound_with({}), UsageError);
  EXPECT_EQ(bound_with({{"host", 1}, {"more", 2}}), boost::json::parse(R"({"host":1,"more":2})"));
}

TEST_F(ConfigTest, BindsTextAsItIs) {
  std::string seen;
  script().bind = [&seen](const fairlead_binding_info& info, fairlead_errout*) {
    seen = copy(info.config_json);
    return FAIRLEAD_OK;
  };
  provider_.bind_text("{");
  EXPECT_EQ(seen, "{");
}

TEST_F(ConfigTest, KnowsSecretFieldsAtEveryDepth) {
  bench_.host.set_secret("k1", "value");
  script().bind = [](const fairlead_binding_info& info, fairlead_errout*) {
    EXPECT_EQ(
        host_api().secret_get(
            host_api().host, info.binding_id, borrow("k1"), [](void*, fairlead_str) noexcept {}, nullptr),
        FAIRLEAD_OK);
    return FAIRLEAD_OK;
  };
  provider_.bind({{"peers", {{{"key", "k1"}}}}});
  EXPECT_EQ(bench_.host.misbehaviours(), Sentences());
}

TEST_F(ConfigTest, PassesOnTheFindingsOfCheckConfig) {
  script().check = [](std::string_view config, fairlead_field_error_fn found, void* user) {
    EXPECT_EQ(config, R"({"port":1,"host":"localhost"})");
    found(user, borrow("/port"), borrow("too small"));
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  EXPECT_EQ(provider_.check({{"port", 1}}), (std::vector<FieldError>{{"/port", "too small"}}));
  EXPECT_EQ(bench_.host.misbehaviours(), Sentences());
}

TEST_F(ConfigTest, SeesACheckWhoseStatusDoesNotFitItsFindings) {
  script().check = [](std::string_view, fairlead_field_error_fn, void*) { return FAIRLEAD_INVALID_ARGUMENT; };
  EXPECT_TRUE(provider_.check({}).empty());
  EXPECT_EQ(bench_.host.misbehaviours(), Sentences{"check_config returned INVALID_ARGUMENT with 0 errors"});
}

TEST_F(ConfigTest, SeesAPathThatIsNoJsonPointer) {
  script().check = [](std::string_view, fairlead_field_error_fn found, void* user) {
    found(user, borrow("port"), borrow("too small"));
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  EXPECT_EQ(provider_.check({}).size(), 1U);
  EXPECT_EQ(bench_.host.misbehaviours(),
            Sentences{"check_config gave the path 'port', which is no JSON Pointer"});
}

TEST_F(ConfigTest, SaysThatThereIsNoCheck) { EXPECT_THROW((void)provider_.check({}), UsageError); }

TEST_F(ConfigTest, ShowsTheCatalogAndTheSchema) {
  EXPECT_EQ(provider_.catalog().at("tools").as_array().size(), 2U);
  EXPECT_TRUE(provider_.config_schema().contains("properties"));
  EXPECT_EQ(provider_.bind({}).catalog(), provider_.catalog());
}

TEST_F(ConfigTest, AsksForTheCatalogOfABindingOnceAndAgainAfterAnEvent) {
  script().catalog = [](fairlead_value_fn sink, void* user, fairlead_errout*) {
    sink(user, borrow(R"({"tools":[{"name":"mine"}]})"));
    return FAIRLEAD_OK;
  };
  auto binding = provider_.bind({});
  auto client = binding.connect();
  script().invoke = [](fairlead_call call, const fairlead_request& request) {
    EXPECT_EQ(request.slot, copy(request.name) == "mine" ? 0 : FAIRLEAD_SLOT_NONE);
    complete(call);
  };
  const auto times = [] { return std::count(script().steps.begin(), script().steps.end(), "catalog"); };
  (void)client.call("mine");
  (void)client.call("first");
  EXPECT_EQ(times(), 1);
  extension<fairlead_events_api>(FAIRLEAD_EXT_EVENTS_1)
      .list_changed(host_api().host, binding.id(), FAIRLEAD_LIST_TOOLS);
  (void)client.call("mine");
  EXPECT_EQ(times(), 2);
}

TEST_F(ConfigTest, SeesACatalogThatIsNotHandedOver) {
  script().catalog = [](fairlead_value_fn, void*, fairlead_errout*) { return FAIRLEAD_OK; };
  (void)provider_.bind({}).catalog();
  EXPECT_EQ(bench_.host.misbehaviours(), Sentences{"catalog called its sink 0 times and returned OK"});
}

}  // namespace sdk_testing_test
