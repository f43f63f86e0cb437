// Coroutine entries, exchanges and streams while several threads of a host complete and cancel them at once.
// For the thread sanitizer: whatever the interleaving, each call ends once and nothing is left.
#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "fairlead/sdk/async.hpp"
#include "unit/sdk/async_calls.hpp"

namespace async_test {

using fairlead::Call;
using fairlead::HttpRequest;
using fairlead::Task;
using fairlead::detail::Served;

// The host's threads: two loops that end waits, one that plays exchanges.
class HostThreads {
 public:
  explicit HostThreads(Host& host) {
    for (unsigned seed : {1U, 2U}) {
      threads_.emplace_back([this, &host, seed] {
        std::minstd_rand random(seed);
        while (!stop_) {
          if (!host.finish_some(random())) std::this_thread::yield();
        }
      });
    }
    threads_.emplace_back([this, &host] {
      while (!stop_) {
        if (!host.serve_one()) std::this_thread::yield();
      }
    });
  }
  HostThreads(const HostThreads&) = delete;
  HostThreads& operator=(const HostThreads&) = delete;
  ~HostThreads() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> threads_;
};

HttpRequest get_example() {
  HttpRequest request;
  request.url = "https://api.example.com/";
  return request;
}

Task<int> one_round(Call& call) {
  co_await call.yield();
  co_await call.sleep_for(std::chrono::milliseconds(1));
  const HttpRequest request = get_example();
  const auto reply = co_await call.http(request);
  co_return static_cast<int>(reply.status);
}

// `steps` is no atomic: one thread at a time, each after the other, is what is tested.
Task<Served> some_rounds(Call& call, std::unique_ptr<int> steps) {
  for (int i = 0; i < 3; ++i) {
    const int status = co_await one_round(call);
    *steps += status;
  }
  co_return served(std::to_string(*steps));
}

TEST(AsyncThreadsTest, EndsEachCallOnceHoweverItIsCancelled) {
  constexpr int kRounds = 200;
  constexpr fairlead_call kCalls = 8;
  Host host;
  host.defers_http_cancel = true;
  Calls calls(host);
  calls.client.body = [](Call& call, const fairlead_request&) {
    return some_rounds(call, std::make_unique<int>(0));
  };
  const HostThreads threads(host);
  for (int round = 0; round < kRounds; ++round) {
    host.endings.clear();
    std::atomic<bool> go = false;
    std::thread canceller([&] {
      std::minstd_rand random(static_cast<unsigned>(round) + 1);
      while (!go) std::this_thread::yield();
      for (fairlead_call op = 1; op <= kCalls; op += 2) {
        for (auto spins = random() % 2000; spins > 0; --spins)
          std::atomic_signal_fence(std::memory_order_seq_cst);
        calls.client.running.cancel(op);
      }
    });
    const fairlead_request request = request_with("{}");
    go = true;
    for (fairlead_call op = 1; op <= kCalls; ++op) {
      fairlead::detail::start_async<Functions>(calls.client, op, request);
    }
    canceller.join();
    calls.plugin.wait_until_quiet();
    ASSERT_EQ(host.endings.size(), kCalls);
    for (const Ending& ending : host.endings) {
      if (ending.status == FAIRLEAD_OK) {
        EXPECT_EQ(ending.text, "600");
      } else {
        EXPECT_EQ(ending.status, FAIRLEAD_CANCELLED) << ending.text;
      }
    }
    EXPECT_GE(std::count_if(host.endings.begin(), host.endings.end(),
                            [](const Ending& ending) { return ending.status == FAIRLEAD_OK; }),
              static_cast<std::ptrdiff_t>(kCalls / 2));
  }
}

// The host closes the client as soon as it hears of the end, while the cancellation may still run.
TEST(AsyncThreadsTest, LetsTheClientBeClosedWithinTheEnd) {
  Host host;
  host.defers_http_cancel = true;
  Calls calls(host);
  const HostThreads threads(host);
  for (int round = 0; round < 500; ++round) {
    auto client = std::make_unique<Client>(calls.binding);
    client->body = [](Call& call, const fairlead_request&) {
      return some_rounds(call, std::make_unique<int>(0));
    };
    std::atomic<bool> has_ended = false;
    host.on_ending = [&] { has_ended = true; };
    std::thread canceller([&client] { client->running.cancel(kCall); });
    const fairlead_request request = request_with("{}");
    fairlead::detail::start_async<Functions>(*client, kCall, request);
    while (!has_ended) std::this_thread::yield();
    // "Never while invoke or cancel is inside for that client."
    canceller.join();
    client.reset();
    calls.plugin.wait_until_quiet();
  }
}

TEST(AsyncThreadsTest, EndsEachGetHoweverItIsCancelled) {
  Host host;
  host.defers_http_cancel = true;
  Calls calls(host);
  const HostThreads threads(host);
  const fairlead_request request = request_with("{}");
  const HttpRequest to_send = get_example();
  for (int round = 0; round < 500; ++round) {
    fairlead_status status = FAIRLEAD_OK;
    {
      fairlead::detail::CancelSlot slot(calls.client.running, kCall);
      Call call(fairlead::detail::facts_of(calls.binding, kCall, request), slot, request, calls.binding);
      std::thread canceller([&calls] { calls.cancel(); });
      try {
        (void)call.http(to_send).get();
      } catch (const fairlead::Error& error) {
        status = error.status();
      }
      canceller.join();
    }
    EXPECT_TRUE(status == FAIRLEAD_OK || status == FAIRLEAD_CANCELLED) << status;
    calls.plugin.wait_until_quiet();
  }
}

// A resume that overtook its pause would leave the host waiting for ever.
TEST(AsyncThreadsTest, TellsTheLastWordAboutPausingLast) {
  constexpr int kChunks = 20'000;
  Host host;
  Calls calls(host);
  const fairlead_request request = request_with("{}");
  const HttpRequest to_send = get_example();
  fairlead::detail::CancelSlot slot(calls.client.running, kCall);
  Call call(fairlead::detail::facts_of(calls.binding, kCall, request), slot, request, calls.binding);
  auto stream = call.http_stream(to_send, 4);
  std::thread producer([&host] {
    host.head(1, 200);
    for (int i = 0; i < kChunks; ++i) {
      while (host.is_paused) std::this_thread::yield();
      host.body(1, std::string(1, static_cast<char>('a' + i % 26)));
    }
    host.end(1);
  });
  int count = 0;
  while (const auto chunk = stream.next().get()) {
    EXPECT_EQ(*chunk, std::string(1, static_cast<char>('a' + count % 26)));
    ++count;
  }
  producer.join();
  EXPECT_EQ(count, kChunks);
}

}  // namespace async_test
