// What a call costs over the same statements sent by hand: Runtime::call of postgres_query beside a bare
// libpq connection that sends what the provider sends, in one pipeline, and reads every answer. Both talk to
// one real PostgreSQL that this program starts, over loopback TCP without TLS.
//   BM_Postgres_BareLibpq     the statements by hand
//   BM_Postgres_Query         the whole life of a call, the hop to the blocking pool and back included
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>
#include <libpq-fe.h>

#include "runtime/runtime.hpp"
#include "support/postgres_server.hpp"

namespace {

using fairlead::test::PostgresServer;

constexpr const char* kSql = "SELECT 1 AS n";

[[noreturn]] void die(const std::string& why) {
  std::fprintf(stderr, "postgres_bench: %s\n", why.c_str());
  std::exit(1);
}

/// The server and a runtime with one tenant on it, for the life of main.
class Stage {
  // What the runtime uses, destroyed after it.
  fairlead::SystemClock clock_;
  std::unique_ptr<fairlead::Log> log_ = fairlead::make_stderr_log(fairlead::LogLevel::Warning);
  std::filesystem::path folder_;

 public:
  Stage() {
    auto started = PostgresServer::start();
    if (!started) die(started.error());
    server = *std::move(started);
    const auto made = server->execute_sql("postgres", "CREATE ROLE bench LOGIN PASSWORD 'bench-password'");
    if (!made) die(made.error());
    folder_ = server->folder() / "bench";
    std::filesystem::create_directories(folder_ / "secrets");
    std::ofstream(folder_ / "secrets" / "password") << "bench-password";
    std::filesystem::permissions(folder_ / "secrets" / "password", std::filesystem::perms(0600));

    fairlead::runtime::Settings settings;
    settings.state_dir = folder_;
    settings.secrets_dir = folder_ / "secrets";
    settings.plugin_folders = {FAIRLEAD_PLUGIN_DIR};
    settings.plugin_scanner = FAIRLEAD_PLUGIN_SCANNER;
    auto runtime_or = fairlead::runtime::Runtime::create(settings, clock_, *log_);
    if (!runtime_or) die(runtime_or.error().message);
    runtime = *std::move(runtime_or);
    const auto filled = runtime->administer([this](fairlead::store::Store& store) { return fill(store); });
    if (!filled) die(filled.error().message);
  }

  std::unique_ptr<PostgresServer> server;
  std::unique_ptr<fairlead::runtime::Runtime> runtime;

 private:
  fairlead::Result<void> fill(fairlead::store::Store& store) const {
    fairlead::store::Tenant tenant;
    tenant.id = "acme";
    tenant.set_rule({.provider = "postgres", .is_enabled = true});
    FAIRLEAD_CHECK(store.add_tenant(tenant));
    fairlead::store::Connection connection;
    connection.tenant_id = "acme";
    connection.name = "postgres";
    connection.provider = "postgres";
    connection.config = {{"host", server->host()}, {"port", server->port()},         {"database", "postgres"},
                         {"user", "bench"},        {"password", "${file:password}"}, {"sslmode", "disable"}};
    FAIRLEAD_CHECK(store.add_connection(connection));
    return {};
  }
};

/// Set by main before the benchmarks run; the server's process is tied to the main thread.
Stage* stage = nullptr;

class BarePipeline {
 public:
  explicit BarePipeline(const PostgresServer& server) {
    const std::string conninfo = "host=" + server.host() + " port=" + std::to_string(server.port()) +
                                 " dbname=postgres user=bench password=bench-password sslmode=disable";
    connection_ = PQconnectdb(conninfo.c_str());
    if (PQstatus(connection_) != CONNECTION_OK) die(PQerrorMessage(connection_));
    if (PQenterPipelineMode(connection_) != 1) die("no pipeline mode");
  }
  ~BarePipeline() { PQfinish(connection_); }
  BarePipeline(const BarePipeline&) = delete;
  BarePipeline& operator=(const BarePipeline&) = delete;

  void run() {
    send("BEGIN READ ONLY");
    // The same settings, values and order as the provider's session.
    static const std::array<const char*, 6> values{"fairlead.tenant", "acme", "fairlead/acme",
                                                   "30000",           "5000", "31000"};
    send(
        "SELECT pg_catalog.set_config($1, $2, true), pg_catalog.set_config('application_name', $3, true), "
        "pg_catalog.set_config('statement_timeout', $4, true), pg_catalog.set_config('lock_timeout', $5, "
        "true), "
        "pg_catalog.set_config('idle_in_transaction_session_timeout', $6, true), "
        "pg_catalog.set_config('client_connection_check_interval', "
        "CASE WHEN pg_catalog.version() LIKE '%linux%' THEN '1000' ELSE '0' END, true)",
        values.size(), values.data());
    send((std::string("DECLARE fairlead_cursor NO SCROLL CURSOR FOR ") + kSql).c_str());
    send("FETCH FORWARD 1001 FROM fairlead_cursor");
    sync();
    send("COMMIT");
    sync();
    send("DISCARD ALL");
    sync();
    for (int syncs = 0; syncs < 3;) {
      PGresult* result = PQgetResult(connection_);
      if (result == nullptr) continue;
      if (PQresultStatus(result) == PGRES_FATAL_ERROR) die(PQresultErrorMessage(result));
      if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) ++syncs;
      PQclear(result);
    }
  }

 private:
  void send(const char* sql, std::size_t count = 0, const char* const* values = nullptr) {
    if (PQsendQueryParams(connection_, sql, static_cast<int>(count), nullptr, values, nullptr, nullptr, 0) !=
        1) {
      die(PQerrorMessage(connection_));
    }
  }
  void sync() {
    if (PQpipelineSync(connection_) != 1) die(PQerrorMessage(connection_));
  }
  PGconn* connection_;
};

void BM_Postgres_BareLibpq(benchmark::State& state) {
  BarePipeline pipeline(*stage->server);
  for (auto _ : state) pipeline.run();
}

void BM_Postgres_Query(benchmark::State& state) {
  fairlead::runtime::CallRequest request;
  request.principal.tenant_id = "acme";
  request.tool = "postgres_query";
  request.arguments = boost::json::object{{"sql", kSql}};
  for (auto _ : state) {
    const auto result = stage->runtime->call(request);
    if (!result.successful) die(result.error->message);
  }
}

BENCHMARK(BM_Postgres_BareLibpq)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_Postgres_Query)->UseRealTime()->Unit(benchmark::kMicrosecond);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  Stage running;
  stage = &running;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
