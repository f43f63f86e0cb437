// HTTP exchanges: what the host is sent, how replies and failures come back, streams with back-pressure,
// cancellation, and the lives of exchanges that nobody waits for any more.
#include "fairlead/sdk/http.hpp"

#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "unit/sdk/async_calls.hpp"

namespace async_test {

using fairlead::Call;
using fairlead::Error;
using fairlead::HttpRequest;
using fairlead::Task;
using fairlead::detail::Served;
using std::chrono::seconds;

HttpRequest get_example() {
  HttpRequest request;
  request.url = "https://api.example.com/notes";
  return request;
}

class HttpTest : public testing::Test {
 protected:
  ~HttpTest() override {
    host_.shut_down();
    calls_.plugin.wait_until_quiet();
  }

  [[nodiscard]] const Ending& ending() const {
    static const Ending kNone{FAIRLEAD_UNKNOWN, -2, 0, "not ended"};
    EXPECT_EQ(host_.endings.size(), 1U);
    return host_.endings.size() == 1 ? host_.endings[0] : kNone;
  }

  // Runs `body` in a blocking call.
  template <class Body>
  void in_blocking_call(const Body& body) {
    fairlead::detail::CancelSlot slot(calls_.client.running, kCall);
    const fairlead_request request = request_with("{}");
    Call call(fairlead::detail::facts_of(calls_.binding, kCall, request), slot, request, calls_.binding);
    body(call);
  }
  template <class Body>
  fairlead_status status_of(const Body& body) {
    try {
      in_blocking_call(body);
      return FAIRLEAD_OK;
    } catch (const Error& error) {
      message_ = error.what();
      flags_ = error.flags();
      return error.status();
    }
  }
  fairlead_status refused(const HttpRequest& request) {
    return status_of([&request](Call& call) { (void)call.http(request).get(); });
  }

  Host host_;
  Calls calls_{host_};
  std::string message_;
  unsigned flags_ = 0;
};

Task<Served> fetch(Call& call, const fairlead_request&) {
  const HttpRequest request = get_example();
  const auto reply = co_await call.http(request);
  co_return served(std::to_string(reply.status) + " " + reply.body);
}

// ---- What is sent ----

TEST_F(HttpTest, SendsTheRequestForTheCall) {
  HttpRequest request = get_example();
  request.method = "POST";
  request.headers = {{"accept", "text/plain"}};
  request.body = "{}";
  request.response_bytes_max = 1000;
  request.bucket = "search";
  in_blocking_call([&request](Call& call) { (void)call.http(request); });
  ASSERT_EQ(host_.sent.size(), 1U);
  const SentRequest& sent = host_.sent[0];
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.url, "https://api.example.com/notes");
  EXPECT_EQ(sent.body, "{}");
  EXPECT_EQ(sent.headers, (std::vector<std::pair<std::string, std::string>>{{"accept", "text/plain"}}));
  EXPECT_EQ(sent.response_bytes_max, 1000U);
  EXPECT_EQ(sent.bucket, "search");
  EXPECT_EQ(sent.call, kCall);
  EXPECT_EQ(sent.binding_id, 9U);
  EXPECT_EQ(sent.flags, 0U);
}

TEST_F(HttpTest, NamesTheSecretTheHostShallUse) {
  HttpRequest request = get_example();
  request.auth = fairlead::HttpAuth::Bearer;
  request.secret.name = "token";
  in_blocking_call([&request](Call& call) { (void)call.http(request); });
  EXPECT_EQ(host_.sent.at(0).auth, FAIRLEAD_HTTP_AUTH_BEARER);
  EXPECT_EQ(host_.sent.at(0).secret, "token");
}

TEST_F(HttpTest, NamesNoSecretWithoutAuth) {
  HttpRequest request = get_example();
  request.secret.name = "token";
  in_blocking_call([&request](Call& call) { (void)call.http(request); });
  EXPECT_EQ(host_.sent.at(0).secret, "");
}

TEST_F(HttpTest, SendsEachFlag) {
  HttpRequest redirects = get_example();
  redirects.follow_redirects = true;
  HttpRequest idempotent = get_example();
  idempotent.is_idempotent = true;
  const HttpRequest plain = get_example();
  in_blocking_call([&](Call& call) {
    (void)call.http(redirects);
    (void)call.http(idempotent);
    (void)call.http_stream(plain);
  });
  EXPECT_EQ(host_.sent.at(0).flags, FAIRLEAD_HTTP_FOLLOW_REDIRECTS);
  EXPECT_EQ(host_.sent.at(1).flags, FAIRLEAD_HTTP_IDEMPOTENT);
  EXPECT_EQ(host_.sent.at(2).flags, FAIRLEAD_HTTP_STREAM);
}

