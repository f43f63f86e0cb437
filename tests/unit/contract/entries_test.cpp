// Entries of a catalog with arguments, and arguments that nobody should be troubled by.
#include "plugin/contract/entries.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "fairlead/plugin.h"
#include "json/parse.hpp"
#include "plugin/contract/odd_arguments.hpp"

namespace fairlead::plugin::contract {
namespace {

const Catalog& catalog() {
  static const Catalog parsed = *Catalog::parse(R"({"tools":[
      {"name":"look","annotations":{"readOnlyHint":true},
       "inputSchema":{"type":"object","required":["text"],"properties":{"text":{"type":"string"}}}},
      {"name":"change","inputSchema":{"type":"object"}}],
    "resources":[{"uri":"notes://all","name":"all"}],
    "resourceTemplates":[{"uriTemplate":"notes://{year}/{day}","name":"day"}],
    "prompts":[{"name":"plan","arguments":[{"name":"day","required":true},{"name":"mood"}]}]})");
  return parsed;
}

std::vector<std::string> labels(const EntryWish& wish) {
  std::vector<std::string> out;
  for (const Entry& entry : make_entries(catalog(), wish)) out.push_back(entry.label());
  return out;
}

const Entry& entry_of(const std::vector<Entry>& entries, const std::string& label) {
  return *std::ranges::find(entries, label, &Entry::label);
}

TEST(EntriesTest, LeaveOutToolsThatMayWrite) {
  EXPECT_EQ(labels({}), (std::vector<std::string>{"tool look", "resource notes://all", "resource notes://1/1",
                                                  "prompt plan"}));
}

TEST(EntriesTest, HaveThemWhereWritingIsAllowed) {
  const auto all = labels({.has_writes = true});
  EXPECT_NE(std::ranges::find(all, "tool change"), all.end());
}

TEST(EntriesTest, HaveArgumentsThatFit) {
  const auto entries = make_entries(catalog(), {});
  EXPECT_EQ(entry_of(entries, "tool look").arguments_json, R"({"text":"any"})");
  EXPECT_EQ(entry_of(entries, "prompt plan").arguments_json, R"({"day":"1"})");
}

TEST(EntriesTest, HaveEveryArgumentWhenAsked) {
  const auto entries = make_entries(catalog(), {.sample = {.fill = Fill::Every}});
  EXPECT_EQ(entry_of(entries, "prompt plan").arguments_json, R"({"day":"1","mood":"1"})");
}

TEST(OddArgumentsTest, AreAllThatAHostLetsThrough) {
  for (const Entry& entry : make_entries(catalog(), {.has_writes = true})) {
    for (const OddArguments& odd : odd_arguments_for(entry)) {
      const auto parsed = json::parse(odd.json);
      EXPECT_TRUE(parsed && parsed->is_object()) << entry.label() << ", " << odd.what;
    }
  }
}

TEST(OddArgumentsTest, AreDifferentFromEachOther) {
  const auto entries = make_entries(catalog(), {});
  std::set<std::string> seen;
  for (const OddArguments& odd : odd_arguments_for(entries.front())) {
    EXPECT_TRUE(seen.insert(odd.what).second) << odd.what;
    EXPECT_TRUE(seen.insert(odd.json).second) << odd.what;
  }
}

}  // namespace
}  // namespace fairlead::plugin::contract
