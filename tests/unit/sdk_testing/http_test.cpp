// http/1 of the fake host.
#include <string>

#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

namespace sdk_testing_test {

using fairlead::testing::borrow;
using fairlead::testing::copy;
using fairlead::testing::HttpDelivery;
using Sentences = std::vector<std::string>;

// An exchange as the plugin sees it, and the request it sends.
struct Exchange {
  Exchange(std::uint64_t binding_id, const char* url) {
    request.struct_size = sizeof request;
    request.binding_id = binding_id;
    request.deadline_mono_ns = 11'000'000'000;
    request.method = borrow("GET");
    request.url = borrow(url);
    events.struct_size = sizeof events;
    events.user = this;
    events.on_head = [](void* user, const fairlead_http_head* head) noexcept {
      auto& self = *static_cast<Exchange*>(user);
      self.log.push_back("head " + std::to_string(head->status));
      for (std::uint64_t i = 0; i < head->header_count; ++i) {
        self.log.back() += " " + copy(head->headers[i].name) + "=" + copy(head->headers[i].value);
      }
    };
    events.on_body = [](void* user, fairlead_str bytes) noexcept {
      auto& self = *static_cast<Exchange*>(user);
      self.log.push_back("body " + copy(bytes));
      if (self.after_body) self.after_body();
    };
    events.on_end = [](void* user, fairlead_status status, std::uint32_t why, fairlead_str text) noexcept {
      auto& self = *static_cast<Exchange*>(user);
      self.log.push_back("end " + fairlead::testing::status_name(status));
      self.flags = why;
      self.message = copy(text);
    };
  }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  static const fairlead_http_api& http() { return extension<fairlead_http_api>(FAIRLEAD_EXT_HTTP_1); }
  fairlead_status send() { return http().send(host_api().host, &request, &events, &handle, nullptr); }
  fairlead_status pause(int paused) { return http().pause(host_api().host, handle, paused); }
  fairlead_status cancel() { return http().cancel(host_api().host, handle); }

  fairlead_http_request request{};
  fairlead_http_events events{};
  std::uint64_t handle = 0;
  Sentences log;
  std::uint32_t flags = 0;
  std::string message;
  std::function<void()> after_body;
};

class HttpTest : public testing::Test {
 protected:
  Sentences wrongs() { return bench_.host.misbehaviours(); }
  fairlead::testing::FakeHttp& http() { return bench_.host.http(); }

  Bench bench_{FAIRLEAD_PROV_ASYNC};
  fairlead::testing::TestBinding binding_ = bench_.plugin.provider().bind({{"token", "the token"}});
  Exchange exchange_{binding_.id(), "https://api.example.com/a"};
};

TEST_F(HttpTest, AnswersByRuleWhenTheLoopRuns) {
  http().when("GET", "https://api.example.com/a").reply(200, "hello", {{"Content-Type", "text/plain"}});
  EXPECT_EQ(exchange_.send(), FAIRLEAD_OK);
  EXPECT_EQ(exchange_.log, Sentences());
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, (Sentences{"head 200 content-type=text/plain", "body hello", "end OK"}));
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(HttpTest, AnswersInsideSendWhenToldTo) {
  http().set_delivery(HttpDelivery::InsideSend);
  http().when("GET", "https://api.example.com/a").reply(200, "hello");
  exchange_.send();
  EXPECT_EQ(exchange_.log, (Sentences{"head 200", "body hello", "end OK"}));
}

TEST_F(HttpTest, AnswersInsideSendWhileABlockingFunctionRuns) {
  http().when("GET", "https://api.example.com/a").reply(200, "hello").after(std::chrono::seconds(3));
  script().connect = [this](const fairlead_client_op&, fairlead_errout*) {
    exchange_.send();
    EXPECT_EQ(exchange_.log.size(), 3U);
    EXPECT_EQ(bench_.host.clock().mono_ns(), 4'000'000'000U) << "the time that the answer took";
    return FAIRLEAD_OK;
  };
  EXPECT_FALSE(binding_.connect().refused());
}

TEST_F(HttpTest, LetsTheTimeRunOutInABlockingFunctionWhenNoAnswerComes) {
  http().when("GET", "https://api.example.com/a").never();
  script().connect = [this](const fairlead_client_op&, fairlead_errout*) {
    exchange_.send();
    EXPECT_EQ(exchange_.log, Sentences{"end DEADLINE_EXCEEDED"});
    return FAIRLEAD_OK;
  };
  binding_.connect();
}

TEST_F(HttpTest, RemembersRequests) {
  const fairlead_http_header header{borrow("X-Trace"), borrow("t")};
  exchange_.request.headers = &header;
  exchange_.request.header_count = 1;
  exchange_.request.method = borrow("POST");
  exchange_.request.body = borrow("{}");
  exchange_.request.secret = borrow("the token");
  exchange_.request.auth = FAIRLEAD_HTTP_AUTH_BEARER;
  exchange_.request.bucket = borrow("slow");
  http().when_prefix("POST", "https://api.example.com/").reply(204);
  exchange_.send();
  ASSERT_EQ(http().requests().size(), 1U);
  const fairlead::testing::HttpSeen seen = http().requests()[0];
  EXPECT_EQ(seen.method + " " + seen.url, "POST https://api.example.com/a");
  EXPECT_EQ(seen.header("x-trace"), "t");
  EXPECT_EQ(seen.body, "{}");
  EXPECT_EQ(seen.secret, "the token");
  EXPECT_EQ(seen.auth, static_cast<std::uint32_t>(FAIRLEAD_HTTP_AUTH_BEARER));
  EXPECT_EQ(seen.bucket, "slow");
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log.front(), "head 204");
}

TEST_F(HttpTest, EndsWithUnavailableWhenNoRuleMatches) {
  http().when("POST", "https://api.example.com/a").reply(200);
  http().when("GET", "https://api.example.com/").reply(200);
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, Sentences{"end UNAVAILABLE"});
  EXPECT_NE(exchange_.message.find("no rule for GET https://api.example.com/a"), std::string::npos);
  EXPECT_EQ(http().unexpected(), Sentences{"GET https://api.example.com/a"});
  EXPECT_EQ(wrongs(), Sentences());
}

