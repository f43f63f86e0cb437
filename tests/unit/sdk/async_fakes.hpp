// The host's reactor and HTTP client for tests of the SDK's waits: nothing happens until the test says so,
// and then exactly when it says so, also before the function that asked has returned. Any thread.
#ifndef FAIRLEAD_TESTS_UNIT_SDK_ASYNC_FAKES_HPP
#define FAIRLEAD_TESTS_UNIT_SDK_ASYNC_FAKES_HPP

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead/events.h"
#include "fairlead/http.h"
#include "fairlead/plugin.h"
#include "fairlead/reactor.h"

namespace async_test {

inline fairlead_str borrow(std::string_view text) { return {text.data(), text.size()}; }
inline std::string copy(fairlead_str text) {
  return text.size == 0 ? std::string() : std::string(text.data, text.size);
}

// One timer, watch or post that the plugin asked for.
struct AskedWait {
  std::uint64_t at_mono_ns = 0;  // a watch's deadline; 0 for a post
  int fd = -1;
  std::uint32_t interest = 0;
  fairlead_reactor_fn done = nullptr;
  void* user = nullptr;
};

struct SentRequest {
  std::uint32_t flags = 0;
  std::uint64_t binding_id = 0;
  fairlead_call call = 0;
  std::uint64_t deadline_mono_ns = 0;
  std::uint64_t response_bytes_max = 0;
  std::string method, url, body, secret, bucket;
  std::uint32_t auth = 0;
  std::vector<std::pair<std::string, std::string>> headers;
};

// How a call ended.
struct Ending {
  fairlead_status status = FAIRLEAD_OK;
  std::int32_t outcome = -1;
  std::uint32_t flags = 0;
  std::string text;  // result or message
};

class Host {
 public:
  static constexpr std::uint64_t kDeadline = 31'000'000'000;

  // ---- What the test decides ----
  std::atomic<std::uint64_t> now_mono_ns = 1'000'000'000;
  std::atomic<bool> is_cancelled = false;        // what call_cancelled answers
  fairlead_status reactor_status = FAIRLEAD_OK;  // other than OK: the wait is refused
  fairlead_status send_status = FAIRLEAD_OK;
  // Done at once, before the function that asked returns.
  std::optional<fairlead_status> done_at_once;
  std::function<void(const fairlead_http_events&)> during_send;
  std::function<void()> on_ending;  // the call has been ended
  bool has_reactor = true, has_http = true, has_events = true;
  bool defers_http_cancel = false;  // http->cancel only notes it, for serve_one

  std::atomic<bool> is_paused = false;  // what http->pause said last

  // ---- What the plugin did ----
  std::map<std::uint64_t, AskedWait> waits;  // accepted and not over
  std::vector<std::uint64_t> cancelled_waits, cancelled_exchanges;
  std::vector<SentRequest> sent;
  std::vector<bool> pauses;
  std::vector<std::string> changed;
  std::vector<Ending> endings;
  std::map<std::string, std::string> secrets;
  std::vector<std::string> log_lines;

