// The only wait is wait_for_socket: one poll over the socket and the operation's cancel descriptor.
#include "connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <utility>
#include <vector>

namespace fairlead::postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// How long one poll may take: a cancellation without a wake-up is seen this soon.
constexpr milliseconds kSliceMax{100};

// Under TLS bytes may wait inside OpenSSL, where poll does not see them. Servers up to 16 send records that
// one read always takes whole; newer ones may not.
constexpr milliseconds kTlsSliceMax{5};

// In whole milliseconds, rounded up: a poll that returns early would spin.
int poll_timeout(nanoseconds left, milliseconds slice) {
  const auto rounded =
      std::chrono::ceil<milliseconds>(std::clamp<nanoseconds>(left, nanoseconds::zero(), slice));
  return static_cast<int>(rounded.count());
}

Stop reason_to_stop(const Operation& operation, HostClock::time_point until) {
  if (operation.now() >= until) return Stop::Deadline;
  return operation.is_cancelled() ? Stop::Cancelled : Stop::No;
}

std::string field(const PGresult* result, int code) {
  const char* text = ::PQresultErrorField(result, code);
  return text == nullptr ? std::string() : std::string(text);
}

// Drives libpq's connecting to its end.
void establish(PGconn* connection, Operation& operation, HostClock::time_point until) {
  // VERBOSE puts the SQLSTATE into the message; notices would go to stderr otherwise.
  ::PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
  ::PQsetNoticeReceiver(
      connection, [](void*, const PGresult*) {}, nullptr);
  auto progress = ::PQstatus(connection) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  while (progress != PGRES_POLLING_OK) {
    if (progress == PGRES_POLLING_FAILED) {
      throw_connect_failure(::PQerrorMessage(connection), ::PQconnectionNeedsPassword(connection) != 0);
    }
    const auto events = static_cast<short>(progress == PGRES_POLLING_READING ? POLLIN : POLLOUT);
    const Stop stop = reason_to_stop(operation, until);
    if (stop == Stop::Cancelled) throw Error(FAIRLEAD_CANCELLED, "connecting to PostgreSQL was cancelled");
    if (stop == Stop::Deadline) {
      throw Error(operation.now() >= operation.deadline() ? FAIRLEAD_DEADLINE_EXCEEDED : FAIRLEAD_UNAVAILABLE,
                  "PostgreSQL did not answer in time: check host and port, or raise connect_timeout_s",
                  kRetryable);
    }
    std::array<pollfd, 2> fds{{{::PQsocket(connection), events, 0}, {operation.cancel_fd(), POLLIN, 0}}};
    const int ready = ::poll(fds.data(), fds.size(), poll_timeout(until - operation.now(), kSliceMax));
    if (ready > 0 && fds[0].revents != 0) progress = ::PQconnectPoll(connection);
  }
}

}  // namespace

ServerError server_error_of(const PGresult* result) {
  ServerError error;
  error.sqlstate = field(result, PG_DIAG_SQLSTATE);
  error.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  error.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  error.hint = field(result, PG_DIAG_MESSAGE_HINT);
  if (error.message.empty()) error.message = ::PQresultErrorMessage(result);
  error.position = std::atoi(field(result, PG_DIAG_STATEMENT_POSITION).c_str());
  return error;
}

Connection Connection::open(const ConnectSettings& settings, std::string_view password,
                            Operation& operation) {
  auto keywords = keywords_of(settings, password);
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : keywords) {
    names.push_back(name);
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  Connection made(::PQconnectStartParams(names.data(), values.data(), 0));
  for (auto& [name, value] : keywords) {
    if (std::string_view(name) == "password") wipe(value);
  }
  if (made.handle() == nullptr)
    throw Error(FAIRLEAD_RESOURCE_EXHAUSTED, "no memory for a connection", kRetryable);

  const auto limit = operation.now() + std::chrono::seconds(settings.connect_timeout_s);
  establish(made.handle(), operation, std::min(limit, operation.deadline()));
  made.check_settings();
  if (::PQsetnonblocking(made.handle(), 1) != 0 || ::PQenterPipelineMode(made.handle()) != 1) {
    throw_lost(::PQerrorMessage(made.handle()), Effect::Read);
  }
  return made;
}

