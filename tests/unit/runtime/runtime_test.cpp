// Lists, explanations, trials and changes of configuration.
#include <semaphore>
#include <thread>

#include "runtime_fixture.hpp"

namespace fairlead::runtime::test {
namespace {

class RuntimeTest : public RuntimeFixture {
 protected:
  std::vector<std::string> names(const std::string& tenant) {
    std::vector<std::string> out;
    const auto list = runtime_->tools({.tenant_id = tenant, .user_id = "", .agent_id = "", .roles = {}});
    for (const ListedTool& tool : list->tools) out.push_back(tool.name);
    return out;
  }
  Explanation explain(const std::string& tenant, const std::string& tool) {
    return *runtime_->explain({.tenant_id = tenant, .user_id = "", .agent_id = "", .roles = {}}, tool);
  }
};

TEST_F(RuntimeTest, ListsWhatATenantMayCall) {
  start();
  EXPECT_EQ(names("acme"), (std::vector<std::string>{"fake_change", "fake_look"}));
  EXPECT_EQ(names("globex"), std::vector<std::string>{"fake_look"});
  EXPECT_EQ(names("initech"), std::vector<std::string>{});
}

TEST_F(RuntimeTest, ListsAToolExactlyWhenACallIsAccepted) {
  start();
  for (const std::string tenant : {"acme", "globex", "initech"}) {
    const auto listed = names(tenant);
    for (const std::string tool : {"fake_look", "fake_change"}) {
      const bool is_listed = std::find(listed.begin(), listed.end(), tool) != listed.end();
      EXPECT_EQ(call(tenant, tool).successful, is_listed) << tenant << " " << tool;
      EXPECT_EQ(!explain(tenant, tool).refusal.has_value(), is_listed) << tenant << " " << tool;
    }
  }
}

TEST_F(RuntimeTest, SaysWhyAToolIsHidden) {
  start();
  const auto list = runtime_->tools({.tenant_id = "globex", .user_id = "", .agent_id = "", .roles = {}});
  ASSERT_EQ(list->hidden.size(), 1U);
  EXPECT_EQ(list->hidden[0].name, "fake_change");
  EXPECT_NE(list->hidden[0].reason.find("read-only"), std::string::npos);
}

TEST_F(RuntimeTest, ListsNoAliases) {
  start();
  for (const std::string& name : names("acme")) EXPECT_EQ(name.find("alter"), std::string::npos);
}

TEST_F(RuntimeTest, RefusesTheLaterOfTwoConnectionsWhoseToolsCollide) {
  start();
  ASSERT_TRUE(runtime_->administer([](store::Store& store) -> Result<void> {
    store::Connection second = connection(Scope::Tenant, "acme", "second-host", Access::ReadWrite);
    second.name = "zzz";
    second.prefix = "fake_";
    FAIRLEAD_CHECK(store.add_connection(second));
    return {};
  }));
  EXPECT_EQ(served_by(call("acme", "fake_look")), "acme-host");
  const auto list = runtime_->tools({.tenant_id = "acme", .user_id = "", .agent_id = "", .roles = {}});
  EXPECT_EQ(list->tools.size(), 2U);
  ASSERT_EQ(list->hidden.size(), 2U);
  EXPECT_EQ(list->hidden[0].connection, "zzz");
}

TEST_F(RuntimeTest, HonoursAnEmptyPrefix) {
  start();
  ASSERT_TRUE(runtime_->administer([](store::Store& store) -> Result<void> {
    store::Connection own = connection(Scope::Tenant, "acme", "acme-host", Access::ReadWrite);
    own.prefix = "";
    FAIRLEAD_CHECK(store.put_connection(own));
    return {};
  }));
  EXPECT_TRUE(call("acme", "look").successful);
  EXPECT_EQ(call("acme", "fake_look").error->reason, "unknown_tool");
}

TEST_F(RuntimeTest, ExplainsTheRungAndWhyTheOthersWerePassedOver) {
  start();
  const Explanation explanation = explain("globex", "fake_look");
  EXPECT_FALSE(explanation.refusal);
  EXPECT_EQ(explanation.rung, Scope::Global);
  EXPECT_EQ(explanation.access, Access::ReadOnly);
  EXPECT_EQ(explanation.passed.size(), 2U);
  EXPECT_EQ(fake_.connects, 0);
}

TEST_F(RuntimeTest, ExplainsARefusedWrite) {
  start();
  const Explanation explanation = explain("globex", "fake_change");
  ASSERT_TRUE(explanation.refusal);
  EXPECT_EQ(explanation.refusal->reason, "read_only_access");
  EXPECT_EQ(explanation.is_tool_read_only, false);
  EXPECT_EQ(to_json(explanation).at("would_call"), false);
}

TEST_F(RuntimeTest, ExplainsPoolState) {
  start();
  EXPECT_FALSE(explain("acme", "fake_look").pool);
  static_cast<void>(call("acme", "fake_look"));
  ASSERT_TRUE(explain("acme", "fake_look").pool);
  EXPECT_EQ(explain("acme", "fake_look").pool->idle, 1U);
}

TEST_F(RuntimeTest, RefusesToExplainForAnUnknownTenant) {
  start();
  const auto explanation =
      runtime_->explain({.tenant_id = "nobody", .user_id = "", .agent_id = "", .roles = {}}, "x");
  ASSERT_FALSE(explanation);
  EXPECT_EQ(explanation.error().code, ErrorCode::NotFound);
}

TEST_F(RuntimeTest, TriesAConnectionOutsideOfAnyPool) {
  start();
  EXPECT_TRUE(runtime_->try_connection(connection(Scope::Tenant, "acme", "new-host", Access::ReadOnly)));
  EXPECT_EQ(fake_.connects, 1);
  EXPECT_EQ(fake_.pings, 1);
  EXPECT_EQ(fake_.closes, 1);
  EXPECT_EQ(fake_.unbinds, 1);
}

TEST_F(RuntimeTest, ReportsAFailedTrial) {
  start();
  fake_.on_ping = [this](auto&, const fairlead_client_op&, fairlead_errout* out) {
    fake_.set_error(out, FAIRLEAD_UNAVAILABLE, "half dead");
    return FAIRLEAD_UNAVAILABLE;
  };
  const auto trial =
      runtime_->try_connection(connection(Scope::Tenant, "acme", "new-host", Access::ReadOnly));
  ASSERT_FALSE(trial);
  EXPECT_EQ(trial.error().message, "half dead");
  EXPECT_EQ(fake_.closes, 1);
}

TEST_F(RuntimeTest, NamesEveryBadFieldOfAConnection) {
  start();
  store::Connection bad = connection(Scope::Tenant, "acme", "h", Access::ReadOnly);
  bad.config["port"] = 70000;
  bad.config["colour"] = "blue";
  const auto checked = runtime_->check_connection(bad);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::InvalidArgument);
  EXPECT_NE(checked.error().message.find("port"), std::string::npos);
  EXPECT_NE(checked.error().message.find("colour"), std::string::npos);
}

TEST_F(RuntimeTest, NamesTheFieldsThatTheProviderItselfRefuses) {
  fake_.has_check_config = true;
  fake_.on_check_config = [](const std::string&, const auto& found) {
    found("/host", "is no host name");
    found("/port", "is reserved");
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  start();
  const auto checked = runtime_->check_connection(connection(Scope::Tenant, "acme", "h", Access::ReadOnly));
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().reason, "bad_connection_config");
  EXPECT_NE(checked.error().message.find("host: is no host name; port: is reserved"), std::string::npos)
      << checked.error().message;
}

TEST_F(RuntimeTest, RefusesASecretInClear) {
  start();
  store::Connection bad = connection(Scope::Tenant, "acme", "h", Access::ReadOnly);
  bad.config["token"] = "hunter2";
  const auto checked = runtime_->check_connection(bad);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().reason, "literal_secret");
  EXPECT_EQ(checked.error().message.find("hunter2"), std::string::npos);
}

