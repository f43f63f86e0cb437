// A tenant whose own connection is broken is told so, and never served by the global one.
#include <semaphore>
#include <thread>

#include "runtime_fixture.hpp"

namespace fairlead::runtime::test {
namespace {

class BrokenConnectionTest : public RuntimeFixture {
 protected:
  Result<void> fill(store::Store& store) override {
    FAIRLEAD_CHECK(RuntimeFixture::fill(store));
    return broken_ ? broken_(store) : Result<void>();
  }
  void expect_no_call_reached_the_global_connection() {
    for (const auto& host : connected_hosts_) EXPECT_EQ(host.find("global-host"), std::string::npos);
  }
  void fail_connect(fairlead_status status, const std::string& message, std::uint32_t flags) {
    fake_.on_connect = [this, status, message, flags](fairlead::test::FakeClient& client,
                                                      const fairlead_client_op&, fairlead_errout* out) {
      connected_hosts_.push_back(client.config_json);
      if (client.config_json.find("acme-host") == std::string::npos) return FAIRLEAD_OK;
      fake_.set_error(out, status, message, flags);
      return static_cast<int>(status);
    };
  }

  std::function<Result<void>(store::Store&)> broken_;
  std::vector<std::string> connected_hosts_;
};

TEST_F(BrokenConnectionTest, FailsWithTheReasonWhenTheServerRefuses) {
  fail_connect(FAIRLEAD_UNAVAILABLE, "connection refused", 0);
  start();
  const InvocationResult result = call("acme", "fake_look");
  EXPECT_EQ(result.error->code, ErrorCode::Unavailable);
  EXPECT_EQ(result.error->message, "connection refused");
  EXPECT_EQ(result.rung, Scope::Tenant);
  expect_no_call_reached_the_global_connection();
}

TEST_F(BrokenConnectionTest, FailsWithTheReasonWhenTheCredentialIsBadAndKeepsFailing) {
  fail_connect(FAIRLEAD_UNAUTHENTICATED, "password authentication failed", FAIRLEAD_ERR_BINDING_BAD);
  start();
  for (int i = 0; i < 3; ++i) {
    const InvocationResult result = call("acme", "fake_look");
    EXPECT_EQ(result.error->code, ErrorCode::Unauthenticated);
  }
  EXPECT_EQ(fake_.connects, 1);  // A bad credential is not tried again until it changes.
  expect_no_call_reached_the_global_connection();
}

TEST_F(BrokenConnectionTest, FailsWithTheReasonWhenASecretIsUnresolved) {
  broken_ = [](store::Store& store) -> Result<void> {
    store::Connection own = connection(Scope::Tenant, "acme", "acme-host", Access::ReadWrite);
    own.config["token"] = "${file:missing}";
    FAIRLEAD_CHECK(store.put_connection(own));
    return {};
  };
  start();
  const InvocationResult result = call("acme", "fake_look");
  EXPECT_EQ(result.error->reason, "secret_unresolved");
  EXPECT_NE(result.error->message.find("${file:missing}"), std::string::npos);
  EXPECT_EQ(fake_.connects, 0);
}

TEST_F(BrokenConnectionTest, FailsWithTheReasonWhenThePoolIsFull) {
  clients_ = 1;
  start();
  std::counting_semaphore<8> entered{0}, release{0};
  fake_.on_invoke = [&](fairlead::test::FakeClient& client, fairlead_call handle, const fairlead_request&) {
    connected_hosts_.push_back(client.config_json);
    entered.release();
    release.acquire();
    fake_.complete(handle, "{}");
  };
  std::jthread holder([&] { EXPECT_TRUE(call("acme", "fake_look").successful); });
  entered.acquire();
  CallRequest request;
  request.principal.tenant_id = "acme";
  request.tool = "fake_look";
  request.timeout = std::chrono::milliseconds(30);
  const InvocationResult result = runtime_->call(request);
  EXPECT_FALSE(result.successful);
  EXPECT_EQ(result.error->code, ErrorCode::DeadlineExceeded);
  EXPECT_NE(result.error->message.find("waited for a client"), std::string::npos) << result.error->message;
  EXPECT_EQ(result.rung, Scope::Tenant);
  release.release();
  holder.join();
  expect_no_call_reached_the_global_connection();
}

TEST_F(BrokenConnectionTest, FailsWhenTheProviderRefusesTheConfiguration) {
  fake_.on_bind = [this](const fairlead_binding_info& info, fairlead_errout* out) {
    if (info.scope == FAIRLEAD_SCOPE_GLOBAL) return FAIRLEAD_OK;
    fake_.set_error(out, FAIRLEAD_INVALID_ARGUMENT, "host: unknown");
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  start();
  const InvocationResult result = call("acme", "fake_look");
  EXPECT_EQ(result.error->code, ErrorCode::InvalidArgument);
  EXPECT_EQ(fake_.connects, 0);
}

TEST_F(BrokenConnectionTest, ReadsASecretThatAppearsLater) {
  broken_ = [](store::Store& store) -> Result<void> {
    store::Connection own = connection(Scope::Tenant, "acme", "acme-host", Access::ReadWrite);
    own.config["token"] = "${file:late}";
    FAIRLEAD_CHECK(store.put_connection(own));
    return {};
  };
  start();
  EXPECT_EQ(call("acme", "fake_look").error->reason, "secret_unresolved");
  std::ofstream(folder_ / "secrets" / "late") << "value\n";
  std::filesystem::permissions(folder_ / "secrets" / "late", std::filesystem::perms(0600));
  // The pool backs off after the failed connect, so the first calls may still be told of it.
  InvocationResult result;
  for (int i = 0; i < 100 && !result.successful; ++i) result = call("acme", "fake_look");
  EXPECT_TRUE(result.successful) << result.error->message;
}

}  // namespace
}  // namespace fairlead::runtime::test
