// The ports behind host extensions: what the core offers plugins through them is implemented further right
// (net, mcp) and passed in by main. A null port means that the extension is not offered.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace fairlead::plugin {

/// Which of a binding's lists (FAIRLEAD_LIST_*).
enum class ListKind : std::uint8_t { Tools, Resources, Prompts };

/// Port: takes note of what providers say has changed ("fairlead.host.events/1"). Any thread; returns at
/// once. The host has checked that the binding exists.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void list_changed(std::uint64_t binding_id, ListKind list) = 0;
  /// `uri` is at most kUriBytesMax bytes of UTF-8.
  virtual void resource_updated(std::uint64_t binding_id, std::string_view uri) = 0;
};

/// How a wait ended.
enum class WaitEnd : std::uint8_t { Happened, Cancelled, TimedOut };

/// `ready` is a set of FAIRLEAD_FD_* for a watch, 0 otherwise. Runs on the loop and must not block or throw.
using WaitDone = std::function<void(WaitEnd, std::uint32_t ready)>;

/// Port: one event loop on one thread of its own ("fairlead.host.reactor/1"). Any thread may call. Every
/// accepted wait calls its `done` exactly once, on the loop; also when the loop stops, then with Cancelled.
/// `wait` is set before `done` can be called, so that `done` may already use it.
class Reactor {
 public:
  /// Stops first. Not on the loop itself.
  virtual ~Reactor() = default;

  /// Waits once until `fd` is ready for one of `interest` (FAIRLEAD_FD_*), broken or hung up.
  /// @error InvalidArgument    no open descriptor, one that cannot be waited for (a plain file), or no
  ///                           interest
  /// @error ResourceExhausted  too many waits, or the loop is stopping
  [[nodiscard]] virtual Result<void> watch(int fd, std::uint32_t interest, Deadline deadline, WaitDone done,
                                           std::uint64_t& wait) = 0;
  /// Waits once until `at`. @error ResourceExhausted as watch
  [[nodiscard]] virtual Result<void> timer(MonotonicTime at, WaitDone done, std::uint64_t& wait) = 0;
  /// Runs `done` soon, in the order of posting. @error ResourceExhausted as watch
  [[nodiscard]] virtual Result<void> post(WaitDone done) = 0;
  /// Ends a watch or timer: `done` comes with Cancelled.
  /// @error FailedPrecondition  it has ended already, or never was one
  [[nodiscard]] virtual Result<void> cancel(std::uint64_t wait) = 0;

  /// Accepts no more waits, cancels those there are, and returns when the last `done` has returned.
  /// Idempotent; not on the loop itself.
  virtual void stop() = 0;
};

/// Port: makes loops. Each plugin with ASYNC providers has one of its own, so that one that blocks it starves
/// nobody else.
class ReactorFactory {
 public:
  virtual ~ReactorFactory() = default;
  /// `name` is for whoever looks at the thread.
  [[nodiscard]] virtual Result<std::unique_ptr<Reactor>> create(const std::string& name) = 0;
};

/// All outlive every plugin.
struct HostPorts {
  EventSink* events = nullptr;
  ReactorFactory* reactors = nullptr;
};

}  // namespace fairlead::plugin
