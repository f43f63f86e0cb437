// The calls and lifecycle operations in flight: their handles, and what the plugin said of each.
#ifndef FAIRLEAD_TESTING_CALLS_HPP
#define FAIRLEAD_TESTING_CALLS_HPP

#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "fairlead/testing/clock.hpp"
#include "fairlead/testing/judge.hpp"
#include "fairlead/testing/outcome.hpp"

namespace fairlead::testing::detail {

// What a call or operation is told to be when its handle is opened.
struct CallSpec {
  std::string where;          // begins a sentence: "the call 'add'", "connect"
  bool is_operation = false;  // connect, ping, reset: takes no completion
  std::uint32_t kind = FAIRLEAD_KIND_TOOL;
  std::uint32_t flags = 0;      // FAIRLEAD_REQ_*
  std::int32_t log_level = -1;  // least severe level the client wants
  std::uint64_t deadline_mono_ns = 0;
  bool is_cancelled = false;
  std::function<void()> cancel;  // tells the provider; may be empty
};

// Any thread. Handles are never used twice, so each stale one is known for what it was.
class Calls {
 public:
  Calls(FakeClock& clock, Judge& judge) : clock_(clock), judge_(judge) {}

  fairlead_call open(CallSpec spec) {
    const std::lock_guard lock(mutex_);
    const fairlead_call handle = next_handle_;
    next_handle_ += kHandleStep;
    calls_[handle] = std::make_shared<Entry>(std::move(spec));
    return handle;
  }

  // From now on the handle is stale, whatever the plugin has said.
  void close(fairlead_call handle) {
    const std::lock_guard lock(mutex_);
    calls_.at(handle)->is_closed = true;
  }

  // The flag first, then the provider's own cancel. False when it has ended already.
  bool cancel(fairlead_call handle) {
    std::function<void()> cancel;
    {
      const std::lock_guard lock(mutex_);
      Entry& entry = *calls_.at(handle);
      if (entry.is_stale()) return false;
      entry.spec.is_cancelled = true;
      cancel = entry.spec.cancel;
    }
    if (cancel) cancel();
    return true;
  }

  // The first call whose deadline has passed since it was last asked, to be cancelled as the real host does;
  // 0: none.
  fairlead_call take_late() {
    const std::lock_guard lock(mutex_);
    for (auto& [handle, entry] : calls_) {
      if (!entry->waits_for_deadline() || entry->spec.deadline_mono_ns > clock_.mono_ns()) continue;
      entry->is_deadline_told = true;
      return handle;
    }
    return 0;
  }

  // When the next call is to be cancelled for its deadline; UINT64_MAX: none.
  [[nodiscard]] std::uint64_t next_ns() const {
    const std::lock_guard lock(mutex_);
    std::uint64_t next = UINT64_MAX;
    for (const auto& [handle, entry] : calls_) {
      if (entry->waits_for_deadline()) next = std::min(next, entry->spec.deadline_mono_ns);
    }
    return next;
  }

  [[nodiscard]] bool has_ended(fairlead_call handle) const {
    const std::lock_guard lock(mutex_);
    return calls_.at(handle)->outcome.has_ended;
  }
  [[nodiscard]] Outcome outcome(fairlead_call handle) const {
    const std::lock_guard lock(mutex_);
    return calls_.at(handle)->outcome;
  }
  // True while the handle may be used; its deadline is UINT64_MAX otherwise.
  [[nodiscard]] bool is_open(fairlead_call handle) const { return find_open(handle) != nullptr; }
  [[nodiscard]] std::uint64_t deadline(fairlead_call handle) const {
    const auto entry = find_open(handle);
    return entry == nullptr ? UINT64_MAX : entry->spec.deadline_mono_ns;
  }
  [[nodiscard]] std::string where(fairlead_call handle) const {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(handle);
    return found == calls_.end() ? "the plugin" : found->second->spec.where;
  }

  // ---- What the host's table offers to plugins ----

  fairlead_status complete(fairlead_call handle, std::int32_t kind, fairlead_str result_json) {
    const auto entry = take_end(handle, "completed");
    if (entry == nullptr) return FAIRLEAD_FAILED_PRECONDITION;
    Outcome end;
    const std::string wrong = judge_result(entry->spec.kind, kind, view(result_json), end);
    if (!wrong.empty()) {
      judge_.record(entry->spec.where + " was completed with " + wrong);
      end = {};
      end.refusal = {FAIRLEAD_INTERNAL,
                     FAIRLEAD_ERR_CLIENT_BAD,
                     "the provider broke its contract: completed with " + wrong,
                     {}};
    } else {
      for (const std::string& fault : faults_of_shape(entry->spec.kind, entry->spec.flags, end)) {
        judge_.record(entry->spec.where + fault);
      }
    }
    put_end(*entry, std::move(end));
    return wrong.empty() ? FAIRLEAD_OK : FAIRLEAD_INVALID_ARGUMENT;
  }

