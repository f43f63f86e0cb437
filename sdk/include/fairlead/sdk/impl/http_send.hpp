// Bodies of http_state.hpp.
#ifndef FAIRLEAD_SDK_IMPL_HTTP_SEND_HPP
#define FAIRLEAD_SDK_IMPL_HTTP_SEND_HPP

#include "fairlead/sdk/impl/http_state.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// ---- Start
// -------------------------------------------------------------------------------------------------

[[noreturn]] inline void throw_not_sent(fairlead_status status) {
  switch (status) {
    case FAIRLEAD_INVALID_ARGUMENT:
      throw Error(status,
                  "the host refused the HTTP request: check its URL, method, headers and name of the secret");
    case FAIRLEAD_PERMISSION_DENIED:
      throw Error(status, "the host's egress rules forbid that address; ask the operator to allow it");
    case FAIRLEAD_RESOURCE_EXHAUSTED:
      throw Error(status, "too many HTTP requests wait already; try again later", kRetryable);
    default:
      throw Error(status, "the host did not send the HTTP request (status " + std::to_string(status) + ")");
  }
}

inline std::shared_ptr<HttpState> HttpState::start(const HttpOwner& owner, const HttpRequest& request,
                                                   std::size_t buffer_bytes_max) {
  const PluginState& plugin = *owner.plugin;
  if (plugin.http == nullptr) {
    throw Error(FAIRLEAD_UNIMPLEMENTED,
                "this host lacks the extension " FAIRLEAD_EXT_HTTP_1 ", its HTTP client; use a newer host");
  }
  const std::uint64_t now = plugin.host->now_mono_ns(plugin.host->host);
  const std::uint64_t deadline =
      std::min(owner.deadline_mono_ns, later(now, request.timeout.value_or(std::chrono::nanoseconds::max())));
  auto made = std::make_shared<HttpState>(owner, deadline, buffer_bytes_max);
  made->self_ = made;
  try {
    made->send(owner, request);
  } catch (...) {
    made->self_.reset();
    throw;
  }
  return made;
}

inline void HttpState::send(const HttpOwner& owner, const HttpRequest& request) {
  events_ = {sizeof events_, 0, this, &on_head, &on_body, &on_end};
  std::vector<fairlead_http_header> headers;
  headers.reserve(request.headers.size());
  for (const HttpHeader& header : request.headers) {
    headers.push_back({borrow(header.name), borrow(header.value)});
  }
  fairlead_http_request out{};
  out.struct_size = sizeof out;
  out.flags = (request.follow_redirects ? FAIRLEAD_HTTP_FOLLOW_REDIRECTS : 0u) |
              (request.is_idempotent ? FAIRLEAD_HTTP_IDEMPOTENT : 0u) |
              (buffer_bytes_max_ > 0 ? FAIRLEAD_HTTP_STREAM : 0u);
  out.binding_id = owner.binding_id;
  out.call = owner.call;
  out.deadline_mono_ns = deadline_mono_ns_;
  out.response_bytes_max = request.response_bytes_max;
  out.method = borrow(request.method);
  out.url = borrow(request.url);
  out.headers = headers.data();
  out.header_count = headers.size();
  out.body = borrow(request.body);
  out.auth = static_cast<std::uint32_t>(request.auth);
  if (request.auth != HttpAuth::None) out.secret = borrow(request.secret.name);
  out.bucket = borrow(request.bucket);

  plugin_.busy.enter();
  // Without an errout: only the host can make one, and it does for functions of the provider only.
  const fairlead_status status = plugin_.http->send(plugin_.host->host, &out, &events_, &exchange_, nullptr);
  if (status != FAIRLEAD_OK) {
    plugin_.busy.leave();
    throw_not_sent(status);
  }
  {
    const std::lock_guard lock(mutex_);
    is_telling_ = false;
  }
  tell_pause();
}

// ---- Events
// ------------------------------------------------------------------------------------------------

template <class Change>
void HttpState::update(const Change& change) noexcept {
  HttpWait* ready = nullptr;
  {
    const std::lock_guard lock(mutex_);
    try {
      change();
    } catch (...) {
      is_out_of_memory_ = true;  // Nothing else can fail in them.
    }
    if (waiting_ != nullptr && is_there_locked(until_)) ready = std::exchange(waiting_, nullptr);
    changed_.notify_all();
  }
  if (ready != nullptr) ready->go_on();
}

inline void HttpState::on_head(void* user, const fairlead_http_head* head) noexcept {
  HttpState& self = from(user);
  self.update([&self, head] {
    self.has_head_ = true;
    self.reply_.status = head->status;
    for (std::uint64_t i = 0; i < head->header_count; ++i) {
      const fairlead_http_header& header = head->headers[i];
      self.reply_.headers.push_back({std::string(view(header.name)), std::string(view(header.value))});
    }
  });
}