TEST_F(HttpTest, LetsTheNewestRuleAnswerAndItsAnswersFollowEachOther) {
  http().when_prefix("GET", "https://").reply(500);
  http().when("GET", "https://api.example.com/a").reply(503).reply(200);
  for (const char* head : {"head 503", "head 200", "head 200"}) {
    exchange_.log.clear();
    exchange_.send();
    bench_.host.run_ready();
    EXPECT_EQ(exchange_.log.front(), head);
  }
}

TEST_F(HttpTest, FailsAndRefusesAsTold) {
  http()
      .when("GET", "https://api.example.com/a")
      .fail(FAIRLEAD_UNAVAILABLE, "no route", FAIRLEAD_ERR_RETRYABLE)
      .refuse(FAIRLEAD_PERMISSION_DENIED);
  EXPECT_EQ(exchange_.send(), FAIRLEAD_OK);
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, Sentences{"end UNAVAILABLE"});
  EXPECT_EQ(exchange_.flags, FAIRLEAD_ERR_RETRYABLE);
  EXPECT_EQ(exchange_.message, "no route");
  EXPECT_EQ(exchange_.send(), FAIRLEAD_PERMISSION_DENIED);
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log.size(), 1U) << "no event after a refusal";
}

TEST_F(HttpTest, StreamsInChunksThatCanBePaused) {
  exchange_.request.flags = FAIRLEAD_HTTP_STREAM;
  http().when("GET", "https://api.example.com/a").stream(200, {"a", "b"});
  exchange_.after_body = [this] { EXPECT_EQ(exchange_.pause(1), FAIRLEAD_OK); };
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, (Sentences{"head 200", "body a"}));
  exchange_.pause(0);
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, (Sentences{"head 200", "body a", "body b", "end OK"}))
      << "the end is no body: it is not held";
  EXPECT_EQ(exchange_.pause(0), FAIRLEAD_FAILED_PRECONDITION);
}

TEST_F(HttpTest, StreamsInsideABlockingFunction) {
  exchange_.request.flags = FAIRLEAD_HTTP_STREAM;
  http().when("GET", "https://api.example.com/a").stream(200, {"a", "b"});
  exchange_.after_body = [this] { exchange_.pause(1); };
  script().connect = [this](const fairlead_client_op&, fairlead_errout*) {
    exchange_.send();
    EXPECT_EQ(exchange_.log.size(), 2U);
    exchange_.pause(0);
    EXPECT_EQ(exchange_.log.size(), 4U);
    return FAIRLEAD_OK;
  };
  binding_.connect();
}

TEST_F(HttpTest, JoinsChunksUnlessTheRequestStreams) {
  http().when("GET", "https://api.example.com/a").stream(200, {"a", "b"});
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, (Sentences{"head 200", "body ab", "end OK"}));
}

TEST_F(HttpTest, BreaksAStreamOff) {
  exchange_.request.flags = FAIRLEAD_HTTP_STREAM;
  http().when("GET", "https://api.example.com/a").stream(200, {"a"}).break_off(FAIRLEAD_UNAVAILABLE);
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, (Sentences{"head 200", "body a", "end UNAVAILABLE"}));
}

