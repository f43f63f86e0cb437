// Bindings and clients over the C tables of a fake plugin.
#include "plugin/binding.hpp"

#include "unit/plugin/binding_fixture.hpp"

namespace fairlead::plugin {
namespace {

using testing_parts::BindingTest;

TEST_F(BindingTest, TellsTheProviderItsConfigurationAndOwner) {
  std::string seen;
  fake_.on_bind = [&](const fairlead_binding_info& info, fairlead_errout*) {
    seen = std::string(info.config_json.data, info.config_json.size) + " " +
           std::string(info.tenant_id.data, info.tenant_id.size) + " " + std::to_string(info.scope);
    return FAIRLEAD_OK;
  };
  ASSERT_TRUE(bind());
  EXPECT_EQ(seen, R"({"host":"h","token":"token"} acme 1)");
}

TEST_F(BindingTest, PassesARefusedConfigurationOn) {
  fake_.on_bind = [&](const fairlead_binding_info&, fairlead_errout* out) {
    fake_.set_error(out, FAIRLEAD_INVALID_ARGUMENT, "host: is no host name");
    return FAIRLEAD_INVALID_ARGUMENT;
  };
  const auto binding = bind();
  ASSERT_FALSE(binding);
  EXPECT_EQ(binding.error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(binding.error().message, "host: is no host name");
  EXPECT_EQ(fake_.unbinds, 0);
}

TEST_F(BindingTest, UnbindsOnceAfterItsClientsAreClosed) {
  auto binding = bind();
  auto client = (*binding)->connect(op());
  ASSERT_TRUE(client);
  client->reset();
  EXPECT_EQ(fake_.closes, 1);
  binding->reset();
  EXPECT_EQ(fake_.unbinds, 1);
}

TEST_F(BindingTest, TellsConnectForWhomAndHow) {
  test::FakeClient seen;
  fake_.on_connect = [&](test::FakeClient& client, const fairlead_client_op&, fairlead_errout*) {
    seen = client;
    return FAIRLEAD_OK;
  };
  auto binding = bind();
  ASSERT_TRUE((*binding)->connect(op()));
  EXPECT_EQ(seen.tenant_id, "acme");
  EXPECT_EQ(seen.access, static_cast<std::uint32_t>(FAIRLEAD_ACCESS_READ_WRITE));
}

TEST_F(BindingTest, KeepsTheFactsOfAFailedConnect) {
  fake_.on_connect = [&](test::FakeClient&, const fairlead_client_op&, fairlead_errout* out) {
    fake_.set_error(out, FAIRLEAD_UNAUTHENTICATED, "wrong password", FAIRLEAD_ERR_BINDING_BAD);
    return FAIRLEAD_UNAUTHENTICATED;
  };
  auto binding = bind();
  const auto client = (*binding)->connect(op());
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().error.code, ErrorCode::Unauthenticated);
  EXPECT_TRUE(client.error().is_binding_bad);
}

TEST_F(BindingTest, DoesNotConnectWithAnUnresolvedSecret) {
  secrets_->broken = Error(ErrorCode::FailedPrecondition, "${env:X} is not set", "secret_unresolved");
  auto binding = bind();
  const auto client = (*binding)->connect(op());
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().error.reason, "secret_unresolved");
  EXPECT_EQ(fake_.connects, 0);
}

TEST_F(BindingTest, GivesASecretOfItsOwnBindingOnly) {
  secrets_->values["token"] = "s3cr3t";
  auto binding = bind(7);
  const auto ask = [&](std::uint64_t id, std::string_view name, std::string* into) {
    const auto sink = [](void* user, fairlead_str value) noexcept {
      *static_cast<std::string*>(user) = std::string(value.data, value.size);
    };
    return fake_.host().secret_get(fake_.host().host, id, {name.data(), name.size()}, sink, into);
  };
  std::string value;
  EXPECT_EQ(ask(7, "token", &value), FAIRLEAD_OK);
  EXPECT_EQ(value, "s3cr3t");
  std::string untouched = "untouched";
  EXPECT_EQ(ask(7, "other", &untouched), FAIRLEAD_NOT_FOUND);
  EXPECT_EQ(ask(8, "token", &untouched), FAIRLEAD_FAILED_PRECONDITION);
  binding->reset();
  EXPECT_EQ(ask(7, "token", &untouched), FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_EQ(untouched, "untouched");
  EXPECT_EQ(log_.text().find("s3cr3t"), std::string::npos);
}

TEST_F(BindingTest, CancelsAConnectThatIsAskedToStop) {
  std::stop_source stop;
  fake_.on_connect = [&](test::FakeClient&, const fairlead_client_op& lifecycle, fairlead_errout*) {
    stop.request_stop();
    return fake_.host().call_cancelled(fake_.host().host, lifecycle.op) == 1 ? FAIRLEAD_CANCELLED
                                                                             : FAIRLEAD_OK;
  };
  auto binding = bind();
  ClientOp stoppable = op();
  stoppable.stop = stop.get_token();
  const auto client = (*binding)->connect(stoppable);
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().error.code, ErrorCode::Cancelled);
}

TEST_F(BindingTest, DoesNotCallResetWhereThereIsNoSessionState) {
  auto binding = bind();
  auto client = (*binding)->connect(op());
  EXPECT_TRUE((*client)->reset(op()));
  EXPECT_EQ(fake_.resets, 0);
}

TEST_F(BindingTest, CallsResetWhereThereIs) {
  fake_.provider.flags = FAIRLEAD_PROV_SESSION_STATE;
  auto binding = bind();
  auto client = (*binding)->connect(op());
  EXPECT_TRUE((*client)->reset(op()));
  EXPECT_EQ(fake_.resets, 1);
}

}  // namespace
}  // namespace fairlead::plugin
