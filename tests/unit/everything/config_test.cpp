// The configuration: its defaults, its limits, and the rule across two fields.
#include "fixture.hpp"

namespace everything_test {

class ConfigTest : public EverythingTest {
 protected:
  using FieldErrors = std::vector<fairlead::testing::FieldError>;
  FieldErrors check(const Object& config) { return plugin_.provider("everything").check(config); }
};

TEST_F(ConfigTest, NeedsNothingAndOffersThreeFields) {
  const auto schema = plugin_.provider("everything").config_schema();
  EXPECT_FALSE(schema.contains("required"));
  const auto& properties = schema.at("properties").as_object();
  EXPECT_EQ(properties.size(), 3u);
  EXPECT_EQ(properties.at("pause_ms").at("default"), 50);
  EXPECT_EQ(properties.at("task_keep_ms").at("default"), 300'000);
  EXPECT_EQ(properties.at("task_poll_ms").at("default"), 200);
  EXPECT_EQ(properties.at("pause_ms").at("maximum"), 1000);
}

TEST_F(ConfigTest, LetsClientsAskAsOftenAsResultsAreKept) {
  EXPECT_EQ(check({{"task_keep_ms", 2000}, {"task_poll_ms", 2000}}), FieldErrors());
}

TEST_F(ConfigTest, NamesTheFieldWhoseValueIsTooLongForTheOther) {
  const FieldErrors errors = check({{"task_keep_ms", 2000}, {"task_poll_ms", 2001}});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].path, "/task_poll_ms");
  EXPECT_EQ(errors[0].message,
            "must not be longer than task_keep_ms: clients would ask for results that are gone");
}

TEST_F(ConfigTest, HoldsTheRuleAtBindToo) {
  const auto binding = plugin_.provider("everything").bind({{"task_keep_ms", 1000}, {"task_poll_ms", 1001}});
  EXPECT_TRUE(binding.refused());
  EXPECT_EQ(binding.status_text(), "INVALID_ARGUMENT");
  EXPECT_NE(binding.message().find("/task_poll_ms"), std::string::npos) << binding.message();
}

}  // namespace everything_test
