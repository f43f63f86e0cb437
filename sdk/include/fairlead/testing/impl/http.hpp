// Bodies of http.hpp.
#ifndef FAIRLEAD_TESTING_IMPL_HTTP_HPP
#define FAIRLEAD_TESTING_IMPL_HTTP_HPP

#include <algorithm>
#include <utility>

#include "fairlead/testing/http.hpp"
#include "fairlead/testing/http_check.hpp"

namespace fairlead::testing {

inline FakeHttp::FakeHttp(FakeClock& clock, detail::Judge& judge, detail::Secrets& secrets,
                          detail::Calls& calls, FakeReactor& reactor)
    : clock_(clock), judge_(judge), secrets_(secrets), calls_(calls), reactor_(reactor) {
  reactor.add_source({[this] { return run_one(); }, [this] { return next_ns(); }});
}

inline HttpRule& FakeHttp::add_rule(HttpRule rule) {
  const std::lock_guard lock(mutex_);
  return rules_.emplace_front(std::move(rule));
}

inline std::string FakeHttp::judge_request(const fairlead_http_request& request,
                                           const fairlead_http_events* events) const {
  if (events == nullptr || events->on_end == nullptr) return "no on_end";
  if (!detail::is_http_token(view(request.method))) return "a method that is no token";
  if (!detail::is_http_url(view(request.url))) return "the malformed URL '" + copy(request.url) + "'";
  for (std::uint64_t i = 0; i < request.header_count; ++i) {
    std::string wrong = detail::judge_header(view(request.headers[i].name), view(request.headers[i].value));
    if (!wrong.empty()) return wrong;
  }
  if (request.deadline_mono_ns == 0) return "no deadline";
  if (request.auth > FAIRLEAD_HTTP_AUTH_OAUTH2) return "an unknown auth";
  if ((request.auth == FAIRLEAD_HTTP_AUTH_NONE) != (request.secret.size == 0))
    return "auth and secret not both";
  if (!secrets_.is_open(request.binding_id)) return "a binding that is not open";
  if (request.call != 0 && !calls_.is_open(request.call)) return "the handle of a call that has ended";
  return {};
}

inline HttpSeen FakeHttp::see(const fairlead_http_request& request) const {
  HttpSeen seen;
  seen.method = copy(request.method);
  seen.url = copy(request.url);
  for (std::uint64_t i = 0; i < request.header_count; ++i) {
    seen.headers.emplace_back(detail::lower_case(view(request.headers[i].name)),
                              copy(request.headers[i].value));
  }
  seen.body = copy(request.body);
  seen.secret = copy(request.secret);
  seen.auth = request.auth;
  seen.flags = request.flags;
  seen.bucket = copy(request.bucket);
  seen.binding_id = request.binding_id;
  seen.call = request.call;
  seen.deadline_mono_ns = request.deadline_mono_ns;
  seen.response_bytes_max = request.response_bytes_max;
  return seen;
}

// Notes the request and finds its answer.
inline detail::HttpReply FakeHttp::answer(const HttpSeen& seen) {
  detail::HttpReply none;
  none.end = FAIRLEAD_UNAVAILABLE;
  std::string value;
  const bool has_credential = seen.secret.empty() || secrets_.find("an HTTP request", seen.binding_id,
                                                                   seen.secret, value) == FAIRLEAD_OK;
  const std::lock_guard lock(mutex_);
  requests_.push_back(seen);
  if (!has_credential) {
    none.end = FAIRLEAD_UNAUTHENTICATED;
    none.flags = FAIRLEAD_ERR_BINDING_BAD;
    none.message = "the secret '" + seen.secret + "' has no value";
    return none;
  }
  for (HttpRule& rule : rules_) {
    if (rule.matches(seen.method, seen.url)) return rule.take();
  }
  unexpected_.push_back(seen.method + " " + seen.url);
  none.message = "the fake host has no rule for " + unexpected_.back() + "; write host.http().when(\"" +
                 seen.method + "\", \"" + seen.url + "\").reply(…)";
  return none;
}

// Streams keep their chunks, other responses come whole; too long ones end early.
inline void FakeHttp::apply_limits(Exchange& exchange, const HttpSeen& seen) const {
  detail::HttpReply& reply = exchange.reply;
  std::uint64_t size = 0;
  for (const std::string& chunk : reply.chunks) size += chunk.size();
  if (seen.response_bytes_max != 0 && size > seen.response_bytes_max) {
    reply.chunks.clear();
    reply.end = FAIRLEAD_RESOURCE_EXHAUSTED;
    reply.message = "the response is larger than response_bytes_max";
  } else if ((seen.flags & FAIRLEAD_HTTP_STREAM) == 0 && reply.status != 0) {
    std::string whole;
    for (const std::string& chunk : reply.chunks) whole += chunk;
    reply.chunks.clear();
    if (reply.end == FAIRLEAD_OK) reply.chunks.push_back(std::move(whole));
  }
}

inline fairlead_status FakeHttp::send(const fairlead_http_request* request,
                                      const fairlead_http_events* events, std::uint64_t* handle,
                                      std::string& why) {
  why = judge_request(*request, events);
  if (!why.empty()) {
    judge_.record("the plugin sent an HTTP request with " + why);
    return FAIRLEAD_INVALID_ARGUMENT;
  }
  const HttpSeen seen = see(*request);
  auto exchange = std::make_shared<Exchange>();
  exchange->reply = answer(seen);
  if (exchange->reply.is_refused) {
    why = exchange->reply.message;
    return exchange->reply.end;
  }
  apply_limits(*exchange, seen);
  exchange->binding_id = seen.binding_id;
  exchange->call = seen.call;
  exchange->where = seen.method + " " + seen.url;
  exchange->events = events;
  exchange->ready_ns = clock_.mono_ns() + static_cast<std::uint64_t>(exchange->reply.delay.count());
  exchange->deadline_ns = seen.deadline_mono_ns;
  if (seen.call != 0) exchange->deadline_ns = std::min(exchange->deadline_ns, calls_.deadline(seen.call));
  exchange->is_inside =
      delivery_ == HttpDelivery::InsideSend || (delivery_ == HttpDelivery::Automatic && blocking_ > 0);
  {
    const std::lock_guard lock(mutex_);
    exchange->handle = next_handle_;
    next_handle_ += 3;
    exchanges_[exchange->handle] = exchange;
    if (handle != nullptr) *handle = exchange->handle;
  }
  if (exchange->is_inside) deliver_inside(exchange);
  reactor_.wake();
  return FAIRLEAD_OK;
}

inline fairlead_status FakeHttp::pause(std::uint64_t handle, bool is_paused) {
  std::shared_ptr<Exchange> exchange;
  {
    const std::lock_guard lock(mutex_);
    const auto found = exchanges_.find(handle);
    if (found == exchanges_.end()) return FAIRLEAD_FAILED_PRECONDITION;
    exchange = found->second;
    exchange->is_paused = is_paused;
  }
  if (!is_paused && exchange->is_inside) deliver_inside(exchange);
  reactor_.wake();
  return FAIRLEAD_OK;
}

inline fairlead_status FakeHttp::cancel(std::uint64_t handle) {
  const std::size_t count =
      cancel_if([handle](const Exchange& exchange) { return exchange.handle == handle; });
  return count == 0 ? FAIRLEAD_FAILED_PRECONDITION : FAIRLEAD_OK;
}
inline std::size_t FakeHttp::cancel_call(fairlead_call call) {
  return cancel_if([call](const Exchange& exchange) { return exchange.call == call; });
}
inline std::size_t FakeHttp::cancel_binding(std::uint64_t binding_id) {
  return cancel_if([binding_id](const Exchange& exchange) { return exchange.binding_id == binding_id; });
}

inline std::size_t FakeHttp::pending_of_call(fairlead_call call) const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::count_if(exchanges_.begin(), exchanges_.end(),
                    [call](const auto& entry) { return entry.second->call == call; }));
}

