// What the integration tests of the Postgres plugin share: one real server, and the built plugin driven
// through its C tables, as a host does it.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "support/fake_host.hpp"
#include "support/postgres_server.hpp"

namespace fairlead::test {

/// The server of this binary. It has the database `shop`, the role `app` (password `app secret's`), the role
/// `tls_only`, which may log in with TLS only, and the functions and tables of environment.cpp.
PostgresServer& server();

/// The fake host with a clock that moves.
class MovingHost : public FakeHost {
 public:
  MovingHost();

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// The configuration of the role `app` in `shop`, with `changes` on top (null removes a field).
boost::json::object config(const boost::json::object& changes = {});

/// One provider instance with a binding; connect() gives it a client.
class PostgresPlugin {
 public:
  explicit PostgresPlugin(const boost::json::object& changes = {},
                          std::string_view password = "app secret's");

  bool connect(std::uint32_t access = FAIRLEAD_ACCESS_READ_WRITE) { return provider.connect(access); }

  /// Calls a tool and gives the whole outcome.
  const Outcome& call(std::string_view tool, const boost::json::object& arguments,
                      std::chrono::milliseconds time = std::chrono::seconds(20),
                      std::uint32_t access = FAIRLEAD_ACCESS_READ_WRITE);

  /// The structured content of a call that must succeed; reports a failure otherwise.
  boost::json::object ask(std::string_view tool, const boost::json::object& arguments);

  /// The first value of the first row of a query.
  boost::json::value value_of(std::string_view sql, const boost::json::array& params = {});

  /// From another thread, as a host does it: the flag first, then the call.
  void cancel();

  MovingHost host;
  ProviderUnderTest provider;
};

/// The text and the structured content of a tool error.
std::string error_text(const Outcome& outcome);
boost::json::object error_content(const Outcome& outcome);

/// Waits until `sql`, run by the superuser in `shop`, gives `expected`; false after five seconds.
bool becomes(const std::string& sql, const std::string& expected);

}  // namespace fairlead::test