inline void HttpState::on_body(void* user, fairlead_str bytes) noexcept {
  HttpState& self = from(user);
  bool is_full = false;
  self.update([&self, &is_full, bytes] {
    if (self.is_abandoned_ || bytes.size == 0) return;
    if (self.buffer_bytes_max_ == 0) {
      self.reply_.body += view(bytes);
      return;
    }
    self.chunks_.emplace_back(view(bytes));
    self.buffered_bytes_ += self.chunks_.back().size();
    // A coroutine that waits takes it at once.
    is_full = self.waiting_ == nullptr && self.buffered_bytes_ >= self.buffer_bytes_max_;
    if (is_full) self.is_paused_ = true;
  });
  // Without `is_full` a coroutine may have run and ended the exchange, and `self` with it.
  if (is_full) self.tell_pause();
}

inline void HttpState::on_end(void* user, fairlead_status status, std::uint32_t flags,
                              fairlead_str message) noexcept {
  HttpState& self = from(user);
  BusyCount& busy = self.plugin_.busy;
  std::shared_ptr<HttpState> share;
  self.update([&self, &share, status, flags, message] {
    share = std::move(self.self_);
    self.has_ended_ = true;
    self.status_ = status;
    self.flags_ = flags;
    self.message_ = view(message);
  });
  share.reset();
  busy.leave();
}

inline void HttpState::tell_pause() noexcept {
  std::unique_lock lock(mutex_);
  if (is_telling_) return;
  is_telling_ = true;
  while (is_told_paused_ != is_paused_ && !has_ended_) {
    const bool pause = is_told_paused_ = is_paused_;
    lock.unlock();
    // Refused when the exchange has ended meanwhile.
    (void)plugin_.http->pause(plugin_.host->host, exchange_, pause ? 1 : 0);
    lock.lock();
  }
  is_telling_ = false;
}

// ---- For who waits
// -----------------------------------------------------------------------------------------

inline bool HttpState::is_there_locked(HttpUntil until) const noexcept {
  if (has_ended_) return true;
  if (until == HttpUntil::Head) return has_head_;
  return until == HttpUntil::Chunk && !chunks_.empty();
}

inline void HttpState::end_with(Interrupt& interrupt) const noexcept {
  constexpr auto kStop = [](fairlead_host* host, const void* table, std::uint64_t exchange) noexcept {
    (void)static_cast<const fairlead_http_api*>(table)->cancel(host, exchange);
  };
  interrupt.set({kStop, plugin_.host->host, plugin_.http, exchange_});
}

inline bool HttpState::resume_later(HttpWait& wait, HttpUntil until) noexcept {
  const std::lock_guard lock(mutex_);
  if (is_there_locked(until)) return false;
  waiting_ = &wait;
  until_ = until;
  return true;
}

inline void HttpState::wait(HttpUntil until) {
  if (!may_block_) {
    throw Error(FAIRLEAD_FAILED_PRECONDITION,
                "get() would block the host's event loop; in a coroutine entry use co_await");
  }
  if (interrupt_ != nullptr) end_with(*interrupt_);
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this, until] { return is_there_locked(until); });
  }
  if (interrupt_ != nullptr) interrupt_->clear();
}

inline void HttpState::throw_if_failed(HttpUntil until) const {
  const std::lock_guard lock(mutex_);
  if (is_out_of_memory_) {
    throw Error(FAIRLEAD_RESOURCE_EXHAUSTED, "out of memory for the HTTP response; ask for less at once");
  }
  if (until == HttpUntil::Head && has_head_) return;
  if (until == HttpUntil::Chunk && !chunks_.empty()) return;
  if (status_ == FAIRLEAD_OK) {
    if (has_head_) return;
    throw Error(FAIRLEAD_INTERNAL, "the host ended the HTTP exchange well, but gave no response");
  }
  if (status_ == FAIRLEAD_CANCELLED) throw_stopped(stopped_by(*plugin_.host, deadline_mono_ns_));
  throw Error(status_, message_.empty() ? "the HTTP request failed without a reason given" : message_,
              flags_);
}

inline HttpReply HttpState::take_reply() {
  const std::lock_guard lock(mutex_);
  return std::move(reply_);
}

inline HttpHead HttpState::head() const {
  const std::lock_guard lock(mutex_);
  return reply_;
}

inline std::optional<std::string> HttpState::take_chunk() {
  std::optional<std::string> chunk;
  {
    const std::lock_guard lock(mutex_);
    if (chunks_.empty()) return chunk;
    chunk = std::move(chunks_.front());
    chunks_.pop_front();
    buffered_bytes_ -= chunk->size();
    // Half empty, not just below the limit: otherwise each chunk would pause and resume.
    if (buffered_bytes_ <= buffer_bytes_max_ / 2) is_paused_ = false;
  }
  tell_pause();
  return chunk;
}

inline void HttpState::abandon() noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (has_ended_) return;
    is_abandoned_ = true;
    chunks_.clear();
  }
  (void)plugin_.http->cancel(plugin_.host->host, exchange_);
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_HTTP_SEND_HPP