TEST_F(RuntimeTest, SaysThatAProviderIsNotLoaded) {
  start();
  store::Connection other = connection(Scope::Tenant, "acme", "h", Access::ReadOnly);
  other.provider = "missing";
  EXPECT_EQ(runtime_->check_connection(other).error().reason, "provider_not_loaded");
}

TEST_F(RuntimeTest, PutsAChangeInForceWithTheNextCall) {
  start();
  ASSERT_EQ(served_by(call("acme", "fake_look")), "acme-host");
  ASSERT_TRUE(runtime_->administer([](store::Store& store) -> Result<void> {
    FAIRLEAD_CHECK(store.put_connection(connection(Scope::Tenant, "acme", "moved-host", Access::ReadWrite)));
    return {};
  }));
  EXPECT_EQ(served_by(call("acme", "fake_look")), "moved-host");
}

TEST_F(RuntimeTest, KeepsClientsOfConnectionsThatDidNotChange) {
  start();
  ASSERT_TRUE(call("globex", "fake_look").successful);
  ASSERT_TRUE(runtime_->administer([](store::Store& store) -> Result<void> {
    FAIRLEAD_CHECK(store.put_connection(connection(Scope::Tenant, "acme", "moved-host", Access::ReadWrite)));
    return {};
  }));
  ASSERT_TRUE(call("globex", "fake_look").successful);
  EXPECT_EQ(fake_.connects, 1);
}

