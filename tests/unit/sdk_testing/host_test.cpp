// The services of the fake host: clock, secrets, logs, events, and the misbehaviours it sees in their use.
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "fairlead/events.h"
#include "scripted_plugin.hpp"

namespace sdk_testing_test {

using fairlead::testing::borrow;
using fairlead::testing::copy;
using fairlead::testing::FakeHost;
using Sentences = std::vector<std::string>;

class FakeHostTest : public testing::Test {
 protected:
  // Runs `body` with the binding's id inside bind, and gives what it was seen doing wrong.
  Sentences in_bind(std::function<void(std::uint64_t binding_id)> body) {
    script().bind = [&body](const fairlead_binding_info& info, fairlead_errout*) {
      body(info.binding_id);
      return FAIRLEAD_OK;
    };
    bench_.plugin.provider().bind({{"token", "the token"}});
    return bench_.host.misbehaviours();
  }
  static fairlead_status get_secret(std::uint64_t binding_id, const char* name, std::string* value) {
    return host_api().secret_get(
        host_api().host, binding_id, borrow(name),
        [](void* user, fairlead_str text) noexcept { *static_cast<std::string*>(user) = copy(text); }, value);
  }
  static void log(int severity, std::string_view text, std::string_view fields = {}) {
    host_api().log(host_api().host, 0, severity, borrow(text), borrow(fields));
  }

  Bench bench_;
};

TEST_F(FakeHostTest, HasAClockThatStandsStillUntilItIsMoved) {
  const auto now = [] { return host_api().now_mono_ns(host_api().host); };
  const std::uint64_t start = now();
  const std::uint64_t wall = host_api().now_unix_ns(host_api().host);
  EXPECT_EQ(now(), start);
  bench_.host.clock().advance(std::chrono::seconds(5));
  EXPECT_EQ(now(), start + 5'000'000'000);
  EXPECT_EQ(host_api().now_unix_ns(host_api().host), wall + 5'000'000'000);
}

TEST(FakeClockTest, NeverGoesBack) {
  fairlead::testing::FakeClock clock;
  clock.advance_to(1);
  EXPECT_EQ(clock.mono_ns(), 1'000'000'000U);
}

TEST(FakeClockTest, MovesWithRealTimeWhenItRuns) {
  fairlead::testing::FakeClock clock;
  clock.run();
  const std::uint64_t start = clock.mono_ns();
  while (clock.mono_ns() == start) {
  }
  EXPECT_GT(clock.mono_ns(), start);
}

TEST_F(FakeHostTest, GivesASecretByTheNameInTheConfiguration) {
  std::string value;
  EXPECT_EQ(in_bind([&](auto id) { EXPECT_EQ(get_secret(id, "the token", &value), FAIRLEAD_OK); }),
            Sentences());
  EXPECT_EQ(value, "s3cr3t");
}

TEST_F(FakeHostTest, HasNoValueForASecretThatWasRemoved) {
  bench_.host.remove_secret("the token");
  std::string value;
  EXPECT_EQ(in_bind([&](auto id) { EXPECT_EQ(get_secret(id, "the token", &value), FAIRLEAD_NOT_FOUND); }),
            Sentences());
}

TEST_F(FakeHostTest, FailsToGiveSecretsAsTold) {
  bench_.host.fail_secrets(FAIRLEAD_UNAVAILABLE);
  std::string value;
  in_bind([&](auto id) { EXPECT_EQ(get_secret(id, "the token", &value), FAIRLEAD_UNAVAILABLE); });
  EXPECT_EQ(value, "");
}

TEST_F(FakeHostTest, SeesThatAFieldIsAskedForThatIsNoSecret) {
  bench_.host.set_secret("localhost", "value");
  std::string value;
  EXPECT_EQ(in_bind([&](auto id) { EXPECT_EQ(get_secret(id, "localhost", &value), FAIRLEAD_NOT_FOUND); }),
            Sentences{"the plugin asked for 'localhost', which no secret field of the configuration holds"});
}

TEST_F(FakeHostTest, SeesThatASecretOfAnotherBindingIsAskedFor) {
  std::string value;
  EXPECT_EQ(in_bind([&](auto id) {
              EXPECT_EQ(get_secret(id + 1, "the token", &value), FAIRLEAD_FAILED_PRECONDITION);
            }),
            Sentences{"the plugin named the binding 2, which is not open"});
}

TEST_F(FakeHostTest, KeepsTheOperatorsLog) {
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_INFO, "hello", R"({"ms":1})"); }), Sentences());
  ASSERT_EQ(bench_.host.logs().size(), 1U);
  EXPECT_EQ(bench_.host.logs()[0].severity, FAIRLEAD_LOG_INFO);
  EXPECT_EQ(bench_.host.logs()[0].message, "hello");
  EXPECT_EQ(bench_.host.logs()[0].fields_json, R"({"ms":1})");
}

TEST_F(FakeHostTest, SeesASecretInTheLog) {
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_INFO, "logged in with s3cr3t"); }),
            Sentences{"the plugin gave a log line with the value of the secret 'the token' in it"});
}