TEST_F(HttpTest, EndsAResponseThatIsLargerThanAllowed) {
  http().when("GET", "https://api.example.com/a").reply(200, "hello");
  exchange_.request.response_bytes_max = 5;
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log.back(), "end OK");
  exchange_.request.response_bytes_max = 4;
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log.back(), "end RESOURCE_EXHAUSTED");
}

TEST_F(HttpTest, EndsACancelledExchangeOnceWhenTheLoopRuns) {
  http().when("GET", "https://api.example.com/a").never();
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.cancel(), FAIRLEAD_OK);
  EXPECT_EQ(exchange_.log, Sentences());
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, Sentences{"end CANCELLED"});
  EXPECT_EQ(exchange_.cancel(), FAIRLEAD_FAILED_PRECONDITION);
}

TEST_F(HttpTest, EndsAnExchangeAtItsDeadline) {
  http().when("GET", "https://api.example.com/a").never();
  exchange_.send();
  bench_.host.advance(std::chrono::nanoseconds(9'999'999'999));
  EXPECT_EQ(exchange_.log, Sentences());
  bench_.host.advance(std::chrono::nanoseconds(1));
  EXPECT_EQ(exchange_.log, Sentences{"end DEADLINE_EXCEEDED"});
}

TEST_F(HttpTest, MarksTheBindingBadWhenTheCredentialHasNoValue) {
  bench_.host.remove_secret("the token");
  exchange_.request.secret = borrow("the token");
  exchange_.request.auth = FAIRLEAD_HTTP_AUTH_BEARER;
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, Sentences{"end UNAUTHENTICATED"});
  EXPECT_EQ(exchange_.flags, FAIRLEAD_ERR_BINDING_BAD);
}

TEST_F(HttpTest, SeesExchangesLeftBehind) {
  http().when("GET", "https://api.example.com/a").never();
  exchange_.send();
  binding_.unbind();
  EXPECT_EQ(wrongs(), Sentences{"the binding ended and left 1 HTTP exchange(s) behind"});
  EXPECT_EQ(exchange_.log, Sentences{"end CANCELLED"});
}

TEST_F(HttpTest, SeesMalformedRequests) {
  const auto wrong_with = [this](const std::function<void(Exchange&)>& spoil) {
    Exchange bad(binding_.id(), "https://api.example.com/a");
    spoil(bad);
    EXPECT_EQ(bad.send(), FAIRLEAD_INVALID_ARGUMENT);
    bench_.host.run_ready();
    EXPECT_EQ(bad.log, Sentences());
    return wrongs().back();
  };
  const std::string start = "the plugin sent an HTTP request with ";
  EXPECT_EQ(wrong_with([](Exchange& e) { e.events.on_end = nullptr; }), start + "no on_end");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.method = borrow("G T"); }),
            start + "a method that is no token");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.url = borrow("ftp://a"); }),
            start + "the malformed URL 'ftp://a'");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.url = borrow("http:///a"); }),
            start + "the malformed URL 'http:///a'");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.deadline_mono_ns = 0; }), start + "no deadline");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.auth = 4; }), start + "an unknown auth");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.auth = 1; }), start + "auth and secret not both");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.secret = borrow("the token"); }),
            start + "auth and secret not both");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.binding_id = 77; }), start + "a binding that is not open");
  EXPECT_EQ(wrong_with([](Exchange& e) { e.request.call = 77; }),
            start + "the handle of a call that has ended");
  fairlead_http_header header{borrow("a b"), borrow("x")};
  const auto with_header = [&header](Exchange& e) {
    e.request.headers = &header;
    e.request.header_count = 1;
  };
  EXPECT_EQ(wrong_with(with_header), start + "a header whose name is no token");
  header = {borrow("Authorization"), borrow("x")};
  EXPECT_EQ(wrong_with(with_header), start + "the header 'authorization', which is the host's to write");
  header = {borrow("x"), borrow("a\r\nb: c")};
  EXPECT_EQ(wrong_with(with_header), start + "a header value with a line break");
}

TEST_F(HttpTest, SeesAFieldNamedAsCredentialThatIsNoSecret) {
  exchange_.request.secret = borrow("localhost");
  exchange_.request.auth = FAIRLEAD_HTTP_AUTH_BEARER;
  exchange_.send();
  bench_.host.run_ready();
  EXPECT_EQ(exchange_.log, Sentences{"end UNAUTHENTICATED"});
  EXPECT_EQ(
      wrongs(),
      Sentences{"an HTTP request asked for 'localhost', which no secret field of the configuration holds"});
}

}  // namespace sdk_testing_test
