// A whole runtime over a fake plugin and a store in memory, for the tests of this folder.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "json/parse.hpp"
#include "runtime/runtime.hpp"
#include "support/fake_plugin.hpp"

namespace fairlead::runtime::test {

/// Tenant acme has its own connection "fake" (read_write), globex has none, initech has the provider
/// disabled. The global connection "fake" is read-only. Its host field tells which connection answered.
class RuntimeFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("fairlead_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) +
               "_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_ / "secrets");
    fake_.on_connect = [](fairlead::test::FakeClient&, const fairlead_client_op&, fairlead_errout*) {
      return FAIRLEAD_OK;
    };
    fake_.on_invoke = [this](fairlead::test::FakeClient& client, fairlead_call call,
                             const fairlead_request&) {
      fake_.complete(call, R"({"structuredContent":{"served_by":)" + client.config_json + R"(,"a":1}})");
    };
  }
  void TearDown() override {
    runtime_.reset();
    std::filesystem::remove_all(folder_);
  }

  void start() {
    Settings settings;
    settings.state_dir = folder_;
    settings.secrets_dir = folder_ / "secrets";
    settings.call_timeout = timeout_;
    settings.clients_per_connection = clients_;
    settings.threads_per_provider = threads_;
    RuntimeParts parts;
    auto plugin = plugin::Plugin::create(&fake_.api, "fake.so", {clock_, *log_, ports_});
    ASSERT_TRUE(plugin) << plugin.error().message;
    std::vector<std::shared_ptr<plugin::Plugin>> plugins{*plugin};
    load_more(plugins);
    parts.providers = std::make_unique<plugin::ProviderRegistry>(*plugin::ProviderRegistry::of(plugins));
    store::StoreOptions options;
    options.path = ":memory:";
    auto store = store::Store::open(options, clock_);
    ASSERT_TRUE(store) << store.error().message;
    parts.store = *std::move(store);
    auto runtime = Runtime::create(settings, clock_, *log_, std::move(parts));
    ASSERT_TRUE(runtime) << runtime.error().message;
    runtime_ = *std::move(runtime);
    const auto filled = runtime_->administer([this](store::Store& into) { return fill(into); });
    ASSERT_TRUE(filled) << filled.error().message;
  }

  /// Loads what a test wants beside the fake plugin.
  virtual void load_more(std::vector<std::shared_ptr<plugin::Plugin>>&) {}

  virtual Result<void> fill(store::Store& store) {
    for (const char* id : {"acme", "globex", "initech"}) {
      store::Tenant tenant;
      tenant.id = id;
      tenant.set_rule({.provider = "fake", .is_enabled = std::string_view(id) != "initech"});
      FAIRLEAD_CHECK(store.add_tenant(tenant));
    }
    FAIRLEAD_CHECK(store.add_connection(connection(Scope::Tenant, "acme", "acme-host", Access::ReadWrite)));
    FAIRLEAD_CHECK(store.add_connection(connection(Scope::Global, "", "global-host", Access::ReadOnly)));
    return {};
  }

  static store::Connection connection(Scope scope, std::string tenant, std::string host, Access access) {
    store::Connection made;
    made.scope = scope;
    made.tenant_id = std::move(tenant);
    made.name = "fake";
    made.provider = "fake";
    made.access = access;
    made.config = {{"host", std::move(host)}};
    return made;
  }

  InvocationResult call(std::string tenant, std::string tool, boost::json::object arguments = {}) {
    CallRequest request;
    request.principal.tenant_id = std::move(tenant);
    request.tool = std::move(tool);
    request.arguments = std::move(arguments);
    return runtime_->call(request);
  }

  /// The host of the connection that answered.
  static std::string served_by(const InvocationResult& result) {
    const auto* config = result.data.if_contains("served_by");
    return config == nullptr ? "" : std::string(config->at("host").as_string());
  }

  std::vector<std::string> call_lines() const {
    std::vector<std::string> lines;
    std::ifstream file(folder_ / "calls.jsonl");
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  SystemClock clock_;
  std::unique_ptr<Log> log_ = make_null_log();
  fairlead::test::FakePlugin fake_;
  Duration timeout_ = std::chrono::seconds(30);
  std::uint32_t clients_ = 4;
  std::uint32_t threads_ = 16;
  plugin::HostPorts ports_;
  std::filesystem::path folder_;
  std::unique_ptr<Runtime> runtime_;
};

}  // namespace fairlead::runtime::test
