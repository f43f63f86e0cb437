// The checks before anything but the entry point of a plugin is called, one defect each.
#include "plugin/plugin.hpp"

#include <fstream>
#include <functional>

#include <gtest/gtest.h>

#include "plugin/registry.hpp"
#include "support/fake_plugin.hpp"

namespace fairlead::plugin {
namespace {

class PluginTest : public ::testing::Test {
 protected:
  Result<std::shared_ptr<Plugin>> create() { return Plugin::create(&fake_.api, "fake.so", {clock_, *log_}); }

  ManualClock clock_;
  std::unique_ptr<Log> log_ = make_null_log();
  test::FakePlugin fake_;
};

TEST_F(PluginTest, TakesAPluginThatKeepsTheContract) {
  const auto plugin = create();
  ASSERT_TRUE(plugin) << plugin.error().message;
  EXPECT_EQ((*plugin)->id(), "com.example.fake");
  EXPECT_EQ((*plugin)->version(), "1.2.3");
  ASSERT_EQ((*plugin)->providers().size(), 1U);
  EXPECT_EQ((*plugin)->providers()[0]->id(), "fake");
}

TEST_F(PluginTest, InitialisesOnceAndDeinitialisesAtTheEnd) {
  { const auto plugin = create(); }
  EXPECT_EQ(fake_.inits, 1);
  EXPECT_EQ(fake_.deinits, 1);
}

TEST_F(PluginTest, RefusesANullDescriptor) {
  const auto plugin = Plugin::create(nullptr, "fake.so", {clock_, *log_});
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().code, ErrorCode::InvalidArgument);
}

TEST_F(PluginTest, NamesBothVersionsWhenTheMajorDiffers) {
  fake_.api.abi_major = 2;
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().code, ErrorCode::FailedPrecondition);
  EXPECT_NE(plugin.error().message.find("major 2"), std::string::npos);
  EXPECT_NE(plugin.error().message.find("has 1"), std::string::npos);
}

TEST_F(PluginTest, RefusesAPluginThatNeedsANewerHost) {
  fake_.api.needs_host_minor = kHostAbiMinor + 1;
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().reason, "wrong_abi");
}

TEST_F(PluginTest, TakesAPluginThatNeedsThisHostExactly) {
  fake_.api.needs_host_minor = kHostAbiMinor;
  EXPECT_TRUE(create());
}

TEST_F(PluginTest, TakesATableThatIsLongerThanItsOwn) {
  fake_.api.struct_size += 64;
  fake_.provider.struct_size += 64;
  EXPECT_TRUE(create());
}

TEST_F(PluginTest, RefusesAnInitThatFailsWithItsWords) {
  fake_.on_init = [this](const fairlead_host_api&, fairlead_errout* out) {
    fake_.set_error(out, FAIRLEAD_UNAVAILABLE, "no licence");
    return FAIRLEAD_UNAVAILABLE;
  };
  // The host table is known to the fake only inside init, which is where it is used.
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_NE(plugin.error().message.find("no licence"), std::string::npos);
  EXPECT_EQ(fake_.deinits, 0);
}

struct Defect {
  std::string name;
  std::function<void(test::FakePlugin&)> spoil;
};
class RefusedPlugin : public PluginTest, public ::testing::WithParamInterface<Defect> {};

TEST_P(RefusedPlugin, BeforeItsInitRuns) {
  GetParam().spoil(fake_);
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().code, ErrorCode::InvalidArgument);
  EXPECT_FALSE(plugin.error().message.empty());
  EXPECT_EQ(fake_.inits, 0);
}

