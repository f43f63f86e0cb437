// The fake host: what a plugin gets for a host in a test. It has a clock that stands still, secrets, a loop,
// an HTTP client without sockets, and remembers what the plugin did and what it did wrong.
#ifndef FAIRLEAD_TESTING_HOST_HPP
#define FAIRLEAD_TESTING_HOST_HPP

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "fairlead/testing/tables.hpp"

namespace fairlead::testing {

// Outlives every FakePlugin made with it. Tables and records may be used from any thread; the loop runs on
// the thread that asks it to, one at a time.
class FakeHost {
 public:
  FakeHost() {
    detail::HostTable::fill(parts_);
    detail::ExtensionTables::fill(parts_);
  }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;
  // Misbehaviours that nobody asked for are printed.
  ~FakeHost() {
    if (was_asked_) return;
    for (const std::string& sentence : parts_.judge.sentences()) {
      std::fprintf(stderr, "fairlead fake host: misbehaviour: %s\n", sentence.c_str());
    }
  }

  [[nodiscard]] FakeClock& clock() { return parts_.clock; }
  [[nodiscard]] FakeReactor& reactor() { return parts_.reactor; }
  [[nodiscard]] FakeHttp& http() { return parts_.http; }

  // The loop: timers, HTTP answers, deadlines of calls that are under way.
  void run_ready() { parts_.reactor.run_ready(); }
  void advance(std::chrono::nanoseconds by) { parts_.reactor.advance(by); }

  // What the secret `name` holds, in every binding one of whose secret fields holds that name. A secret that
  // is not set is an unresolved reference: secret_get answers NOT_FOUND.
  void set_secret(const std::string& name, const std::string& value) { parts_.secrets.set(name, value); }
  void remove_secret(const std::string& name) { parts_.secrets.remove(name); }
  // secret_get answers that for the secrets it knows; FAIRLEAD_OK ends it.
  void fail_secrets(fairlead_status status) { parts_.secrets.fail_with(status); }

  // The operator's log, and what came through events/1.
  [[nodiscard]] std::vector<LogLine> logs() const { return parts_.logs.all(); }
  [[nodiscard]] std::vector<Event> events() const { return parts_.events.all(); }

  // What the plugin did against plugin.h, a sentence each. Expect it to be empty at the end of every test,
  // after FakePlugin::end, or let on_misbehaviour fail the test at once.
  [[nodiscard]] std::vector<std::string> misbehaviours() {
    was_asked_ = true;
    return parts_.judge.sentences();
  }
  // Called on the thread that misbehaves.
  void on_misbehaviour(MisbehaviourListener listener) {
    was_asked_ = true;
    parts_.judge.set_listener(std::move(listener));
  }

  // From now on get_extension answers NULL for `id`, as an older host does.
  void hide_extension(std::string id) { parts_.hidden_extensions.insert(std::move(id)); }

  // The table that init is given. A test may replace functions and numbers before it makes the plugin.
  [[nodiscard]] fairlead_host_api& api() { return parts_.api; }

  // For FakePlugin and what it makes.
  [[nodiscard]] detail::Parts& parts() { return parts_; }

 private:
  detail::Parts parts_;
  bool was_asked_ = false;
};

}  // namespace fairlead::testing

#endif  // FAIRLEAD_TESTING_HOST_HPP
