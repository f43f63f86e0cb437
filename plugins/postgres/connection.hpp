// One libpq connection: non-blocking, in pipeline mode, every wait bounded by the operation's deadline and
// ended by its cancellation. Knows sockets and time, nothing of SQL. One thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "cancel_request.hpp"
#include "conninfo.hpp"
#include "failures.hpp"
#include "fairlead/sdk/context.hpp"

namespace fairlead::postgres {

struct FreeResult {
  void operator()(PGresult* result) const { ::PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, FreeResult>;

/// What to do when the time is up or the call is cancelled.
enum class OnStop {
  AskServer,  ///< send a cancel request and wait kGrace for the server's answer
  GiveUp,     ///< throw at once
};

/// How long one operation may still wait, and what has become of it.
class Patience {
 public:
  /// `until` is when to stop, at or before the operation's deadline. `operation` is borrowed.
  Patience(Operation& operation, HostClock::time_point until, OnStop on_stop, Effect effect)
      : operation_(operation), until_(until), on_stop_(on_stop), effect_(effect) {}

  [[nodiscard]] Stop stop() const { return stop_; }
  [[nodiscard]] Effect effect() const { return effect_; }

 private:
  friend class Connection;
  Operation& operation_;
  HostClock::time_point until_;
  OnStop on_stop_;
  Effect effect_;
  Stop stop_ = Stop::No;
};

class Connection {
 public:
  /// How long the server may take to answer a cancel request.
  static constexpr std::chrono::milliseconds kGrace{1000};

  /// Connects, authenticates and checks the session settings that decoding relies on. Looking up the host's
  /// name blocks inside libpq, bounded by the resolver only.
  /// @error UNAUTHENTICATED, NOT_FOUND, PERMISSION_DENIED with kBindingBad; RESOURCE_EXHAUSTED, UNAVAILABLE
  /// @error FAILED_PRECONDITION if the server or the environment changes what the settings say
  /// @error DEADLINE_EXCEEDED, CANCELLED
  [[nodiscard]] static Connection open(const ConnectSettings& settings, std::string_view password,
                                       Operation& operation);

  Connection(Connection&&) noexcept = default;
  Connection& operator=(Connection&&) noexcept = default;

  /// The next result, or null at the end of a command's results. Never blocks longer than `patience`.
  /// @error what throw_lost and throw_stopped say
  [[nodiscard]] ResultPointer next(Patience& patience);

  /// Asks the server to stop the running statement, once. The connection is bad from now on: the request may
  /// hit whatever runs when it arrives.
  void ask_to_stop();

  /// Queues a statement with text parameters, or the end of a segment. `effect` is that of the whole call.
  /// @error UNAVAILABLE (client bad)
  void send(Effect effect, const std::string& sql,
            const std::vector<std::optional<std::string>>& params = {});
  void send_sync(Effect effect);

  /// The connection must not be used again.
  [[nodiscard]] bool is_bad() const { return is_bad_; }
  void mark_bad() { is_bad_ = true; }

  [[nodiscard]] PGconn* handle() const { return connection_.get(); }

 private:
  struct Finish {
    void operator()(PGconn* connection) const { ::PQfinish(connection); }
  };
  explicit Connection(PGconn* connection) : connection_(connection) {}

  void check_settings() const;
  void wait_for_socket(Patience& patience, short events);
  void begin_stop(Patience& patience);
  [[noreturn]] void abandon(Stop stop, Effect effect);

  std::unique_ptr<PGconn, Finish> connection_;
  std::unique_ptr<CancelRequest> cancel_request_;
  bool is_bad_ = false;
};

/// What the server said in a result of status PGRES_FATAL_ERROR.
[[nodiscard]] ServerError server_error_of(const PGresult* result);

}  // namespace fairlead::postgres
