// The life of a plugin under the fake host: each step in its order, refusals, and what is left behind.
#include <string>

#include <gtest/gtest.h>

#include "scripted_plugin.hpp"

namespace sdk_testing_test {

using fairlead::testing::borrow;
using fairlead::testing::copy;
using fairlead::testing::FakeHost;
using fairlead::testing::FakePlugin;
using fairlead::testing::UsageError;
using Sentences = std::vector<std::string>;

fairlead_status refuse(fairlead_errout* out, fairlead_status status, std::uint32_t flags = 0) {
  host_api().error_set(out, status, flags, borrow("no"), {});
  return status;
}

TEST(FakePluginTest, EndsEverythingInOrder) {
  {
    Bench bench;
    const auto client = bench.connect();
    EXPECT_FALSE(client.refused());
  }
  EXPECT_EQ(script().steps, (Sentences{"init", "bind", "connect", "close", "unbind", "quiesce", "deinit"}));
}

TEST(FakePluginTest, EndsOnlyOnce) {
  Bench bench;
  auto client = bench.connect();
  client.close();
  client.close();
  bench.plugin.end();
  bench.plugin.end();
  EXPECT_EQ(script().steps, (Sentences{"init", "bind", "connect", "close", "unbind", "quiesce", "deinit"}));
}

TEST(FakePluginTest, RefusesToUseWhatHasEnded) {
  Bench bench;
  auto client = bench.connect();
  client.close();
  EXPECT_THROW(client.ping(), UsageError);
  auto binding = bench.plugin.provider().bind({});
  binding.unbind();
  EXPECT_THROW(binding.connect(), UsageError);
  bench.plugin.end();
  EXPECT_THROW(bench.plugin.provider().bind({}), UsageError);
}

TEST(FakePluginTest, KnowsItsProvidersById) {
  Bench bench;
  EXPECT_EQ(copy(bench.plugin.provider("scripted").api().title), "Scripted");
  EXPECT_THROW((void)bench.plugin.provider("other"), UsageError);
}

TEST(FakePluginTest, SaysThatInitWasRefused) {
  FakeHost host;
  fresh_script().init_status = FAIRLEAD_FAILED_PRECONDITION;
  FakePlugin plugin(host, &tables().plugin);
  EXPECT_TRUE(plugin.refused());
  EXPECT_EQ(plugin.status(), FAIRLEAD_FAILED_PRECONDITION);
  EXPECT_THROW(plugin.provider().bind({}), UsageError);
  plugin.end();
  EXPECT_EQ(script().steps, Sentences{"init"}) << "what was not made is not ended";
  EXPECT_EQ(host.misbehaviours(),
            Sentences{"init returned FAILED_PRECONDITION without error_set: it must say why"});
}

TEST(FakePluginTest, RefusesATableThatNoHostCouldUse) {
  FakeHost host;
  EXPECT_THROW(FakePlugin(host, nullptr), UsageError);
  const auto refuses = [&host](const std::function<void()>& spoil) {
    fresh_script();
    spoil();
    EXPECT_THROW(FakePlugin(host, &tables().plugin), UsageError);
  };
  refuses([] { tables().plugin.abi_major = 2; });
  refuses([] { --tables().plugin.struct_size; });
  refuses([] { tables().plugin.quiesce = nullptr; });
  refuses([] { tables().plugin.provider_count = 0; });
  refuses([] { tables().providers[0] = nullptr; });
  refuses([] { --tables().provider.struct_size; });
  refuses([] { tables().provider.invoke = nullptr; });
  refuses([] { tables().provider.flags = FAIRLEAD_PROV_SESSION_STATE; });
  refuses([] { tables().provider.max_in_flight = 0; });
  refuses([] { tables().provider.max_in_flight = 2; });
}

TEST(FakePluginTest, SeesFunctionsThatSayOkAndMakeNothing) {
  Bench bench;
  auto binding = bench.plugin.provider().bind({});
  script().makes_nothing = true;
  EXPECT_TRUE(binding.connect().refused());
  EXPECT_TRUE(bench.plugin.provider().bind({}).refused());
  EXPECT_EQ(bench.host.misbehaviours(),
            (Sentences{"connect returned OK, but made nothing", "bind returned OK, but made nothing"}));
}

TEST(TestBindingTest, TellsTheProviderWhomItIsFor) {
  Bench bench;
  fairlead::testing::BindOptions options;
  script().bind = [&options](const fairlead_binding_info& info, fairlead_errout*) {
    EXPECT_EQ(info.scope, options.scope);
    EXPECT_EQ(copy(info.connection_name), "main");
    EXPECT_EQ(copy(info.tenant_id), options.scope == FAIRLEAD_SCOPE_GLOBAL ? "" : "acme");
    EXPECT_EQ(copy(info.user_id), options.scope == FAIRLEAD_SCOPE_USER ? "ann" : "");
    return FAIRLEAD_OK;
  };
  for (const int scope : {FAIRLEAD_SCOPE_USER, FAIRLEAD_SCOPE_TENANT, FAIRLEAD_SCOPE_GLOBAL}) {
    options.scope = static_cast<std::uint32_t>(scope);
    EXPECT_FALSE(bench.plugin.provider().bind({}, options).refused());
  }
}

TEST(TestBindingTest, SaysWhyItWasRefused) {
  Bench bench;
  script().bind = [](const fairlead_binding_info&, fairlead_errout* out) {
    return refuse(out, FAIRLEAD_INVALID_ARGUMENT);
  };
  auto binding = bench.plugin.provider().bind({});
  EXPECT_TRUE(binding.refused());
  EXPECT_EQ(binding.status(), FAIRLEAD_INVALID_ARGUMENT);
  EXPECT_EQ(binding.message(), "no");
  try {
    binding.connect();
    FAIL() << "connect on a refused binding must throw";
  } catch (const UsageError& error) {
    EXPECT_EQ(std::string(error.what()), "bind was refused with INVALID_ARGUMENT: no");
  }
  bench.plugin.end();
  EXPECT_EQ(script().steps, (Sentences{"init", "bind", "quiesce", "deinit"}));
  EXPECT_EQ(bench.host.misbehaviours(), Sentences());
}

TEST(TestClientTest, SaysWhyConnectWasRefused) {
  Bench bench;
  script().connect = [](const fairlead_client_op&, fairlead_errout* out) {
    return refuse(out, FAIRLEAD_UNAUTHENTICATED, FAIRLEAD_ERR_BINDING_BAD);
  };
  auto client = bench.connect();
  EXPECT_TRUE(client.refused());
  EXPECT_EQ(client.status(), FAIRLEAD_UNAUTHENTICATED);
  EXPECT_TRUE(client.is_binding_bad());
  EXPECT_THROW(client.call("first"), UsageError);
  bench.plugin.end();
  EXPECT_EQ(script().steps, (Sentences{"init", "bind", "connect", "unbind", "quiesce", "deinit"}));
}

TEST(TestClientTest, TellsConnectWhatTheTestSays) {
  Bench bench;
  script().connect = [](const fairlead_client_op& op, fairlead_errout*) {
    EXPECT_EQ(op.access, FAIRLEAD_ACCESS_READ_ONLY);
    EXPECT_EQ(copy(op.tenant_id), "umbrella");
    EXPECT_EQ(op.deadline_mono_ns, 3'000'000'000U);
    EXPECT_EQ(host_api().call_cancelled(host_api().host, op.op), 1);
    return FAIRLEAD_OK;
  };
  auto client = bench.plugin.provider().bind({}).connect({.access = FAIRLEAD_ACCESS_READ_ONLY,
                                                          .tenant = "umbrella",
                                                          .timeout = std::chrono::seconds(2),
                                                          .is_cancelled = true});
  script().invoke = [](fairlead_call call, const fairlead_request& request) {
    EXPECT_EQ(request.access, FAIRLEAD_ACCESS_READ_ONLY) << "a client keeps the access it was made for";
    complete(call);
  };
  EXPECT_TRUE(client.call("first").is_ok());
}

TEST(TestClientTest, CancelsAConnectThatRuns) {
  Bench bench;
  auto binding = bench.plugin.provider().bind({});
  fairlead_call cancelled = 0;
  script().cancel = [&cancelled](fairlead_client* client, fairlead_call op) {
    EXPECT_EQ(client, nullptr);
    cancelled = op;
  };
  script().connect = [&](const fairlead_client_op& op, fairlead_errout*) {
    EXPECT_TRUE(binding.cancel());
    EXPECT_EQ(cancelled, op.op);
    EXPECT_EQ(host_api().call_cancelled(host_api().host, op.op), 1);
    return FAIRLEAD_OK;
  };
  binding.connect();
  EXPECT_FALSE(binding.cancel());
}

TEST(TestClientTest, SeesAnErrorThatIsNotExplained) {
  Bench bench;
  auto client = bench.connect();
  script().ping = [](const fairlead_client_op&, fairlead_errout*) { return FAIRLEAD_UNAVAILABLE; };
  EXPECT_FALSE(client.ping());
  EXPECT_EQ(client.status(), FAIRLEAD_UNAVAILABLE);
  EXPECT_EQ(bench.host.misbehaviours(),
            Sentences{"ping returned UNAVAILABLE without error_set: it must say why"});
}

TEST(TestClientTest, SeesAnErrorThatIsExplainedAsAnother) {
  Bench bench;
  auto client = bench.connect();
  script().ping = [](const fairlead_client_op&, fairlead_errout* out) {
    refuse(out, FAIRLEAD_ABORTED);
    return FAIRLEAD_UNAVAILABLE;
  };
  EXPECT_FALSE(client.ping());
  EXPECT_EQ(bench.host.misbehaviours(), Sentences{"ping returned UNAVAILABLE, but told error_set ABORTED"});
}

TEST(TestClientTest, SeesAnExplanationThatComesTooLate) {
  Bench bench;
  auto client = bench.connect();
  fairlead_errout* kept = nullptr;
  script().ping = [&kept](const fairlead_client_op&, fairlead_errout* out) {
    kept = out;
    return FAIRLEAD_OK;
  };
  EXPECT_TRUE(client.ping());
  refuse(kept, FAIRLEAD_ABORTED);
  EXPECT_EQ(bench.host.misbehaviours(), Sentences{"error_set was called for ping after that had returned"});
}

TEST(TestClientTest, ResetsOnlyClientsThatKeepState) {
  Bench bench;
  auto client = bench.connect();
  EXPECT_TRUE(client.reset());
  static int resets = 0;
  tables().provider.flags = FAIRLEAD_PROV_SESSION_STATE;
  tables().provider.reset = [](fairlead_client*, const fairlead_client_op*, fairlead_errout*) noexcept {
    ++resets;
    return FAIRLEAD_OK;
  };
  EXPECT_TRUE(client.reset());
  EXPECT_EQ(resets, 1);
}

}  // namespace sdk_testing_test
