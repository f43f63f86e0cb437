// Loading real files by the real scanner: what is refused and in which words, and what stays apart.
#include <fcntl.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "loading_fixture.hpp"
#include "plugin/generation.hpp"
#include "plugin/scan_cache.hpp"

namespace fairlead::plugin::test {
namespace {

class LoadingTest : public LoadingFixture {
 protected:
  [[nodiscard]] ScanCache cache() const { return {options_.store, options_.scanner.executable}; }

  static bool is_usable(Plugin& plugin) {
    const fairlead_provider_api& api = plugin.providers().at(0)->api();
    fairlead_binding_info info{};
    info.struct_size = sizeof info;
    fairlead_binding* binding = nullptr;
    if (api.bind(plugin.handle(), &info, &binding, nullptr) != FAIRLEAD_OK) return false;
    api.unbind(binding);
    return true;
  }
};

TEST_F(LoadingTest, LoadsWhatTheScannerPassed) {
  const auto plugin = load(test_plugin("sample"));
  ASSERT_TRUE(plugin) << plugin.error().message;
  EXPECT_EQ((*plugin)->id(), "com.example.sample");
  EXPECT_EQ((*plugin)->file().trust, Trust::Unpinned);
  EXPECT_EQ((*plugin)->file().sha256.size(), 64U);
  EXPECT_TRUE(is_usable(**plugin));
}

TEST_F(LoadingTest, RefusesWhatCrashesWhileItIsLoaded) {
  const Error error = refusal(test_plugin("sample_crash"));
  EXPECT_EQ(error.reason, "scan_crashed");
  EXPECT_TRUE(contains(error.message, "crashed while it was loaded (SIGSEGV)")) << error.message;
}

TEST_F(LoadingTest, RefusesWhatCrashesWhenTheProcessEnds) {
  const Error error = refusal(test_plugin("sample_crash_at_exit"));
  EXPECT_EQ(error.reason, "scan_crashed");
  EXPECT_TRUE(contains(error.message, "when the process ended (SIGABRT)")) << error.message;
}

TEST_F(LoadingTest, RefusesWhatDoesNotFinishLoading) {
  options_.scanner.timeout = std::chrono::milliseconds(300);
  const Error error = refusal(test_plugin("sample_hang"));
  EXPECT_EQ(error.reason, "scan_timed_out");
  EXPECT_TRUE(contains(error.message, "within 300 ms")) << error.message;
}

TEST_F(LoadingTest, RefusesWhatEndsTheProcess) {
  EXPECT_EQ(refusal(test_plugin("sample_exit")).reason, "scan_failed");
}

TEST_F(LoadingTest, PassesTheLastWordsOnWithoutWhatATerminalWouldObey) {
  const Error error = refusal(test_plugin("sample_last_words"));
  EXPECT_TRUE(contains(error.message, "no licence?[31m found")) << error.message;
  EXPECT_FALSE(contains(error.message, "first words")) << error.message;
}

TEST_F(LoadingTest, SaysWhatToDoWithoutAScanner) {
  options_.scanner.executable = folder_ / "absent";
  const Error error = refusal(test_plugin("sample"));
  EXPECT_EQ(error.reason, "no_scanner");
  EXPECT_EQ(error.code, ErrorCode::FailedPrecondition);
  EXPECT_TRUE(contains(error.message, "libexec/fairlead/fairlead-scan")) << error.message;
}

TEST_F(LoadingTest, GivesTheScannerNothingOfThisProcess) {
  ASSERT_EQ(::setenv("FAIRLEAD_TEST_VARIABLE", "1", 1), 0);
  // A sanitizer's runtime in the scanner is told these, where there are any.
  for (const char* told : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) ::unsetenv(told);
  const Descriptor leaked(::open("/dev/zero", O_RDONLY));  // Not closed by exec, on purpose.
  const auto checked = check_plugin_file(test_plugin("sample_witness"), options_);
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->report->version,
            "variables 0, core 0, files 64, other descriptors 0, no new rights 1, null 1");
}

TEST_F(LoadingTest, DoesNotWaitForAChildThatThePluginLeft) {
  EXPECT_TRUE(check_plugin_file(test_plugin("sample_leaves_a_child"), options_));
}

TEST_F(LoadingTest, RemembersACrashAndSaysHowToTryAgain) {
  const std::filesystem::path path = test_plugin("sample_crash");
  refusal(path);
  const Error again = refusal(path);
  EXPECT_EQ(again.reason, "scan_crashed");
  EXPECT_TRUE(contains(again.message, "fairlead plugins rescan")) << again.message;
  options_.scan = Scan::Again;
  EXPECT_FALSE(contains(refusal(path).message, "fairlead plugins rescan"));
}

TEST_F(LoadingTest, BelievesTheCacheUntilItIsToldNotTo) {
  const auto sealed = SealedFile::copy(test_plugin("sample"));
  ASSERT_TRUE(sealed);
  ASSERT_TRUE(
      cache().put((*sealed)->sha256(), fail(ErrorCode::InvalidArgument, "it crashed", "scan_crashed")));
  EXPECT_EQ(refusal(test_plugin("sample")).reason, "scan_crashed");
  options_.scan = Scan::Again;
  EXPECT_TRUE(load(test_plugin("sample")));
  options_.scan = Scan::FirstTime;
  EXPECT_TRUE(load(test_plugin("sample")));
}

TEST_F(LoadingTest, RefusesWhatIsNotWhatTheScannerSaw) {
  const auto sealed = SealedFile::copy(test_plugin("sample"));
  ASSERT_TRUE(sealed);
  ScanReport other;
  other.id = "com.example.sample";
  other.version = "0.9";
  ASSERT_TRUE(cache().put((*sealed)->sha256(), other));
  EXPECT_EQ(refusal(test_plugin("sample")).reason, "identity");
}

TEST_F(LoadingTest, WorksWithoutAStore) {
  options_.store.clear();
  EXPECT_TRUE(load(test_plugin("sample")));
}

TEST_F(LoadingTest, LoadsFromTheStoreWhereMemoryFilesHoldNoCode) {
  options_.sealed_in = SealedIn::Store;
  const auto plugin = load(copy_of("sample", "stored"));
  ASSERT_TRUE(plugin) << plugin.error().message;
  EXPECT_TRUE(is_usable(**plugin));
  const auto stored = options_.store / ((*plugin)->file().sha256 + ".so");
  EXPECT_EQ(std::filesystem::status(stored).permissions(), std::filesystem::perms(0500));
}

TEST_F(LoadingTest, PutsTheFilesNameIntoTheListOfMappings) {
  const auto plugin = load(copy_of("sample", "named"));
  ASSERT_TRUE(plugin) << plugin.error().message;
  std::ifstream maps("/proc/self/maps");
  const std::string text{std::istreambuf_iterator<char>(maps), std::istreambuf_iterator<char>()};
  EXPECT_TRUE(contains(text, "/memfd:sample.so"));
}

TEST_F(LoadingTest, HasOneLibraryForTheSameContent) {
  const auto first = load(copy_of("sample", "same"));
  ASSERT_TRUE(first) << first.error().message;
  const Error error = refusal((*first)->path());
  EXPECT_EQ(error.reason, "already_loaded");
  EXPECT_EQ(error.code, ErrorCode::AlreadyExists);
}

TEST_F(LoadingTest, LoadsTheSameContentAgainAfterItsEnd) {
  const std::filesystem::path path = copy_of("sample", "again");
  auto first = load(path);
  ASSERT_TRUE(first) << first.error().message;
  const auto* const api = &(*first)->providers().at(0)->api();
  const std::uint32_t generation = (*first)->generation();
  first->reset();
  const auto second = load(path);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(&(*second)->providers().at(0)->api(), api);
  EXPECT_EQ((*second)->generation(), generation + 1);
}

TEST_F(LoadingTest, HasTwoGenerationsOfAnIdSideBySide) {
  const auto first = load(copy_of("sample", "side by side"));
  const auto second = load(copy_of("sample_next", "side by side"));
  ASSERT_TRUE(first && second);
  EXPECT_EQ((*first)->id(), (*second)->id());
  EXPECT_EQ((*first)->version(), "1.0.0");
  EXPECT_EQ((*second)->version(), "2.0.0");
  EXPECT_EQ((*second)->generation(), (*first)->generation() + 1);
  EXPECT_TRUE(is_usable(**first));
  EXPECT_TRUE(is_usable(**second));
}

TEST_F(LoadingTest, StopsAtTheLastGenerationThatIsAllowed) {
  options_.scan = Scan::Never;
  for (std::size_t i = 0; i < kGenerationsMax; ++i) {
    const auto plugin = load(copy_of("sample_many", std::string(i + 1, '.')));
    ASSERT_TRUE(plugin) << i << ": " << plugin.error().message;
    EXPECT_EQ((*plugin)->generation(), i + 1);
  }
  const Error error = refusal(copy_of("sample_many", std::string(kGenerationsMax + 1, '.')));
  EXPECT_EQ(error.code, ErrorCode::ResourceExhausted);
  EXPECT_TRUE(contains(error.message, "restart")) << error.message;
  EXPECT_TRUE(load(copy_of("sample_many", ".")));  // Mapped already, so it takes no new place.
}

TEST_F(LoadingTest, KeepsTheDescriptorOfWhatIsMapped) {
  int descriptor = -1;
  {
    const auto sealed = SealedFile::copy(copy_of("sample", "kept"));
    ASSERT_TRUE(sealed);
    descriptor = (*sealed)->descriptor();
    ASSERT_TRUE(Library::load(*sealed));
  }
  EXPECT_TRUE(contains(std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor)),
                       "memfd:sample.so"));
}

