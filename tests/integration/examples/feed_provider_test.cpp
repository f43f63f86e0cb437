// feed_provider against a real HTTP server of the test's own, on a free loopback port.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <fairlead/testing.hpp>
#include <gtest/gtest.h>

namespace {

using boost::json::array;

constexpr std::string_view kRss = R"(<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Second</title><link>http://x/2</link><pubDate>Tue, 10 Nov 2026</pubDate></item>
<item><title>First &amp; only</title><link>http://x/1</link><pubDate>Mon, 09 Nov 2026</pubDate></item>
</channel></rss>)";
constexpr std::string_view kAtom = R"(<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<entry><title>Atomic</title><link href="http://x/a"/><updated>2026-11-20</updated></entry></feed>)";

// What the server does with a request.
using Answer = std::function<void(Poco::Net::HTTPServerResponse&)>;

Answer text_answer(std::string_view text) {
  return [text](Poco::Net::HTTPServerResponse& response) { response.send() << text; };
}

class Server {
 public:
  explicit Server(Answer answer)
      : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)),
        server_(new Factory(std::move(answer)), socket_, new Poco::Net::HTTPServerParams) {
    server_.start();
  }
  ~Server() { server_.stopAll(true); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(socket_.address().port());
  }

 private:
  struct Handler : Poco::Net::HTTPRequestHandler {
    explicit Handler(const Answer& given) : answer(given) {}
    void handleRequest(Poco::Net::HTTPServerRequest&, Poco::Net::HTTPServerResponse& response) override {
      answer(response);
    }
    const Answer& answer;
  };
  struct Factory : Poco::Net::HTTPRequestHandlerFactory {
    explicit Factory(Answer given) : answer(std::move(given)) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
      return new Handler(answer);
    }
    Answer answer;
  };
  Poco::Net::ServerSocket socket_;
  Poco::Net::HTTPServer server_;
};

class FeedProviderTest : public testing::Test {
 protected:
  FeedProviderTest() : plugin_(host_, fairlead_plugin_main_v1()) { host_.clock().run(); }
  ~FeedProviderTest() override {
    plugin_.end();
    EXPECT_EQ(host_.misbehaviours(), std::vector<std::string>());
  }

  fairlead::testing::CallResult items_of(const Server& server, const boost::json::object& arguments = {}) {
    auto binding = plugin_.provider().bind({{"url", server.url()}, {"kib_max", 1}});
    auto client = binding.connect();
    return client.call("items", arguments);
  }

  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_;
};

TEST_F(FeedProviderTest, ReadsRss) {
  const Server server(text_answer(kRss));
  const auto found = items_of(server);
  ASSERT_TRUE(found.is_ok()) << found.summary();
  const boost::json::value first{
      {"title", "First & only"}, {"link", "http://x/1"}, {"published", "Mon, 09 Nov 2026"}};
  ASSERT_EQ(found.structured().at("items").as_array().size(), 2U);
  EXPECT_EQ(found.structured().at("items").at(1), first);
}

TEST_F(FeedProviderTest, ReadsAtom) {
  const Server server(text_answer(kAtom));
  const auto found = items_of(server);
  ASSERT_TRUE(found.is_ok()) << found.summary();
  const boost::json::value entry{{"title", "Atomic"}, {"link", "http://x/a"}, {"published", "2026-11-20"}};
  EXPECT_EQ(found.structured().at("items"), array({entry}));
}

TEST_F(FeedProviderTest, GivesNoMoreItemsThanAskedFor) {
  const Server server(text_answer(kRss));
  EXPECT_EQ(items_of(server, {{"limit", 1}}).structured().at("items").as_array().size(), 1U);
}

TEST_F(FeedProviderTest, RefusesAFeedThatIsTooLarge) {
  const std::string large(1025, ' ');
  const Server server(text_answer(large));
  const auto refused = items_of(server);
  EXPECT_TRUE(refused.is_tool_error());
}

TEST_F(FeedProviderTest, SaysThatWhatItReadIsNoFeed) {
  const Server server(text_answer("<rss><item>"));
  const auto failed = items_of(server);
  EXPECT_EQ(failed.status(), FAIRLEAD_UNAVAILABLE);
  EXPECT_TRUE(failed.is_client_bad());
}

TEST_F(FeedProviderTest, PassesOnThatTheServerRefuses) {
  const Server server([](Poco::Net::HTTPServerResponse& response) {
    response.setStatusAndReason(Poco::Net::HTTPResponse::HTTP_GONE);
    response.send();
  });
  const auto failed = items_of(server);
  EXPECT_EQ(failed.status(), FAIRLEAD_UNAVAILABLE);
  EXPECT_NE(failed.message().find("Gone"), std::string::npos) << failed.message();
}

TEST_F(FeedProviderTest, RefusesAnAddressItCannotSpeakTo) {
  auto binding = plugin_.provider().bind({{"url", "https://example.com/feed"}});
  const auto client = binding.connect();
  EXPECT_EQ(client.status(), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_TRUE(client.is_binding_bad());
}

// A server that answers nothing until the call that waits for it has been cancelled.
TEST_F(FeedProviderTest, EndsAtOnceWhenItIsCancelled) {
  std::mutex mutex;
  std::condition_variable changed;
  bool was_asked = false, is_over = false;  // Guarded by mutex.
  const Server server([&](Poco::Net::HTTPServerResponse&) {
    std::unique_lock lock(mutex);
    was_asked = true;
    changed.notify_all();
    changed.wait(lock, [&] { return is_over; });
  });
  auto binding = plugin_.provider().bind({{"url", server.url()}});
  auto client = binding.connect();

  std::thread canceller([&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return was_asked; });
    lock.unlock();
    EXPECT_TRUE(client.cancel());
  });
  const auto cancelled = client.call("items");
  canceller.join();
  {
    const std::lock_guard lock(mutex);
    is_over = true;
  }
  changed.notify_all();

  EXPECT_EQ(cancelled.status(), FAIRLEAD_CANCELLED) << cancelled.summary();
}

}  // namespace