INSTANTIATE_TEST_SUITE_P(
    PluginTest, RefusedPlugin,
    ::testing::Values(
        Defect{"short_descriptor", [](auto& fake) { fake.api.struct_size -= 8; }},
        Defect{"empty_descriptor", [](auto& fake) { fake.api.struct_size = 0; }},
        Defect{"null_init", [](auto& fake) { fake.api.init = nullptr; }},
        Defect{"null_quiesce", [](auto& fake) { fake.api.quiesce = nullptr; }},
        Defect{"null_deinit", [](auto& fake) { fake.api.deinit = nullptr; }},
        Defect{"no_provider", [](auto& fake) { fake.api.provider_count = 0; }},
        Defect{"too_many_providers", [](auto& fake) { fake.api.provider_count = 65; }},
        Defect{"null_providers", [](auto& fake) { fake.api.providers = nullptr; }},
        Defect{"no_id", [](auto& fake) { fake.api.id = {nullptr, 0}; }},
        Defect{"no_version", [](auto& fake) { fake.api.version = {nullptr, 0}; }},
        Defect{"short_provider", [](auto& fake) { fake.provider.struct_size -= 8; }},
        Defect{"provider_id", [](auto& fake) { fake.provider.id = {"Not Legal", 9}; }},
        Defect{"long_provider_id", [](auto& fake) { fake.provider.id = {"aaaaaaaaaaaaaaaaaaaaa", 21}; }},
        Defect{"null_bind", [](auto& fake) { fake.provider.bind = nullptr; }},
        Defect{"null_unbind", [](auto& fake) { fake.provider.unbind = nullptr; }},
        Defect{"null_connect", [](auto& fake) { fake.provider.connect = nullptr; }},
        Defect{"null_ping", [](auto& fake) { fake.provider.ping = nullptr; }},
        Defect{"null_close", [](auto& fake) { fake.provider.close = nullptr; }},
        Defect{"null_invoke", [](auto& fake) { fake.provider.invoke = nullptr; }},
        Defect{"session_without_reset",
               [](auto& fake) {
                 fake.provider.flags = FAIRLEAD_PROV_SESSION_STATE;
                 fake.provider.reset = nullptr;
               }},
        Defect{"unknown_flag", [](auto& fake) { fake.provider.flags = 0x80000000U; }},
        Defect{"no_calls_in_flight", [](auto& fake) { fake.provider.max_in_flight = 0; }},
        Defect{"bad_catalog",
               [](auto& fake) {
                 fake.catalog_json = R"({"tools":7})";
                 fake.update();
               }},
        Defect{"bad_config_schema",
               [](auto& fake) {
                 fake.config_schema_json = R"({"type":7})";
                 fake.update();
               }},
        Defect{"config_schema_no_json",
               [](auto& fake) {
                 fake.config_schema_json = "{";
                 fake.update();
               }}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(PluginTest, RefusesTwoProvidersOfOneId) {
  const fairlead_provider_api* twice[] = {&fake_.provider, &fake_.provider};
  fake_.api.provider_count = 2;
  fake_.api.providers = twice;
  const auto plugin = create();
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().reason, "duplicate_id");
}

// ---- Files ----

class PluginFileTest : public PluginTest {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::path(::testing::TempDir()) /
        ("fairlead_plugins_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }
  Error refusal(const std::filesystem::path& path) {
    auto plugin = Plugin::load(path, {clock_, *log_}, {.scan = Scan::Never});
    EXPECT_FALSE(plugin);
    return plugin ? Error() : plugin.error();
  }

  std::filesystem::path folder_;
};

TEST_F(PluginFileTest, SaysThatAFileIsMissing) { EXPECT_EQ(refusal(folder_ / "none.so").reason, "no_file"); }

TEST_F(PluginFileTest, RefusesAFolder) { EXPECT_EQ(refusal(folder_).reason, "no_file"); }

TEST_F(PluginFileTest, RefusesALibraryThatIsNoPlugin) {
  // Any shared library of the system will do; libc's maths library is always there.
  const Error error = refusal("/lib/x86_64-linux-gnu/libm.so.6");
  EXPECT_EQ(error.reason, "no_entry_point") << error.message;
}

TEST_F(PluginFileTest, NamesTheFileAndTheFirstReasonInARefusal) {
  const Error error = refusal(write("text.so", "text"));
  EXPECT_EQ(error.reason, "not_elf");
  EXPECT_NE(error.message.find("text.so is refused"), std::string::npos) << error.message;
}

TEST_F(PluginTest, CallsATableOfThisProcessBuiltIn) {
  const auto plugin = create();
  ASSERT_TRUE(plugin);
  EXPECT_EQ((*plugin)->file().trust, Trust::BuiltIn);
  EXPECT_EQ(to_string((*plugin)->file().trust), "built-in");
  EXPECT_EQ((*plugin)->generation(), 1U);
}

TEST_F(PluginFileTest, ScansOnWhenOneFileIsRefused) {
  write("a.so", "text");
  write("b.so", "text");
  write("c.txt", "text");
  const ProviderRegistry registry =
      ProviderRegistry::scan({folder_, folder_ / "missing"}, {clock_, *log_}, {.scan = Scan::Never});
  EXPECT_TRUE(registry.plugins().empty());
  ASSERT_EQ(registry.refused().size(), 2U);
  EXPECT_EQ(registry.refused()[0].path.filename(), "a.so");
}

TEST_F(PluginFileTest, LooksAtAFileOnceThoughTheFolderIsNamedTwice) {
  write("a.so", "text");
  EXPECT_EQ(
      ProviderRegistry::scan({folder_, folder_}, {clock_, *log_}, {.scan = Scan::Never}).refused().size(),
      1U);
}

TEST_F(PluginTest, TheRegistryRefusesASecondPluginWithTheSameProvider) {
  auto first = create();
  test::FakePlugin other;
  auto second = Plugin::create(&other.api, "other.so", {clock_, *log_});
  ASSERT_TRUE(first && second);
  const auto registry = ProviderRegistry::of({*first, *second});
  ASSERT_FALSE(registry);
  EXPECT_EQ(registry.error().code, ErrorCode::AlreadyExists);
  EXPECT_NE(registry.error().message.find("other.so"), std::string::npos);
}

TEST_F(PluginTest, TheRegistryFindsProvidersById) {
  const auto registry = ProviderRegistry::of({*create()});
  EXPECT_NE(registry->find("fake").provider, nullptr);
  EXPECT_EQ(registry->find("other").provider, nullptr);
  EXPECT_EQ(registry->provider_ids(), std::vector<std::string>{"fake"});
}

}  // namespace
}  // namespace fairlead::plugin
