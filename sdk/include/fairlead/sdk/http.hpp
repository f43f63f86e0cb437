// HTTP through the host: TLS, connection pools, egress rules, retries and credentials are the host's, so a
// provider needs no HTTP library and never holds a token. Call::http and Binding::http start exchanges.
//
// An exchange runs from the moment it is started. Coroutine entries co_await it, blocking ones call get().
// Dropping it ends it. It is used by one operation, on one thread at a time.
#ifndef FAIRLEAD_SDK_HTTP_HPP
#define FAIRLEAD_SDK_HTTP_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead/http.h"
#include "fairlead/sdk/async_types.hpp"
#include "fairlead/sdk/field.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// How the host adds the credential.
enum class HttpAuth : std::uint32_t {
  None = FAIRLEAD_HTTP_AUTH_NONE,
  Bearer = FAIRLEAD_HTTP_AUTH_BEARER,
  Basic = FAIRLEAD_HTTP_AUTH_BASIC,    // the secret is user:password
  OAuth2 = FAIRLEAD_HTTP_AUTH_OAUTH2,  // the host refreshes the access token
};

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<HttpHeader> headers;  // without Host, Content-Length and credentials
  std::string body;
  HttpAuth auth = HttpAuth::None;
  Secret secret;  // what `auth` needs; the provider never sees its value
  // From the start of the exchange. A call's deadline holds too; Binding::http needs one.
  std::optional<std::chrono::nanoseconds> timeout;
  std::uint64_t response_bytes_max = 0;  // 0: the host's cap, which holds in any case
  std::string bucket;                    // rate-limit bucket declared by the provider, or empty
  bool follow_redirects = false;         // at most 3, each checked again; credentials stay home
  bool is_idempotent = false;            // the host may repeat it though the method does not say so
};

// Whatever the HTTP status: 404 is an answer, not an Error.
struct HttpHead {
  unsigned status = 0;
  std::vector<HttpHeader> headers;  // names in lower case

  // The first header of that name, in whatever case. Valid as long as `headers`.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept;
};

struct HttpReply : HttpHead {
  std::string body;
};

namespace detail {

class HttpState;
struct PluginState;

// Whose exchange it is.
struct HttpOwner {
  PluginState* plugin;
  std::uint64_t binding_id;
  fairlead_call call;                    // or 0
  std::uint64_t deadline_mono_ns;        // without a timeout in the request
  std::shared_ptr<Interrupt> interrupt;  // of the call, shared with the exchange; null without one
  bool may_block;
};

// What one suspension or get() waits for.
enum class HttpUntil : std::uint8_t { Head, Chunk, End };

class HttpWait : public Wait {
 public:
  HttpWait(std::shared_ptr<HttpState> from, HttpUntil until) : from_(std::move(from)), until_(until) {}

  // What it waited for is there: runs the coroutine. This object may be gone afterwards.
  void go_on() noexcept { state().run(); }

 protected:
  ~HttpWait() = default;

  [[nodiscard]] HttpState& from() const noexcept { return *from_; }
  // Ends the wait in a coroutine; throws what ended the exchange early.
  void resume() const;
  // Waits on this thread.
  // @error FAILED_PRECONDITION (thrown) in a coroutine entry, which must not block
  void block() const;

 private:
  bool start() noexcept final;

  std::shared_ptr<HttpState> from_;  // The host's callbacks and the exchange's owner share it.
  HttpUntil until_;
};

// The owner's share in an exchange: ends it when it is dropped.
class HttpHandle {
 public:
  HttpHandle(const HttpOwner& owner, const HttpRequest& request, std::size_t buffer_bytes_max);
  HttpHandle(HttpHandle&&) noexcept = default;
  HttpHandle& operator=(HttpHandle&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~HttpHandle();

  [[nodiscard]] const std::shared_ptr<HttpState>& state() const noexcept { return state_; }

 private:
  std::shared_ptr<HttpState> state_;  // Null after a move.
};

}  // namespace detail

// Gives the whole reply, to co_await or get(), once.
// @error CANCELLED, DEADLINE_EXCEEDED (thrown) the call should stop, or the timeout is over
// @error else (thrown)                         what ended the exchange, with the host's flags
class [[nodiscard]] ReplyAwait final : public detail::HttpWait {
 public:
  explicit ReplyAwait(std::shared_ptr<detail::HttpState> from)
      : HttpWait(std::move(from), detail::HttpUntil::End) {}
  HttpReply result();
  HttpReply get();
};

// A running exchange whose reply comes in one piece.
class [[nodiscard]] HttpExchange {
 public:
  HttpExchange(const detail::HttpOwner& owner, const HttpRequest& request) : handle_(owner, request, 0) {}

  // In blocking code: waits for the reply. Errors as ReplyAwait.
  // @error FAILED_PRECONDITION (thrown) in a coroutine entry, which must not block
  HttpReply get() { return ReplyAwait(handle_.state()).get(); }
  ReplyAwait await() const { return ReplyAwait(handle_.state()); }

 private:
  detail::HttpHandle handle_;
};

// Gives status and headers, to co_await or get(). Errors as ReplyAwait.
class [[nodiscard]] HeadAwait final : public detail::HttpWait {
 public:
  explicit HeadAwait(std::shared_ptr<detail::HttpState> from)
      : HttpWait(std::move(from), detail::HttpUntil::Head) {}
  HttpHead result();
  HttpHead get();
};

// Gives the next piece of the body, to co_await or get(); none after the last. Errors as ReplyAwait.
class [[nodiscard]] ChunkAwait final : public detail::HttpWait {
 public:
  explicit ChunkAwait(std::shared_ptr<detail::HttpState> from)
      : HttpWait(std::move(from), detail::HttpUntil::Chunk) {}
  std::optional<std::string> result();
  std::optional<std::string> get();
};

// A running exchange whose body comes in pieces, as they arrive. While `buffer_bytes_max` or more of it wait
// to be taken, the host is asked to pause; what is on its way then still comes.
class [[nodiscard]] HttpStream {
 public:
  static constexpr std::size_t kBufferBytesMax = 64 * 1024;

  HttpStream(const detail::HttpOwner& owner, const HttpRequest& request, std::size_t buffer_bytes_max)
      : handle_(owner, request, buffer_bytes_max) {}

  HeadAwait head() const { return HeadAwait(handle_.state()); }
  ChunkAwait next() const { return ChunkAwait(handle_.state()); }

 private:
  detail::HttpHandle handle_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/http.hpp"

#endif  // FAIRLEAD_SDK_HTTP_HPP
