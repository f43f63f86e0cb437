// Bodies of http.hpp.
#ifndef FAIRLEAD_SDK_IMPL_HTTP_HPP
#define FAIRLEAD_SDK_IMPL_HTTP_HPP

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "fairlead/sdk/http.hpp"
#include "fairlead/sdk/impl/http_state.hpp"

namespace fairlead {
inline namespace sdk_v1 {

inline std::optional<std::string_view> HttpHead::header(std::string_view name) const noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  for (const HttpHeader& header : headers) {
    if (std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                   [&](char a, char b) { return lower(a) == lower(b); })) {
      return header.value;
    }
  }
  return std::nullopt;
}

namespace detail {

// ---- HttpWait
// ----------------------------------------------------------------------------------------------

inline bool HttpWait::start() noexcept {
  from_->end_with(state().interrupt());
  return from_->resume_later(*this, until_);
}

inline void HttpWait::resume() const {
  state().interrupt().clear();
  from_->throw_if_failed(until_);
}

inline void HttpWait::block() const {
  from_->wait(until_);
  from_->throw_if_failed(until_);
}

// ---- HttpHandle
// --------------------------------------------------------------------------------------------

inline HttpHandle::HttpHandle(const HttpOwner& owner, const HttpRequest& request,
                              std::size_t buffer_bytes_max)
    : state_(HttpState::start(owner, request, buffer_bytes_max)) {}

inline HttpHandle::~HttpHandle() {
  if (state_ != nullptr) state_->abandon();
}

}  // namespace detail

// ---- Awaits
// ------------------------------------------------------------------------------------------------

inline HttpReply ReplyAwait::result() {
  resume();
  return from().take_reply();
}

inline HttpReply ReplyAwait::get() {
  block();
  return from().take_reply();
}

inline HttpHead HeadAwait::result() {
  resume();
  return from().head();
}

inline HttpHead HeadAwait::get() {
  block();
  return from().head();
}

inline std::optional<std::string> ChunkAwait::result() {
  resume();
  return from().take_chunk();
}

inline std::optional<std::string> ChunkAwait::get() {
  block();
  return from().take_chunk();
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_HTTP_HPP