TEST_F(RuntimeTest, LetsACallInFlightFinishOnTheConnectionItHas) {
  start();
  std::binary_semaphore entered{0}, release{0};
  fake_.on_invoke = [&](fairlead::test::FakeClient& client, fairlead_call handle, const fairlead_request&) {
    entered.release();
    release.acquire();
    fake_.complete(handle, R"({"structuredContent":{"served_by":)" + client.config_json + "}}");
  };
  std::string host;
  std::jthread caller([&] { host = served_by(call("acme", "fake_look")); });
  entered.acquire();
  ASSERT_TRUE(runtime_->administer([](store::Store& store) -> Result<void> {
    FAIRLEAD_CHECK(store.put_connection(connection(Scope::Tenant, "acme", "moved-host", Access::ReadWrite)));
    return {};
  }));
  release.release();
  caller.join();
  EXPECT_EQ(host, "acme-host");
}

TEST_F(RuntimeTest, ServesACallWhoseConnectionIsReplacedWhileItIsBeingBound) {
  start();
  bool is_first = true;
  fake_.on_bind = [&](const fairlead_binding_info&, fairlead_errout*) {
    if (!std::exchange(is_first, false)) return FAIRLEAD_OK;
    EXPECT_TRUE(runtime_->administer([](store::Store& store) -> Result<void> {
      FAIRLEAD_CHECK(
          store.put_connection(connection(Scope::Tenant, "acme", "moved-host", Access::ReadWrite)));
      return {};
    }));
    return FAIRLEAD_OK;
  };
  const InvocationResult result = call("acme", "fake_look");
  ASSERT_TRUE(result.successful) << result.error->message;
  EXPECT_EQ(served_by(result), "moved-host");
}

TEST_F(RuntimeTest, LeavesEverythingAsItWasWhenAChangeFails) {
  start();
  const auto before = runtime_->directory();
  const auto changed = runtime_->administer([](store::Store& store) -> Result<void> {
    FAIRLEAD_CHECK(store.remove_tenant("globex"));
    return fail(ErrorCode::InvalidArgument, "no");
  });
  EXPECT_FALSE(changed);
  EXPECT_EQ(runtime_->directory(), before);
  ASSERT_TRUE(runtime_->administer([](store::Store&) { return Result<void>(); }));
  EXPECT_NE(runtime_->directory()->find_tenant("globex"), nullptr);
}

TEST_F(RuntimeTest, MakesAStateFolderForItsOwnerAlone) {
  folder_ /= "made";
  start();
  EXPECT_EQ(std::filesystem::status(folder_).permissions(), std::filesystem::perms::owner_all);
  folder_ = folder_.parent_path();  // For TearDown.
}

TEST_F(RuntimeTest, SaysThatTheStateFolderCannotBeMade) {
  Settings settings;
  settings.state_dir = "/proc/fairlead";
  const auto runtime = Runtime::create(settings, clock_, *log_);
  ASSERT_FALSE(runtime);
  EXPECT_EQ(runtime.error().reason, "state_dir");
}

TEST_F(RuntimeTest, ClosesAndUnbindsEverythingAtTheEnd) {
  start();
  static_cast<void>(call("acme", "fake_look"));
  static_cast<void>(call("globex", "fake_look"));
  runtime_.reset();
  EXPECT_EQ(fake_.connects, 2);
  EXPECT_EQ(fake_.closes, 2);
  EXPECT_EQ(fake_.unbinds, 2);
  EXPECT_EQ(fake_.deinits, 1);
}

TEST_F(RuntimeTest, ServesManyThreadsEachWithItsOwnTenantsAnswer) {
  fake_.provider.flags = FAIRLEAD_PROV_SESSION_STATE;
  start();
  fake_.on_invoke = [this](fairlead::test::FakeClient& client, fairlead_call handle,
                           const fairlead_request& request) {
    const std::string told(request.tenant_id.data, request.tenant_id.size);
    fake_.complete(handle, R"({"structuredContent":{"tenant":")" + told + R"(","served_by":)" +
                               client.config_json + "}}");
  };
  std::atomic<int> wrong{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, tenant = std::string(i % 2 == 0 ? "acme" : "globex")] {
      for (int n = 0; n < 50; ++n) {
        const InvocationResult result = call(tenant, "fake_look");
        const bool is_right = result.successful && result.data.at("tenant").as_string() == tenant &&
                              served_by(result) == (tenant == "acme" ? "acme-host" : "global-host");
        wrong += is_right ? 0 : 1;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace fairlead::runtime::test
