#include "environment.hpp"

#include <dlfcn.h>

#include <stdexcept>
#include <thread>

namespace fairlead::test {
namespace {

namespace json = boost::json;

// Functions stand for what a tenant's own code may do where the plugin cannot see it.
constexpr const char* kSchema = R"sql(
CREATE TABLE orders (id int PRIMARY KEY, customer text NOT NULL, total numeric(10, 2) DEFAULT 0);
COMMENT ON TABLE orders IS 'what was bought';
COMMENT ON COLUMN orders.customer IS 'who bought it';
INSERT INTO orders SELECT i, 'customer ' || i, i * 1.5 FROM generate_series(1, 30) i;
CREATE TABLE lines (order_id int REFERENCES orders (id), position int, PRIMARY KEY (order_id, position));
CREATE UNIQUE INDEX orders_customer ON orders (lower(customer));
CREATE VIEW big_orders AS SELECT * FROM orders WHERE total > 30;
CREATE TYPE mood AS ENUM ('fine', 'bad');
CREATE TABLE uniques (a int UNIQUE DEFERRABLE INITIALLY DEFERRED);
CREATE FUNCTION leave_traces() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('fairlead.trace', 'left', false), set_config('search_path', 'pg_temp', false);
  PERFORM pg_advisory_lock(4711);
  EXECUTE 'CREATE TEMP TABLE trace (a int)';
  EXECUTE 'LISTEN trace';
  EXECUTE 'PREPARE trace_statement AS SELECT 1';
  EXECUTE 'DECLARE trace_cursor CURSOR WITH HOLD FOR SELECT 1';
  RETURN 1;
END $$;
CREATE FUNCTION hidden_write() RETURNS int LANGUAGE plpgsql AS $$
BEGIN INSERT INTO orders VALUES (999, 'hidden'); RETURN 1; END $$;
CREATE FUNCTION hidden_unlock() RETURNS text LANGUAGE sql AS
$$ SELECT set_config('transaction_read_only', 'off', true) $$;
CREATE FUNCTION nap(seconds float8) RETURNS int LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(seconds); RETURN 1; END $$;
CREATE FUNCTION stubborn_nap(seconds float8) RETURNS int LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(seconds); RETURN 1;
EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(seconds); RETURN 2; END $$;
CREATE FUNCTION tenant() RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_setting('fairlead.tenant', true) $$;
GRANT ALL ON ALL TABLES IN SCHEMA public TO app;
GRANT CREATE ON SCHEMA public TO app;
)sql";

class ShopEnvironment : public PostgresEnvironment {
 public:
  ShopEnvironment() : PostgresEnvironment({{}, {"hostnossl all tls_only 127.0.0.0/8 reject"}}) {}

  void SetUp() override {
    PostgresEnvironment::SetUp();
    if (::testing::Test::HasFatalFailure()) return;
    for (const auto& [database, sql] :
         {std::pair<const char*, const char*>{"template1", "ALTER DATABASE postgres RENAME TO shop"},
          {"shop", "CREATE ROLE app LOGIN PASSWORD 'app secret''s'"},
          {"shop", "CREATE ROLE tls_only LOGIN PASSWORD 'app secret''s'"},
          {"shop", kSchema}}) {
      const auto made = server().execute_sql(database, sql);
      ASSERT_TRUE(made) << made.error();
    }
  }
};

// Owned by GoogleTest.
auto* const environment =
    static_cast<ShopEnvironment*>(::testing::AddGlobalTestEnvironment(new ShopEnvironment));  // NOLINT

const fairlead_plugin_api* load() {
  const std::string file = FAIRLEAD_TEST_BUILD_DIR "/lib/fairlead/postgres.so";
  void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) throw std::runtime_error(::dlerror());
  const auto entry = reinterpret_cast<fairlead_plugin_main_fn>(::dlsym(library, FAIRLEAD_PLUGIN_MAIN_SYMBOL));
  return entry();
}

}  // namespace

PostgresServer& server() { return environment->server(); }

json::object config(const json::object& changes) {
  json::object fields{{"host", server().host()}, {"port", server().port()}, {"database", "shop"},
                      {"user", "app"},           {"password", "password"},  {"sslmode", "disable"}};
  for (const auto& change : changes) {
    if (change.value().is_null())
      fields.erase(change.key());
    else
      fields[change.key()] = change.value();
  }
  return fields;
}

PostgresPlugin::PostgresPlugin(const json::object& changes, std::string_view password)
    : plugin_(host_, load()) {
  host_.clock().run();
  host_.set_secret("password", std::string(password));
  host_.on_misbehaviour([](const std::string& sentence) { ADD_FAILURE() << sentence; });
  binding_.emplace(plugin_.provider().bind(config(changes)));
  EXPECT_FALSE(binding_->refused()) << binding_->message();
}

bool PostgresPlugin::connect(std::uint32_t access) {
  client_.emplace(binding_->connect({.access = access}));
  return !client_->refused();
}

CallResult PostgresPlugin::call(std::string_view tool, const json::object& arguments,
                                std::chrono::milliseconds time, std::uint32_t access) {
  return client_->call(tool, arguments, {.timeout = time, .access = access});
}

CallResult PostgresPlugin::call_cancelled(std::string_view tool, const json::object& arguments) {
  return client_->call(tool, arguments, {.is_cancelled = true});
}

json::object PostgresPlugin::ask(std::string_view tool, const json::object& arguments) {
  const CallResult result = call(tool, arguments);
  EXPECT_TRUE(result.is_ok()) << result.summary();
  return result.is_ok() ? result.structured() : json::object();
}

json::value PostgresPlugin::value_of(std::string_view sql, const json::array& params) {
  const json::object answer = ask("query", {{"sql", sql}, {"params", params}});
  if (!answer.contains("rows") || answer.at("rows").as_array().empty()) return "no row";
  return answer.at("rows").at(0).at(0);
}

std::string error_text(const CallResult& result) {
  EXPECT_TRUE(result.is_tool_error()) << result.summary();
  return result.is_tool_error() ? result.text() : std::string();
}

json::object error_content(const CallResult& result) {
  EXPECT_TRUE(result.is_tool_error()) << result.summary();
  return result.is_tool_error() ? result.structured() : json::object();
}

bool becomes(const std::string& sql, const std::string& expected) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  do {
    const auto rows = server().execute_sql("shop", sql);
    if (rows && !rows->empty() && rows->front().front() == expected) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  } while (std::chrono::steady_clock::now() < deadline);
  return false;
}

}  // namespace fairlead::test