TEST_F(FakeHostTest, SeesASecretInTheFieldsOfALogLine) {
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_INFO, "logged in", R"({"by":"s3cr3t"})"); }).size(), 1U);
}

TEST_F(FakeHostTest, SeesSecretsFromFourBytesOn) {
  bench_.host.set_secret("short", "abc");
  bench_.host.set_secret("long enough", "wxyz");
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_INFO, "abc"); }), Sentences());
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_INFO, "wxyz"); }).size(), 1U);
}

TEST_F(FakeHostTest, SeesALogLineThatIsNotUtf8) {
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_INFO, "\xC0\xAF"); }),
            Sentences{"the plugin gave a log line that is not UTF-8"});
}

TEST_F(FakeHostTest, SeesLogFieldsThatAreNoObject) {
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_INFO, "hello", "[]"); }),
            Sentences{"the plugin gave a log line's fields that is no JSON object"});
}

TEST_F(FakeHostTest, SeesSeveritiesThatAreNone) {
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_ERROR - 1, "worse"); }),
            Sentences{"the plugin logged with the unknown severity 2"});
  EXPECT_EQ(in_bind([](auto) { log(FAIRLEAD_LOG_DEBUG + 1, "less"); }).size(), 2U);
}

TEST_F(FakeHostTest, KeepsEvents) {
  EXPECT_EQ(in_bind([](auto id) {
              const auto& events = extension<fairlead_events_api>(FAIRLEAD_EXT_EVENTS_1);
              EXPECT_EQ(events.list_changed(host_api().host, id, FAIRLEAD_LIST_PROMPTS), FAIRLEAD_OK);
              EXPECT_EQ(events.resource_updated(host_api().host, id, borrow("test://a")), FAIRLEAD_OK);
            }),
            Sentences());
  using fairlead::testing::Event;
  EXPECT_EQ(bench_.host.events(),
            (std::vector<Event>{{1, FAIRLEAD_LIST_PROMPTS, ""}, {1, FAIRLEAD_LIST_RESOURCES, "test://a"}}));
}

TEST_F(FakeHostTest, SeesAnEventOfAForeignBinding) {
  EXPECT_EQ(in_bind([](auto) {
              const auto& events = extension<fairlead_events_api>(FAIRLEAD_EXT_EVENTS_1);
              EXPECT_EQ(events.list_changed(host_api().host, 9, FAIRLEAD_LIST_TOOLS), FAIRLEAD_NOT_FOUND);
            }),
            Sentences{"the plugin told an event of the binding 9, which is not open"});
  EXPECT_TRUE(bench_.host.events().empty());
}

TEST_F(FakeHostTest, SeesAnEventOfAListThatIsNone) {
  EXPECT_EQ(in_bind([](auto id) {
              const auto& events = extension<fairlead_events_api>(FAIRLEAD_EXT_EVENTS_1);
              EXPECT_EQ(events.list_changed(host_api().host, id, 3), FAIRLEAD_INVALID_ARGUMENT);
            }),
            Sentences{"the plugin told a change of the unknown list 3"});
}

TEST_F(FakeHostTest, HidesExtensions) {
  EXPECT_NE(host_api().get_extension(host_api().host, FAIRLEAD_EXT_HTTP_1), nullptr);
  bench_.host.hide_extension(FAIRLEAD_EXT_HTTP_1);
  EXPECT_EQ(host_api().get_extension(host_api().host, FAIRLEAD_EXT_HTTP_1), nullptr);
  EXPECT_EQ(host_api().get_extension(host_api().host, "unknown/1"), nullptr);
}

TEST_F(FakeHostTest, TellsAListenerOfMisbehavioursAtOnce) {
  Sentences heard;
  bench_.host.on_misbehaviour([&heard](const std::string& sentence) { heard.push_back(sentence); });
  in_bind([&heard](auto) {
    log(0, "loud");
    EXPECT_EQ(heard.size(), 1U);
  });
}

TEST(FakeHostEndTest, PrintsMisbehavioursThatNobodyAskedFor) {
  testing::internal::CaptureStderr();
  {
    Bench bench;
    host_api().log(host_api().host, 0, 0, borrow("loud"), {});
  }
  EXPECT_NE(testing::internal::GetCapturedStderr().find("unknown severity 0"), std::string::npos);
}

TEST(Utf8Test, KnowsWhatIsWellFormed) {
  using fairlead::testing::detail::is_utf8;
  for (const char* good :
       {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const char* bad : {"\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "a\xE2\x82"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(LentTest, IsScribbledOverBeforeItsMemoryIsFreed) {
  alignas(fairlead::testing::Lent) unsigned char room[sizeof(fairlead::testing::Lent)];
  // A short text lives inside the object, where it can still be looked at.
  auto* lent = new (room) fairlead::testing::Lent("abc");
  const char* text = lent->view().data;
  ASSERT_TRUE(text >= reinterpret_cast<char*>(room) && text < reinterpret_cast<char*>(room) + sizeof room);
  lent->~Lent();
  EXPECT_EQ(std::string(text, 3), "###");
}

}  // namespace sdk_testing_test
