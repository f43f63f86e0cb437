// A tenant's own pool that is full, in the process that shares it, over the real plugin and server.
#include <future>

#include "base/clock.hpp"
#include "environment.hpp"
#include "runtime/runtime.hpp"

namespace fairlead::test {
namespace {

class PoolFullTest : public testing::Test {
 protected:
  void SetUp() override {
    installed.write_secret("acme", "acme's own\n");
    installed.write_secret("reader", "reader\n");
    runtime::Settings settings;
    settings.state_dir = installed.folder / "state";
    settings.secrets_dir = installed.folder / "secrets";
    settings.plugin_folders = {FAIRLEAD_TEST_BUILD_DIR "/lib/fairlead"};
    settings.plugin_scanner = FAIRLEAD_TEST_BUILD_DIR "/bin/fairlead-scan";
    settings.clients_per_connection = 1;
    auto opened = runtime::Runtime::create(settings, clock_, *log_);
    ASSERT_TRUE(opened) << opened.error().message;
    runtime_ = *std::move(opened);
    const auto filled = runtime_->administer([](store::Store& store) -> Result<void> {
      store::Tenant tenant;
      tenant.id = "acme";
      tenant.set_rule({.provider = "postgres", .is_enabled = true});
      FAIRLEAD_CHECK(store.add_tenant(tenant));
      FAIRLEAD_CHECK(store.add_connection(connection(Scope::Tenant, acme_config())));
      FAIRLEAD_CHECK(store.add_connection(connection(
          Scope::Global,
          acme_config(
              {{"database", "company"}, {"user", "shared_reader"}, {"password", "${file:reader}"}}))));
      return {};
    });
    ASSERT_TRUE(filled) << filled.error().message;
  }

  static store::Connection connection(Scope scope, boost::json::object config) {
    store::Connection made;
    made.scope = scope;
    if (scope == Scope::Tenant) made.tenant_id = "acme";
    made.name = "postgres";
    made.provider = "postgres";
    made.config = std::move(config);
    return made;
  }

  runtime::InvocationResult query(const std::string& sql, std::stop_token stop = {}) {
    runtime::CallRequest request;
    request.principal.tenant_id = "acme";
    request.tool = "postgres_query";
    request.arguments = {{"sql", sql}};
    request.stop = std::move(stop);
    return runtime_->call(request);
  }

  Installation installed;
  SystemClock clock_;
  std::unique_ptr<Log> log_ = make_null_log();
  std::unique_ptr<runtime::Runtime> runtime_;
};

TEST_F(PoolFullTest, SaysSoAndNeverReachesTheGlobalConnection) {
  const std::size_t before = logins_of("shared_reader");
  std::stop_source stop;
  auto holder = std::async(std::launch::async, [&] { return query("SELECT nap(25)", stop.get_token()); });
  const std::string holding =
      "SELECT count(*) FROM pg_stat_activity WHERE usename = 'acme' AND wait_event = 'PgSleep'";
  EXPECT_TRUE(becomes(holding, "1"));

  const runtime::InvocationResult refused = query("SELECT 1");
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->code, ErrorCode::ResourceExhausted) << refused.error->message;
  EXPECT_EQ(refused.rung, Scope::Tenant);
  EXPECT_EQ(logins_of("shared_reader"), before);

  stop.request_stop();
  EXPECT_EQ(holder.get().outcome(), "cancelled");
  EXPECT_TRUE(becomes(holding, "0"));
  EXPECT_TRUE(query("SELECT 1").successful) << "the slot was not given back";
}

}  // namespace
}  // namespace fairlead::test
