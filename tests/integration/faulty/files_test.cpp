// The table is whole, and files that are no plugins at all are refused by name.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "base/clock.hpp"
#include "base/observe/log.hpp"
#include "faulty_fixture.hpp"
#include "plugin/plugin.hpp"
#include "support/plugin_bytes.hpp"

namespace fairlead::test {
namespace {

namespace fs = std::filesystem;

TEST(FaultyTableTest, HasEveryPluginOfTheFolderOnce) {
  std::multiset<std::string> built;
  for (const auto& entry : fs::directory_iterator(faulty_folder())) {
    if (entry.path().extension() == ".so") built.insert(entry.path().stem().string());
  }
  std::multiset<std::string> listed;
  for (const FaultyPlugin& plugin : kFaultyPlugins) listed.insert(std::string(plugin.file));
  EXPECT_EQ(listed, built);
}

TEST(FaultyTableTest, HasAtLeastThirty) { EXPECT_GE(kFaultyPlugins.size(), 30U); }

TEST(FaultyTableTest, AsksSomethingOfEveryRow) {
  for (const FaultyPlugin& plugin : kFaultyPlugins)
    EXPECT_FALSE(plugin.refused.empty() && plugin.contained.empty() && plugin.check.empty()) << plugin.file;
}

// Files made here, from one that is sound.
class WrongFileTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* running = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) /
              ("fairlead_files_" + std::string(running->name()) + "_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    sound_ = read_bytes(faulty_file("sound"));
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string reason_of(const fs::path& path) {
    const SystemClock clock;
    const auto log = make_null_log();
    plugin::LoadOptions options;
    options.scanner.executable = scanner();
    const auto plugin = plugin::Plugin::load(path, {clock, *log}, options);
    EXPECT_FALSE(plugin) << path << " was loaded";
    return plugin ? "" : plugin.error().reason;
  }
  std::string reason_of_content(const std::string& bytes) {
    write_bytes(folder_ / "file.so", bytes);
    return reason_of(folder_ / "file.so");
  }

  fs::path folder_;
  std::string sound_;
};

TEST_F(WrongFileTest, RefusesATruncatedFile) {
  // In the middle of what would be mapped: what comes last in a file (debug information) is not needed.
  constexpr std::size_t kKeptBytes = 4096;
  ASSERT_GT(sound_.size(), kKeptBytes);
  EXPECT_EQ(reason_of_content(sound_.substr(0, kKeptBytes)), "truncated");
}
TEST_F(WrongFileTest, RefusesAnEmptyFile) { EXPECT_EQ(reason_of_content(""), "not_elf"); }
TEST_F(WrongFileTest, RefusesAText) { EXPECT_EQ(reason_of_content("#!/bin/sh\necho plugin\n"), "not_elf"); }
TEST_F(WrongFileTest, RefusesA32BitFile) {
  sound_[EI_CLASS] = ELFCLASS32;
  EXPECT_EQ(reason_of_content(sound_), "foreign_machine");
}
TEST_F(WrongFileTest, RefusesAnotherMachine) {
  PluginBytes bytes(sound_);
  bytes.set<Elf64_Half>(offsetof(Elf64_Ehdr, e_machine), EM_S390);
  EXPECT_EQ(reason_of_content(bytes.bytes), "foreign_machine");
}
TEST_F(WrongFileTest, RefusesAProgram) { EXPECT_EQ(reason_of("/bin/true"), "not_a_library"); }
TEST_F(WrongFileTest, RefusesAFolder) { EXPECT_EQ(reason_of(folder_), "no_file"); }
TEST_F(WrongFileTest, RefusesWhatIsNotThere) { EXPECT_EQ(reason_of(folder_ / "absent.so"), "no_file"); }

}  // namespace
}  // namespace fairlead::test
