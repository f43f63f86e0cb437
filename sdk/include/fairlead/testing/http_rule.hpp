// What the fake http/1 answers: rules, which the test writes, and the requests that it saw.
#ifndef FAIRLEAD_TESTING_HTTP_RULE_HPP
#define FAIRLEAD_TESTING_HTTP_RULE_HPP

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fairlead/http.h"
#include "fairlead/testing/text.hpp"

namespace fairlead::testing {

// Names in lower case, as the host hands them out.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// A request as the plugin sent it.
struct HttpSeen {
  std::string method;
  std::string url;
  HttpHeaders headers;  // names in lower case
  std::string body;
  std::string secret;      // name of the secret field whose credential the host is to add, or empty
  std::uint32_t auth = 0;  // FAIRLEAD_HTTP_AUTH_*
  std::uint32_t flags = 0;
  std::string bucket;
  std::uint64_t binding_id = 0;
  fairlead_call call = 0;
  std::uint64_t deadline_mono_ns = 0;
  std::uint64_t response_bytes_max = 0;

  // The value of the header `name` (in lower case), empty when there is none.
  [[nodiscard]] std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
};

namespace detail {

struct HttpReply {
  std::uint32_t status = 0;  // 0: no head, the exchange fails with `end`
  HttpHeaders headers;
  std::vector<std::string> chunks;  // joined unless the request says STREAM
  fairlead_status end = FAIRLEAD_OK;
  std::uint32_t flags = 0;
  std::string message;
  std::chrono::nanoseconds delay{0};
  bool is_never = false;
  bool is_refused = false;  // by send itself
};

}  // namespace detail

// Answers of one method and URL. Several answers are given one after another, the last one for ever:
// when("GET", url).reply(503).reply(200, "ok").
class HttpRule {
 public:
  HttpRule(std::string method, std::string url, bool is_prefix)
      : method_(std::move(method)), url_(std::move(url)), is_prefix_(is_prefix) {}

  HttpRule& reply(std::uint32_t status, std::string body = {}, HttpHeaders headers = {}) {
    return stream(status, {std::move(body)}, std::move(headers));
  }
  // One on_body per chunk if the request says STREAM.
  HttpRule& stream(std::uint32_t status, std::vector<std::string> chunks, HttpHeaders headers = {}) {
    detail::HttpReply reply;
    reply.status = status;
    reply.chunks = std::move(chunks);
    reply.headers = std::move(headers);
    return add(std::move(reply));
  }
  // No response: on_end with that status and FAIRLEAD_ERR_* flags.
  HttpRule& fail(fairlead_status status, std::string message = "failed as the test wants",
                 std::uint32_t flags = 0) {
    detail::HttpReply reply;
    reply.end = status;
    reply.message = std::move(message);
    reply.flags = flags;
    return add(std::move(reply));
  }
  // A response that breaks off after its chunks, with that status.
  HttpRule& break_off(fairlead_status status, std::string message = "the connection broke") {
    if (replies_.empty()) throw UsageError("write reply or stream before break_off");
    replies_.back().end = status;
    replies_.back().message = std::move(message);
    return *this;
  }
  // No answer until the request is cancelled or its deadline passes.
  HttpRule& never() {
    detail::HttpReply reply;
    reply.is_never = true;
    return add(std::move(reply));
  }
  // `send` itself refuses, and no event comes: PERMISSION_DENIED for egress rules, RESOURCE_EXHAUSTED.
  HttpRule& refuse(fairlead_status status, std::string message = "refused as the test wants") {
    detail::HttpReply reply;
    reply.is_refused = true;
    reply.end = status;
    reply.message = std::move(message);
    return add(std::move(reply));
  }
  // The answer given last comes after that much fake time.
  HttpRule& after(std::chrono::nanoseconds delay) {
    if (replies_.empty()) throw UsageError("write an answer before after");
    replies_.back().delay = delay;
    return *this;
  }

  [[nodiscard]] bool matches(std::string_view method, std::string_view url) const {
    return method == method_ && (is_prefix_ ? url.substr(0, url_.size()) == url_ : url == url_);
  }
  // For the fake: the next answer; an empty 200 when the test gave none.
  detail::HttpReply take() {
    if (replies_.empty()) reply(200);
    const std::size_t now = next_ + 1 < replies_.size() ? next_++ : replies_.size() - 1;
    return replies_[now];
  }

 private:
  HttpRule& add(detail::HttpReply reply) {
    replies_.push_back(std::move(reply));
    return *this;
  }

  std::string method_;
  std::string url_;
  bool is_prefix_;
  std::vector<detail::HttpReply> replies_;
  std::size_t next_ = 0;
};

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_HTTP_RULE_HPP
