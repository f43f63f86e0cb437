// events/1 and reactor/1 as a plugin sees them.
#include <string_view>

#include "fairlead/events.h"
#include "fairlead/http.h"
#include "fairlead/reactor.h"
#include "plugin/event_inbox.hpp"
#include "plugin/uri.hpp"
#include "unit/plugin/binding_fixture.hpp"
#include "unit/plugin/manual_reactor.hpp"

namespace fairlead::plugin {
namespace {

class HostExtensionsTest : public testing_parts::BindingTest {
 protected:
  const void* extension(const char* id) { return fake_.host().get_extension(fake_.host().host, id); }
  fairlead_host* host() { return fake_.host().host; }
};

TEST_F(HostExtensionsTest, OffersNothingWithoutPorts) {
  fake_.provider.flags = FAIRLEAD_PROV_ASYNC;
  load();
  EXPECT_EQ(extension(FAIRLEAD_EXT_EVENTS_1), nullptr);
  EXPECT_EQ(extension(FAIRLEAD_EXT_REACTOR_1), nullptr);
}

TEST_F(HostExtensionsTest, HasNoUnknownExtension) {
  load();
  EXPECT_EQ(extension("fairlead.host.events/2"), nullptr);
  EXPECT_EQ(extension("com.example.other/1"), nullptr);
  EXPECT_EQ(extension(nullptr), nullptr);
}

class EventsTest : public HostExtensionsTest {
 protected:
  void SetUp() override {
    ports_.events = &inbox_;
    binding_ = *bind(7);
    events_ = static_cast<const fairlead_events_api*>(extension(FAIRLEAD_EXT_EVENTS_1));
    ASSERT_NE(events_, nullptr);
  }
  fairlead_status update(std::uint64_t binding_id, std::string_view uri) {
    return events_->resource_updated(host(), binding_id, {uri.data(), uri.size()});
  }

