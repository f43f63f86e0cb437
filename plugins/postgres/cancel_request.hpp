// Asks the server to stop what a connection is running, on a connection and a thread of its own.
//
// PQcancel blocks: it connects and waits until the server hangs up, without a limit of its own, and a frozen
// server never does. So it gets a thread, and the owner waits for it only as long as it can afford. A thread
// that is still stuck then is let go: it holds nothing but its own copy of the address and ends with the
// server.
#pragma once

#include <chrono>
#include <memory>

#include <libpq-fe.h>

namespace fairlead::postgres {

class CancelRequest {
 public:
  /// Sends the request in the background. Best effort: without memory, descriptor or thread nothing is sent,
  /// and the caller's grace time ends the matter. `connection` is read now and not kept.
  explicit CancelRequest(PGconn* connection) noexcept;
  CancelRequest(const CancelRequest&) = delete;
  CancelRequest& operator=(const CancelRequest&) = delete;

  /// Waits at most `patience` for the thread, then lets it go.
  ~CancelRequest();

  static constexpr std::chrono::milliseconds kPatience{1000};

 private:
  struct State;
  std::shared_ptr<State> state_;  // Shared with the thread, which may outlive this object.
};

}  // namespace fairlead::postgres
