// What is loaded is a copy that nobody can change.
#include "plugin/sealed_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_fixture.hpp"

namespace fairlead::plugin {
namespace {

constexpr const char* kHashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class SealedFileTest : public FileFixture {
 protected:
  static std::string text_of(const SealedFile& file) {
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
  }
};

TEST_F(SealedFileTest, HashesAsFips180Says) {
  const std::string text = "abc";
  EXPECT_EQ(sha256_hex(std::as_bytes(std::span(text))), kHashOfAbc);
}

TEST_F(SealedFileTest, HasTheContentAndItsHash) {
  const auto sealed = SealedFile::copy(write("a.so", "abc"));
  ASSERT_TRUE(sealed) << sealed.error().message;
  EXPECT_EQ(text_of(**sealed), "abc");
  EXPECT_EQ((*sealed)->sha256(), kHashOfAbc);
  EXPECT_EQ((*sealed)->name(), "a.so");
}

TEST_F(SealedFileTest, StaysWhatItWasWhenTheFileIsReplaced) {
  const auto path = write("a.so", "abc");
  const auto sealed = SealedFile::copy(path);
  ASSERT_TRUE(sealed);
  write("a.so", "xyz and more");
  EXPECT_EQ(text_of(**sealed), "abc");
}

TEST_F(SealedFileTest, CannotBeWrittenGrownShrunkOrUnsealed) {
  const auto sealed = SealedFile::copy(write("a.so", "abc"));
  ASSERT_TRUE(sealed);
  const int fd = (*sealed)->descriptor();
  EXPECT_EQ(::pwrite(fd, "x", 1, 0), -1);
  EXPECT_EQ(::ftruncate(fd, 0), -1);
  EXPECT_EQ(::ftruncate(fd, 4096), -1);
  EXPECT_EQ(::fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL), -1);
  EXPECT_EQ(::mmap(nullptr, 3, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), MAP_FAILED);
  // Nor through the name under which the loader opens it.
  const int again = ::open((*sealed)->loader_path().c_str(), O_RDWR | O_CLOEXEC);
  EXPECT_EQ(::pwrite(again, "x", 1, 0), -1);
  ::close(again);
  EXPECT_EQ(text_of(**sealed), "abc");
}

TEST_F(SealedFileTest, IsNotInheritedByOtherPrograms) {
  const auto sealed = SealedFile::copy(write("a.so", "abc"));
  ASSERT_TRUE(sealed);
  EXPECT_EQ(::fcntl((*sealed)->descriptor(), F_GETFD), FD_CLOEXEC);
}

TEST_F(SealedFileTest, TakesAFileOfExactlyTheLimit) {
  EXPECT_TRUE(SealedFile::copy(write("a.so", "abc"), {.bytes_max = 3}));
  EXPECT_TRUE(SealedFile::copy(write("a.so", "ab"), {.bytes_max = 3}));
}

TEST_F(SealedFileTest, RefusesAFileAboveTheLimit) {
  const auto sealed = SealedFile::copy(write("a.so", "abcd"), {.bytes_max = 3});
  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error().code, ErrorCode::ResourceExhausted);
}

TEST_F(SealedFileTest, TakesAnEmptyFileAsItIs) {
  const auto sealed = SealedFile::copy(write("a.so", ""));
  ASSERT_TRUE(sealed);
  EXPECT_TRUE((*sealed)->bytes().empty());
}

TEST_F(SealedFileTest, SaysThatAFileIsMissing) {
  const auto sealed = SealedFile::copy(folder_ / "none.so");
  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error().code, ErrorCode::NotFound);
}

TEST_F(SealedFileTest, DoesNotWaitForAFifo) {
  ASSERT_EQ(::mkfifo((folder_ / "fifo.so").c_str(), 0600), 0);
  EXPECT_FALSE(SealedFile::copy(folder_ / "fifo.so"));
}

TEST_F(SealedFileTest, RefusesAnEndlessDevice) { EXPECT_FALSE(SealedFile::copy("/dev/zero")); }

TEST_F(SealedFileTest, KeepsACopyInTheStoreUnderItsHash) {
  const auto sealed =
      SealedFile::copy(write("a.so", "abc"), {.store = folder_ / "store", .where = SealedIn::Store});
  ASSERT_TRUE(sealed) << sealed.error().message;
  EXPECT_EQ(text_of(**sealed), "abc");
  EXPECT_EQ((*sealed)->name(), "a.so");
  const auto stored = folder_ / "store" / (std::string(kHashOfAbc) + ".so");
  EXPECT_EQ(std::filesystem::status(stored).permissions(), std::filesystem::perms(0500));
  EXPECT_EQ(std::filesystem::status(folder_ / "store").permissions(), std::filesystem::perms(0700));
}

TEST_F(SealedFileTest, ReplacesADamagedCopyInTheStore) {
  std::filesystem::create_directories(folder_ / "store");
  write("store/" + std::string(kHashOfAbc) + ".so", "damaged");
  const auto sealed =
      SealedFile::copy(write("a.so", "abc"), {.store = folder_ / "store", .where = SealedIn::Store});
  ASSERT_TRUE(sealed) << sealed.error().message;
  EXPECT_EQ((*sealed)->sha256(), kHashOfAbc);
}

TEST_F(SealedFileTest, SaysWhatToDoWithoutAStore) {
  const auto sealed = SealedFile::copy(write("a.so", "abc"), {.where = SealedIn::Store});
  ASSERT_FALSE(sealed);
  EXPECT_EQ(sealed.error().reason, "no_exec_copy");
  EXPECT_NE(sealed.error().message.find("--state-dir"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::plugin