// What would happen without the test above: the loader knows a library by the name of its descriptor.
TEST_F(LoadingTest, NoticesThatAReusedDescriptorGaveAnotherLibrary) {
  const auto first = SealedFile::copy(copy_of("sample", "trap"));
  ASSERT_TRUE(first);
  ASSERT_TRUE(Library::load(*first));
  const auto second = SealedFile::copy(copy_of("sample_next", "trap"));
  ASSERT_TRUE(second);
  Descriptor same_number(::dup2((*second)->descriptor(), (*first)->descriptor()));
  const auto third = SealedFile::adopt(std::move(same_number), "trap.so");
  ASSERT_TRUE(third);
  const auto library = Library::load(*third);
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().reason, "identity");
}

TEST_F(LoadingTest, NamesTheSymbolThatIsMissing) {
  // The last letter of a libc function's name: still bound, but to nothing.
  fairlead::test::PluginBytes bytes(read_bytes(test_plugin("sample")));
  const std::size_t name = bytes.table(DT_STRTAB) + bytes.get<Elf64_Sym>(bytes.symbol("calloc")).st_name;
  bytes.bytes[name + 5] = 'x';
  write_bytes(folder_ / "unresolved.so", bytes.bytes);
  const Error error = refusal(folder_ / "unresolved.so");
  EXPECT_EQ(error.reason, "load_failed");
  EXPECT_TRUE(contains(error.message, "unresolved.so: undefined symbol: callox")) << error.message;
}

}  // namespace
}  // namespace fairlead::plugin::test
