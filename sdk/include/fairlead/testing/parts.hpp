// The parts of a fake host, in the order of their making, and the tables that plugins see of them.
#ifndef FAIRLEAD_TESTING_PARTS_HPP
#define FAIRLEAD_TESTING_PARTS_HPP

#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fairlead/events.h"
#include "fairlead/testing/calls.hpp"
#include "fairlead/testing/clock.hpp"
#include "fairlead/testing/http.hpp"
#include "fairlead/testing/judge.hpp"
#include "fairlead/testing/reactor.hpp"
#include "fairlead/testing/secrets.hpp"

namespace fairlead::testing {

// A line for the operator.
struct LogLine {
  fairlead_call call = 0;
  std::int32_t severity = 0;
  std::string message;
  std::string fields_json;  // an object or empty
};

// What a plugin told through events/1: a list that changed, or a resource when `uri` is not empty.
struct Event {
  std::uint64_t binding_id = 0;
  std::uint32_t list = 0;  // FAIRLEAD_LIST_*
  std::string uri;
  bool operator==(const Event&) const = default;
};

namespace detail {

// What stands behind a fairlead_errout. It lives as long as the host, so that a late error_set is seen.
struct ErrorOut {
  Judge* judge;
  std::string where;
  bool is_open = true;
  bool was_told = false;
  Refusal refusal = {};
};

// Grows only, from any thread.
template <class T>
class Record {
 public:
  void add(T entry) {
    const std::lock_guard lock(mutex_);
    entries_.push_back(std::move(entry));
  }
  [[nodiscard]] std::vector<T> all() const {
    const std::lock_guard lock(mutex_);
    return entries_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<T> entries_;  // Guarded by mutex_.
};

struct Parts {
  Parts() {
    reactor.add_source({[this] { return cancel_one_late(); }, [this] { return calls.next_ns(); }});
  }

  FakeClock clock;
  Judge judge;
  Secrets secrets{judge};
  Calls calls{clock, judge};
  FakeReactor reactor{clock, judge};
  FakeHttp http{clock, judge, secrets, calls, reactor};
  Record<LogLine> logs;
  Record<Event> events;
  std::set<std::string> hidden_extensions;
  std::uint64_t last_binding_id = 0;
  fairlead_host_api api{};
  fairlead_events_api events_api{};
  fairlead_reactor_api reactor_api{};
  fairlead_http_api http_api{};

  ErrorOut& make_error_out(std::string where) {
    const std::lock_guard lock(errors_mutex_);
    return errors_.emplace_back(ErrorOut{&judge, std::move(where)});
  }

  // The flag, the provider's own cancel, and the call's exchanges. False when the call has ended already.
  bool cancel(fairlead_call call) {
    if (!calls.cancel(call)) return false;
    http.cancel_call(call);
    return true;
  }

 private:
  bool cancel_one_late() {
    const fairlead_call late = calls.take_late();
    return late != 0 && cancel(late);
  }

  std::mutex errors_mutex_;
  std::deque<ErrorOut> errors_;  // Guarded by errors_mutex_.
};

}  // namespace detail
}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_PARTS_HPP
