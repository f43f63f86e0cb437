// Broken plugins that are refused when they are loaded, by the real scanner, with a reason for programs.
#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "faulty_fixture.hpp"
#include "plugin/plugin.hpp"

namespace fairlead::test {
namespace {

class RefusedTest : public testing::TestWithParam<FaultyPlugin> {};

TEST_P(RefusedTest, IsRefusedWithItsReason) {
  const SystemClock clock;
  const auto log = make_null_log();
  plugin::LoadOptions options;
  options.scanner.executable = scanner();
  options.scanner.timeout = std::chrono::seconds(GetParam().file == "hang_in_init" ? 1 : 30);
  const auto plugin = plugin::Plugin::load(faulty_file(GetParam().file), {clock, *log}, options);
  ASSERT_FALSE(plugin) << "was loaded";
  EXPECT_EQ(plugin.error().reason, GetParam().refused) << plugin.error().message;
  EXPECT_TRUE(contains(plugin.error().message, GetParam().file)) << plugin.error().message;
}

INSTANTIATE_TEST_SUITE_P(Faulty, RefusedTest, testing::ValuesIn(rows_with(&FaultyPlugin::refused)), name_of);

}  // namespace
}  // namespace fairlead::test