  EventInbox inbox_;
  std::shared_ptr<Binding> binding_;
  const fairlead_events_api* events_ = nullptr;
};

TEST_F(EventsTest, PassesEventsOfABindingOn) {
  EXPECT_EQ(events_->struct_size, sizeof(fairlead_events_api));
  EXPECT_EQ(events_->list_changed(host(), 7, FAIRLEAD_LIST_PROMPTS), FAIRLEAD_OK);
  EXPECT_EQ(update(7, "a:b"), FAIRLEAD_OK);
  const News news = inbox_.take();
  EXPECT_EQ(news.at(7).lists, std::set{ListKind::Prompts});
  EXPECT_EQ(news.at(7).resources, std::set<std::string>{"a:b"});
}

TEST_F(EventsTest, KnowsNoOtherBinding) {
  EXPECT_EQ(events_->list_changed(host(), 8, FAIRLEAD_LIST_TOOLS), FAIRLEAD_NOT_FOUND);
  EXPECT_EQ(update(8, "a:b"), FAIRLEAD_NOT_FOUND);
  binding_.reset();
  EXPECT_EQ(update(7, "a:b"), FAIRLEAD_NOT_FOUND);
  EXPECT_TRUE(inbox_.take().empty());
}

TEST_F(EventsTest, RefusesAnUnknownList) {
  EXPECT_EQ(events_->list_changed(host(), 7, 3), FAIRLEAD_INVALID_ARGUMENT);
}

TEST_F(EventsTest, RefusesWhatIsNoUri) {
  EXPECT_EQ(update(7, ""), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(update(7, "a:\xff"), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(update(7, std::string(kUriBytesMax + 1, 'a')), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(update(7, std::string(kUriBytesMax, 'a')), FAIRLEAD_OK);
}

struct Told {
  int times = 0;
  fairlead_status status = -1;
  std::uint32_t ready = 99;
};
void tell(void* user, fairlead_status status, std::uint32_t ready) noexcept {
  auto& told = *static_cast<Told*>(user);
  ++told.times;
  told.status = status;
  told.ready = ready;
}

class ReactorTest : public HostExtensionsTest {
 protected:
  void SetUp() override {
    ports_.reactors = &reactors_;
    fake_.provider.flags = FAIRLEAD_PROV_ASYNC;
    load();
    reactor_ = static_cast<const fairlead_reactor_api*>(extension(FAIRLEAD_EXT_REACTOR_1));
    ASSERT_NE(reactor_, nullptr);
  }

  testing_parts::ManualReactors reactors_;
  const fairlead_reactor_api* reactor_ = nullptr;
};

TEST_F(ReactorTest, EndsAWatchWithWhatIsReady) {
  Told told;
  std::uint64_t wait = 0;
  EXPECT_EQ(reactor_->watch(host(), 0, FAIRLEAD_FD_READABLE, ~0ULL, tell, &told, &wait), FAIRLEAD_OK);
  EXPECT_TRUE(reactors_.last->end(wait, WaitEnd::Happened, FAIRLEAD_FD_READABLE));
  EXPECT_EQ(told.status, FAIRLEAD_OK);
  EXPECT_EQ(told.ready, FAIRLEAD_FD_READABLE);
}

TEST_F(ReactorTest, TellsTimeOutAndCancellationApart) {
  Told late, cancelled;
  std::uint64_t first = 0, second = 0;
  EXPECT_EQ(reactor_->watch(host(), 0, FAIRLEAD_FD_READABLE, 1, tell, &late, &first), FAIRLEAD_OK);
  EXPECT_EQ(reactor_->timer(host(), 5, tell, &cancelled, &second), FAIRLEAD_OK);
  EXPECT_EQ(reactors_.last->last_timer, MonotonicTime(Duration(5)));
  reactors_.last->end(first, WaitEnd::TimedOut, 0);
  EXPECT_EQ(late.status, FAIRLEAD_DEADLINE_EXCEEDED);
  EXPECT_EQ(reactor_->cancel(host(), second), FAIRLEAD_OK);
  EXPECT_EQ(cancelled.status, FAIRLEAD_CANCELLED);
  EXPECT_EQ(reactor_->cancel(host(), second), FAIRLEAD_FAILED_PRECONDITION);
}

TEST_F(ReactorTest, TakesAMomentBeyondTimeForTheLast) {
  Told told;
  std::uint64_t wait = 0;
  EXPECT_EQ(reactor_->timer(host(), ~0ULL, tell, &told, &wait), FAIRLEAD_OK);
  EXPECT_EQ(reactors_.last->last_timer, MonotonicTime::max());
}

TEST_F(ReactorTest, SaysThatThereAreTooManyWaits) {
  reactors_.last->is_full = true;
  Told told;
  EXPECT_EQ(reactor_->post(host(), tell, &told), FAIRLEAD_RESOURCE_EXHAUSTED);
  EXPECT_EQ(told.times, 0);
}

TEST_F(ReactorTest, RefusesWaitsThatNobodyHearsOf) {
  std::uint64_t wait = 0;
  EXPECT_EQ(reactor_->watch(host(), 0, FAIRLEAD_FD_READABLE, 1, nullptr, nullptr, &wait),
            FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(reactor_->timer(host(), 1, nullptr, nullptr, &wait), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(reactor_->post(host(), nullptr, nullptr), FAIRLEAD_INVALID_ARGUMENT);
}

TEST_F(ReactorTest, TakesAWaitWhoseHandleNobodyWants) {
  Told told;
  EXPECT_EQ(reactor_->timer(host(), 5, tell, &told, nullptr), FAIRLEAD_OK);
}

TEST_F(ReactorTest, NamesTheLoopAfterItsPlugin) {
  EXPECT_EQ(reactors_.names, std::vector<std::string>{"com.example.fake"});
}

TEST_F(HostExtensionsTest, MakesNoLoopForAPluginThatNeverUsesIt) {
  testing_parts::ManualReactors reactors;
  ports_.reactors = &reactors;
  load();
  EXPECT_TRUE(reactors.names.empty());
  EXPECT_EQ(extension(FAIRLEAD_EXT_REACTOR_1), nullptr);
}

TEST_F(HostExtensionsTest, RefusesAnAsyncPluginWhenNoLoopCanBeMade) {
  testing_parts::ManualReactors reactors;
  reactors.is_refusing = true;
  fake_.provider.flags = FAIRLEAD_PROV_ASYNC;
  const auto plugin = Plugin::create(&fake_.api, "fake.so", {clock_, log_, {nullptr, &reactors}});
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().code, ErrorCode::ResourceExhausted);
  EXPECT_EQ(fake_.inits, 0);
}

/// A clock that a callback can advance.
class ReactorWatchTest : public HostExtensionsTest {};

TEST_F(ReactorWatchTest, CountsACallbackThatKeepsTheLoop) {
  ManualClock clock;
  testing_parts::ManualReactors reactors;
  fake_.provider.flags = FAIRLEAD_PROV_ASYNC;
  auto plugin = Plugin::create(&fake_.api, "fake.so", {clock, log_, {nullptr, &reactors}});
  ASSERT_TRUE(plugin);
  const auto* reactor = static_cast<const fairlead_reactor_api*>(extension(FAIRLEAD_EXT_REACTOR_1));
  const auto dawdle = [](void* user, fairlead_status, std::uint32_t) noexcept {
    static_cast<ManualClock*>(user)->advance(std::chrono::milliseconds(500));
  };
  EXPECT_EQ(reactor->post(host(), dawdle, &clock), FAIRLEAD_OK);
  reactors.last->run_one();
  EXPECT_EQ((*plugin)->host().misbehaviour_count(), 1U);
  EXPECT_NE(log_.text().find("blocked the event loop for 500 ms in a callback of the reactor"),
            std::string::npos)
      << log_.text();
}

}  // namespace
}  // namespace fairlead::plugin
