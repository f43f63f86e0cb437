// What is kept of the events of providers until it is taken.
#include "plugin/event_inbox.hpp"

#include <gtest/gtest.h>

namespace fairlead::plugin {
namespace {

TEST(EventInboxTest, KeepsTheSameNewsOnce) {
  EventInbox inbox;
  inbox.list_changed(7, ListKind::Tools);
  inbox.list_changed(7, ListKind::Tools);
  inbox.list_changed(7, ListKind::Prompts);
  inbox.resource_updated(7, "a:b");
  inbox.resource_updated(7, "a:b");
  inbox.resource_updated(8, "a:b");
  const News news = inbox.take();
  ASSERT_EQ(news.size(), 2U);
  EXPECT_EQ(news.at(7).lists, (std::set{ListKind::Tools, ListKind::Prompts}));
  EXPECT_EQ(news.at(7).resources, std::set<std::string>{"a:b"});
  EXPECT_TRUE(news.at(8).lists.empty());
}

TEST(EventInboxTest, IsEmptyOnceTaken) {
  EventInbox inbox;
  inbox.list_changed(7, ListKind::Tools);
  EXPECT_EQ(inbox.take().size(), 1U);
  EXPECT_TRUE(inbox.take().empty());
}

TEST(EventInboxTest, TellsOfTheFirstNewsOnly) {
  int told = 0;
  EventInbox inbox([&] { ++told; });
  inbox.list_changed(7, ListKind::Tools);
  inbox.resource_updated(8, "a:b");
  EXPECT_EQ(told, 1);
  EXPECT_EQ(inbox.take().size(), 2U);
  inbox.resource_updated(8, "a:b");
  EXPECT_EQ(told, 2);
}

TEST(EventInboxTest, NotesThatThereWereMoreResourcesThanItKeeps) {
  EventInbox inbox;
  for (std::size_t i = 0; i < EventInbox::kResourcesPerBindingMax; ++i) {
    inbox.resource_updated(7, "a:" + std::to_string(i));
  }
  inbox.resource_updated(7, "a:0");  // Known: needs no room.
  inbox.resource_updated(8, "a:b");
  EXPECT_FALSE(inbox.take().at(7).has_more_resources);

  for (std::size_t i = 0; i <= EventInbox::kResourcesPerBindingMax; ++i) {
    inbox.resource_updated(7, "a:" + std::to_string(i));
  }
  inbox.resource_updated(8, "a:b");
  const News news = inbox.take();
  EXPECT_TRUE(news.at(7).has_more_resources);
  EXPECT_EQ(news.at(7).resources.size(), EventInbox::kResourcesPerBindingMax);
  EXPECT_FALSE(news.at(8).has_more_resources);
}

TEST(EventInboxTest, BoundsTheBytesOfAllBindings) {
  EventInbox inbox;
  const std::string uri(2000, 'u');
  std::uint64_t binding = 0;
  for (std::size_t bytes = 0; bytes + uri.size() <= EventInbox::kUriBytesInAllMax; bytes += uri.size()) {
    inbox.resource_updated(++binding, uri);
  }
  inbox.resource_updated(++binding, uri);
  const News news = inbox.take();
  EXPECT_FALSE(news.at(binding - 1).has_more_resources);
  EXPECT_TRUE(news.at(binding).has_more_resources);
}

}  // namespace
}  // namespace fairlead::plugin