  Host() {
    fill_api();
    fill_reactor();
    fill_http();
    events.struct_size = sizeof events;
    events.list_changed = [](fairlead_host* host, std::uint64_t binding, std::uint32_t list) noexcept {
      of(host).changed.push_back(std::to_string(binding) + " list " + std::to_string(list));
      return FAIRLEAD_OK;
    };
    events.resource_updated = [](fairlead_host* host, std::uint64_t binding, fairlead_str uri) noexcept {
      of(host).changed.push_back(std::to_string(binding) + " " + copy(uri));
      return FAIRLEAD_NOT_FOUND;
    };
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Ends the wait; false when there is none of that handle.
  bool finish(std::uint64_t handle, fairlead_status status, std::uint32_t ready = 0) {
    AskedWait wait;
    {
      const std::lock_guard lock(mutex_);
      const auto found = waits.find(handle);
      if (found == waits.end()) return false;
      wait = found->second;
      waits.erase(found);
    }
    wait.done(wait.user, status, ready);
    return true;
  }
  // Ends the only wait.
  bool finish_one(fairlead_status status = FAIRLEAD_OK, std::uint32_t ready = 0) {
    std::uint64_t handle = 0;
    {
      const std::lock_guard lock(mutex_);
      if (waits.size() != 1) return false;
      handle = waits.begin()->first;
    }
    return finish(handle, status, ready);
  }

  // Ends everything that is under way, and what is begun meanwhile.
  void shut_down() {
    while (true) {
      std::uint64_t wait = 0, exchange = 0;
      {
        const std::lock_guard lock(mutex_);
        if (waits.empty() && exchanges_.empty()) return;
        if (!waits.empty()) wait = waits.begin()->first;
        if (!exchanges_.empty()) exchange = exchanges_.begin()->first;
      }
      finish(wait, FAIRLEAD_CANCELLED);
      end(exchange, FAIRLEAD_CANCELLED);
    }
  }

  // Ends one of the waits, by `pick`; false when there is none.
  bool finish_some(std::size_t pick) {
    std::uint64_t handle = 0;
    {
      const std::lock_guard lock(mutex_);
      if (waits.empty()) return false;
      handle = std::next(waits.begin(), static_cast<std::ptrdiff_t>(pick % waits.size()))->first;
    }
    return finish(handle, FAIRLEAD_OK);
  }
  // Plays one whole exchange; ends it with CANCELLED where that was asked for. One thread.
  bool serve_one() {
    std::uint64_t exchange = 0;
    bool is_unwanted = false;
    {
      const std::lock_guard lock(mutex_);
      if (exchanges_.empty()) return false;
      exchange = exchanges_.begin()->first;
      is_unwanted = std::count(cancelled_exchanges.begin(), cancelled_exchanges.end(), exchange) > 0;
    }
    if (is_unwanted) return end(exchange, FAIRLEAD_CANCELLED);
    reply(exchange, 200, "ok");
    return true;
  }

  // ---- The exchange of that handle; each plays one event ----
  void head(std::uint64_t exchange, unsigned status,
            const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    std::vector<fairlead_http_header> views;
    for (const auto& [name, value] : headers) views.push_back({borrow(name), borrow(value)});
    fairlead_http_head head{sizeof(fairlead_http_head), status, views.data(), views.size()};
    const fairlead_http_events events_of = exchange_events(exchange);
    events_of.on_head(events_of.user, &head);
  }
  void body(std::uint64_t exchange, std::string bytes) {
    const fairlead_http_events events_of = exchange_events(exchange);
    events_of.on_body(events_of.user, borrow(bytes));
    std::fill(bytes.begin(), bytes.end(), '#');
  }
  bool end(std::uint64_t exchange, fairlead_status status = FAIRLEAD_OK, std::uint32_t flags = 0,
           std::string_view message = {}) {
    fairlead_http_events events_of{};
    {
      const std::lock_guard lock(mutex_);
      const auto found = exchanges_.find(exchange);
      if (found == exchanges_.end()) return false;
      events_of = *found->second;
      exchanges_.erase(found);
    }
    events_of.on_end(events_of.user, status, flags, borrow(message));
    return true;
  }
  void reply(std::uint64_t exchange, unsigned status, std::string body_text) {
    head(exchange, status);
    body(exchange, std::move(body_text));
    end(exchange);
  }
  [[nodiscard]] std::size_t open_exchanges() {
    const std::lock_guard lock(mutex_);
    return exchanges_.size();
  }

  fairlead_host_api api{};
  fairlead_reactor_api reactor{};
  fairlead_http_api http{};
  fairlead_events_api events{};

 private:
  static Host& of(fairlead_host* host) { return *reinterpret_cast<Host*>(host); }

  fairlead_http_events exchange_events(std::uint64_t exchange) {
    const std::lock_guard lock(mutex_);
    return *exchanges_.at(exchange);
  }

  fairlead_status accept(const AskedWait& wait, std::uint64_t* handle) {
    if (reactor_status != FAIRLEAD_OK) return reactor_status;
    std::uint64_t made = 0;
    {
      const std::lock_guard lock(mutex_);
      made = ++last_handle_;
      waits[made] = wait;
    }
    if (done_at_once) finish(made, *done_at_once);
    if (handle != nullptr) *handle = made;
    return FAIRLEAD_OK;
  }

  void end_call(Ending ending) {
    {
      const std::lock_guard lock(mutex_);
      endings.push_back(std::move(ending));
    }
    if (on_ending) on_ending();
  }

  void fill_api() {
    api.struct_size = sizeof api;
    api.abi_major = FAIRLEAD_ABI_MAJOR;
    api.host = reinterpret_cast<fairlead_host*>(this);
    api.get_extension = [](fairlead_host* host, const char* id) noexcept -> const void* {
      Host& self = of(host);
      if (self.has_reactor && std::string_view(id) == FAIRLEAD_EXT_REACTOR_1) return &self.reactor;
      if (self.has_http && std::string_view(id) == FAIRLEAD_EXT_HTTP_1) return &self.http;
      if (self.has_events && std::string_view(id) == FAIRLEAD_EXT_EVENTS_1) return &self.events;
      return nullptr;
    };
    api.log = [](fairlead_host* host, fairlead_call call, std::int32_t severity, fairlead_str text,
                 fairlead_str json) noexcept {
      of(host).log_lines.push_back(std::to_string(call) + " " + std::to_string(severity) + " " + copy(text) +
                                   " " + copy(json));
    };
    api.now_mono_ns = [](fairlead_host* host) noexcept { return of(host).now_mono_ns.load(); };
    api.now_unix_ns = api.now_mono_ns;
    api.secret_get = [](fairlead_host* host, std::uint64_t, fairlead_str name, fairlead_value_fn sink,
                        void* user) noexcept -> fairlead_status {
      const auto found = of(host).secrets.find(copy(name));
      if (found == of(host).secrets.end()) return FAIRLEAD_NOT_FOUND;
      sink(user, borrow(found->second));
      return FAIRLEAD_OK;
    };
    api.call_complete = [](fairlead_host* host, fairlead_call, std::int32_t outcome,
                           fairlead_str result) noexcept {
      of(host).end_call({FAIRLEAD_OK, outcome, 0, copy(result)});
      return FAIRLEAD_OK;
    };
    api.call_fail = [](fairlead_host* host, fairlead_call, fairlead_status status, std::uint32_t flags,
                       fairlead_str message, fairlead_str) noexcept {
      of(host).end_call({status, -1, flags, copy(message)});
      return FAIRLEAD_OK;
    };
    api.call_cancelled = [](fairlead_host* host, fairlead_call) noexcept {
      return of(host).is_cancelled ? 1 : 0;
    };
  }

  void fill_reactor() {
    reactor.struct_size = sizeof reactor;
    reactor.watch = [](fairlead_host* host, std::int32_t fd, std::uint32_t interest, std::uint64_t deadline,
                       fairlead_reactor_fn done, void* user, std::uint64_t* wait) noexcept {
      return of(host).accept({deadline, fd, interest, done, user}, wait);
    };
    reactor.timer = [](fairlead_host* host, std::uint64_t at, fairlead_reactor_fn done, void* user,
                       std::uint64_t* wait) noexcept {
      return of(host).accept({at, -1, 0, done, user}, wait);
    };
    reactor.post = [](fairlead_host* host, fairlead_reactor_fn done, void* user) noexcept {
      return of(host).accept({0, -1, 0, done, user}, nullptr);
    };
    reactor.cancel = [](fairlead_host* host, std::uint64_t wait) noexcept -> fairlead_status {
      {
        const std::lock_guard lock(of(host).mutex_);
        of(host).cancelled_waits.push_back(wait);
      }
      return of(host).finish(wait, FAIRLEAD_CANCELLED) ? FAIRLEAD_OK : FAIRLEAD_FAILED_PRECONDITION;
    };
  }

  void fill_http() {
    http.struct_size = sizeof http;
    http.send = [](fairlead_host* host, const fairlead_http_request* request,
                   const fairlead_http_events* events_of, std::uint64_t* exchange,
                   fairlead_errout*) noexcept { return of(host).send(*request, events_of, exchange); };
    http.pause = [](fairlead_host* host, std::uint64_t, std::int32_t paused) noexcept {
      of(host).is_paused = paused != 0;
      const std::lock_guard lock(of(host).mutex_);
      of(host).pauses.push_back(paused != 0);
      return FAIRLEAD_OK;
    };
    http.cancel = [](fairlead_host* host, std::uint64_t exchange) noexcept -> fairlead_status {
      {
        const std::lock_guard lock(of(host).mutex_);
        of(host).cancelled_exchanges.push_back(exchange);
      }
      if (of(host).defers_http_cancel) return FAIRLEAD_OK;
      return of(host).end(exchange, FAIRLEAD_CANCELLED) ? FAIRLEAD_OK : FAIRLEAD_FAILED_PRECONDITION;
    };
  }

  fairlead_status send(const fairlead_http_request& request, const fairlead_http_events* events_of,
                       std::uint64_t* exchange) {
    if (send_status != FAIRLEAD_OK) return send_status;
    SentRequest kept{request.flags,
                     request.binding_id,
                     request.call,
                     request.deadline_mono_ns,
                     request.response_bytes_max,
                     copy(request.method),
                     copy(request.url),
                     copy(request.body),
                     copy(request.secret),
                     copy(request.bucket),
                     request.auth,
                     {}};
    for (std::uint64_t i = 0; i < request.header_count; ++i) {
      kept.headers.emplace_back(copy(request.headers[i].name), copy(request.headers[i].value));
    }
    std::uint64_t made = 0;
    {
      const std::lock_guard lock(mutex_);
      sent.push_back(std::move(kept));
      made = ++last_handle_;
      exchanges_[made] = events_of;
    }
    if (during_send) during_send(*events_of);
    *exchange = made;
    return FAIRLEAD_OK;
  }

  std::mutex mutex_;
  std::uint64_t last_handle_ = 0;  // Guarded by mutex_, as are the lists above.
  std::map<std::uint64_t, const fairlead_http_events*> exchanges_;  // Guarded by mutex_.
};

}  // namespace async_test

#endif  // FAIRLEAD_TESTS_UNIT_SDK_ASYNC_FAKES_HPP
