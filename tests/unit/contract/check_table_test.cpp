// The table of checks as data, and choosing from it.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "plugin/contract/suite.hpp"

namespace fairlead::plugin::contract {
namespace {

TEST(CheckTableTest, HasEachIdOnce) {
  std::set<std::string_view> ids;
  for (const Check& check : all_checks()) EXPECT_TRUE(ids.insert(check.id).second) << check.id;
}

TEST(CheckTableTest, HasAFunctionAGroupAndATitleForEach) {
  for (const Check& check : all_checks()) {
    EXPECT_NE(check.run, nullptr) << check.id;
    EXPECT_FALSE(check.group().empty()) << check.id;
    EXPECT_LT(check.group().size(), check.id.size()) << check.id;
    EXPECT_FALSE(check.title.empty()) << check.id;
    EXPECT_FALSE(check.title.ends_with('.')) << check.id;
  }
}

TEST(CheckTableTest, RunsWhatShowsThatAPluginWorksBeforeWhatNeedsIt) {
  Needs shown = Needs::File;
  for (const Check& check : all_checks()) {
    EXPECT_LE(check.needs, shown) << check.id;
    if (check.id == "load.works") shown = Needs::Table;
    if (check.id == "declare.tables") shown = Needs::Plugin;
    if (check.id == "bind.sample_config") shown = Needs::Binding;
    if (check.id == "connect.works") shown = Needs::Client;
    if (check.id == "call.each_entry") shown = Needs::Calls;
  }
  EXPECT_EQ(shown, Needs::Calls);
}

TEST(ChooseChecksTest, TakesEverythingWhenNothingIsNamed) {
  const auto chosen = choose_checks({});
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->size(), all_checks().size());
}

TEST(ChooseChecksTest, TakesAGroup) {
  const auto chosen = choose_checks({"cancel"});
  ASSERT_TRUE(chosen);
  EXPECT_GE(chosen->size(), 4U);
  EXPECT_TRUE(std::ranges::all_of(*chosen, [](const Check* check) { return check->group() == "cancel"; }));
}

TEST(ChooseChecksTest, TakesSingleChecksInTheOrderOfTheTable) {
  const auto chosen = choose_checks({"connect.works", "load.lint"});
  ASSERT_TRUE(chosen);
  ASSERT_EQ(chosen->size(), 2U);
  EXPECT_EQ(chosen->front()->id, "load.lint");
}

TEST(ChooseChecksTest, RefusesAnUnknownNameAndListsTheGroups) {
  const auto chosen = choose_checks({"connections"});
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code, ErrorCode::NotFound);
  EXPECT_NE(chosen.error().message.find("connect, declare"), std::string::npos) << chosen.error().message;
}

TEST(CountsTest, AreVerifiedUntilSomethingFails) {
  Counts counts;
  for (const Verdict verdict : {Verdict::Passed, Verdict::Warned, Verdict::Skipped}) counts.add(verdict);
  EXPECT_TRUE(counts.is_verified());
  counts.add(Verdict::Failed);
  EXPECT_FALSE(counts.is_verified());
}

}  // namespace
}  // namespace fairlead::plugin::contract
