// One HTTP exchange, between the host's callbacks and whoever waits for it. Internal.
//
// Lifetime: the exchange holds a share in it until on_end has come, so the events outlive the exchange though
// its owner drops it. Locking: mutex_ guards what callbacks and owner share; nothing is called under it.
#ifndef FAIRLEAD_SDK_IMPL_HTTP_STATE_HPP
#define FAIRLEAD_SDK_IMPL_HTTP_STATE_HPP

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/http.hpp"
#include "fairlead/sdk/impl/plugin_state.hpp"
#include "fairlead/sdk/text.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// `time` after `from_ns`, without running over either end.
constexpr std::uint64_t later(std::uint64_t from_ns, std::chrono::nanoseconds time) noexcept {
  if (time.count() <= 0) return from_ns;
  const auto more = static_cast<std::uint64_t>(time.count());
  return more > std::numeric_limits<std::uint64_t>::max() - from_ns
             ? std::numeric_limits<std::uint64_t>::max()
             : from_ns + more;
}

class HttpState {
 public:
  // Begins the exchange. `buffer_bytes_max` 0: the body comes in one piece. Errors as Call::http.
  static std::shared_ptr<HttpState> start(const HttpOwner& owner, const HttpRequest& request,
                                          std::size_t buffer_bytes_max);

  HttpState(const HttpOwner& owner, std::uint64_t deadline_mono_ns, std::size_t buffer_bytes_max)
      : plugin_(*owner.plugin),
        interrupt_(owner.interrupt),
        may_block_(owner.may_block),
        deadline_mono_ns_(deadline_mono_ns),
        buffer_bytes_max_(buffer_bytes_max) {}

  // ---- For who waits; one at a time ----

  // A cancellation told to `interrupt` ends the exchange; at once when it came before.
  void end_with(Interrupt& interrupt) const noexcept;
  // True: the wait's coroutine will be run. False: what it waits for is there.
  bool resume_later(HttpWait& wait, HttpUntil until) noexcept;
  // Blocks. The host ends the exchange by its deadline, so this ends too.
  // @error FAILED_PRECONDITION (thrown) the owner must not block
  void wait(HttpUntil until);
  void throw_if_failed(HttpUntil until) const;

  HttpReply take_reply();
  [[nodiscard]] HttpHead head() const;
  // None at the end of the body.
  std::optional<std::string> take_chunk();

  // The owner has no more interest: ends the exchange unless it has ended.
  void abandon() noexcept;

 private:
  static HttpState& from(void* user) noexcept { return *static_cast<HttpState*>(user); }
  static void on_head(void* user, const fairlead_http_head* head) noexcept;
  static void on_body(void* user, fairlead_str bytes) noexcept;
  static void on_end(void* user, fairlead_status status, std::uint32_t flags, fairlead_str message) noexcept;

  void send(const HttpOwner& owner, const HttpRequest& request);
  [[nodiscard]] bool is_there_locked(HttpUntil until) const noexcept;
  // Runs `change` under the lock, then wakes who waits if that is there now.
  template <class Change>
  void update(const Change& change) noexcept;
  void tell_pause() noexcept;

  PluginState& plugin_;
  const std::shared_ptr<Interrupt> interrupt_;  // of the call, for wait(); null without one
  const bool may_block_;
  const std::uint64_t deadline_mono_ns_;
  const std::size_t buffer_bytes_max_;
  fairlead_http_events events_{};
  std::uint64_t exchange_ = 0;  // Written by send; callbacks read it under mutex_ once told_ is set.

  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::condition_variable changed_;
  std::shared_ptr<HttpState> self_;  // The exchange's share, until on_end.
  HttpWait* waiting_ = nullptr;
  HttpUntil until_ = HttpUntil::End;
  bool has_head_ = false;
  bool has_ended_ = false;
  bool is_abandoned_ = false;
  bool is_out_of_memory_ = false;
  fairlead_status status_ = FAIRLEAD_OK;
  std::uint32_t flags_ = 0;
  std::string message_;
  HttpReply reply_;                 // Its body stays empty in a stream.
  std::deque<std::string> chunks_;  // Of a stream, not yet taken.
  std::size_t buffered_bytes_ = 0;  // In chunks_.
  bool is_paused_ = false;          // What the host should do ...
  bool is_told_paused_ = false;     // ... and what it was told.
  bool is_telling_ = true;          // One thread tells at a time, so that the last word is the right one;
                                    // none before send has given the handle.
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#include "fairlead/sdk/impl/http_send.hpp"

#endif  // FAIRLEAD_SDK_IMPL_HTTP_STATE_HPP
