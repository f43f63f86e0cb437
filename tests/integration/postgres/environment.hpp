// What the integration tests of the Postgres plugin share: one real server, and the built plugin driven
// through its C tables, as a host does it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "fairlead/testing.hpp"
#include "support/postgres_server.hpp"

namespace fairlead::test {

/// The server of this binary. It has the database `shop`, the role `app` (password `app secret's`), the role
/// `tls_only`, which may log in with TLS only, and the functions and tables of environment.cpp.
PostgresServer& server();

using fairlead::testing::CallResult;
using fairlead::testing::Refusal;

/// The configuration of the role `app` in `shop`, with `changes` on top (null removes a field).
boost::json::object config(const boost::json::object& changes = {});

/// The plugin with a binding; connect() gives it a client. The clock of its host moves with real time.
class PostgresPlugin {
 public:
  explicit PostgresPlugin(const boost::json::object& changes = {},
                          std::string_view password = "app secret's");

  bool connect(std::uint32_t access = FAIRLEAD_ACCESS_READ_WRITE);
  bool ping() { return client_->ping(); }
  bool reset() { return client_->reset(); }

  /// What the last connect, ping or reset said.
  const Refusal& error() const { return client_->refusal(); }

  /// Calls a tool and gives the whole result.
  CallResult call(std::string_view tool, const boost::json::object& arguments,
                  std::chrono::milliseconds time = std::chrono::seconds(20),
                  std::uint32_t access = FAIRLEAD_ACCESS_READ_WRITE);
  /// A call that is cancelled before it begins.
  CallResult call_cancelled(std::string_view tool, const boost::json::object& arguments);

  /// The structured content of a call that must succeed; reports a failure otherwise.
  boost::json::object ask(std::string_view tool, const boost::json::object& arguments);

  /// The first value of the first row of a query.
  boost::json::value value_of(std::string_view sql, const boost::json::array& params = {});

  /// From another thread, as a host does it: the flag first, then the call.
  void cancel() { client_->cancel(); }

 private:
  fairlead::testing::FakeHost host_;
  fairlead::testing::FakePlugin plugin_;
  std::optional<fairlead::testing::TestBinding> binding_;
  std::optional<fairlead::testing::TestClient> client_;
};

/// The text and the structured content of a tool error.
std::string error_text(const CallResult& result);
boost::json::object error_content(const CallResult& result);

/// Waits until `sql`, run by the superuser in `shop`, gives `expected`; false after five seconds.
bool becomes(const std::string& sql, const std::string& expected);

}  // namespace fairlead::test
