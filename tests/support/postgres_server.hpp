// A throwaway PostgreSQL for tests: own folder, free loopback port, password logins, TLS by a certificate
// authority of its own, up in half a second, gone with the object or with the process that made it.
//
// It runs the system's PostgreSQL 15 binaries. They refuse to be root, so a root caller gets a server that
// runs as the user postgres, or nobody. One per test binary is plenty: see PostgresEnvironment.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <tl/expected.hpp>

namespace fairlead::test {

struct PostgresOptions {
  std::vector<std::string> settings;      ///< lines for postgresql.conf: "log_statement = 'all'"
  std::vector<std::string> access_rules;  ///< lines for pg_hba.conf, in front of "everybody by password"
};

class PostgresServer {
 public:
  using Rows = std::vector<std::vector<std::optional<std::string>>>;

  /// Makes and starts a server; returns when it takes connections. The error says what to do, or quotes the
  /// server's log. Call it from a thread that lives as long as the server: the kernel ends the server when
  /// that thread ends, which is how a killed test leaves none behind.
  [[nodiscard]] static tl::expected<std::unique_ptr<PostgresServer>, std::string> start(
      const PostgresOptions& options = {});

  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer();

  /// Stops the server and removes its folder. Safe to repeat.
  void stop();

  /// Listens on 127.0.0.1, the name its certificate is for, and on 127.0.0.2, for which it has none.
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string host() const { return "127.0.0.1"; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// The authority behind the server's certificate, and one that has nothing to do with it.
  [[nodiscard]] std::filesystem::path ca_file() const { return folder_ / "ca.crt"; }
  [[nodiscard]] std::filesystem::path foreign_ca_file() const { return folder_ / "foreign_ca.crt"; }

  [[nodiscard]] std::string superuser() const { return "postgres"; }
  [[nodiscard]] std::string superuser_password() const { return password_; }
  [[nodiscard]] std::string superuser_conninfo(const std::string& database = "postgres") const;

  /// Runs one or several statements as the superuser and gives the rows of the last one. Any thread.
  tl::expected<Rows, std::string> execute_sql(const std::string& database, const std::string& sql) const;

  /// The end of the server's log, for messages.
  [[nodiscard]] std::string log_tail() const;

 private:
  PostgresServer() = default;

  // These give what is wrong, or nothing.
  std::optional<std::string> make_folder();
  std::optional<std::string> make_cluster();
  std::optional<std::string> make_certificates() const;
  std::optional<std::string> configure(const PostgresOptions& options) const;
  std::optional<std::string> launch();
  std::optional<std::string> wait_until_ready();
  [[nodiscard]] bool has_ended();

  std::filesystem::path folder_;
  std::string password_;
  int port_ = 0;
  pid_t pid_ = 0;
};

/// Starts one server before the first test of a binary and stops it after the last:
///   auto* const environment = static_cast<PostgresEnvironment*>(
///       testing::AddGlobalTestEnvironment(new PostgresEnvironment));
/// When it cannot start every test of the binary fails, with the reason.
class PostgresEnvironment : public ::testing::Environment {
 public:
  explicit PostgresEnvironment(PostgresOptions options = {}) : options_(std::move(options)) {}

  void SetUp() override {
    auto started = PostgresServer::start(options_);
    if (!started) FAIL() << started.error();
    server_ = *std::move(started);
  }
  void TearDown() override { server_.reset(); }

  [[nodiscard]] PostgresServer& server() const { return *server_; }

 private:
  PostgresOptions options_;
  std::unique_ptr<PostgresServer> server_;
};

}  // namespace fairlead::test
