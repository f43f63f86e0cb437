// The event loop that ASYNC providers wait on: Boost.Asio on one thread.
//
// The thread starts with the first wait. Locking: one mutex guards the table of waits; nothing is called
// under it. A wait belongs to whoever takes its `done` out of the table, so it ends once however it ends.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "plugin/ports.hpp"

namespace fairlead::net {

struct EventLoopOptions {
  std::string name;                ///< of the thread, as top and gdb show it; 15 bytes are kept
  std::uint32_t waits_max = 4096;  ///< watches, timers and posts together
};

struct EventLoopStats {
  std::uint32_t waits = 0;  ///< accepted and not ended
  std::uint64_t refused = 0;
};

class EventLoop final : public plugin::Reactor {
 public:
  /// @error InvalidArgument    waits_max is 0
  /// @error ResourceExhausted  the system has no descriptors left
  [[nodiscard]] static Result<std::unique_ptr<EventLoop>> create(EventLoopOptions options);
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// A duplicate of `fd` is waited on: the caller may watch one descriptor twice, and closing it early does
  /// no harm.
  [[nodiscard]] Result<void> watch(int fd, std::uint32_t interest, Deadline deadline, plugin::WaitDone done,
                                   std::uint64_t& wait) override;
  [[nodiscard]] Result<void> timer(MonotonicTime at, plugin::WaitDone done, std::uint64_t& wait) override;
  [[nodiscard]] Result<void> post(plugin::WaitDone done) override;
  [[nodiscard]] Result<void> cancel(std::uint64_t wait) override;
  void stop() override;

  [[nodiscard]] EventLoopStats stats() const;

 private:
  class State;
  explicit EventLoop(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Any thread.
class EventLoopFactory final : public plugin::ReactorFactory {
 public:
  [[nodiscard]] Result<std::unique_ptr<plugin::Reactor>> create(const std::string& name) override;
};

}  // namespace fairlead::net