template <class Is>
std::size_t FakeHttp::cancel_if(const Is& is) {
  std::vector<std::shared_ptr<Exchange>> found;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [handle, exchange] : exchanges_) {
      if (!is(*exchange)) continue;
      exchange->is_cancelled = true;
      found.push_back(exchange);
    }
  }
  for (const auto& exchange : found) {
    if (blocking_ > 0) deliver_inside(exchange);
  }
  reactor_.wake();
  return found.size();
}

inline bool FakeHttp::run_one() {
  std::vector<std::shared_ptr<Exchange>> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [handle, exchange] : exchanges_) all.push_back(exchange);
  }
  return std::any_of(all.begin(), all.end(), [this](const auto& exchange) { return deliver_one(exchange); });
}

inline std::uint64_t FakeHttp::next_ns() const {
  const std::lock_guard lock(mutex_);
  std::uint64_t next = UINT64_MAX;
  for (const auto& [handle, exchange] : exchanges_) {
    if (!exchange->has_head && !exchange->reply.is_never) next = std::min(next, exchange->ready_ns);
    next = std::min(next, exchange->deadline_ns);
  }
  return next;
}

// Under mutex_.
inline FakeHttp::Step FakeHttp::next_step(const Exchange& exchange) const {
  const std::uint64_t now = clock_.mono_ns();
  if (exchange.is_delivering) return Step::Wait;
  if (exchange.is_cancelled || exchange.deadline_ns <= now) return Step::End;
  if (exchange.reply.is_never || exchange.ready_ns > now) return Step::Wait;
  if (exchange.reply.status != 0 && !exchange.has_head) return Step::Head;
  if (exchange.chunks_sent == exchange.reply.chunks.size()) return Step::End;
  return exchange.is_paused ? Step::Wait : Step::Body;
}