// A pooler may ignore startup options, and libpq obeys PGTZ; either would change how values read.
void Connection::check_settings() const {
  for (const auto& setting : fixed_settings()) {
    if (setting.reported.empty()) continue;
    const char* reported = ::PQparameterStatus(handle(), setting.name);
    if (reported != nullptr && setting.reported == reported) continue;
    throw Error(FAIRLEAD_FAILED_PRECONDITION,
                std::string("the session has ") + setting.name + " = " +
                    (reported == nullptr ? "?" : reported) + " instead of " + std::string(setting.reported) +
                    ": connect to PostgreSQL itself, or let the pooler pass startup options",
                kBindingBad);
  }
}

ResultPointer Connection::next(Patience& patience) {
  for (;;) {
    const int unsent = ::PQflush(handle());
    if (unsent == 0 || unsent == 1) {
      if (::PQisBusy(handle()) == 0) break;
      wait_for_socket(patience, static_cast<short>(unsent == 1 ? POLLIN | POLLOUT : POLLIN));
    }
    // On failure libpq has a result that says why: the server's last words, if there were any.
    if (unsent < 0 || ::PQconsumeInput(handle()) == 0) break;
  }
  ResultPointer result(::PQgetResult(handle()));
  if (::PQstatus(handle()) == CONNECTION_BAD) {
    is_bad_ = true;
    const ServerError error = result == nullptr ? ServerError{} : server_error_of(result.get());
    if (error.sqlstate.empty()) throw_lost(::PQerrorMessage(handle()), patience.effect());
    throw_statement_failure(error, patience.stop(), patience.effect());
  }
  return result;
}

void Connection::wait_for_socket(Patience& patience, short events) {
  if (const Stop stop = reason_to_stop(patience.operation_, patience.until_); stop != Stop::No) {
    if (patience.stop_ == Stop::No) {
      patience.stop_ = stop;
      begin_stop(patience);
    } else if (stop == Stop::Deadline) {
      abandon(patience.stop_, patience.effect_);
    }
  }
  std::array<pollfd, 2> fds{{{::PQsocket(handle()), events, 0}, {-1, POLLIN, 0}}};
  // Once stopping, the descriptor stays readable and has nothing more to say.
  if (patience.stop_ == Stop::No) fds[1].fd = patience.operation_.cancel_fd();
  const auto slice = ::PQsslInUse(handle()) != 0 ? kTlsSliceMax : kSliceMax;
  (void)::poll(fds.data(), fds.size(), poll_timeout(patience.until_ - patience.operation_.now(), slice));
}

void Connection::begin_stop(Patience& patience) {
  if (patience.on_stop_ == OnStop::GiveUp) abandon(patience.stop_, patience.effect_);
  ask_to_stop();
  patience.until_ = patience.operation_.now() + kGrace;
}

void Connection::ask_to_stop() {
  is_bad_ = true;
  if (cancel_request_ == nullptr) cancel_request_ = std::make_unique<CancelRequest>(handle());
}

// The server notices the closed socket by client_connection_check_interval.
void Connection::abandon(Stop stop, Effect effect) {
  is_bad_ = true;
  ::shutdown(::PQsocket(handle()), SHUT_RDWR);
  throw_stopped(stop, effect);
}

void Connection::send(Effect effect, const std::string& sql,
                      const std::vector<std::optional<std::string>>& params) {
  std::vector<const char*> values;
  values.reserve(params.size());
  for (const auto& param : params) values.push_back(param ? param->c_str() : nullptr);
  if (::PQsendQueryParams(handle(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                          nullptr, nullptr, 0) == 1) {
    return;
  }
  is_bad_ = true;
  throw_lost(::PQerrorMessage(handle()), effect);
}

void Connection::send_sync(Effect effect) {
  if (::PQpipelineSync(handle()) == 1) return;
  is_bad_ = true;
  throw_lost(::PQerrorMessage(handle()), effect);
}

}  // namespace fairlead::postgres