  fairlead_status fail(fairlead_call handle, fairlead_status status, std::uint32_t flags,
                       fairlead_str message, fairlead_str detail_json) {
    const auto entry = take_end(handle, "failed");
    if (entry == nullptr) return FAIRLEAD_FAILED_PRECONDITION;
    judge_.check_failure(entry->spec.where, status, flags, message, detail_json);
    Outcome end;
    end.refusal = {status == FAIRLEAD_OK ? FAIRLEAD_INTERNAL : status, flags, copy(message),
                   copy(detail_json)};
    put_end(*entry, std::move(end));
    return FAIRLEAD_OK;
  }

  fairlead_status progress(fairlead_call handle, double done, double total, fairlead_str message) {
    const auto entry = find_open_or_record(handle, "told progress of");
    if (entry == nullptr) return FAIRLEAD_FAILED_PRECONDITION;
    judge_.check_text(entry->spec.where, "progress message", view(message));
    bool grows = false;
    {
      const std::lock_guard lock(mutex_);
      auto& told = entry->outcome.progress;
      grows = std::isfinite(done) && (!entry->has_progress || done > entry->last_progress);
      entry->has_progress = true;
      if (grows) entry->last_progress = done;
      if (grows && (entry->spec.flags & FAIRLEAD_REQ_PROGRESS) != 0)
        told.push_back({done, total, copy(message)});
    }
    if (!grows) judge_.record(entry->spec.where + " told progress that does not grow");
    return FAIRLEAD_OK;
  }

  fairlead_status log(fairlead_call handle, std::int32_t severity, fairlead_str logger,
                      fairlead_str data_json) {
    const auto entry = find_open_or_record(handle, "logged to the client of");
    if (entry == nullptr) return FAIRLEAD_FAILED_PRECONDITION;
    judge_.check_text(entry->spec.where, "logger name", view(logger));
    judge_.check_text(entry->spec.where, "client log line", view(data_json));
    boost::system::error_code error;
    boost::json::value data = boost::json::parse(boost::json::string_view(copy(data_json)), error);
    if (error) judge_.record(entry->spec.where + " logged to the client what is no JSON");
    const std::lock_guard lock(mutex_);
    if (severity <= entry->spec.log_level) {
      entry->outcome.client_logs.push_back({severity, copy(logger), std::move(data)});
    }
    return FAIRLEAD_OK;
  }

  [[nodiscard]] bool is_cancelled(fairlead_call handle) const {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(handle);
    if (found == calls_.end() || found->second->is_stale()) return true;
    const CallSpec& spec = found->second->spec;
    return spec.is_cancelled || spec.deadline_mono_ns <= clock_.mono_ns();
  }

 private:
  struct Entry {
    explicit Entry(CallSpec given) : spec(std::move(given)) {}
    [[nodiscard]] bool is_stale() const { return outcome.has_ended || is_closed; }
    [[nodiscard]] bool waits_for_deadline() const {
      return !is_stale() && !spec.is_operation && !is_deadline_told;
    }
    CallSpec spec;
    Outcome outcome;
    bool is_closed = false;
    bool is_taken = false;  // a completion was accepted, perhaps not yet put
    bool is_deadline_told = false;
    bool has_progress = false;
    double last_progress = 0;
  };
  // A step that leaves holes, so that a handle used as an index, or one off, is a stranger.
  static constexpr fairlead_call kFirstHandle = 0x1'0000'002a;
  static constexpr fairlead_call kHandleStep = 0x1'0000'0003;

  [[nodiscard]] std::shared_ptr<Entry> find_open(fairlead_call handle) const {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(handle);
    return found == calls_.end() || found->second->is_stale() ? nullptr : found->second;
  }
  std::shared_ptr<Entry> find_open_or_record(fairlead_call handle, const std::string& did) {
    auto entry = find_open(handle);
    if (entry == nullptr)
      judge_.record("the plugin " + did + " a call that has ended or never was: stale handle");
    return entry;
  }

  // The call that ends now; null, and recorded why, when it may not.
  std::shared_ptr<Entry> take_end(fairlead_call handle, const std::string& did) {
    std::string sentence;
    {
      const std::lock_guard lock(mutex_);
      const auto found = calls_.find(handle);
      if (found == calls_.end()) {
        sentence = "the plugin " + did + " a call that never was";
      } else if (Entry& entry = *found->second; entry.spec.is_operation) {
        sentence = "the plugin " + did + " the handle of " + entry.spec.where + ", which takes no completion";
      } else if (entry.is_taken) {
        sentence = entry.spec.where + " was " + did + " after it had ended already";
      } else if (entry.is_closed) {
        sentence = entry.spec.where + " was " + did + " too late: the host had given it up";
      } else {
        entry.is_taken = true;
        return found->second;
      }
    }
    judge_.record(sentence);
    return nullptr;
  }

  void put_end(Entry& entry, Outcome end) {
    const std::lock_guard lock(mutex_);
    end.progress = std::move(entry.outcome.progress);
    end.client_logs = std::move(entry.outcome.client_logs);
    end.has_ended = true;
    entry.outcome = std::move(end);
  }

  FakeClock& clock_;
  Judge& judge_;
  mutable std::mutex mutex_;
  fairlead_call next_handle_ = kFirstHandle;               // Guarded by mutex_.
  std::map<fairlead_call, std::shared_ptr<Entry>> calls_;  // Guarded by mutex_, the entries too but for spec.
};

}  // namespace fairlead::testing::detail

#endif  // FAIRLEAD_TESTING_CALLS_HPP
