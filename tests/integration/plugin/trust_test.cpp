// Pins: which content of which id is taken.
#include "loading_fixture.hpp"

namespace fairlead::plugin::test {
namespace {

constexpr const char* kOtherHash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

class TrustTest : public LoadingFixture {
 protected:
  void pin(const std::string& id, const std::string& sha256) {
    options_.lock.pins[id] = {.version = "1.0.0", .sha256 = sha256, .file = "sample.so"};
  }
  static std::string hash_of(const std::filesystem::path& path) {
    const auto sealed = SealedFile::copy(path);
    EXPECT_TRUE(sealed);
    return sealed ? (*sealed)->sha256() : "";
  }
};

TEST_F(TrustTest, CallsAFileWhoseContentIsPinnedPinned) {
  const auto path = copy_of("sample", "pinned");
  pin("com.example.sample", hash_of(path));
  const auto plugin = load(path);
  ASSERT_TRUE(plugin) << plugin.error().message;
  EXPECT_EQ((*plugin)->file().trust, Trust::Pinned);
}

TEST_F(TrustTest, TakesAPinnedFileWhenOnlySuchAreTaken) {
  const auto path = copy_of("sample", "strict");
  pin("com.example.sample", hash_of(path));
  options_.trust_mode = TrustMode::Pinned;
  EXPECT_TRUE(load(path));
}

TEST_F(TrustTest, RefusesAFileThatIsNotPinnedBeforeItRuns) {
  options_.trust_mode = TrustMode::Pinned;
  options_.scanner.executable.clear();  // Would be missed if it were asked.
  const auto path = copy_of("sample", "not pinned");
  const Error error = refusal(path);
  EXPECT_EQ(error.reason, "not_pinned");
  EXPECT_EQ(error.code, ErrorCode::PermissionDenied);
  EXPECT_TRUE(contains(error.message, hash_of(path))) << error.message;
}

TEST_F(TrustTest, NamesBothHashesWhenAPinnedFileChanged) {
  options_.trust_mode = TrustMode::Pinned;
  pin("com.example.sample", kOtherHash);
  const auto path = copy_of("sample", "changed");
  const Error error = refusal(path);
  EXPECT_EQ(error.reason, "not_pinned");
  EXPECT_TRUE(contains(error.message, kOtherHash) && contains(error.message, hash_of(path))) << error.message;
}

TEST_F(TrustTest, RefusesOtherContentOfAPinnedIdThoughUnpinnedFilesAreTaken) {
  pin("com.example.sample", kOtherHash);
  const auto path = copy_of("sample", "replaced");
  const Error error = refusal(path);
  EXPECT_EQ(error.reason, "pin_differs");
  EXPECT_TRUE(contains(error.message, kOtherHash) && contains(error.message, hash_of(path))) << error.message;
}

TEST_F(TrustTest, RefusesOtherContentOfAPinnedIdAlsoWithoutTheScanner) {
  pin("com.example.sample", kOtherHash);
  options_.scan = Scan::Never;
  EXPECT_EQ(refusal(copy_of("sample", "replaced too")).reason, "pin_differs");
}

TEST_F(TrustTest, RefusesContentThatIsPinnedForAnotherId) {
  const auto path = copy_of("sample", "another id");
  pin("com.example.other", hash_of(path));
  EXPECT_EQ(refusal(path).reason, "pin_differs");
}

TEST_F(TrustTest, WarnsOfAFileThatOthersCanWrite) {
  const auto path = copy_of("sample", "writable");
  std::filesystem::permissions(path, std::filesystem::perms(0664));
  const auto plugin = load(path);
  ASSERT_TRUE(plugin) << plugin.error().message;
  EXPECT_TRUE(has_warning(**plugin, "writable_by_others"));
}

TEST_F(TrustTest, WarnsOfAFolderThatOthersCanWrite) {
  const auto path = copy_of("sample", "folder");
  std::filesystem::permissions(folder_, std::filesystem::perms(0777));
  const auto plugin = load(path);
  ASSERT_TRUE(plugin) << plugin.error().message;
  EXPECT_TRUE(has_warning(**plugin, "writable_by_others"));
}

TEST_F(TrustTest, HasNothingToWarnOfWhereOnlyThisUserWrites) {
  const auto plugin = load(copy_of("sample", "private"));
  ASSERT_TRUE(plugin) << plugin.error().message;
  EXPECT_FALSE(has_warning(**plugin, "writable_by_others"));
}

TEST_F(TrustTest, RefusesAPinnedFileThatOthersCanWriteWhenOnlyPinnedOnesAreTaken) {
  const auto path = copy_of("sample", "writable pinned");
  pin("com.example.sample", hash_of(path));
  std::filesystem::permissions(path, std::filesystem::perms(0666));
  options_.trust_mode = TrustMode::Pinned;
  EXPECT_EQ(refusal(path).reason, "writable_by_others");
}

TEST_F(TrustTest, TrustsNoLockFileThatOthersCanWrite) {
  const auto path = copy_of("sample", "writable lock");
  pin("com.example.sample", hash_of(path));
  options_.lock.is_writable_by_others = true;
  options_.trust_mode = TrustMode::Pinned;
  EXPECT_EQ(refusal(path).reason, "writable_by_others");
}

}  // namespace
}  // namespace fairlead::plugin::test
