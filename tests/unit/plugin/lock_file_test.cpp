// plugins.lock: what is written comes back, and what is wrong in it is named.
#include "plugin/lock_file.hpp"

#include "file_fixture.hpp"

namespace fairlead::plugin {
namespace {

const std::string kHash(64, '7');

class LockFileTest : public FileFixture {};

TEST_F(LockFileTest, IsEmptyWhenThereIsNone) {
  const auto lock = load_lock_file(folder_ / "plugins.lock");
  ASSERT_TRUE(lock);
  EXPECT_TRUE(lock->pins.empty());
}

TEST_F(LockFileTest, ComesBackAsItWasWritten) {
  LockFile lock;
  lock.pins["com.example.notes"] = {.version = "1.2.3", .sha256 = kHash, .file = "notes.so"};
  lock.pins["odd: \"id\"\n# "] = {.version = "", .sha256 = std::string(64, 'f'), .file = "-"};
  ASSERT_TRUE(save_lock_file(folder_ / "plugins.lock", lock));
  const auto loaded = load_lock_file(folder_ / "plugins.lock");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->pins, lock.pins);
  EXPECT_FALSE(loaded->is_writable_by_others);
}

TEST_F(LockFileTest, ComesBackEmpty) {
  ASSERT_TRUE(save_lock_file(folder_ / "plugins.lock", {}));
  const auto loaded = load_lock_file(folder_ / "plugins.lock");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_TRUE(loaded->pins.empty());
}

TEST_F(LockFileTest, FindsPinsById) {
  LockFile lock;
  lock.pins["a"] = {.version = "1", .sha256 = kHash, .file = "a.so"};
  ASSERT_NE(lock.find("a"), nullptr);
  EXPECT_EQ(lock.find("b"), nullptr);
  EXPECT_EQ(lock.find_id(kHash), "a");
  EXPECT_EQ(lock.find_id(std::string(64, '8')), std::nullopt);
}

TEST_F(LockFileTest, SaysThatOthersCanWriteIt) {
  const auto path = write("plugins.lock", "version: 1\n");
  for (const unsigned mode : {0664U, 0646U}) {
    std::filesystem::permissions(path, std::filesystem::perms(mode));
    const auto lock = load_lock_file(path);
    ASSERT_TRUE(lock);
    EXPECT_TRUE(lock->is_writable_by_others) << mode;
  }
}

TEST_F(LockFileTest, NamesWhatIsWrong) {
  for (const std::string& text :
       {std::string("plugins: {}\n"), std::string("version: 2\n"), std::string("version: 1\npins: {}\n"),
        std::string("version: 1\nplugins: {a: {sha256: abc}}\n"),
        std::string("version: 1\nplugins: {a: {}}\n"),
        "version: 1\nplugins: {a: {sha256: '" + std::string(64, 'A') + "'}}\n",
        std::string("version: [\n")}) {
    const auto lock = load_lock_file(write("plugins.lock", text));
    ASSERT_FALSE(lock) << text;
    EXPECT_EQ(lock.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(lock.error().message.find("plugins.lock"), std::string::npos);
  }
}

TEST_F(LockFileTest, SaysThatItCannotBeWritten) {
  const auto saved = save_lock_file(folder_ / "absent" / "plugins.lock", {});
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ErrorCode::Unavailable);
}

}  // namespace
}  // namespace fairlead::plugin
