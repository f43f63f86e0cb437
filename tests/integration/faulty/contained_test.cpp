// Broken plugins that nothing shows on before they are called: the call fails in time, the host keeps count,
// and a call of a sound plugin in the same process still works.
//
// Each runs in a child process, because some never return and could not be got rid of otherwise.
#include <chrono>
#include <thread>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/observe/log.hpp"
#include "faulty_fixture.hpp"
#include "net/event_loop.hpp"
#include "plugin/contract/trial.hpp"
#include "plugin/sanitizer.hpp"
#include "runtime/runtime.hpp"

namespace fairlead::test {
namespace {

namespace bj = boost::json;
using plugin::contract::TrialEnding;

constexpr std::chrono::milliseconds kTimeout{400};
// The runtime answers half a second after the deadline whatever a provider does; the rest is for the machine.
constexpr std::chrono::milliseconds kAnsweredWithin =
    kTimeout + std::chrono::milliseconds(500) + std::chrono::seconds(plugin::kHasSanitizer ? 20 : 2);

Result<std::shared_ptr<plugin::Plugin>> load(std::string_view name, plugin::HostServices services) {
  plugin::LoadOptions options;
  options.scan = plugin::Scan::Never;  // The scanner is for the others: these pass it.
  return plugin::Plugin::load(faulty_file(name), services, options);
}

Result<void> fill(store::Store& store, const std::vector<std::string>& providers) {
  store::Tenant tenant;
  tenant.id = "acme";
  for (const std::string& provider : providers) tenant.set_rule({.provider = provider, .is_enabled = true});
  FAIRLEAD_CHECK(store.add_tenant(tenant));
  for (const std::string& provider : providers) {
    store::Connection connection;
    connection.scope = Scope::Tenant;
    connection.tenant_id = "acme";
    connection.name = provider;
    connection.provider = provider;
    connection.access = Access::ReadWrite;
    FAIRLEAD_CHECK(store.add_connection(connection));
  }
  return {};
}

runtime::InvocationResult call(runtime::Runtime& runtime, const std::string& tool) {
  runtime::CallRequest request;
  request.principal.tenant_id = "acme";
  request.tool = tool;
  request.arguments = bj::object{{"a", 1}};
  request.timeout = kTimeout;
  return runtime.call(request);
}

struct Runtime {
  SystemClock clock;
  std::unique_ptr<Log> log = make_null_log();
  net::EventLoopFactory loops;
  std::shared_ptr<plugin::Plugin> faulty;
  std::unique_ptr<runtime::Runtime> runtime;
};

// Never destroyed: the child ends with _exit, and some of these could not be.
Result<Runtime*> make_runtime(const std::string& name) {
  auto& made = *new Runtime;
  const plugin::HostServices services{made.clock, *made.log, {.reactors = &made.loops}};
  FAIRLEAD_TRY(made.faulty, load(name, services));
  std::vector<std::shared_ptr<plugin::Plugin>> plugins{made.faulty};
  std::vector<std::string> ids{name};
  if (name != "sound") {
    FAIRLEAD_TRY(auto sound, load("sound", services));
    plugins.push_back(std::move(sound));
    ids.emplace_back("sound");
  }
  runtime::Settings settings;
  settings.is_call_log_on = false;
  settings.state_dir = std::filesystem::temp_directory_path();
  runtime::RuntimeParts parts;
  FAIRLEAD_TRY(auto registry, plugin::ProviderRegistry::of(plugins));
  parts.providers = std::make_unique<plugin::ProviderRegistry>(std::move(registry));
  store::StoreOptions options;
  options.path = ":memory:";
  FAIRLEAD_TRY(parts.store, store::Store::open(options, made.clock));
  FAIRLEAD_TRY(made.runtime, runtime::Runtime::create(settings, made.clock, *made.log, std::move(parts)));
  FAIRLEAD_CHECK(made.runtime->administer([&ids](store::Store& store) { return fill(store, ids); }));
  return &made;
}

// A caller is answered before the host gives up on an asynchronous provider, so that is waited for.
bool has_misbehaved(plugin::Plugin& plugin, bool is_expected) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(is_expected ? 10 : 0);
  while (plugin.host().misbehaviour_count() == 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return plugin.host().misbehaviour_count() > 0;
}

bj::object run_both(const std::string& name, bool is_to_misbehave) {
  const auto made = make_runtime(name);
  if (!made) return {{"setup", made.error().message}};
  Runtime& parts = **made;
  const MonotonicTime begun = parts.clock.now();
  auto faulty = call(*parts.runtime, name + "_echo");
  const Duration elapsed = parts.clock.now() - begun;
  if (faulty.successful) faulty = call(*parts.runtime, name + "_echo");
  const auto sound = call(*parts.runtime, "sound_echo");
  return {{"outcome", faulty.outcome()},
          {"message", faulty.error ? faulty.error->message : ""},
          {"misbehaved", has_misbehaved(*parts.faulty, is_to_misbehave)},
          {"elapsed_ms", std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count()},
          {"sound", sound.outcome()}};
}

class ContainedTest : public testing::TestWithParam<FaultyPlugin> {};

TEST_P(ContainedTest, FailsInTimeAndLeavesTheProcessSound) {
  std::string_view expected = GetParam().contained;
  const bool misbehaves = expected.ends_with('+');
  if (misbehaves) expected.remove_suffix(1);
  const auto trial = plugin::contract::run_trial(
      [misbehaves](const plugin::contract::TrialSide& side) {
        side.report(bj::serialize(run_both(std::string(GetParam().file), misbehaves)));
      },
      {.total_max = std::chrono::seconds(60)});
  ASSERT_TRUE(trial) << trial.error().message;
  ASSERT_EQ(trial->ending, TrialEnding::Returned) << "signal " << trial->signal << "\n" << trial->output;
  const bj::value report = bj::parse(trial->report);
  ASSERT_FALSE(report.as_object().contains("setup")) << report.at("setup");
  EXPECT_EQ(std::string_view(report.at("outcome").as_string()), expected) << report.at("message");
  EXPECT_EQ(report.at("misbehaved").as_bool(), misbehaves);
  EXPECT_LE(report.at("elapsed_ms").as_int64(), kAnsweredWithin.count());
  EXPECT_EQ(std::string_view(report.at("sound").as_string()), "ok");
}

INSTANTIATE_TEST_SUITE_P(Faulty, ContainedTest, testing::ValuesIn(rows_with(&FaultyPlugin::contained)),
                         name_of);

}  // namespace
}  // namespace fairlead::test