// The next event of the exchange; false when it has to wait.
inline bool FakeHttp::deliver_one(const std::shared_ptr<Exchange>& exchange) {
  Step step = Step::Wait;
  fairlead_status end = exchange->reply.end;
  {
    const std::lock_guard lock(mutex_);
    if (exchanges_.count(exchange->handle) == 0) return false;
    step = next_step(*exchange);
    if (step == Step::Wait) return false;
    exchange->is_delivering = true;
    const bool is_whole = exchange->chunks_sent == exchange->reply.chunks.size() &&
                          (exchange->has_head || exchange->reply.status == 0) && !exchange->reply.is_never &&
                          exchange->ready_ns <= clock_.mono_ns();
    if (step == Step::End && !is_whole)
      end = exchange->is_cancelled ? FAIRLEAD_CANCELLED : FAIRLEAD_DEADLINE_EXCEEDED;
    if (step == Step::Head) exchange->has_head = true;
    if (step == Step::Body) ++exchange->chunks_sent;
    if (step == Step::End) exchanges_.erase(exchange->handle);  // Its handle is stale when on_end comes.
  }
  tell(*exchange, step, end);
  const std::lock_guard lock(mutex_);
  exchange->is_delivering = false;
  return true;
}

// All that can come now. In a blocking function nothing comes later, so the clock jumps.
inline void FakeHttp::deliver_inside(const std::shared_ptr<Exchange>& exchange) {
  for (;;) {
    while (deliver_one(exchange)) {
    }
    std::uint64_t until = 0;
    {
      const std::lock_guard lock(mutex_);
      const bool is_over = exchanges_.count(exchange->handle) == 0;
      if (is_over || blocking_ == 0 || exchange->is_delivering) return;
      if (exchange->has_head) return;  // paused
      until = exchange->reply.is_never ? exchange->deadline_ns
                                       : std::min(exchange->ready_ns, exchange->deadline_ns);
    }
    clock_.advance_to(until);
  }
}

inline void FakeHttp::tell(Exchange& exchange, Step step, fairlead_status end) {
  const fairlead_http_events& events = *exchange.events;
  if (step == Step::Body) {
    const Lent chunk(exchange.reply.chunks[exchange.chunks_sent - 1]);
    if (events.on_body != nullptr) events.on_body(events.user, chunk.view());
  } else if (step == Step::End) {
    const bool is_own = end == exchange.reply.end;
    const Lent message(is_own ? exchange.reply.message : exchange.where + ": " + status_name(end));
    events.on_end(events.user, end, is_own ? exchange.reply.flags : 0, message.view());
  } else if (events.on_head != nullptr) {
    std::deque<Lent> lent;
    std::vector<fairlead_http_header> headers;
    for (const auto& [name, value] : exchange.reply.headers) {
      headers.push_back(
          {lent.emplace_back(detail::lower_case(name)).view(), lent.emplace_back(value).view()});
    }
    LentStruct<fairlead_http_head> head;
    head->status = exchange.reply.status;
    head->headers = headers.data();
    head->header_count = headers.size();
    events.on_head(events.user, head.get());
  }
}

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_IMPL_HTTP_HPP
