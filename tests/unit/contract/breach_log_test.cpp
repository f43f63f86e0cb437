// What is kept of a log: breaches of one plugin, once each, whatever else is written.
#include "plugin/contract/breach_log.hpp"

#include <gtest/gtest.h>

namespace fairlead::plugin::contract {
namespace {

using Breaches = std::vector<std::string>;

TEST(BreachLogTest, KeepsBreachesOfThatPluginWithoutItsName) {
  BreachLog log;
  log.error("plugin misbehaves: com.example.notes completed a call that has ended already");
  log.error("plugin misbehaves: com.example.other returned from invoke without ending the call");
  EXPECT_EQ(log.breaches_of("com.example.notes"), Breaches{"completed a call that has ended already"});
}

TEST(BreachLogTest, KeepsEachOnce) {
  BreachLog log;
  for (int i = 0; i < 3; ++i) log.error("plugin misbehaves: notes completed twice");
  EXPECT_EQ(log.breaches_of("notes"), Breaches{"completed twice"});
}

TEST(BreachLogTest, IsNotFilledUpByOtherLines) {
  BreachLog log;
  for (int i = 0; i < 10'000; ++i) log.info("a chatty plugin, line " + std::to_string(i));
  log.error("plugin misbehaves: notes completed twice");
  EXPECT_EQ(log.breaches_of("notes").size(), 1U);
}

TEST(BreachLogTest, KeepsNoMoreThanItsLimit) {
  BreachLog log;
  for (std::size_t i = 0; i < BreachLog::kBreachesMax + 1; ++i)
    log.error("plugin misbehaves: notes did thing " + std::to_string(i));
  EXPECT_EQ(log.breaches_of("notes").size(), BreachLog::kBreachesMax);
}

}  // namespace
}  // namespace fairlead::plugin::contract
