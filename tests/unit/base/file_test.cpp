// Reading a file: the size limit at, below and above, and each kind of thing that is no file to read.
#include "base/file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace fairlead {
namespace {

namespace fs = std::filesystem;

// A folder of the test's own, removed with everything in it.
class FileTest : public testing::Test {
 protected:
  FileTest() {
    std::string pattern = (fs::temp_directory_path() / "fairlead-file-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FileTest() override { fs::remove_all(folder_); }

  fs::path with_bytes(const std::string& bytes) const {
    auto path = folder_ / "file";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  fs::path folder_;
};

void expect_refused(const Result<std::string>& got, ErrorCode code, const std::string& reason) {
  ASSERT_FALSE(got) << "read " << got->size() << " bytes";
  EXPECT_EQ(got.error().code, code) << got.error().message;
  EXPECT_EQ(got.error().reason, reason) << got.error().message;
}

TEST_F(FileTest, GivesEveryByte) {
  const std::string bytes("a\0b\n\xff", 5);
  EXPECT_EQ(read_file(with_bytes(bytes), 100), bytes);
}

TEST_F(FileTest, GivesNothingOfAnEmptyFile) { EXPECT_EQ(read_file(with_bytes(""), 100), ""); }

TEST_F(FileTest, ReadsAFileJustBelowAndAtTheLimit) {
  const auto path = with_bytes(std::string(100, 'x'));
  EXPECT_EQ(read_file(path, 101), std::string(100, 'x'));
  EXPECT_EQ(read_file(path, 100), std::string(100, 'x'));
}

TEST_F(FileTest, RefusesAFileOneByteAboveTheLimit) {
  expect_refused(read_file(with_bytes(std::string(100, 'x')), 99), ErrorCode::ResourceExhausted,
                 "file_too_large");
}

TEST_F(FileTest, HoldsTheLimitForAFileThatReportsNoSize) {
  expect_refused(read_file("/proc/self/status", 10), ErrorCode::ResourceExhausted, "file_too_large");
}

TEST_F(FileTest, ReadsAFileThatReportsNoSize) {
  const auto status = read_file("/proc/self/status", 1 << 20);
  ASSERT_TRUE(status);
  EXPECT_TRUE(status->starts_with("Name:"));
}

TEST_F(FileTest, FollowsASymbolicLink) {
  fs::create_symlink(with_bytes("linked"), folder_ / "link");
  EXPECT_EQ(read_file(folder_ / "link", 100), "linked");
}

TEST_F(FileTest, SaysThatThereIsNoSuchFile) {
  const auto got = read_file(folder_ / "none", 100);
  expect_refused(got, ErrorCode::NotFound, "file_not_found");
  EXPECT_NE(got.error().message.find((folder_ / "none").string()), std::string::npos);
}

TEST_F(FileTest, SaysNotFoundBelowSomethingThatIsNoFolder) {
  expect_refused(read_file(with_bytes("x") / "below", 100), ErrorCode::NotFound, "file_not_found");
}

TEST_F(FileTest, RefusesAFolder) {
  expect_refused(read_file(folder_, 100), ErrorCode::FailedPrecondition, "not_a_file");
}

TEST_F(FileTest, RefusesAFifoInsteadOfWaitingForAWriter) {
  const auto fifo = folder_ / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  expect_refused(read_file(fifo, 100), ErrorCode::FailedPrecondition, "not_a_file");
}

TEST_F(FileTest, RefusesAnEndlessDevice) {
  expect_refused(read_file("/dev/zero", 100), ErrorCode::FailedPrecondition, "not_a_file");
}

TEST_F(FileTest, RefusesALinkToItself) {
  fs::create_symlink(folder_ / "loop", folder_ / "loop");
  expect_refused(read_file(folder_ / "loop", 100), ErrorCode::FailedPrecondition, "not_a_file");
}

}  // namespace
}  // namespace fairlead
