// When an entry of the cache counts, and when not.
#include "plugin/scan_cache.hpp"

#include "file_fixture.hpp"

namespace fairlead::plugin {
namespace {

const std::string kHash(64, 'a');

class ScanCacheTest : public FileFixture {
 protected:
  [[nodiscard]] ScanCache cache() const { return {folder_ / "store", folder_ / "scanner"}; }
  static ScanReport report() {
    ScanReport made;
    made.id = "com.example.fake";
    made.version = "1.2.3";
    made.sdk = "none";
    made.providers = {"fake"};
    made.elapsed = std::chrono::microseconds(7);
    return made;
  }
  [[nodiscard]] std::filesystem::path entry() const { return cache().path_of(kHash); }
};

TEST_F(ScanCacheTest, HasNothingAtFirst) { EXPECT_FALSE(cache().find(kHash)); }

TEST_F(ScanCacheTest, GivesAReportBack) {
  ASSERT_TRUE(cache().put(kHash, report()));
  const auto found = cache().find(kHash);
  ASSERT_TRUE(found);
  ASSERT_TRUE(*found);
  EXPECT_EQ(**found, report());
}

TEST_F(ScanCacheTest, RemembersACrashAndAHang) {
  for (const char* reason : {"scan_crashed", "scan_timed_out"}) {
    ASSERT_TRUE(cache().put(kHash, fail(ErrorCode::InvalidArgument, "it crashed", reason)));
    const auto found = cache().find(kHash);
    ASSERT_TRUE(found);
    ASSERT_FALSE(*found);
    EXPECT_EQ(found->error(), Error(ErrorCode::InvalidArgument, "it crashed", reason));
  }
}

TEST_F(ScanCacheTest, ForgetsFailuresThatDependOnTheSystem) {
  for (const char* reason : {"load_failed", "no_scanner", "scan_failed", "init_failed"}) {
    ASSERT_TRUE(cache().put(kHash, fail(ErrorCode::InvalidArgument, "it does not load", reason)));
    EXPECT_FALSE(cache().find(kHash)) << reason;
  }
}

TEST_F(ScanCacheTest, KeepsItsEntriesToItself) {
  ASSERT_TRUE(cache().put(kHash, report()));
  EXPECT_EQ(std::filesystem::status(entry()).permissions(), std::filesystem::perms(0600));
  EXPECT_EQ(std::filesystem::status(folder_ / "store").permissions(), std::filesystem::perms(0700));
}

TEST_F(ScanCacheTest, IgnoresAnEntryThatOthersCanWrite) {
  ASSERT_TRUE(cache().put(kHash, report()));
  for (const unsigned mode : {0620U, 0602U}) {
    std::filesystem::permissions(entry(), std::filesystem::perms(mode));
    EXPECT_FALSE(cache().find(kHash)) << mode;
  }
  std::filesystem::permissions(entry(), std::filesystem::perms(0600));
  EXPECT_TRUE(cache().find(kHash));
}

TEST_F(ScanCacheTest, IgnoresALinkInAnEntrysPlace) {
  ASSERT_TRUE(cache().put(kHash, report()));
  std::filesystem::rename(entry(), folder_ / "elsewhere.json");
  std::filesystem::create_symlink(folder_ / "elsewhere.json", entry());
  EXPECT_FALSE(cache().find(kHash));
}

TEST_F(ScanCacheTest, IgnoresADamagedEntry) {
  ASSERT_TRUE(cache().put(kHash, report()));
  const std::string whole = test::read_bytes(entry());
  for (const std::string& damaged : {std::string(), whole.substr(0, whole.size() / 2), std::string("[]"),
                                     std::string(std::size_t{1} << 17U, 'x')}) {
    test::write_bytes(entry(), damaged);
    EXPECT_FALSE(cache().find(kHash)) << damaged.substr(0, 80);
  }
}

TEST_F(ScanCacheTest, IgnoresTheEntryOfAnotherFile) {
  ASSERT_TRUE(cache().put(kHash, report()));
  const std::string other(64, 'b');
  std::filesystem::copy_file(entry(), cache().path_of(other));
  EXPECT_FALSE(cache().find(other));
}

TEST_F(ScanCacheTest, IgnoresWhatAnotherScannerFound) {
  write("scanner", "old");
  ASSERT_TRUE(cache().put(kHash, report()));
  ASSERT_TRUE(cache().find(kHash));
  write("scanner", "new one");
  EXPECT_FALSE(cache().find(kHash));
}

TEST_F(ScanCacheTest, ForgetsWhatItIsToldTo) {
  ASSERT_TRUE(cache().put(kHash, report()));
  EXPECT_EQ(cache().forget(kHash).value_or(false), true);
  EXPECT_FALSE(cache().find(kHash));
  EXPECT_EQ(cache().forget(kHash).value_or(true), false);
}

TEST_F(ScanCacheTest, KeepsNothingWithoutAFolder) {
  const ScanCache none({}, {});
  EXPECT_TRUE(none.put(kHash, report()));
  EXPECT_FALSE(none.find(kHash));
}

}  // namespace
}  // namespace fairlead::plugin
