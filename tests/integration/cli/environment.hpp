// What these tests share: one real server with a database per owner, and the built program with the built
// plugin, run as a user runs it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "support/postgres_server.hpp"

namespace fairlead::test {

/// The server of this binary: database `acme` of role `acme` (password `acme's own`), database `company` that
/// role `shared_reader` (password `reader`) may read; both have a table `items` (name text), with one row
/// that says whose it is. Role `full` may have no connection at all. It logs every connection that was
/// authorized.
PostgresServer& server();

/// How often a role has logged in since the server started.
std::size_t logins_of(const std::string& role);

/// Waits until `sql`, run by the superuser in database acme, gives `expected`; false after ten seconds.
bool becomes(const std::string& sql, const std::string& expected);

/// How the program ended and what it said.
struct Ran {
  int exit = -1;  ///< 128 + signal if one ended it
  std::string out;
  std::string error_out;

  /// The one line of --json; null when it is none.
  [[nodiscard]] boost::json::value json() const;
};

/// A program that is running.
class Started {
 public:
  Started(pid_t pid, std::filesystem::path folder) : pid_(pid), folder_(std::move(folder)) {}
  void interrupt() const;
  /// Kills it after thirty seconds.
  Ran wait();

 private:
  pid_t pid_;
  std::filesystem::path folder_;
};

/// One installation: fairlead.yaml, secrets and state in a folder of its own.
class Installation {
 public:
  Installation();
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  /// Writes the file: acme has its own connection with `changes` over a good configuration, globex has none,
  /// initech has the provider disabled; the global one serves all, read-only.
  void declare(const boost::json::object& changes = {});
  void write_secret(const std::string& name, const std::string& text) const;

  /// Runs `fairlead` with these words.
  [[nodiscard]] Ran run(const std::vector<std::string>& words) const { return start(words).wait(); }
  [[nodiscard]] Started start(const std::vector<std::string>& words) const;

  /// `fairlead call … --json`.
  [[nodiscard]] Ran query(const std::string& tenant, const std::string& sql) const;

  /// The lines of the call log.
  [[nodiscard]] std::vector<boost::json::value> call_lines() const;

  std::map<std::string, std::string> variables;  ///< of the program's environment, beside the test's own
  std::filesystem::path folder;

 private:
  mutable int runs_ = 0;
};

/// A good configuration of role `acme`, with `changes` on top (null removes a field).
boost::json::object acme_config(const boost::json::object& changes = {});

/// Declared and applied, with the good configuration.
class CliIntegration : public testing::Test {
 protected:
  void SetUp() override;
  /// Declares acme's connection anew and applies it.
  void apply(const boost::json::object& changes = {});

  Installation installed;
};

}  // namespace fairlead::test