TEST_F(HttpTest, TakesTheEarlierOfTimeoutAndDeadline) {
  HttpRequest shorter = get_example();
  shorter.timeout = seconds(2);
  HttpRequest longer = get_example();
  longer.timeout = seconds(3600);
  const HttpRequest without = get_example();
  in_blocking_call([&](Call& call) {
    (void)call.http(shorter);
    (void)call.http(longer);
    (void)call.http(without);
  });
  EXPECT_EQ(host_.sent.at(0).deadline_mono_ns, 3'000'000'000U);
  EXPECT_EQ(host_.sent.at(1).deadline_mono_ns, Host::kDeadline);
  EXPECT_EQ(host_.sent.at(2).deadline_mono_ns, Host::kDeadline);
}

// ---- Refusals ----

TEST_F(HttpTest, TellsWhyTheHostSendsNothing) {
  host_.send_status = FAIRLEAD_INVALID_ARGUMENT;
  EXPECT_EQ(refused(get_example()), FAIRLEAD_INVALID_ARGUMENT);
  host_.send_status = FAIRLEAD_PERMISSION_DENIED;
  EXPECT_EQ(refused(get_example()), FAIRLEAD_PERMISSION_DENIED);
  host_.send_status = FAIRLEAD_FAILED_PRECONDITION;
  EXPECT_EQ(refused(get_example()), FAIRLEAD_FAILED_PRECONDITION);
}

TEST_F(HttpTest, InvitesToTryAgainWhenTooManyExchangesWait) {
  host_.send_status = FAIRLEAD_RESOURCE_EXHAUSTED;
  EXPECT_EQ(refused(get_example()), FAIRLEAD_RESOURCE_EXHAUSTED);
  EXPECT_EQ(flags_, fairlead::kRetryable);
}

TEST_F(HttpTest, IsQuietAfterARefusal) {
  host_.send_status = FAIRLEAD_PERMISSION_DENIED;
  (void)refused(get_example());
  EXPECT_TRUE(calls_.plugin.busy.is_none());
}

TEST_F(HttpTest, TellsThatTheHostHasNoHttp) {
  host_.has_http = false;
  Calls without(host_);
  without.start(fetch);
  EXPECT_EQ(ending().status, FAIRLEAD_UNIMPLEMENTED);
  EXPECT_NE(ending().text.find("fairlead.host.http/1"), std::string::npos);
}

TEST_F(HttpTest, SendsNothingForACancelledCall) {
  host_.is_cancelled = true;
  EXPECT_EQ(refused(get_example()), FAIRLEAD_CANCELLED);
  EXPECT_TRUE(host_.sent.empty());
}

// ---- Replies ----

TEST_F(HttpTest, ResumesACoroutineWithTheReply) {
  calls_.start(fetch);
  EXPECT_TRUE(host_.endings.empty());
  host_.reply(1, 404, "no such note");
  EXPECT_EQ(ending().text, "404 no such note");
}

TEST_F(HttpTest, GoesOnWithAReplyThatCameBeforeSendReturned) {
  host_.during_send = [this](const fairlead_http_events&) { host_.reply(1, 200, "fast"); };
  calls_.start(fetch);
  EXPECT_EQ(ending().text, "200 fast");
}

TEST_F(HttpTest, FindsHeadersInAnyCase) {
  host_.during_send = [this](const fairlead_http_events&) {
    host_.head(1, 200, {{"etag", "\"1\""}, {"etag", "\"2\""}, {"x-empty", ""}});
    host_.end(1);
  };
  const HttpRequest request = get_example();
  in_blocking_call([&request](Call& call) {
    const auto reply = call.http(request).get();
    EXPECT_EQ(reply.header("ETag"), "\"1\"");
    EXPECT_EQ(reply.header("x-empty"), "");
    EXPECT_EQ(reply.header("eta"), std::nullopt);
    EXPECT_EQ(reply.header("etags"), std::nullopt);
  });
}

TEST_F(HttpTest, PassesOnWhyAnExchangeFailed) {
  calls_.start(fetch);
  host_.end(1, FAIRLEAD_UNAVAILABLE, FAIRLEAD_ERR_RETRYABLE, "api.example.com does not answer");
  EXPECT_EQ(ending().status, FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(ending().flags, FAIRLEAD_ERR_RETRYABLE);
  EXPECT_EQ(ending().text, "api.example.com does not answer");
}

TEST_F(HttpTest, NeedsNoReasonForAFailure) {
  calls_.start(fetch);
  host_.end(1, FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(ending().text, "the HTTP request failed without a reason given");
}

TEST_F(HttpTest, DoesNotTakeSilenceForAReply) {
  calls_.start(fetch);
  host_.end(1);
  EXPECT_EQ(ending().status, FAIRLEAD_INTERNAL);
}

Task<Served> fetch_two(Call& call, const fairlead_request&) {
  const HttpRequest request = get_example();
  auto first = call.http(request);
  auto second = call.http(request);
  const auto one = co_await first;
  const auto two = co_await second;
  co_return served(one.body + two.body);
}

TEST_F(HttpTest, RunsExchangesSideBySide) {
  calls_.start(fetch_two);
  ASSERT_EQ(host_.open_exchanges(), 2U);
  host_.reply(2, 200, "b");
  host_.reply(1, 200, "a");
  EXPECT_EQ(ending().text, "ab");
}

// ---- Cancellation, and exchanges that are dropped ----

TEST_F(HttpTest, CancelEndsTheExchangeOfACoroutine) {
  calls_.start(fetch);
  calls_.cancel();
  EXPECT_EQ(host_.cancelled_exchanges, std::vector<std::uint64_t>{1});
  EXPECT_EQ(ending().status, FAIRLEAD_CANCELLED);
}

TEST_F(HttpTest, CancelForTheDeadlineIsToldAsSuch) {
  calls_.start(fetch);
  host_.now_mono_ns = Host::kDeadline;
  calls_.cancel();
  EXPECT_EQ(ending().status, FAIRLEAD_DEADLINE_EXCEEDED);
}

Task<Served> drop_one(Call& call, const fairlead_request&) {
  const HttpRequest request = get_example();
  { const auto dropped = call.http(request); }
  co_await call.yield();
  co_return served("done");
}

TEST_F(HttpTest, DroppingAnExchangeEndsIt) {
  calls_.start(drop_one);
  EXPECT_EQ(host_.cancelled_exchanges, std::vector<std::uint64_t>{1});
}

TEST_F(HttpTest, KeepsADroppedExchangeUntilTheHostHasEndedIt) {
  host_.http.cancel = [](fairlead_host*, std::uint64_t) noexcept { return FAIRLEAD_OK; };
  calls_.start(drop_one);
  host_.finish_one();
  EXPECT_EQ(ending().text, "done");
  EXPECT_FALSE(calls_.plugin.busy.is_none());
  host_.reply(1, 200, "nobody reads this");
  EXPECT_TRUE(calls_.plugin.busy.is_none());
}

TEST_F(HttpTest, DroppingAnEndedExchangeTellsTheHostNothing) {
  calls_.start(fetch);
  host_.reply(1, 200, "");
  EXPECT_TRUE(host_.cancelled_exchanges.empty());
}

Task<Served> assign(Call& call, const fairlead_request&) {
  const HttpRequest request = get_example();
  auto exchange = call.http(request);
  exchange = call.http(request);
  const auto reply = co_await exchange;
  co_return served(reply.body);
}

TEST_F(HttpTest, AssigningAnExchangeEndsTheOneBefore) {
  calls_.start(assign);
  EXPECT_EQ(host_.cancelled_exchanges, std::vector<std::uint64_t>{1});
  host_.reply(2, 200, "second");
  EXPECT_EQ(ending().text, "second");
}

// ---- Blocking entries ----

TEST_F(HttpTest, GetGivesTheReply) {
  host_.during_send = [this](const fairlead_http_events&) { host_.reply(1, 200, "fast"); };
  const HttpRequest request = get_example();
  in_blocking_call([&request](Call& call) { EXPECT_EQ(call.http(request).get().body, "fast"); });
}

TEST_F(HttpTest, GetWaitsForTheReplyOfAnotherThread) {
  const HttpRequest request = get_example();
  in_blocking_call([&](Call& call) {
    auto exchange = call.http(request);
    std::thread other([this] { host_.reply(1, 200, "slow"); });
    EXPECT_EQ(exchange.get().body, "slow");
    other.join();
  });
}

TEST_F(HttpTest, CancelEndsGet) {
  const HttpRequest request = get_example();
  const fairlead_status status = status_of([&](Call& call) {
    auto exchange = call.http(request);
    std::thread other([this] { calls_.cancel(); });
    try {
      (void)exchange.get();
    } catch (...) {
      other.join();
      throw;
    }
  });
  EXPECT_EQ(status, FAIRLEAD_CANCELLED);
}

TEST_F(HttpTest, CancelBeforeGetEndsIt) {
  const HttpRequest request = get_example();
  const fairlead_status status = status_of([&](Call& call) {
    auto exchange = call.http(request);
    calls_.cancel();
    (void)exchange.get();
  });
  EXPECT_EQ(status, FAIRLEAD_CANCELLED);
  EXPECT_EQ(host_.cancelled_exchanges, std::vector<std::uint64_t>{1});
}

Task<Served> block(Call& call, const fairlead_request&) {
  const HttpRequest request = get_example();
  auto exchange = call.http(request);
  (void)exchange.get();
  co_return served("");
}

TEST_F(HttpTest, GetRefusesToBlockACoroutine) {
  calls_.start(block);
  EXPECT_EQ(ending().status, FAIRLEAD_FAILED_PRECONDITION);
}

// ---- Streams ----

Task<Served> read_all(Call& call, const fairlead_request&) {
  const HttpRequest request = get_example();
  auto stream = call.http_stream(request);
  const auto head = co_await stream.head();
  std::string text = std::to_string(head.status);
  while (true) {
    const auto chunk = co_await stream.next();
    if (!chunk) break;
    text += "|" + *chunk;
  }
  co_return served(text);
}

TEST_F(HttpTest, StreamsTheBodyAsItArrives) {
  calls_.start(read_all);
  host_.head(1, 200);
  host_.body(1, "a");
  host_.body(1, "");
  host_.body(1, "b");
  host_.end(1);
  EXPECT_EQ(ending().text, "200|a|b");
}

TEST_F(HttpTest, StreamsWhatCameBeforeSendReturned) {
  host_.during_send = [this](const fairlead_http_events&) { host_.reply(1, 200, "fast"); };
  calls_.start(read_all);
  EXPECT_EQ(ending().text, "200|fast");
}

TEST_F(HttpTest, TellsThatAStreamBrokeAfterWhatArrived) {
  calls_.start(read_all);
  host_.head(1, 200);
  host_.body(1, "a");
  host_.end(1, FAIRLEAD_UNAVAILABLE, 0, "the connection broke");
  EXPECT_EQ(ending().status, FAIRLEAD_UNAVAILABLE);
}

TEST_F(HttpTest, CancelEndsAStream) {
  calls_.start(read_all);
  host_.head(1, 200);
  calls_.cancel();
  EXPECT_EQ(ending().status, FAIRLEAD_CANCELLED);
}

TEST_F(HttpTest, PausesAStreamWhenItsBufferIsFullAndResumesItHalfEmpty) {
  const HttpRequest request = get_example();
  in_blocking_call([&](Call& call) {
    auto stream = call.http_stream(request, 4);
    host_.head(1, 200);
    host_.body(1, "ab");
    host_.body(1, "c");
    EXPECT_EQ(host_.pauses, std::vector<bool>{});  // 3 of 4
    host_.body(1, "d");
    EXPECT_EQ(host_.pauses, std::vector<bool>{true});  // 4 of 4
    host_.body(1, "e");
    EXPECT_EQ(host_.pauses, std::vector<bool>{true});
    (void)stream.next().get();
    EXPECT_EQ(host_.pauses, std::vector<bool>{true});  // 3 left
    (void)stream.next().get();
    EXPECT_EQ(host_.pauses, (std::vector<bool>{true, false}));  // 2 left
  });
}

TEST_F(HttpTest, PausesAStreamThatFilledItsBufferBeforeSendReturned) {
  host_.during_send = [this](const fairlead_http_events&) {
    host_.head(1, 200);
    host_.body(1, "abcd");
    EXPECT_TRUE(host_.pauses.empty());  // The handle is not known yet.
  };
  const HttpRequest request = get_example();
  in_blocking_call([&](Call& call) {
    const auto stream = call.http_stream(request, 4);
    EXPECT_EQ(host_.pauses, std::vector<bool>{true});
  });
}

TEST_F(HttpTest, DoesNotPauseAStreamSomebodyWaitsFor) {
  calls_.start(read_all);
  host_.head(1, 200);
  host_.body(1, std::string(fairlead::HttpStream::kBufferBytesMax, 'x'));
  EXPECT_TRUE(host_.pauses.empty());
}

Task<Served> read_one(Call& call, const fairlead_request&) {
  const HttpRequest request = get_example();
  auto stream = call.http_stream(request);
  const auto chunk = co_await stream.next();
  co_return served(*chunk);
}

// The stream is dropped inside on_body, and the exchange ends inside that.
TEST_F(HttpTest, MayDropAStreamInTheMiddle) {
  calls_.start(read_one);
  host_.head(1, 200);
  host_.body(1, "enough");
  EXPECT_EQ(ending().text, "enough");
  EXPECT_EQ(host_.cancelled_exchanges, std::vector<std::uint64_t>{1});
  EXPECT_TRUE(calls_.plugin.busy.is_none());
}

}  // namespace async_test
