// http/1 of the fake host: no sockets, answers by rule. It follows no redirects and repeats nothing.
#ifndef FAIRLEAD_TESTING_HTTP_HPP
#define FAIRLEAD_TESTING_HTTP_HPP

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "fairlead/http.h"
#include "fairlead/testing/calls.hpp"
#include "fairlead/testing/http_rule.hpp"
#include "fairlead/testing/reactor.hpp"
#include "fairlead/testing/secrets.hpp"

namespace fairlead::testing {

// When the events of an exchange come.
enum class HttpDelivery {
  Automatic,   // inside send while a blocking function (connect, ping, reset, a blocking invoke) runs; else
               // Loop
  Loop,        // one by one when the reactor runs
  InsideSend,  // before send returns, as http.h allows: a trap for coroutines
};

class FakeHttp {
 public:
  FakeHttp(FakeClock& clock, detail::Judge& judge, detail::Secrets& secrets, detail::Calls& calls,
           FakeReactor& reactor);
  FakeHttp(const FakeHttp&) = delete;
  FakeHttp& operator=(const FakeHttp&) = delete;

  // Begins a rule; among several that match, the newest answers. Write rules before the plugin runs.
  HttpRule& when(std::string method, std::string url) {
    return add_rule({std::move(method), std::move(url), false});
  }
  HttpRule& when_prefix(std::string method, std::string url) {
    return add_rule({std::move(method), std::move(url), true});
  }

  [[nodiscard]] std::vector<HttpSeen> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  // The requests that no rule matched, as "GET https://…"; they ended with UNAVAILABLE.
  [[nodiscard]] std::vector<std::string> unexpected() const {
    const std::lock_guard lock(mutex_);
    return unexpected_;
  }
  // Exchanges whose on_end has not come yet.
  [[nodiscard]] std::size_t pending() const {
    const std::lock_guard lock(mutex_);
    return exchanges_.size();
  }
  void set_delivery(HttpDelivery delivery) { delivery_ = delivery; }

  // ---- For the fake itself ----

  // While one lives, a blocking function of the plugin runs: nothing could come later, so answers come inside
  // send, and the fake clock jumps to the moment or deadline of those that take time.
  class Blocking {
   public:
    explicit Blocking(FakeHttp& http) : http_(http) { ++http_.blocking_; }
    Blocking(const Blocking&) = delete;
    Blocking& operator=(const Blocking&) = delete;
    ~Blocking() { --http_.blocking_; }

   private:
    FakeHttp& http_;
  };

  bool run_one();
  [[nodiscard]] std::uint64_t next_ns() const;
  [[nodiscard]] std::size_t pending_of_call(fairlead_call call) const;
  // All exchanges of that call, or of that binding, end with CANCELLED. Gives how many there were.
  std::size_t cancel_call(fairlead_call call);
  std::size_t cancel_binding(std::uint64_t binding_id);

  // The functions of http.h.
  fairlead_status send(const fairlead_http_request* request, const fairlead_http_events* events,
                       std::uint64_t* exchange, std::string& why);
  fairlead_status pause(std::uint64_t exchange, bool is_paused);
  fairlead_status cancel(std::uint64_t exchange);

 private:
  struct Exchange {
    std::uint64_t handle = 0;
    std::uint64_t binding_id = 0;
    fairlead_call call = 0;
    std::string where;  // "GET https://…"
    const fairlead_http_events* events = nullptr;
    detail::HttpReply reply;
    std::uint64_t ready_ns = 0;
    std::uint64_t deadline_ns = UINT64_MAX;
    std::uint64_t bytes_max = 0;
    bool is_inside = false;  // delivered inside send and pause
    bool is_paused = false;
    bool is_cancelled = false;
    bool is_delivering = false;  // an event is under way
    bool has_head = false;
    std::size_t chunks_sent = 0;
  };
  enum class Step { Wait, Head, Body, End };

  HttpRule& add_rule(HttpRule rule);
  std::string judge_request(const fairlead_http_request& request, const fairlead_http_events* events) const;
  [[nodiscard]] HttpSeen see(const fairlead_http_request& request) const;
  detail::HttpReply answer(const HttpSeen& seen);
  void apply_limits(Exchange& exchange, const HttpSeen& seen) const;
  [[nodiscard]] Step next_step(const Exchange& exchange) const;
  bool deliver_one(const std::shared_ptr<Exchange>& exchange);
  void deliver_inside(const std::shared_ptr<Exchange>& exchange);
  void tell(Exchange& exchange, Step step, fairlead_status end);
  template <class Is>
  std::size_t cancel_if(const Is& is);

  FakeClock& clock_;
  detail::Judge& judge_;
  detail::Secrets& secrets_;
  detail::Calls& calls_;
  FakeReactor& reactor_;
  std::atomic<HttpDelivery> delivery_ = HttpDelivery::Automatic;
  std::atomic<int> blocking_ = 0;
  mutable std::mutex mutex_;
  std::deque<HttpRule> rules_;  // Guarded by mutex_, as all below.
  std::vector<HttpSeen> requests_;
  std::vector<std::string> unexpected_;
  std::map<std::uint64_t, std::shared_ptr<Exchange>> exchanges_;  // The entries are guarded too.
  std::uint64_t next_handle_ = 1001;
};

}  // namespace fairlead::testing

#include "fairlead/testing/impl/http.hpp"

#endif  // FAIRLEAD_TESTING_HTTP_HPP
